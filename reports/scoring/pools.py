"""The part of a total that no indicator claims by name, because its points are not known yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from config.rubric import Group, Indicator, Part, Rubric
from reports.scoring.exact import NOTHING

WHOLE = ""
"""The pool of what stands below no group with a known total."""


class Pools:
    """All points of a part sum to its total, so indicators without known points share what the others leave.

    Where the total of a group above them is known they share within the nearest such group: it caps them together.
    What they do not take stays open: nobody can say how much more it could be. `lines` are the indicators as they stand
    for the unit; `total` is the base or the most that bonuses add.
    """

    def __init__(self, rubric: Rubric, lines: Sequence[Indicator], part: Part, total: Decimal | None) -> None:
        self._tree = rubric.tree
        groups = [group for group in rubric.groups if group.part is part and group.points is not None]
        self._rest = {WHOLE: total or NOTHING}
        self._rest |= {group.key: group.points or NOTHING for group in groups}
        for group in groups:
            self._rest[self._pool(self._tree.above(group))] -= group.points or NOTHING
        for line in lines:
            if line.part is part:
                self._rest[self.pool(line)] -= line.points or NOTHING
        self._rest = {key: max(points, NOTHING) for key, points in self._rest.items()}

        self.unread = frozenset(self._unread(rubric, lines, part))
        """Pools that hold a part of the rubric which nobody has read: a group without points and without members."""

    def _unread(self, rubric: Rubric, lines: Sequence[Indicator], part: Part) -> Iterator[str]:
        filled = {line.group for line in lines} | {group.parent for group in rubric.groups}
        for group in rubric.groups:
            if group.part is part and group.points is None and group.key not in filled:
                yield self._pool(self._tree.above(group))

    def pool(self, indicator: Indicator) -> str:
        """The key of the group that an indicator shares in, or `WHOLE`."""
        return self._pool(self._tree.ancestors(indicator))

    def left(self, pool: str) -> Decimal:
        """What is not taken yet."""
        return self._rest[pool]

    def take(self, pool: str, points: Decimal) -> None:
        """Note that an indicator without known points takes so many."""
        self._rest[pool] -= points

    def _pool(self, above: Sequence[Group]) -> str:
        return next((group.key for group in above if group.key in self._rest), WHOLE)
