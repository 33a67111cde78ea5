"""One audit from the command line: crawl, judge, report, and tell the user how it goes and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from config.errors import UnreachableError, UserError
from config.messages import text
from crawler.fetch.plan import CrawlEnd, CrawlPlan
from crawler.kinds import AnswerKind, EndReason
from reports.result import AuditResult
from reports.scorecard import Standing
from reports.scorecard_json import record
from reports.terminal import summary
from xuncha.cli.floor import held_to
from xuncha.cli.output import console, print_json, say
from xuncha.cli.progress import crawl_progress, steps_shown
from xuncha.cli.status import INTERRUPTED
from xuncha.crawling_apart import crawled_apart
from xuncha.pipeline import AuditJob, judge_run, judged, run_audit
from xuncha.rejudging import rewrite
from xuncha.resuming import resume_audit
from xuncha.rundir import adopt_series, prepare


def resume_one(job: AuditJob, plan: CrawlPlan, folder: Path, lang: str, *, quiet: bool = False) -> AuditResult:
    """Go on with the crawl in `folder` and judge it. What an interrupted run was judged as is kept below `earlier/`.

    Raises `UnreachableError` as `audit_one`.
    """
    portal = job.target.portal
    say(text("cli.audit.resume", lang, portal=portal.name, as_of=job.as_of))
    with crawl_progress(lang, job.politeness.rate, job.settings.budget.max_seconds, quiet=quiet) as progress:
        end = crawled_apart(folder, lambda tell: resume_audit(folder, plan, tell), progress)

    def judging() -> AuditResult:
        result = judged(folder, job.rubrics, job.as_of, lang)
        return replace(result, evidence_notes=rewrite(folder, result).notes)

    return _judge_and_tell(judging, portal.name, end, folder, lang, quiet=quiet)


def audit_one(job: AuditJob, folder: Path, lang: str, *, quiet: bool = False) -> AuditResult:
    """Crawl and judge one portal into `folder`, telling the user how it goes; `quiet`: without a progress bar.

    Raises `UnreachableError` (after the reports are written) when no page could be had at all.
    """
    prepare(folder)
    adopt_series(folder, job.series)
    portal = job.target.portal
    say(text("cli.audit.start", lang, portal=portal.name, units=len(job.target.units), as_of=job.as_of))
    with crawl_progress(lang, job.politeness.rate, job.settings.budget.max_seconds, quiet=quiet) as progress:
        end = crawled_apart(folder, lambda tell: run_audit(job, folder, tell), progress)
    return _judge_and_tell(
        lambda: judge_run(folder, job.rubrics, job.as_of, lang), portal.name, end, folder, lang, quiet=quiet
    )


def _judge_and_tell(
    judging: Callable[[], AuditResult], portal: str, end: CrawlEnd, folder: Path, lang: str, *, quiet: bool
) -> AuditResult:
    """Judge what was crawled, and tell what a user must know of it."""
    why = text(f"cli.end.{end.reason.value}", lang)
    if end.reason is not EndReason.UNREACHABLE:
        say(text("cli.audit.judging", lang, pages=end.counts.pages, why=why))
    with steps_shown(lang, quiet=quiet):
        result = judging()
    if end.reason is EndReason.UNREACHABLE:
        say(text("cli.audit.written", lang, folder=folder))
        raise _unreachable(portal, end, lang)
    if result.run.hint:
        say(text(f"hint.{result.run.hint}", lang, **result.run.rendering))
    if result.run.outside.get("trouble"):
        say(text("cli.audit.no-cache", lang, why=result.run.outside["trouble"]))
    if result.run.partial:
        say(text("cli.audit.partial", lang, why=why))
    if result.run.end_reason is EndReason.INTERRUPTED:
        say(text("cli.audit.go-on", lang, folder=folder))
    for note in result.evidence_notes:
        say(note)
    return result


def show_result(result: AuditResult, folder: Path, as_json: bool) -> None:
    """The scorecards on standard output, and where the reports lie."""
    if as_json:
        print_json(result_record(result, folder))
        return
    console().print(summary(result))
    say(text("cli.audit.written", result.lang, folder=folder))


def result_record(result: AuditResult, folder: Path) -> dict[str, Any]:
    """What a run tells programs on standard output."""
    cards = [record(card) for judgement in result.judgements for card in judgement.scorecards]
    return {"folder": str(folder), "end_reason": result.run.end_reason.value, "scorecards": cards}


def ended(result: AuditResult, floor: float | None) -> int:
    """The exit status of an audit, which says what is below `floor`."""
    status = INTERRUPTED if result.run.end_reason is EndReason.INTERRUPTED else 0
    if floor is None:
        return status
    for card in (card for judgement in result.judgements for card in judgement.scorecards):
        vetoed = bool(card.vetoes) and card.verdict is Standing.UNQUALIFIED
        status = max(status, held_to(floor, card.unit_name, card.score, result.lang, vetoed=vetoed))
    return status


def _unreachable(portal: str, end: CrawlEnd, lang: str) -> UserError:
    kind = end.start_answer or AnswerKind.OWN_FAILURE
    reason, advice = text(f"answer.{kind.value}", lang), text(f"answer.{kind.value}-advice", lang)
    return UnreachableError("unreachable", portal=portal, reason=reason, advice=advice)
