"""`xuncha audit URL|UNIT …`: crawl, judge, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from config.errors import UnreachableError, UserError
from config.messages import text
from config.registries import load_registry
from config.settings import Settings
from config.settings_sources import load_settings
from crawler.fetch.plan import CrawlEnd, CrawlPlan
from crawler.kinds import AnswerKind, EndReason
from reports.result import AuditResult
from reports.scorecard import Standing
from reports.scorecard_json import record
from reports.terminal import summary
from xuncha.cli.floor import held_to
from xuncha.cli.options import (
    CHINA,
    as_of_option,
    asking_options,
    browser_options,
    fail_under_option,
    json_option,
    lang_or_settings_option,
    out_option,
    permission_options,
    profile_option,
    refuse_beside,
    resolve_option,
    rubric_option,
    settings_flags,
    settings_option,
    tell_errors_in,
    today,
    watch_option,
)
from xuncha.cli.output import console, print_json, say
from xuncha.cli.progress import crawl_progress, steps_shown
from xuncha.cli.status import INTERRUPTED
from xuncha.crawling_apart import crawled_apart
from xuncha.judging import load_rubrics
from xuncha.pipeline import AuditJob, judge_run, judged, politeness_for, run_audit
from xuncha.rejudging import rewrite
from xuncha.resuming import resume_audit, stored_job
from xuncha.rundir import adopt_series, default_folder, prepare, previous_runs
from xuncha.targets import Target, resolve_targets

DEFAULT_RUBRIC = "national-2019"


@click.command()
@click.argument("words", nargs=-1, metavar="URL|UNIT…")
@click.option(
    "--resume",
    "interrupted",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Go on with the interrupted audit in DIR, as it was begun.",
)
@click.option("--registry", type=click.Path(path_type=Path), help="Registry of portals and units (YAML).")
@rubric_option
@profile_option
@as_of_option
@click.option("--max-pages", type=click.IntRange(1), help="At most so many pages.")
@asking_options
@click.option("--concurrency", type=click.IntRange(1, 64), help="Requests under way at once per host.")
@click.option("--no-cache", is_flag=True, help="Ask other hosts anew even if another audit asked them days ago.")
@permission_options
@resolve_option
@browser_options
@fail_under_option
@settings_option
@click.option(
    "--previous",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Run directory of an earlier audit of the same portal: its answers are evidence for faults, and pages that "
    "did not change since are not read again.",
)
@click.option("--no-reuse", is_flag=True, help="With --previous: fetch and read every page anew.")
@watch_option
@out_option
@json_option
@lang_or_settings_option
def audit(
    *,
    words: tuple[str, ...],
    interrupted: Path | None,
    registry: Path | None,
    rubrics: tuple[str, ...],
    profile: str | None,
    as_of: date | None,
    max_pages: int | None,
    rate: float | None,
    concurrency: int | None,
    timeout: float | None,
    no_external: bool,
    no_cache: bool,
    allow_private: bool,
    allow_hosts: tuple[str, ...],
    names: tuple[str, ...],
    browser: str | None,
    no_browser: bool,
    fail_under: float | None,
    settings_file: Path | None,
    previous: Path | None,
    no_reuse: bool,
    series: Path | None,
    out: Path | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Audit portals by URL, or units of a registry by id, and write scored reports.

    Exit status: 0 audited; 1 below --fail-under; 2 bad usage or configuration; 3 not one portal could be reached;
    130 interrupted, can go on (--resume).
    """
    if interrupted is not None:
        refuse_beside("resume-with", _WITH_RESUME)
        given = {"rate": rate, "concurrency": concurrency, "timeout_s": timeout, "lang": lang}
        return _resume(interrupted, given, fail_under, as_json)
    if not words:
        raise UserError("audit-nothing")
    flags = settings_flags(
        profile=profile,
        max_pages=max_pages,
        rate=rate,
        timeout=timeout,
        no_external=no_external,
        browser=browser,
        no_browser=no_browser,
        lang=lang,
        concurrency=concurrency,
        cache_dir="none" if no_cache else None,
        reuse=False if no_reuse else None,
    )
    settings = load_settings(flags, settings_file)
    tell_errors_in(settings.lang)
    targets = resolve_targets(words, load_registry(registry) if registry else None)
    chosen = load_rubrics(rubrics or (DEFAULT_RUBRIC,))
    folders = _folders(targets, out, settings)
    earlier: Sequence[Path | None] = [None] * len(targets)
    if previous is not None:
        earlier = previous_runs(previous, [target.portal for target in targets], folders)
    if not settings.has_own_contact:
        say(text("cli.audit.no-contact", settings.lang))
    jobs = [
        AuditJob(
            target=target,
            rubrics=chosen,
            as_of=as_of or today(),
            settings=settings,
            politeness=politeness_for(target.portal, settings, flags),
            allow_private=allow_private,
            allow_hosts=allow_hosts,
            names=names,
            previous=before,
            series=series,
        )
        for target, before in zip(targets, earlier, strict=True)
    ]
    return _audit_all(jobs, folders, settings.lang, fail_under, as_json)


def _audit_all(
    jobs: Sequence[AuditJob], folders: Sequence[Path], lang: str, fail_under: float | None, as_json: bool
) -> int:
    """One portal after the other; an interruption ends it. One that cannot be reached holds up no other."""
    status, unreachable = 0, 0
    for job, folder in zip(jobs, folders, strict=True):
        try:
            result = audit_one(job, folder, lang, quiet=as_json)
        except UnreachableError as fault:
            say(fault.text(lang))
            unreachable += 1
            continue
        show_result(result, folder, as_json)
        status = max(status, ended(result, fail_under))
        if status == INTERRUPTED:
            return status
    return UnreachableError.exit_status if unreachable == len(jobs) else status


_WITH_RESUME = frozenset({"interrupted", "rate", "concurrency", "timeout", "fail_under", "lang", "as_json"})


def _resume(folder: Path, flags: dict[str, Any], fail_under: float | None, as_json: bool) -> int:
    """Go on with an interrupted audit; everything but how hard it asks is as it was begun."""
    job, plan = stored_job(folder, flags)
    tell_errors_in(job.settings.lang)
    result = resume_one(job, plan, folder, job.settings.lang, quiet=as_json)
    show_result(result, folder, as_json)
    return ended(result, fail_under)


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


def _folders(targets: Sequence[Target], out: Path | None, settings: Settings) -> list[Path]:
    """One folder for each portal: `--out` itself for a single one, folders below it for several."""
    if out is None:
        now = datetime.now(CHINA)
        return [default_folder(target.portal.id, settings.out_dir, now) for target in targets]
    if len(targets) == 1:
        return [out]
    return [out / target.portal.id for target in targets]


def _unreachable(portal: str, end: CrawlEnd, lang: str) -> UserError:
    kind = end.start_answer or AnswerKind.OWN_FAILURE
    reason, advice = text(f"answer.{kind.value}", lang), text(f"answer.{kind.value}-advice", lang)
    return UnreachableError("unreachable", portal=portal, reason=reason, advice=advice)
