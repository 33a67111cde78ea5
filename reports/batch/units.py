"""The units of a batch with their scorecards, read back from the run directories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from crawler.kinds import EndReason
from reports.comparing.results import Record, Results
from reports.scoring.standing import SAW_TOO_LITTLE

_NO_AUDIT = (EndReason.INTERRUPTED.value, EndReason.UNREACHABLE.value)
"""Ends of a crawl after which no unit of the portal is held against others. A budget is the same for all of them."""


class Place(StrEnum):
    """Where a unit stands in a ranking."""

    RANKED = "ranked"
    DISQUALIFIED = "disqualified"
    """A veto holds: after those with a score, without a rank."""
    UNSCORED = "unscored"
    """Observed, but its rubric gives no points (a check-list, vetoes alone, nothing that applies)."""
    NOT_OBSERVED = "not-observed"
    """Whatever it is like, we could not see it: apart from the others and out of every average."""


@dataclass(frozen=True, slots=True)
class RegisteredUnit:
    """A unit as the registry has it."""

    id: str
    name: str
    unit_class: str


@dataclass(frozen=True, slots=True)
class PortalResult:
    """What became of one portal of the batch. `folder` is its run directory, relative to the batch's.

    `failed` (a key below `batch.failed.`) says why there are no results, `end_reason` how the crawl ended,
    `start_answer` what the home page answered.
    """

    id: str
    name: str
    folder: str
    units: tuple[RegisteredUnit, ...]
    step: str
    end_reason: str = ""
    start_answer: str = ""
    failed: str = ""
    detail: str = ""
    results: Results | None = None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit under one rubric. `reason` is the key of why it was not observed, `answer` the kind of answer met."""

    portal: PortalResult
    unit: RegisteredUnit
    rubric: str
    card: Record | None
    confirmed: int = 0
    suspected: int = 0

    @property
    def reason(self) -> str:
        """Why the unit could not be observed: a key below `batch.unseen.`; empty when it was."""
        if self.portal.failed:
            return "failed"
        if self.portal.end_reason in _NO_AUDIT:
            return self.portal.end_reason
        if self.card is None:
            return "not-begun"
        if not self.card["pages_observed"]:
            return "no-page"
        return next((each for each in self.card["reasons"] if each in SAW_TOO_LITTLE), "")

    @property
    def place(self) -> Place:
        """Where it stands."""
        if self.card is None or self.reason:
            return Place.NOT_OBSERVED
        if self.card["vetoes"]:
            return Place.DISQUALIFIED
        return Place.UNSCORED if self.card["score"] is None else Place.RANKED

    @property
    def score(self) -> Decimal | None:
        """The score, of a unit that has one and was observed."""
        return self._number("score") if self.place is Place.RANKED else None

    @property
    def without_veto(self) -> Decimal | None:
        """The score that the unit would have if no veto held."""
        return self._number("without_veto")

    @property
    def score_range(self) -> tuple[Decimal, Decimal] | None:
        """Lowest and highest score that open items allow."""
        ends = (self.card or {}).get("score_range")
        return None if ends is None else (decimal(ends[0]), decimal(ends[1]))

    @property
    def coverage(self) -> Decimal | None:
        """Share of the known pages that were observed."""
        return self._number("coverage")

    @property
    def vetoes(self) -> list[Mapping[str, Any]]:
        """The vetoes that hold."""
        return list(self.card["vetoes"]) if self.card else []

    @property
    def open_vetoes(self) -> list[Mapping[str, Any]]:
        """The vetoes that open items would still allow."""
        return list(self.card.get("open_vetoes", ())) if self.card else []

    def _number(self, name: str) -> Decimal | None:
        value = (self.card or {}).get(name)
        return None if value is None else decimal(value)


def decimal(value: float) -> Decimal:
    """A number of a JSON file by the digits that stand there."""
    return Decimal(str(value))


def rubric_titles(portals: Sequence[PortalResult]) -> dict[str, str]:
    """The rubrics by which anything was judged, by id, in the order asked for."""
    titles: dict[str, str] = {}
    for portal in portals:
        for card in portal.results.cards if portal.results else ():
            titles.setdefault(card["rubric"], card["rubric_title"])
    return titles


def unit_results(portals: Sequence[PortalResult], rubrics: Sequence[str]) -> list[UnitResult]:
    """Every unit of the batch under every rubric, in the registry's order; also those without results."""
    return [result for portal in portals for result in _of_portal(portal, rubrics)]


def _of_portal(portal: PortalResult, rubrics: Sequence[str]) -> Iterator[UnitResult]:
    cards, lines = (portal.results.cards, portal.results.lines) if portal.results else ((), ())
    card_of = {(card["unit"], card["rubric"]): card for card in cards}
    prints = {
        (line["unit"], rubric, line["fingerprint"]): line["state"] for line in lines for rubric in line["rubrics"]
    }
    counts = Counter((unit, rubric, state) for (unit, rubric, _), state in prints.items())
    for rubric in rubrics:
        for unit in portal.units:
            confirmed, suspected = (counts[unit.id, rubric, state] for state in ("confirmed", "suspected"))
            yield UnitResult(portal, unit, rubric, card_of.get((unit.id, rubric)), confirmed, suspected)
