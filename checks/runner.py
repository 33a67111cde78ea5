"""Runs the checks of a rubric over the units of a crawl."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from pydantic import ValidationError

from checks.catalogue import checks_by_id
from checks.contract import Check, CheckParams, run_check
from checks.finding import Outcome, Verdict
from checks.notes import NoteBooks, NoteFiles
from checks.scanning import Look, ScanCheck, said_of, take_notes
from checks.sharing_out import apart, shared_out, workers_for
from config.errors import Place, UserError
from config.garbage import rare_collections
from config.problems import InvalidData, Loc, Problem, nearest, problems_of
from config.registry import Unit
from config.rubric import Rubric
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl, Share

log = logging.getLogger(__name__)

PlaceOf = Callable[[Loc], Place]
"""Where the value at a path of the rubric is written: `YamlDocument.place`."""


class Asked(NamedTuple):
    """A day on which checks are asked, and which of them (None: all)."""

    as_of: date
    only: Container[str] | None = None

    def asks(self, check_id: str) -> bool:
        """Whether this check is asked."""
        return self.only is None or check_id in self.only


def run_checks(
    crawl: Crawl,
    units: Iterable[Unit],
    rubric: Rubric,
    as_of: date,
    *,
    only: Container[str] | None = None,
    place_of: PlaceOf | None = None,
) -> list[Outcome]:
    """One outcome for each unit and each check that runs under `rubric`, in order of units, then check ids.

    A check that the rubric does not configure runs too when it needs no parameters; its findings then cost nothing
    but are told. `only` are the checks that are asked (None: all). The pages are read once for all units and checks.
    Raises `ConfigError` for parameters that a check refuses (see `parameters_of`).
    """
    (outcomes,) = run_on_days(crawl, units, rubric, [Asked(as_of, only)], place_of=place_of)
    return outcomes


def run_on_days(
    crawl: Crawl, units: Iterable[Unit], rubric: Rubric, days: Sequence[Asked], *, place_of: PlaceOf | None = None
) -> list[list[Outcome]]:
    """What `run_checks` gives for each of several days; the pages are read once for all of them."""
    parameters = parameters_of(rubric, place_of=place_of)
    on_days = [(check_id, [at for at, day in enumerate(days) if day.asks(check_id)]) for check_id in parameters]
    asked = {check_id: places for check_id, places in on_days if places}
    checks = checks_by_id()
    looks = [
        Look(check, parameters[check_id], days[at].as_of)
        for check_id, places in asked.items()
        if isinstance(check := checks[check_id], ScanCheck)
        for at in places
    ]
    workers = workers_for(crawl, crawl.counts["pages"])
    with rare_collections(), NoteFiles(workers) as files:
        if workers > 1:
            crawl.make_ready(apart)
        shares = [Share(number, workers) for number in range(workers)]
        taken = shared_out(crawl, lambda own, share: take_notes(own, looks, files, share), shares, workers, "read")
        books = NoteBooks(files, taken)

        def judged(own: Crawl, task: tuple[Unit, str]) -> list[Outcome]:
            unit, check_id = task
            check, params = checks[check_id], parameters[check_id]
            said = [judge_unit(check, own, unit, params, days[at].as_of, books=books) for at in asked[check_id]]
            books.let_go()
            return said

        tasks = [(unit, check_id) for unit in units for check_id in asked]
        outcomes: list[list[Outcome]] = [[] for _ in days]
        for (_, check_id), judgements in zip(tasks, shared_out(crawl, judged, tasks, workers, "judge"), strict=True):
            for at, outcome in zip(asked[check_id], judgements, strict=True):
                outcomes[at].append(outcome)
    return outcomes


def judge_unit(
    check: Check, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, *, books: NoteBooks | None = None
) -> Outcome:
    """The outcome of one check. What goes wrong inside it is our own failure: cannot-judge, never a finding.

    `books` hold the notes that checks of pages took for all units at once. Errors that a user can mend (a damaged
    crawl file) pass through.
    """
    try:
        weighed = None
        if books is not None and isinstance(check, ScanCheck):
            weighed = partial(said_of, check, crawl, unit, params, as_of, books=books)
        outcome = run_check(check, crawl, unit, params, as_of, judged=weighed)
        _require_own_words(check, unit, outcome)
    except UserError:
        raise
    except Exception as fault:
        log.exception("check %s failed for unit %s", check.id, unit.id)
        detail = f"{type(fault).__name__}: {fault}"
        return Outcome(check.id, unit.id, Verdict.CANNOT_JUDGE, reason=AnswerKind.OWN_FAILURE.value, failure=detail)
    return outcome


def parameters_of(
    rubric: Rubric, checks: Mapping[str, Check] | None = None, *, place_of: PlaceOf | None = None
) -> dict[str, CheckParams]:
    """The parameters of every check that runs under `rubric`, by check id, sorted.

    Raises `InvalidData` (a `ConfigError`) with every problem: parameters that a check refuses, a check that is not
    installed, and a rule that counts a code its check does not know. `place_of` gives file and line; without it the
    rubric's id stands for them.
    """
    known = checks_by_id() if checks is None else checks
    where = place_of or (lambda loc: Place(f"rubric {rubric.id}"))
    problems = [*_unknown_checks(rubric, known, where), *_unknown_codes(rubric, known, where)]
    parameters: dict[str, CheckParams] = {}
    for check_id, check in sorted(known.items()):
        given = rubric.checks.get(check_id)
        try:
            parameters[check_id] = check.Params.model_validate(given.values if given else {})
        except ValidationError as error:
            if given:
                problems += _refused(error, check, where)
            else:
                log.info("check %s does not run: rubric %s gives it no parameters", check_id, rubric.id)
    if problems:
        raise InvalidData(problems)
    return parameters


def _refused(error: ValidationError, check: Check, place_of: PlaceOf) -> list[Problem]:
    at: Loc = ("checks", check.id, "values")
    found = problems_of(error, check.Params, lambda loc: place_of((*at, *loc)))
    return [Problem(one.place, _dotted((*at, one.where)), one.key, one.facts) for one in found]


def _unknown_checks(rubric: Rubric, known: Mapping[str, Check], place_of: PlaceOf) -> list[Problem]:
    problems = []
    for check_id in rubric.checks:
        if check_id not in known:
            near = ", ".join(nearest(check_id, tuple(known)) or sorted(known))
            loc: Loc = ("checks", check_id)
            problems.append(Problem(place_of(loc), _dotted(loc), "unknown-check", {"check": check_id, "known": near}))
    return problems


def _unknown_codes(rubric: Rubric, known: Mapping[str, Check], place_of: PlaceOf) -> list[Problem]:
    problems = []
    for at, counted in rubric.bindings():
        check = known.get(counted.check)
        for code in set(counted.codes) - set(check.codes) if check else ():
            loc: Loc = (*at, "codes")
            facts = {"code": code, "check": counted.check, "known": ", ".join(check.codes if check else ())}
            problems.append(Problem(place_of(loc), _dotted(loc), "unknown-code", facts))
    return problems


def _require_own_words(check: Check, unit: Unit, outcome: Outcome) -> None:
    """Findings must name their check, this unit and a declared code; anything else would be scored wrongly."""
    for found in outcome.findings:
        if found.check != check.id or found.unit != unit.id or found.code not in check.codes:
            raise ValueError(f"finding {found.check}/{found.code} for {found.unit} is not one of {check.id}'s")
    for left_open in outcome.unjudged:
        if left_open.code not in check.codes:
            raise ValueError(f"{left_open.code} is not a code of {check.id}")


def _dotted(loc: Loc) -> str:
    return ".".join(str(step) for step in loc if step != "")
