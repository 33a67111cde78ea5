"""The columns (栏目) of a unit as they were taken, each with what came of it, so that a person can see what was judged
by which window, and what was not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from checks.finding import Finding, Outcome, SurveyedColumn
from config.messages import text
from reports.result import Judgement
from reports.wording import problem, reason


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of a unit: how it was taken, what was found there, and why it was left open, if it was.

    `waits`: keys below `reason.`, each once.
    """

    unit: str
    taken: SurveyedColumn
    findings: tuple[Finding, ...] = ()
    waits: tuple[str, ...] = ()


def column_lines(judgement: Judgement, unit: str | None = None) -> list[ColumnLine]:
    """The columns that checks surveyed (of one unit), in order of units and addresses."""
    own = [each for each in judgement.outcomes if unit is None or each.unit == unit]
    found, waits = _found(own), _waits(own)
    return [
        ColumnLine(outcome.unit, taken, tuple(found[outcome.unit, taken.url]), tuple(waits[outcome.unit, taken.url]))
        for outcome in own
        for taken in outcome.surveyed
    ]


def kind_words(taken: SurveyedColumn, lang: str) -> str:
    """What gave a column its kind, in words."""
    return text(f"report.column.told-by.{taken.kind_reason}", lang)


def result_words(line: ColumnLine, lang: str) -> str:
    """What came of a column: its problems, else why it was left open or set aside, else that it is up to date."""
    if line.findings:
        said = [_problem_words(each, lang) for each in line.findings]
    elif waits := line.waits or ((line.taken.aside,) if line.taken.aside else ()):
        said = [reason(each, lang) for each in waits]
    else:
        said = [text("report.column.in-time" if line.taken.last_update else "report.column.no-items", lang)]
    return text("report.price.joint", lang).join(said)


def _problem_words(found: Finding, lang: str) -> str:
    state = text(f"report.states.{found.state.value}", lang)
    return problem(found.check, found.code, lang) + text("report.bracketed", lang, words=state)


def _found(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], list[Finding]]:
    """What is wrong with a column itself, by unit and address: not with what only stands in it."""
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for outcome in outcomes:
        for each in outcome.findings:
            if each.column is not None and each.found_on == (each.url,):
                found[outcome.unit, each.url].append(each)
    return found


def _waits(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], list[str]]:
    waits: dict[tuple[str, str], list[str]] = defaultdict(list)
    for outcome in outcomes:
        for each in outcome.unjudged:
            if "column" in each.facts and each.reason not in waits[outcome.unit, each.url]:
                waits[outcome.unit, each.url].append(each.reason)
    return waits
