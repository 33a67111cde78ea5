"""`xuncha watch URL|UNIT …`: look at home pages at intervals for days and keep the series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from config.errors import Place, UserError
from config.messages import text
from config.policy import policy
from config.registries import load_registry
from config.settings_sources import load_settings
from crawler.trials.availability import WatchPlan, watch
from crawler.trials.series import Probe, Series
from xuncha.cli.options import CHINA, lang_or_settings_option, permission_options, settings_option, tell_errors_in
from xuncha.cli.output import say
from xuncha.cli.values import ANY, FOLDER, Real, Whole
from xuncha.rundir import WATCH_FILE
from xuncha.targets import resolve_targets


@click.command("watch")
@click.argument("words", nargs=-1, required=True, metavar="URL|UNIT…")
@click.option("--registry", type=ANY, help="Registry of portals and units (YAML).")
@click.option("--every", type=Real(0, min_open=True), metavar="MIN", help="Minutes between two looks.")
@click.option("--days", type=Real(0, min_open=True), help="Days to watch, from the series' beginning.")
@click.option("--rounds", type=Whole(1), help="End after so many looks.")
@click.option(
    "--control", "controls", multiple=True, metavar="URL", help="Address that tells whether our way out is open."
)
@permission_options
@settings_option
@click.option("--out", type=FOLDER, help="Folder for the series.")
@lang_or_settings_option
def watch_command(
    *,
    words: tuple[str, ...],
    registry: Path | None,
    every: float | None,
    days: float | None,
    rounds: int | None,
    controls: tuple[str, ...],
    allow_private: bool,
    allow_hosts: tuple[str, ...],
    settings_file: Path | None,
    out: Path | None,
    lang: str | None,
) -> None:
    """Look at home pages at intervals, for a week by default, and keep a series for audit or judge (--watch FILE).

    The series is added to when the command is started again with the same folder; a kill loses at most one look.
    """
    settings, rules = load_settings({"lang": lang}, settings_file), policy().watch
    tell_errors_in(settings.lang)
    targets = resolve_targets(words, load_registry(registry) if registry else None)
    plan = WatchPlan(
        portals=tuple(target.portal for target in targets),
        user_agent=settings.user_agent_string,
        every_s=60 * (every or rules.every_min),
        days=days or rules.days,
        timeout_s=rules.timeout_s,
        controls=controls or rules.controls,
        max_bytes=settings.max_page_bytes,
        allow_private=allow_private,
        allow_hosts=allow_hosts,
        rounds=rounds,
    )
    folder = out or settings.out_dir / "watch"
    try:
        series = Series(folder / WATCH_FILE)
    except OSError as error:
        raise UserError("folder-unusable", place=Place(folder), reason=error) from error
    say(text("cli.watch.start", settings.lang, pages=len(plan.urls), every=f"{plan.every_s / 60:g}", file=series.path))
    watch(plan, series, lambda probes: _tell(probes, settings.lang))
    say(text("cli.watch.end", settings.lang, file=series.path))


def _tell(probes: Sequence[Probe], lang: str) -> None:
    states = {True: "open", False: "closed", None: "left-out"}
    for probe in probes:
        at = datetime.now(CHINA).strftime("%m-%d %H:%M")
        say(text(f"cli.watch.{states[probe.opened]}", lang, at=at, url=probe.url, seconds=f"{probe.ms / 1000:.1f}"))
