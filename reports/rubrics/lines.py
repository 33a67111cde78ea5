"""What of a rubric is compared: its head, groups, indicators with their rules, and checks, each as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from config.rubric import Group, Indicator, Rubric, Rule
from reports.jsonwrite import plain
from reports.rubrics.matching import Sketch


@dataclass(frozen=True, slots=True)
class Entry:
    """A line by what people call it: group, indicator, rule, or check with its parameters."""

    id: str
    title: str
    clause: str
    groups: tuple[str, ...] = ()
    pointer: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is to be compared: how it is told from others, how it is called, and what it says (JSON values).

    `above` are the places of its groups in the rubric, top first; `rules` are those of an indicator.
    """

    sketch: Sketch
    entry: Entry
    says: Mapping[str, Any]
    above: tuple[int, ...] = ()
    rules: Sequence[Line] = field(default=())


def head(rubric: Rubric) -> dict[str, Any]:
    """The marks of the whole rubric."""
    values: dict[str, Any] = plain(rubric.model_dump(exclude={"groups", "indicators", "checks", "defaults"}))
    return values


def group_lines(rubric: Rubric) -> list[Line]:
    """Its groups; where it lists none, the names that indicators give, in their order."""
    if rubric.groups:
        return [_group(rubric, group) for group in rubric.groups]
    return [Line(Sketch(name, name), Entry(name, name, name), {"name": name}) for name in _names(rubric)]


def indicator_lines(rubric: Rubric) -> list[Line]:
    """Its indicators."""
    return [_indicator(rubric, line) for line in rubric.indicators]


def check_lines(rubric: Rubric) -> list[Line]:
    """The checks to which it gives parameters."""
    return [
        Line(Sketch(check, given.clause), Entry(check, check, given.clause), plain(given.model_dump()))
        for check, given in rubric.checks.items()
    ]


def _names(rubric: Rubric) -> list[str]:
    return list(dict.fromkeys(line.group for line in rubric.indicators))


def _group(rubric: Rubric, group: Group) -> Line:
    above = tuple(reversed(rubric.tree.above(group)))
    entry = Entry(group.key, group.name, group.clause, tuple(each.name for each in above), group.pointer)
    says = plain(group.model_dump(exclude={"parent", "id"})) | {"id": group.key}
    return Line(Sketch(group.key, group.name + group.clause), entry, says, tuple(map(rubric.tree.place, above)))


def _indicator(rubric: Rubric, line: Indicator) -> Line:
    above = tuple(reversed(rubric.tree.ancestors(line)))
    names = tuple(group.name for group in above) or (line.group,)
    places = tuple(map(rubric.tree.place, above)) or (_names(rubric).index(line.group),)
    says = plain(line.model_dump(exclude={"group", "rules", "automation"})) | {"decided_by": line.decided_by.value}
    return Line(
        Sketch(line.id, line.clause, frozenset(line.requirements)),
        Entry(line.id, line.title, line.clause, names, line.pointer),
        says,
        places,
        [_rule(rule) for rule in line.rules],
    )


def _rule(rule: Rule) -> Line:
    return Line(Sketch(rule.id, rule.text), Entry(rule.id, rule.mode, rule.text), plain(rule.model_dump()))
