"""The part of a rubric's base that no indicator claims by name, because its points are not known yet."""

from __future__ import annotations

from decimal import Decimal

from config.registry import UnitClass
from config.rubric import Indicator, Part, Rubric

NOTHING = Decimal(0)
NO_GROUP = ""


class Unclaimed:
    """All deduction points sum to the base, so indicators without known points share what the others leave.

    Where a group's own total is known they share within the group. What they do not lose stays open: nobody can say
    how much more they could cost.
    """

    def __init__(self, rubric: Rubric) -> None:
        self._lines = [item for item in rubric.indicators if item.part is Part.DEDUCTION]
        self._rest = {
            group.name: max(group.points - self._known(group.name), NOTHING)
            for group in rubric.groups
            if group.part is Part.DEDUCTION and group.points is not None
        }
        in_groups = sum(self._rest.values(), NOTHING)
        self._rest[NO_GROUP] = max(rubric.base_points - self._known(None) - in_groups, NOTHING)

    def left_for(self, indicator: Indicator) -> Decimal:
        """The most that an indicator without known points can still lose."""
        return self._rest[self._pool(indicator)]

    def take(self, indicator: Indicator, lost: Decimal) -> None:
        """Note what an indicator without known points lost."""
        self._rest[self._pool(indicator)] -= lost

    def still_open(self, unit_class: UnitClass) -> Decimal:
        """What indicators without known points that apply to this class could still cost."""
        unknown = [item for item in self._lines if item.points is None and unit_class in item.applies_to]
        return sum((self._rest[pool] for pool in {self._pool(item) for item in unknown}), NOTHING)

    def _pool(self, indicator: Indicator) -> str:
        return indicator.group if indicator.group in self._rest else NO_GROUP

    def _known(self, group: str | None) -> Decimal:
        points = (item.points for item in self._lines if group is None or item.group == group)
        return sum((value for value in points if value is not None), NOTHING)
