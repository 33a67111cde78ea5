"""How one rubric differs from another: what was added, removed, moved, reworded, and every number that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from config.comparing import comparing
from config.rubric import Rubric
from reports.rubrics.changes import Change, Kind, changes
from reports.rubrics.lines import Entry, Line, check_lines, group_lines, head, indicator_lines
from reports.rubrics.matching import Match, MatchedBy, matches, same_ids


@dataclass(frozen=True, slots=True)
class Changed:
    """A line that is there on both sides and differs. `rules` are those of an indicator."""

    before: Entry
    after: Entry
    by: MatchedBy
    likeness: Decimal
    changes: tuple[Change, ...]
    rules: Lines

    @property
    def moved(self) -> bool:
        """Whether it stands under another group."""
        return any(change.field == "groups" for change in self.changes)

    @property
    def doubtful(self) -> bool:
        """Whether nothing but the id says that both are the same."""
        return self.by is MatchedBy.ID and self.likeness < comparing().same_id

    def touches(self, kind: Kind) -> bool:
        """Whether a change of this kind is among its changes or those of its rules."""
        inner = [change for rule in self.rules.changed for change in rule.changes]
        return any(change.kind is kind for change in (*self.changes, *inner))


@dataclass(frozen=True, slots=True)
class Lines:
    """Added ones in the later rubric's order, removed ones in the earlier one's, changed ones in the later one's."""

    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    changed: tuple[Changed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class RubricDiff:
    """Everything that differs. `rubric` are the marks of the whole."""

    before: Rubric
    after: Rubric
    rubric: tuple[Change, ...]
    groups: Lines
    indicators: Lines
    checks: Lines

    @property
    def empty(self) -> bool:
        """Whether both say the same."""
        return not (self.rubric or self.groups or self.indicators or self.checks)


def are_versions(before: Rubric, after: Rubric) -> bool:
    """Whether two rubrics are versions of one, so that their ids mean the same."""
    return before.id == after.id or (before.family is not None and before.family == after.family)


def rubric_diff(before: Rubric, after: Rubric) -> RubricDiff:
    """Compare two rubrics. `rubric_diff(b, a)` says the opposite of `rubric_diff(a, b)`, and of one rubric nothing."""
    versions = are_versions(before, after)
    groups = group_lines(before), group_lines(after)
    grouped = _matched(*groups, versions=versions)
    indicators = indicator_lines(before), indicator_lines(after)
    paired = _matched(*indicators, versions=versions)
    checks = check_lines(before), check_lines(after)
    same = same_ids(*([line.sketch for line in side] for side in checks))
    return RubricDiff(
        before,
        after,
        rubric=(*changes(head(before), head(after)), *_orders(*indicators, paired, grouped)),
        groups=_lines(*groups, grouped, grouped),
        indicators=_lines(*indicators, paired, grouped),
        checks=_lines(*checks, same, grouped),
    )


def _matched(before: Sequence[Line], after: Sequence[Line], *, versions: bool) -> list[Match]:
    return matches([line.sketch for line in before], [line.sketch for line in after], versions=versions)


def _lines(before: Sequence[Line], after: Sequence[Line], paired: Sequence[Match], grouped: Sequence[Match]) -> Lines:
    kept = {match.before for match in paired}, {match.after for match in paired}
    compared = (_changed(before[match.before], after[match.after], match, grouped) for match in paired)
    return Lines(
        added=tuple(line.entry for place, line in enumerate(after) if place not in kept[1]),
        removed=tuple(line.entry for place, line in enumerate(before) if place not in kept[0]),
        changed=tuple(each for each in compared if each.changes or each.rules),
    )


def _changed(before: Line, after: Line, match: Match, grouped: Sequence[Match]) -> Changed:
    found = [*changes(before.says, after.says)]
    if _home(before.above, grouped) != after.above:
        found.append(Change("groups", Kind.PLACE, list(before.entry.groups), list(after.entry.groups)))
    rules = _lines(before.rules, after.rules, _matched(before.rules, after.rules, versions=True), grouped)
    return Changed(before.entry, after.entry, match.by, match.likeness, tuple(found), rules)


def _home(above: Sequence[int], grouped: Sequence[Match]) -> tuple[int | None, ...]:
    """Groups of the earlier rubric as places in the later one; None for those that are gone."""
    places = {match.before: match.after for match in grouped}
    return tuple(places.get(place) for place in above)


def _orders(
    before: Sequence[Line], after: Sequence[Line], paired: Sequence[Match], grouped: Sequence[Match]
) -> Iterator[Change]:
    """The groups whose indicators stand in another order, as far as they are on both sides and have not moved."""
    staying: dict[str, list[Match]] = {}
    for match in sorted(paired, key=lambda match: match.after):
        if _home(before[match.before].above, grouped) == after[match.after].above:
            # a renamed group goes by both names, so that the difference turned round names it alike
            names = {" > ".join(each.entry.groups) for each in (before[match.before], after[match.after])}
            staying.setdefault(" / ".join(sorted(names)), []).append(match)
    for name, found in staying.items():
        earlier = sorted(found, key=lambda match: match.before)
        if earlier != found:
            old = [before[match.before].entry.id for match in earlier]
            yield Change(f"order.{name}", Kind.ORDER, old, [after[match.after].entry.id for match in found])
