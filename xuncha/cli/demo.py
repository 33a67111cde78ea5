"""`xuncha demo`: audit the bundled sample portal and hold the findings against its known truth."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from config.messages import text
from config.settings import load_settings
from xuncha.cli.audit import DEFAULT_RUBRIC, audit_one, show_result
from xuncha.cli.options import CHINA, json_option, lang_option, out_option
from xuncha.cli.output import say
from xuncha.judging import load_rubrics
from xuncha.pipeline import AuditJob
from xuncha.rundir import default_folder
from xuncha.sample import SamplePortal, Scoreboard, compare, serve_sample
from xuncha.targets import Target

TIMEOUT_S = 3.0
"""The sample answers at once; one planted address never answers and need not hold the demo up."""

SECOND_LOOK_S = 0.2
"""Pause before a second look: nothing on the sample portal gets better by waiting."""

USUAL_PORT = 28640
"""First of the loopback ports on which the sample is served."""

TRAP = 40
"""Pages of one pattern that lead to themselves: enough for the sample's lists, short of its endless calendar."""


@click.command()
@out_option
@json_option
@lang_option
def demo(out: Path | None, as_json: bool, lang: str) -> None:
    """Audit the bundled sample county portal, print the scorecard, write all reports."""
    with _served() as sample:
        pages = len(sample.site.html_pages)
        say(text("cli.demo.start", lang, name=sample.registry.name, pages=pages))
        job = sample_job(sample, lang)
        folder = out or default_folder("demo", job.settings.out_dir, datetime.now(CHINA))
        result = audit_one(job, folder, lang)
        board = scoreboard(folder, sample)
    show_result(result, folder, as_json)
    say(
        text(
            "cli.demo.truth",
            lang,
            expected=len(board.true_positives) + len(board.missed),
            found=len(board.true_positives),
            wrong=len(board.false_accusations),
            precision=f"{board.precision:.3f}",
            recall=f"{board.recall:.3f}",
        )
    )


def _served() -> SamplePortal:
    """The sample at its usual ports, so that two runs give equal findings; at any free ones when they are taken."""
    try:
        return serve_sample(first_port=USUAL_PORT)
    except OSError:
        return serve_sample()


def sample_job(sample: SamplePortal, lang: str = "zh") -> AuditJob:
    """The audit of a running sample portal with all its units, as of the day that its truth was written for."""
    settings = load_settings(
        {
            "timeout_s": TIMEOUT_S,
            "retry_after_s": SECOND_LOOK_S,
            "pattern_budget": TRAP,
            "profile": "full",
            "lang": lang,
        },
        environ={},
    )
    portal = sample.registry
    target = Target(portal, tuple(unit.id for unit in portal.units))
    return AuditJob(
        target=target,
        rubrics=load_rubrics([DEFAULT_RUBRIC]),
        as_of=sample.as_of,
        settings=settings,
        politeness=portal.politeness,
        allow_hosts=sample.allow_hosts,
    )


def scoreboard(folder: Path, sample: SamplePortal) -> Scoreboard:
    """The findings in a run folder held against the truth of the sample."""
    lines = (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return compare([json.loads(line) for line in lines], sample.truth)
