"""Scores a stored run again without the network, and asks it what if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from config.errors import Place, UserError
from config.problems import nearest
from config.registry import Unit
from reports.result import AuditResult, Judgement
from reports.scorecard import Scorecard
from reports.whatif import fix_of
from reports.whatif.prospects import scoring_of
from xuncha.judging import load_rubrics, rubrics_of_run
from xuncha.pipeline import judged
from xuncha.rundir import existing, last_judged, open_run


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A unit's scorecard before and after repairs."""

    judgement: Judgement
    before: Scorecard
    after: Scorecard
    repaired: tuple[str, ...]


def scored_run(
    folder: Path, references: Sequence[str], as_of: date | None, unit_id: str | None, lang: str
) -> AuditResult:
    """The run in `folder`, judged in memory: without options as its reports were judged last.

    Raises `UserError` for a folder without a run, and for a unit that the run does not have.
    """
    existing(folder)
    with open_run(folder) as crawl:
        last_day, last_rubrics = last_judged(folder) or (crawl.meta["as_of"], crawl.meta["rubrics"])
        day = as_of or date.fromisoformat(last_day)
        rubrics = load_rubrics(references or rubrics_of_run(last_rubrics))
        units = [crawl.portal.unit(known) for known in crawl.meta["units"]]
    return judged(folder, rubrics, day, lang, _chosen(units, unit_id))


def what_if(result: AuditResult, asked: Sequence[str]) -> list[WhatIf]:
    """Every unit that one of the repairs concerns, under each rubric, before and after all of them.

    Raises `UserError` for a repair in another form, and for a fingerprint that none of the units has.
    """
    owners: dict[str, set[str]] = {}
    for judgement in result.judgements:
        for found in judgement.findings():
            owners.setdefault(found.fingerprint, set()).add(found.unit)
    fixes = tuple(dict.fromkeys(fix_of(each, owners).fingerprint for each in asked))
    concerned = _by_unit(fixes, owners)
    return [
        WhatIf(judgement, card, _after(result, judgement, card, concerned[card.unit]), concerned[card.unit])
        for judgement in result.judgements
        for card in judgement.scorecards
        if card.unit in concerned
    ]


def only_unit(result: AuditResult, unit_id: str | None) -> AuditResult:
    """The part of `result` that is about one of its units (None: all). Raises `UserError` for a unit it has not."""
    units = tuple(_chosen(result.units, unit_id))
    kept = {unit.id for unit in units}
    judgements = tuple(
        replace(
            judgement,
            outcomes=tuple(said for said in judgement.outcomes if said.unit in kept),
            scorecards=tuple(card for card in judgement.scorecards if card.unit in kept),
        )
        for judgement in result.judgements
    )
    return replace(result, judgements=judgements, units=units)


def _after(result: AuditResult, judgement: Judgement, card: Scorecard, gone: Sequence[str]) -> Scorecard:
    return scoring_of(judgement, result.unit(card.unit), card).scorecard(gone)


def _by_unit(fixes: Sequence[str], owners: Mapping[str, set[str]]) -> dict[str, tuple[str, ...]]:
    units = sorted({unit for fix in fixes for unit in owners[fix]})
    return {unit: tuple(fix for fix in fixes if unit in owners[fix]) for unit in units}


def _chosen(units: Sequence[Unit], unit_id: str | None) -> Sequence[Unit]:
    if unit_id is None:
        return units
    chosen = [unit for unit in units if unit.id == unit_id]
    if not chosen:
        known = tuple(unit.id for unit in units)
        near = ", ".join(nearest(unit_id, known) or known)
        raise UserError("score-unit-unknown", place=Place("--unit"), unit=unit_id, known=near)
    return chosen
