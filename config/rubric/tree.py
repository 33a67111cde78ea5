"""The tree of a rubric: groups below groups, indicators below groups; levels are counted from the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.model import broken
from config.problems import nearest
from config.rubric.indicator import Group, Indicator, Line

MAX_LEVELS = 5
"""Rubrics of offices have up to five levels (一级指标 … 五级指标)."""


class Tree:
    """Groups by id, with their ancestors. Raises for unknown parents, circles, foreign parts and too deep levels."""

    def __init__(self, groups: Sequence[Group], indicators: Sequence[Indicator], levels: int | None = None) -> None:
        self._groups = {group.key: group for group in groups}
        self._places = {group.key: number for number, group in enumerate(groups)}
        for number, group in enumerate(groups):
            self._require_parent(number, group)
        for number, indicator in enumerate(indicators):
            self._require_group(number, indicator, levels or MAX_LEVELS)

    def ancestors(self, indicator: Indicator) -> tuple[Group, ...]:
        """The groups above an indicator, nearest first; none when the rubric lists no groups."""
        return tuple(self._upwards(indicator.group)) if indicator.group in self._groups else ()

    def path(self, indicator: Indicator) -> tuple[Line, ...]:
        """The indicator itself and the groups above it, nearest first."""
        return (indicator, *self.ancestors(indicator))

    def above(self, group: Group) -> tuple[Group, ...]:
        """The groups above a group, nearest first."""
        return tuple(self._upwards(group.parent))

    def level(self, indicator: Indicator) -> int:
        """The level of an indicator: one below its group."""
        return len(self.ancestors(indicator)) + 1

    def place(self, group: Group) -> int:
        """The position of a group in the rubric's list."""
        return self._places[group.key]

    def _upwards(self, key: str | None) -> Iterator[Group]:
        while key is not None:
            group = self._groups[key]
            yield group
            key = group.parent

    def _require_parent(self, number: int, group: Group) -> None:
        at = ("groups", number, "parent")
        path = [group.key]
        while (above := self._groups[path[-1]].parent) is not None:
            if above not in self._groups:
                if len(path) > 1:
                    return  # its own line says so
                raise broken("unknown-parent", at=at, parent=above, known=self._near(above))
            path.append(above)
            if above in path[:-1]:
                raise broken("circular-groups", at=at, path=" → ".join(path))
        if group.parent is not None and self._groups[group.parent].part is not group.part:
            raise broken("part-of-parent", at=("groups", number, "part"), group=group.key, parent=group.parent)

    def _require_group(self, number: int, indicator: Indicator, levels: int) -> None:
        if not self._groups:
            return
        group = self._groups.get(indicator.group)
        at = ("indicators", number, "group")
        if group is None:
            raise broken("unknown-group", at=at, group=indicator.group, known=self._near(indicator.group))
        if group.part is not indicator.part:
            raise broken("part-of-group", at=at, group=group.key, part=group.part.value, own=indicator.part.value)
        if self.level(indicator) > levels:
            raise broken("too-deep", at=at, indicator=indicator.id, level=self.level(indicator), levels=levels)

    def _near(self, name: str) -> str:
        known = tuple(self._groups)
        return ", ".join(nearest(name, known) or known)
