"""The part of a rubric's base that no indicator claims by name, because its points are not known yet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from config.rubric import Group, Indicator, Part, Rubric

NOTHING = Decimal(0)
NO_GROUP = ""


class Unclaimed:
    """All deduction points sum to the base, so indicators without known points share what the others leave.

    Where the total of a group above them is known they share within the nearest such group. What they do not lose
    stays open: nobody can say how much more they could cost. `lines` are the indicators as they stand for the unit.
    """

    def __init__(self, rubric: Rubric, lines: Sequence[Indicator]) -> None:
        self._tree = rubric.tree
        self._lines = [item for item in lines if item.part is Part.DEDUCTION]
        groups = [group for group in rubric.groups if group.part is Part.DEDUCTION and group.points is not None]
        self._rest = {NO_GROUP: rubric.base_points or NOTHING}
        self._rest |= {group.key: group.points or NOTHING for group in groups}
        for group in groups:
            self._rest[self._pool(self._tree.above(group))] -= group.points or NOTHING
        for line in self._lines:
            self._rest[self._pool(self._tree.ancestors(line))] -= line.points or NOTHING
        self._rest = {key: max(points, NOTHING) for key, points in self._rest.items()}

    def left_for(self, indicator: Indicator) -> Decimal:
        """The most that an indicator without known points can still lose."""
        return self._rest[self._pool(self._tree.ancestors(indicator))]

    def take(self, indicator: Indicator, lost: Decimal) -> None:
        """Note what an indicator without known points lost."""
        self._rest[self._pool(self._tree.ancestors(indicator))] -= lost

    def still_open(self, applying: Sequence[Indicator]) -> Decimal:
        """What indicators without known points could still cost; `applying` are those that may apply to the unit."""
        unknown = [item for item in applying if item.points is None and item.part is Part.DEDUCTION]
        pools = {self._pool(self._tree.ancestors(item)) for item in unknown}
        return sum((self._rest[pool] for pool in pools), NOTHING)

    def _pool(self, above: Sequence[Group]) -> str:
        return next((group.key for group in above if group.key in self._rest), NO_GROUP)
