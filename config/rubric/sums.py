"""Weights must add up wherever all of them are known, on every level and for every class of unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from config.model import broken
from config.problems import Loc
from config.registry import UnitClass
from config.rubric.indicator import Group, Indicator, Line
from config.rubric.terms import Part
from config.rubric.tree import Tree


@dataclass(frozen=True, slots=True)
class Weight:
    """What is known of the points below a node, for the class of unit looked at.

    `sure` is there for every unit, `most` if every condition (`applies_if`) holds; not `whole` when more may be there
    that is not known, or when something is not for this class.
    """

    sure: Decimal
    most: Decimal
    whole: bool


NOTHING_KNOWN = Weight(Decimal(0), Decimal(0), whole=False)


def require_sums(
    part: Part, total: Decimal | None, groups: Sequence[Group], indicators: Sequence[Indicator], tree: Tree
) -> None:
    """Raise where the points of a group's members, or of the whole `part`, exceed or miss their total.

    Points that are not known, and what does not apply to a class of unit, may be missing from a sum. Indicators with
    conditions may be alternatives of each other, so together they may exceed it.
    """
    for unit_class in UnitClass:
        lines = [line.for_class(unit_class) for line in indicators if line.part is part]
        _Sums(unit_class, lines, [group for group in groups if group.part is part], tree).require(part, total)


class _Sums:
    """The sums for one class of unit."""

    def __init__(self, unit_class: UnitClass, lines: list[Indicator], groups: list[Group], tree: Tree) -> None:
        self._class = unit_class
        self._lines = lines
        self._groups = groups
        self._tree = tree

    def require(self, part: Part, total: Decimal | None) -> None:
        if not any(self._applies(line) for line in self._lines):
            return
        for group in self._groups:
            if group.points is not None and self._class.among(group.applies_to):
                at: Loc = ("groups", self._tree.place(group), "points")
                _require(group.name, self._below(group.key), group.points, at)
        if total is not None:
            _require(part.value, self._top(), total, ("indicators",))

    def _top(self) -> Weight:
        roots = [self._weight(group) for group in self._groups if group.parent is None]
        loose = [self._own(line) for line in self._lines if not self._groups]
        return _together([*roots, *loose])

    def _below(self, key: str) -> Weight:
        return _together(self._members(key))

    def _members(self, key: str) -> Iterator[Weight]:
        yield from (self._weight(group) for group in self._groups if group.parent == key)
        yield from (self._own(line) for line in self._lines if line.group == key)

    def _weight(self, group: Group) -> Weight:
        if not self._class.among(group.applies_to):
            return NOTHING_KNOWN
        below = self._below(group.key)
        if group.points is not None:
            below = Weight(group.points, group.points, whole=True)
        return _conditional(group, below)

    def _own(self, line: Indicator) -> Weight:
        if not self._applies(line) or line.points is None:
            return NOTHING_KNOWN
        return _conditional(line, Weight(line.points, line.points, whole=True))

    def _applies(self, line: Indicator) -> bool:
        return all(self._class.among(item.applies_to) for item in self._tree.path(line))


def _conditional(line: Line, weight: Weight) -> Weight:
    return weight if line.applies_if is None else replace(weight, sure=Decimal(0))


def _together(weights: Iterable[Weight]) -> Weight:
    """The sum. Nothing at all is not a whole: a group whose members are not written yet says nothing."""
    given = list(weights)
    sure = sum((weight.sure for weight in given), Decimal(0))
    most = sum((weight.most for weight in given), Decimal(0))
    return Weight(sure, most, whole=bool(given) and all(weight.whole for weight in given))


def _require(name: str, weight: Weight, total: Decimal, at: Loc) -> None:
    if weight.sure > total or (weight.whole and weight.most < total):
        known = weight.sure if weight.sure > total else weight.most
        raise broken("points-sum", at=at, name=name, known=str(known), total=str(total))
