"""What indicators say about each other: conditions on outcomes that lead in a circle, re-weighting over strangers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from config.model import broken
from config.problems import Loc, nearest
from config.rubric.conditions import AppliesIf
from config.rubric.indicator import Group, Indicator, Line
from config.rubric.reweighting import EvenSpread, Reweighting, Scale
from config.rubric.tree import Tree


def require_conditions(groups: Sequence[Group], indicators: Sequence[Indicator], tree: Tree) -> None:
    """Raise for a condition on an indicator that is not there, or one that in the end depends on itself."""
    known = {line.id for line in indicators}
    for at, condition in _conditions(groups, indicators):
        for name in condition.outcomes:
            if name not in known:
                near = ", ".join(nearest(name, tuple(known)) or sorted(known))
                raise broken("unknown-indicator", at=(*at, "outcomes", name), indicator=name, known=near)
    needs = {line.id: _needs(line, tree) for line in indicators}
    for number, line in enumerate(indicators):
        circle = _circle(line.id, needs)
        if circle:
            raise broken("circular-condition", at=("indicators", number), path=" → ".join(circle))


def require_reweighting(rules: Sequence[Reweighting], groups: Sequence[Group], indicators: Sequence[Indicator]) -> None:
    """Raise for re-weighting declared twice, of unknown items or points, or over items that are no siblings."""
    parents = {group.key: group.parent for group in groups} | {line.id: line.group for line in indicators}
    parts = {group.key: group.part for group in groups} | {line.id: line.part for line in indicators}
    points = {group.key: group.points for group in groups} | {line.id: line.points for line in indicators}
    first: dict[str, int] = {}
    for number, rule in enumerate(rules):
        at: Loc = ("reweighting", number)
        for place, name in (("item", rule.item), *(("over", name) for name in getattr(rule, "over", ()))):
            if name not in parents:
                near = ", ".join(nearest(name, tuple(parents)) or sorted(parents))
                raise broken("unknown-item", at=(*at, place), item=name, known=near)
        if rule.item in first:
            raise broken("duplicate", at=(*at, "item"), value=rule.item, first=f"reweighting.{first[rule.item]}")
        first[rule.item] = number
        if isinstance(rule, Scale | EvenSpread) and points[rule.item] is None:
            raise broken("reweighting-unknown-points", at=(*at, "item"), item=rule.item)
        for name in getattr(rule, "over", ()):
            apart = parents[name] != parents[rule.item] or parts[name] is not parts[rule.item]
            if name == rule.item or apart or points[name] is None:
                raise broken("no-sibling", at=(*at, "over"), item=rule.item, sibling=name)


def _conditions(groups: Sequence[Group], indicators: Sequence[Indicator]) -> Iterator[tuple[Loc, AppliesIf]]:
    fields: tuple[tuple[str, Sequence[Line]], ...] = (("groups", groups), ("indicators", indicators))
    for field, lines in fields:
        for number, line in enumerate(lines):
            if line.applies_if is not None:
                yield (field, number, "applies_if"), line.applies_if


def _needs(line: Indicator, tree: Tree) -> tuple[str, ...]:
    """The indicators whose outcome decides whether this one applies."""
    conditions = (item.applies_if for item in tree.path(line))
    return tuple(name for condition in conditions if condition is not None for name in condition.outcomes)


def _circle(start: str, needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A way from an indicator back to itself; empty when there is none."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        way = ways.pop()
        for name in needs[way[-1]]:
            if name == start:
                return (*way, name)
            if name not in seen:
                seen.add(name)
                ways.append((*way, name))
    return ()
