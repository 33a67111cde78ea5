"""`xuncha batch REGISTRY`: audit many portals side by side, go on where it stopped, compare the units."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from config.errors import UnreachableError, UserError
from config.messages import text
from crawler.kinds import EndReason
from reports.batch.batch_json import record
from reports.batch.summary import BatchSummary
from reports.batch.terminal import terminal
from reports.batch.units import Place
from xuncha.batch.collect import write_batch_reports
from xuncha.batch.opening import Batch, open_batch, open_to_judge
from xuncha.batch.order import Order, portable, remembered, spoken
from xuncha.batch.run import run_batch
from xuncha.batch.state import BatchState, PortalState, Step, only_batch
from xuncha.cli.audit import DEFAULT_RUBRIC
from xuncha.cli.batch_progress import progress
from xuncha.cli.floor import held_to
from xuncha.cli.options import (
    CHINA,
    as_of_option,
    asking_options,
    browser_options,
    fail_under_option,
    json_option,
    lang_or_settings_option,
    permission_options,
    profile_option,
    refuse_beside,
    resolve_option,
    rubric_option,
    settings_flags,
    settings_option,
    tell_errors_in,
    today,
)
from xuncha.cli.output import console, print_json, say
from xuncha.cli.status import INTERRUPTED
from xuncha.cli.values import ANY, FOLDER, Whole

_FOLDER = Path("xuncha-batches")
"""Where batches go when the user names no folder."""
_BESIDE_RESUME = ("resume", "concurrency", "fail_under", "accept_changes", "as_json", "lang")


class RunByDefault(click.Group):
    """`batch …` means `batch run …` unless a subcommand is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `run` in front of words that begin with no subcommand."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@click.group(cls=RunByDefault, context_settings={"help_option_names": ["-h", "--help"]})
def batch() -> None:
    """Audit many portals: `xuncha batch REGISTRY …` (options: `xuncha batch run --help`)."""


@batch.command()
@click.argument("registry", required=False, type=ANY)
@click.option("--portals", multiple=True, metavar="ID[,ID…]", help="Only these portals; repeatable.")
@click.option("--units", multiple=True, metavar="ID[,ID…]", help="Only these units; repeatable.")
@rubric_option
@profile_option
@as_of_option
@click.option("--concurrency", type=Whole(1, 64), default=4, show_default=True, help="Portals crawled at once.")
@click.option("--max-pages", type=Whole(1), help="At most so many pages of each portal.")
@asking_options
@permission_options
@resolve_option
@browser_options
@fail_under_option
@settings_option
@click.option("--previous", type=ANY, metavar="DIR", help="Directory of an earlier batch.")
@click.option("--out", type=FOLDER, help="Folder for the batch.")
@click.option("--resume", type=FOLDER, metavar="DIR", help="Go on with a batch.")
@click.option("--accept-changes", is_flag=True, help="Go on although registry, rubric, day or settings changed.")
@json_option
@lang_or_settings_option
def run(
    *,
    registry: Path | None,
    portals: tuple[str, ...],
    units: tuple[str, ...],
    rubrics: tuple[str, ...],
    profile: str | None,
    as_of: date | None,
    concurrency: int,
    max_pages: int | None,
    rate: float | None,
    timeout: float | None,
    no_external: bool,
    allow_private: bool,
    allow_hosts: tuple[str, ...],
    names: tuple[str, ...],
    browser: str | None,
    no_browser: bool,
    fail_under: float | None,
    settings_file: Path | None,
    previous: Path | None,
    out: Path | None,
    resume: Path | None,
    accept_changes: bool,
    as_json: bool,
    lang: str | None,
) -> int:
    """Audit the portals and units of a registry side by side, one polite crawl per host.

    Every portal has a run directory of its own below portals/, and the batch writes batch.html, batch.xlsx and
    batch.json. The same --out, or --resume, goes on where it stopped: finished portals are left alone.

    Exit status: 0 audited; 1 below --fail-under; 2 bad usage or configuration; 3 not one portal could be reached;
    130 interrupted, can go on.
    """
    flags = settings_flags(
        profile=profile,
        max_pages=max_pages,
        rate=rate,
        timeout=timeout,
        no_external=no_external,
        browser=browser,
        no_browser=no_browser,
        lang=lang,
    )
    order = None
    if resume is None:
        if registry is None:
            raise UserError("batch-no-registry")
        order = Order(
            registry=registry.absolute(),
            words=tuple(word for words in (*portals, *units) for word in words.split(",") if word),
            rubrics=tuple(map(portable, rubrics or (DEFAULT_RUBRIC,))),
            as_of=as_of,
            flags=flags,
            settings_file=settings_file.absolute() if settings_file else None,
            allow_private=allow_private,
            allow_hosts=allow_hosts,
            names=names,
            previous=previous.absolute() if previous else None,
        )
    else:
        refuse_beside("batch-registry-and-resume", _BESIDE_RESUME)
    folder = resume or out or _FOLDER / f"{datetime.now(CHINA):%Y%m%d-%H%M%S}"
    with only_batch(folder, new=resume is None):
        if order is None:
            order = spoken(remembered(folder), lang)
        tell_errors_in(order.settings.lang)
        begun = open_batch(folder, order, today(), accept_changes=accept_changes)
        return _work_off(begun, concurrency, fail_under, as_json=as_json)


