"""Compares the sheets of two assessors: what they decide differently, and how far they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from config.errors import Place, UserError
from config.problems import InvalidData
from reports.manual_entry import ManualEntry
from reports.sheet.entries import EntryReader
from reports.sheet.match import asked_in, decided
from reports.sheet.read import FilledSheet
from reports.sheet.row import Key, SheetRow


class Differs(StrEnum):
    """How two sheets differ about an item."""

    DECISION = "decision"
    ONLY_FIRST = "only-first"
    ONLY_SECOND = "only-second"


@dataclass(frozen=True, slots=True)
class Difference:
    """An item about which two sheets differ, with both entries (None: nothing decided)."""

    how: Differs
    row: SheetRow
    first: ManualEntry | None
    second: ManualEntry | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two assessors agree.

    `items` were asked, `both` decided by both, `equal` of these decided alike, `neither` by nobody. `yes_no` of those
    that both decided ask for yes or no; `kappa` is about these (None: it is not defined for them).
    """

    items: int
    both: int
    equal: int
    neither: int
    yes_no: int
    kappa: Fraction | None

    @property
    def rate(self) -> Fraction | None:
        """The share of equal decisions among the items that both decided; None when there is none."""
        return Fraction(self.equal, self.both) if self.both else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that two sheets say about each other."""

    agreement: Agreement
    differences: tuple[Difference, ...]


def compare(first: FilledSheet, second: FilledSheet, lang: str) -> Comparison:
    """Compare two sheets of the same run.

    Raises `UserError` when they are of different runs, days, rubrics or units, and `InvalidData` with every bad cell
    of both; a protected cell that is not the same in both is reported in the second.
    """
    if first.identity != second.identity:
        raise UserError("sheets-of-two-runs", place=Place(second.path), other=first.path)
    asked = asked_in(first)
    readers = [EntryReader(sheet.path, lang) for sheet in (first, second)]
    one, other = (decided(sheet, asked, reader) for sheet, reader in zip((first, second), readers, strict=True))
    problems = [problem for reader in readers for problem in reader.problems]
    if problems:
        raise InvalidData(problems)
    return compared(asked, one, other)


def compared(
    asked: Mapping[Key, SheetRow], one: Mapping[Key, ManualEntry], other: Mapping[Key, ManualEntry]
) -> Comparison:
    """Compare what two assessors entered for the items `asked`, in their order."""
    both = [key for key in asked if key in one and key in other]
    alike = {key for key in both if _decision(one[key]) == _decision(other[key])}
    yes_no = [key for key in both if not asked[key].asks.by_points]
    agreement = Agreement(
        items=len(asked),
        both=len(both),
        equal=len(alike),
        neither=sum(key not in one and key not in other for key in asked),
        yes_no=len(yes_no),
        kappa=cohens_kappa([(bool(one[key].fulfilled), bool(other[key].fulfilled)) for key in yes_no]),
    )
    differing = [key for key in asked if (key in one or key in other) and key not in alike]
    return Comparison(
        agreement,
        tuple(Difference(_how(key, one, other), asked[key], one.get(key), other.get(key)) for key in differing),
    )


def cohens_kappa(pairs: Sequence[tuple[bool, bool]]) -> Fraction | None:
    """Agreement beyond chance of two raters on the same items, at most 1; 0 is what chance alone would give.

    J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20 (1960),
    37–46: κ = (p_o − p_e) / (1 − p_e). None without items, and where both raters gave one and the same answer
    throughout: then p_e is 1.
    """
    if not pairs:
        return None
    count = len(pairs)
    observed = Fraction(sum(one == other for one, other in pairs), count)
    firsts, seconds = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(Fraction(firsts[word] * seconds[word], count * count) for word in (True, False))
    return None if expected == 1 else (observed - expected) / (1 - expected)


def _how(key: Key, one: Mapping[Key, ManualEntry], other: Mapping[Key, ManualEntry]) -> Differs:
    if key not in other:
        return Differs.ONLY_FIRST
    return Differs.DECISION if key in one else Differs.ONLY_SECOND


def _decision(entry: ManualEntry) -> tuple[object, object]:
    return entry.lost, entry.fulfilled
