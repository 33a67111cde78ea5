"""Adds to a scorecard what a unit can do about it: the cheapest repairs, and what is coming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from checks.finding import Outcome
from config.registry import Unit
from config.rubric import Rubric
from reports.manual_entry import ManualEntry
from reports.result import Ahead, CoverageLike, Judgement
from reports.scorecard import Scorecard
from reports.scoring import Scoring
from reports.whatif.cheapest import cheapest_repairs
from reports.whatif.outlook import outlook


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages observed, out of pages known."""

    observed: int
    known: int


def prospective(
    rubric: Rubric,
    unit: Unit,
    outcomes: Sequence[Outcome],
    coverage: CoverageLike,
    as_of: date,
    *,
    ahead: Ahead | None = None,
    entries: Mapping[str, ManualEntry] | None = None,
) -> Scorecard:
    """The scorecard of `unit` with repairs and, when `ahead` is known, the outlook."""
    scoring = Scoring(rubric, unit, outcomes, coverage, as_of, entries=entries)
    card = scoring.scorecard()
    card = replace(card, repairs=cheapest_repairs(scoring, card))
    if ahead is None:
        return card
    later = Scoring(rubric, unit, ahead.outcomes, coverage, ahead.day, entries=entries).scorecard()
    return replace(card, outlook=outlook(card, later, outcomes, ahead.outcomes))


def with_entries(
    judgement: Judgement, units: Sequence[Unit], entries: Mapping[str, Mapping[str, ManualEntry]]
) -> Judgement:
    """The judgement with what assessors decided, by unit and indicator: the checks' word stands, the scores are new.

    Raises `UserError` for an entry that does not fit the rubric or gives or takes more than is open.
    """
    cards = [
        prospective(
            judgement.rubric,
            unit,
            [said for said in judgement.outcomes if said.unit == unit.id],
            Pages(card.pages_observed, card.pages_known),
            card.as_of,
            ahead=judgement.ahead,
            entries=entries.get(unit.id),
        )
        for unit, card in zip(units, judgement.scorecards, strict=True)
    ]
    return replace(judgement, scorecards=tuple(cards), entries=entries)


def scoring_of(judgement: Judgement, unit: Unit, card: Scorecard) -> Scoring:
    """The scoring behind a scorecard of a judgement, to ask it what if."""
    seen = Pages(card.pages_observed, card.pages_known)
    given = judgement.entries.get(unit.id)
    return Scoring(judgement.rubric, unit, judgement.outcomes, seen, card.as_of, entries=given)
