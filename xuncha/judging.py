"""From a crawl file to judgements: checks × units under each rubric, then a scorecard for each unit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from checks.catalogue import parameter_models
from checks.finding import Outcome
from checks.runner import Asked, parameters_of, run_on_days
from config.errors import UserError
from config.policy import policy
from config.registry import Unit
from config.rubric import Rubric
from config.rubrics import load_rubric, rubric_ids
from crawler.store.crawl import Crawl
from reports.result import Ahead, Judgement
from reports.whatif.prospects import prospective


def judge_crawl(crawl: Crawl, units: Sequence[Unit], rubrics: Sequence[Rubric], as_of: date) -> tuple[Judgement, ...]:
    """Judge `units` of a crawl under each rubric. Pure: the same crawl, rubric and day give the same judgement."""
    return tuple(_judge(crawl, units, rubric, as_of) for rubric in rubrics)


def load_rubrics(references: Iterable[str]) -> tuple[Rubric, ...]:
    """The rubrics with these ids or paths, their parameters held against the installed checks.

    Raises `ConfigError` or `InvalidData` with file, line and remedy.
    """
    models = parameter_models()
    return tuple(load_rubric(reference, models) for reference in references)


def _of(unit: Unit, outcomes: Iterable[Outcome]) -> list[Outcome]:
    return [said for said in outcomes if said.unit == unit.id]


def fingerprint_of(value: Any) -> str:
    """SHA-256 of a JSON value in canonical form: how a run card names a rubric or a configuration."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def rubric_hash(rubric: Rubric) -> str:
    """What a run card calls a rubric's content: all it says, and its parameters as the checks read them.

    So it changes, too, when a default of a check does, or something that a parameter takes over from another file.
    """
    read = parameters_of(rubric)
    parameters = {check: read[check].model_dump(mode="json") for check in rubric.checks}
    return fingerprint_of({"rubric": rubric.model_dump(mode="json"), "parameters": parameters})


def rubrics_of_run(ids: Iterable[str]) -> tuple[str, ...]:
    """The rubrics that a stored run names. Raises `UserError` for one that does not come with the program."""
    named = tuple(ids)
    for rubric_id in named:
        if rubric_id not in rubric_ids():
            raise UserError("rubric-of-run-missing", id=rubric_id)
    return named


def _judge(crawl: Crawl, units: Sequence[Unit], rubric: Rubric, as_of: date) -> Judgement:
    """What the checks say on the day, and what they will say on the day that early warning looks at: those that time
    changes are asked about both."""
    warning = policy().early_warning
    later = as_of + timedelta(days=warning.days)
    outcomes, changed = run_on_days(crawl, units, rubric, [Asked(as_of), Asked(later, warning.checks)])
    kept = [said for said in outcomes if said.check not in warning.checks]
    ahead = Ahead(later, [*kept, *changed])
    scorecards = tuple(
        prospective(rubric, unit, _of(unit, outcomes), crawl.coverage(unit), as_of, ahead=ahead) for unit in units
    )
    return Judgement(rubric, rubric_hash(rubric), tuple(outcomes), scorecards, ahead)