@batch.command()
@click.argument("folder", type=ANY, metavar="DIR")
@rubric_option
@as_of_option
@json_option
@lang_or_settings_option
def judge(folder: Path, *, rubrics: tuple[str, ...], as_of: date | None, as_json: bool, lang: str | None) -> int:
    """Judge all crawls of the batch in DIR again, without the network, by other rubrics or as of another day.

    Portals that were not crawled stay as they are. Results that say something else are kept in each run directory.
    """
    with only_batch(folder, new=False):
        order = spoken(remembered(folder), lang)
        tell_errors_in(order.settings.lang)
        news = {"rubrics": tuple(map(portable, rubrics)) or order.rubrics, "as_of": as_of or order.as_of}
        begun = open_to_judge(folder, order.model_copy(update=news))
        return _work_off(begun, 0, None, as_json=as_json)


def _work_off(begun: Batch, concurrency: int, fail_under: float | None, *, as_json: bool) -> int:
    """Audit what is left, write the reports, tell the results; the exit status."""
    lang = begun.settings.lang
    if concurrency:
        _greet(begun, concurrency)
    with progress(lang) as watcher:
        state = run_batch(begun, concurrency, watcher)
    summary = write_batch_reports(begun, state)
    if as_json:
        print_json({"folder": str(begun.folder), **record(summary)})
    else:
        console().print(terminal(summary))
        say(text("cli.batch.written", lang, folder=begun.folder))
    status = _below(summary, fail_under)
    if concurrency and any(portal.step is Step.WAITING or _cut_short(portal) for portal in state.portals.values()):
        say(text("cli.batch.interrupted", lang, folder=begun.folder))
        return INTERRUPTED
    left = sum(portal.step is Step.CRAWLED for portal in state.portals.values())
    if left:
        say(text("cli.batch.judging-interrupted", lang, left=left, folder=begun.folder))
        return INTERRUPTED
    if not _audited(state):
        say(text("cli.batch.none-audited", lang))
        return UnreachableError.exit_status
    return status


def _greet(begun: Batch, concurrency: int) -> None:
    lang, portals = begun.settings.lang, begun.state.portals
    if not begun.settings.has_own_contact:
        say(text("cli.audit.no-contact", lang))
    units = sum(len(portal.units) for portal in portals.values())
    facts = {"portals": len(portals), "units": units, "concurrency": concurrency, "as_of": begun.as_of}
    say(text("cli.batch.start", lang, **facts))
    done = sum(1 for portal in portals.values() if portal.step in (Step.JUDGED, Step.CRAWLED))
    if done:
        say(text("cli.batch.resumed", lang, done=done, left=len(portals) - done))


def _cut_short(portal: PortalState) -> bool:
    return EndReason.INTERRUPTED.value in (portal.end_reason, portal.failed)


def _audited(state: BatchState) -> bool:
    """Whether at least one portal could be reached and judged."""
    return any(
        portal.step is Step.JUDGED and portal.end_reason != EndReason.UNREACHABLE.value
        for portal in state.portals.values()
    )


def _below(summary: BatchSummary, floor: float | None) -> int:
    """The exit status of the units that were observed, held to `floor`; says which are below."""
    if floor is None:
        return 0
    held = (
        held_to(floor, each.unit.name, each.score, summary.lang, vetoed=each.place is Place.DISQUALIFIED)
        for each in summary.results
        if each.place is not Place.NOT_OBSERVED
    )
    return max(held, default=0)
