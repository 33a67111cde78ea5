"""`xuncha demo`: audit the bundled sample portals and hold findings and rows against their known truth."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from config.messages import text
from config.registry import Portal
from config.rubric import CheckParameters, Rubric, Status
from config.settings import Settings
from config.settings_sources import load_settings
from crawler.kinds import ListSource
from crawler.store.crawl import Crawl
from xuncha.cli.audit import DEFAULT_RUBRIC
from xuncha.cli.one_audit import audit_one, show_result
from xuncha.cli.options import CHINA, json_option, lang_option, out_option
from xuncha.cli.output import say
from xuncha.judging import load_rubrics
from xuncha.pipeline import AuditJob
from xuncha.rundir import CRAWL_FILE, RUN_FILE, default_folder, require_free
from xuncha.sample import RowBoard, SamplePortal, Scoreboard, compare, compare_rows, serve_sample
from xuncha.sample.themes import ThemePortal, serve_theme, theme_ids
from xuncha.targets import Target

TIMEOUT_S = 3.0
"""The sample answers at once; one planted address never answers and need not hold the demo up."""

SECOND_LOOK_S = 0.2
"""Pause before a second look: nothing on the sample portal gets better by waiting."""

PICTURES = 24
"""Findings of the county of which pictures are made: about one of every kind."""

USUAL_PORT = 28640
"""First of the loopback ports on which the sample is served."""

TRAP = 40
"""Pages of one pattern that lead to themselves: enough for the sample's lists, short of its endless calendar."""


@click.command()
@out_option
@json_option
@lang_option
def demo(out: Path | None, as_json: bool, lang: str) -> None:
    """Audit the bundled sample portals, print the scorecard, write all reports.

    The county comes first; the second portal shows a unit of every publishing system, and each theme of the checks
    has a small portal of its own. Their reports lie in folders below the county's.
    """
    if out is not None:
        require_free(out)
    with _served() as sample:
        pages = len(sample.site.html_pages)
        say(text("cli.demo.start", lang, name=sample.registry.name, pages=pages))
        job = sample_job(sample, lang, screenshots=PICTURES)
        folder = out or default_folder("demo", job.settings.out_dir, datetime.now(CHINA))
        result = audit_one(job, folder, lang, quiet=as_json)
        say(text("cli.demo.start", lang, name=sample.exhibits.name, pages=len(sample.site.exhibit_pages)))
        below = folder / sample.exhibits.id
        shown = audit_one(sample_job(sample, lang, sample.exhibits), below, lang, quiet=as_json)
        rows = rowboard(below, sample)
        boards = [(sample.registry.name, scoreboard(folder, sample)), (sample.exhibits.name, scoreboard(below, sample))]
    boards += [_themed(theme_id, folder, lang, quiet=as_json) for theme_id in theme_ids()]
    show_result(result, folder, as_json)
    if not as_json:
        show_result(shown, below, as_json)
    for name, board in boards:
        say(_compared(name, board, lang))
    say(text("cli.demo.rows", lang, read=sum(rows.read.values()), there=sum(rows.there.values())))


def _themed(theme_id: str, folder: Path, lang: str, *, quiet: bool) -> tuple[str, Scoreboard]:
    """Audit one theme into a folder below the county's."""
    with serve_theme(theme_id) as theme:
        below = folder / "themes" / theme_id
        say(text("cli.demo.theme", lang, name=theme.portal.name))
        audit_one(theme_job(theme, lang), below, lang, quiet=quiet)
        return theme.portal.name, theme_board(theme, below)


def _settings(lang: str, browser: str, **more: Any) -> Settings:
    return load_settings(
        {
            "timeout_s": TIMEOUT_S,
            "retry_after_s": SECOND_LOOK_S,
            "pattern_budget": TRAP,
            "profile": "full",
            "browser": browser,
            "cache_dir": "none",
            "lang": lang,
            **more,
        },
        environ={},
    )


def _compared(name: str, board: Scoreboard, lang: str) -> str:
    return text(
        "cli.demo.truth",
        lang,
        name=name,
        expected=len(board.true_positives) + len(board.missed),
        found=len(board.true_positives),
        wrong=len(board.false_accusations),
        precision=f"{board.precision:.3f}",
        recall=f"{board.recall:.3f}",
    )


def _served() -> SamplePortal:
    """The sample at its usual ports, so that two runs give equal findings; at any free ones when they are taken."""
    try:
        return serve_sample(first_port=USUAL_PORT)
    except OSError:
        return serve_sample()


def sample_job(
    sample: SamplePortal,
    lang: str = "zh",
    portal: Portal | None = None,
    browser: str = "auto",
    screenshots: int = 0,
) -> AuditJob:
    """The audit of one of the sample's portals (the county's by default) as of the day of its truth.

    `browser` and `screenshots` as in `config.settings`.
    """
    settings = _settings(
        lang, browser, screenshots=screenshots, trials=[]
    )  # what trials show has its truth in the themes
    portal = portal or sample.registry
    target = Target(portal, tuple(unit.id for unit in portal.units))
    return AuditJob(
        target=target,
        rubrics=load_rubrics([DEFAULT_RUBRIC]),
        as_of=sample.as_of,
        settings=settings,
        politeness=portal.politeness,
        allow_hosts=sample.allow_hosts,
    )


def theme_job(theme: ThemePortal, lang: str = "zh", browser: str = "none") -> AuditJob:
    """The audit of one theme by its own rubrics, as of its own day."""
    settings = _settings(lang, browser, screenshots=0)
    return AuditJob(
        target=Target(theme.portal, tuple(unit.id for unit in theme.portal.units)),
        rubrics=tuple(_with(rubric, theme.plan.parameters) for rubric in load_rubrics(theme.rubrics)),
        as_of=theme.as_of,
        settings=settings,
        politeness=theme.portal.politeness,
        allow_hosts=theme.allow_hosts,
        names=theme.names,
        series=theme.series,
    )


def _with(rubric: Rubric, parameters: Mapping[str, Mapping[str, Any]]) -> Rubric:
    """The rubric with further parameters of checks."""
    more = {
        check: CheckParameters(values=dict(values), clause="示例", source="示例", status=Status.UNCONFIRMED)
        for check, values in parameters.items()
    }
    return rubric.model_copy(update={"checks": {**rubric.checks, **more}})


def theme_board(theme: ThemePortal, folder: Path) -> Scoreboard:
    """The findings of an audit of a theme held against its truth."""
    lines = (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return theme.compare([json.loads(line) for line in lines])


def scoreboard(folder: Path, sample: SamplePortal) -> Scoreboard:
    """The findings in a run folder held against the truth of the portal that was audited there."""
    portal = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))["portal"]["id"]
    truth = sample.exhibits_truth if portal == sample.exhibits.id else sample.truth
    lines = (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return compare([json.loads(line) for line in lines], truth)


def rowboard(folder: Path, sample: SamplePortal) -> RowBoard:
    """The rows that a run in `folder` read, held against the lists that its portal has."""
    with Crawl.open(folder / CRAWL_FILE) as crawl:
        hosts = crawl.portal.all_hosts
        lists = [each for each in sample.lists if urlsplit(each.url).netloc in hosts]
        rendered = any(column.source is ListSource.RENDERED for column in crawl.columns())
        return compare_rows(crawl.columns(), lists, sample.as_of, browser=rendered)
