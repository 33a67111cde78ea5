"""Which line of one rubric is which line of another: by id, by a shared requirement, by the likeness of their clauses.

Ids come first. In rubrics that are not versions of each other an id may be the same by coincidence, so there it only
comes first where the clauses resemble each other; what is left over at the end is matched by id where they resemble
each other a little. Which rubric is the first one makes no difference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import product
from typing import Any, TypeAlias

from config.comparing import comparing
from config.wording import plain

Rank: TypeAlias = tuple[Decimal, ...]
"""How well two lines go together, best first."""


class MatchedBy(StrEnum):
    """What says that two lines are the same."""

    ID = "id"
    REQUIREMENT = "requirement"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a line tells which one it is."""

    id: str
    clause: str
    requirements: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """Two lines by their positions; `likeness` of their clauses is 0 to 1, with two digits."""

    before: int
    after: int
    by: MatchedBy
    likeness: Decimal


def likeness(one: str, other: str) -> Decimal:
    """The share of common pairs of neighbouring letters (Dice), punctuation and blanks aside; with two digits."""
    return _alike(_pairs(one), _pairs(other))


def matches(before: Sequence[Sketch], after: Sequence[Sketch], *, versions: bool) -> list[Match]:
    """The lines that are the same, in the order of `after`, each at most once.

    `versions`: both rubrics are versions of one, so that an id is reliable.
    """
    return _Matching(before, after).found(versions=versions)


def same_ids(before: Sequence[Sketch], after: Sequence[Sketch]) -> list[Match]:
    """The lines with the same id, in the order of `after`: for names of which each means one thing everywhere."""
    places = {sketch.id: place for place, sketch in enumerate(before)}
    return [
        Match(places[sketch.id], place, MatchedBy.ID, likeness(before[places[sketch.id]].clause, sketch.clause))
        for place, sketch in enumerate(after)
        if sketch.id in places
    ]


class _Matching:
    """Lines that are still to be matched."""

    def __init__(self, before: Sequence[Sketch], after: Sequence[Sketch]) -> None:
        self._before, self._after = before, after
        self._left, self._right = dict.fromkeys(range(len(before))), dict.fromkeys(range(len(after)))
        self._pairs = [[_pairs(sketch.clause) for sketch in side] for side in (before, after)]
        self._known: dict[tuple[int, int], Decimal] = {}
        self._found: list[Match] = []

    def found(self, *, versions: bool) -> list[Match]:
        limits = comparing()
        self._take(MatchedBy.ID, lambda one, two: self._same_id(one, two, versions=versions, least=limits.same_id))
        self._take(MatchedBy.REQUIREMENT, self._same_requirement)
        self._take(MatchedBy.CLAUSE, lambda one, two: self._same_clause(one, two, limits.same_clause))
        self._take(MatchedBy.ID, lambda one, two: self._same_id(one, two, versions=versions, least=limits.id_alone))
        return sorted(self._found, key=lambda match: match.after)

    def _alike(self, one: int, two: int) -> Decimal:
        if (one, two) not in self._known:
            self._known[one, two] = _alike(self._pairs[0][one], self._pairs[1][two])
        return self._known[one, two]

    def _take(self, by: MatchedBy, rank: Callable[[int, int], Rank | None]) -> None:
        """Match what `rank` allows, best first. Equal ranks are settled by places, the same way from either side."""
        for one, two in (pair for _, pair in sorted(self._ranked(rank))):
            if one in self._left and two in self._right:
                del self._left[one], self._right[two]
                self._found.append(Match(one, two, by, self._alike(one, two)))

    def _ranked(self, rank: Callable[[int, int], Rank | None]) -> Iterator[tuple[Any, tuple[int, int]]]:
        for one, two in product(self._left, self._right):
            value = rank(one, two)
            if value is not None:
                yield (*(-part for part in value), abs(one - two), one + two), (one, two)

    def _same_id(self, one: int, two: int, *, versions: bool, least: Decimal) -> Rank | None:
        mine, theirs = self._before[one], self._after[two]
        if mine.id != theirs.id:
            return None
        alike = self._alike(one, two)
        return (alike,) if versions or alike >= least or mine.requirements & theirs.requirements else None

    def _same_requirement(self, one: int, two: int) -> Rank | None:
        mine, theirs = self._before[one].requirements, self._after[two].requirements
        if not mine & theirs:
            return None
        return Decimal(len(mine & theirs)) / len(mine | theirs), self._alike(one, two)

    def _same_clause(self, one: int, two: int, least: Decimal) -> Rank | None:
        alike = self._alike(one, two)
        return (alike,) if alike >= least else None


def _pairs(text: str) -> Counter[str]:
    letters = plain(text)
    return Counter(letters[at : at + 2] for at in range(max(1, len(letters) - 1)))


def _alike(one: Counter[str], other: Counter[str]) -> Decimal:
    common = 2 * (one & other).total()
    return (Decimal(common) / (one.total() + other.total())).quantize(Decimal("0.01"), ROUND_HALF_UP)
