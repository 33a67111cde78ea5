"""`xuncha audit URL|UNIT …`: crawl, judge, report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from config.errors import UnreachableError, UserError
from config.messages import text
from config.registries import load_registry
from config.settings import Settings
from config.settings_sources import load_settings
from crawler.trials.series import read_series
from xuncha.cli.one_audit import audit_one, ended, resume_one, show_result
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
from xuncha.cli.output import say
from xuncha.cli.status import INTERRUPTED
from xuncha.cli.values import ANY, Whole
from xuncha.judging import load_rubrics
from xuncha.pipeline import AuditJob, politeness_for
from xuncha.resuming import stored_job
from xuncha.rundir import default_folder, previous_runs, require_free
from xuncha.targets import Target, resolve_targets

DEFAULT_RUBRIC = "national-2019"


@click.command()
@click.argument("words", nargs=-1, metavar="URL|UNIT…")
@click.option(
    "--resume",
    "interrupted",
    type=ANY,
    metavar="DIR",
    help="Go on with the interrupted audit in DIR, as it was begun.",
)
@click.option("--registry", type=ANY, help="Registry of portals and units (YAML).")
@rubric_option
@profile_option
@as_of_option
@click.option("--max-pages", type=Whole(1), help="At most so many pages.")
@asking_options
@click.option("--concurrency", type=Whole(1, 64), help="Requests under way at once per host.")
@click.option("--no-cache", is_flag=True, help="Ask other hosts anew even if another audit asked them days ago.")
@permission_options
@resolve_option
@browser_options
@fail_under_option
@settings_option
@click.option(
    "--previous",
    type=ANY,
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
    for folder in folders:
        require_free(folder)
    if series is not None:
        read_series(series)
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


def _folders(targets: Sequence[Target], out: Path | None, settings: Settings) -> list[Path]:
    """One folder for each portal: `--out` itself for a single one, folders below it for several."""
    if out is None:
        now = datetime.now(CHINA)
        return [default_folder(target.portal.id, settings.out_dir, now) for target in targets]
    if len(targets) == 1:
        return [out]
    return [out / target.portal.id for target in targets]
