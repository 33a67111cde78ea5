"""Swapped differences, to hold both directions against each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reports.rubrics.changes import Change
from reports.rubrics.diff import Changed, Lines, RubricDiff


def swapped(diff: RubricDiff) -> RubricDiff:
    """What the difference must be when both rubrics change places (order aside, see `ordered`)."""
    return replace(
        diff,
        before=diff.after,
        after=diff.before,
        rubric=tuple(map(_change, diff.rubric)),
        groups=_lines(diff.groups),
        indicators=_lines(diff.indicators),
        checks=_lines(diff.checks),
    )


def ordered(diff: RubricDiff) -> tuple[Any, ...]:
    """A difference without regard to the order in which it is told."""
    return (sorted(map(repr, diff.rubric)), *(_sorted(lines) for lines in (diff.groups, diff.indicators, diff.checks)))


def _sorted(lines: Lines) -> tuple[Any, ...]:
    changed = sorted(
        (each.before, each.after, each.by, each.likeness, sorted(map(repr, each.changes)), _sorted(each.rules))
        for each in map(_plain, lines.changed)
    )
    return sorted(map(repr, lines.added)), sorted(map(repr, lines.removed)), changed


def _plain(each: Changed) -> Any:
    return replace(each, before=repr(each.before), after=repr(each.after))  # type: ignore[arg-type]


def _change(change: Change) -> Change:
    return replace(change, before=change.after, after=change.before)


def _lines(lines: Lines) -> Lines:
    turned = tuple(
        replace(
            each,
            before=each.after,
            after=each.before,
            changes=tuple(map(_change, each.changes)),
            rules=_lines(each.rules),
        )
        for each in lines.changed
    )
    return Lines(added=lines.removed, removed=lines.added, changed=turned)
