"""What the commands print: results on standard output, progress and messages on standard error."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import click

from config.messages import text

if TYPE_CHECKING:  # most commands neither draw a table nor wait for a crawl
    from rich.console import Console

    from crawler.fetch.plan import Progress as CrawlProgress

LINE_EVERY_PAGES = 200
"""Without a terminal, one progress line per so many pages."""


def say(message: str) -> None:
    """A message for the person in front of the screen (standard error)."""
    click.echo(message, err=True)


def print_json(value: Any) -> None:
    """A result for a machine (standard output)."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def console() -> Console:
    """Standard output for tables and headings; plain text when it is not a terminal."""
    from rich.console import Console  # noqa: PLC0415

    return Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 120)


@contextlib.contextmanager
def crawl_progress(label: str, lang: str) -> Iterator[Callable[[CrawlProgress], None]]:
    """A progress bar on a terminal, otherwise a plain line now and then; yields the callback for the crawl."""
    if not sys.stderr.isatty():
        yield _line_printer(label, lang)
        return
    from rich import progress  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415

    columns = (
        progress.SpinnerColumn(),
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeElapsedColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=None, rate="")

        def show(now: CrawlProgress) -> None:
            rate = text("cli.progress.rate", lang, rate=f"{now.rate:.1f}")
            bar.update(task, completed=now.done, total=max(now.known, now.done), rate=rate)

        yield show


def _line_printer(label: str, lang: str) -> Callable[[CrawlProgress], None]:
    shown = 0

    def show(now: CrawlProgress) -> None:
        nonlocal shown
        if now.done // LINE_EVERY_PAGES > shown:
            shown = now.done // LINE_EVERY_PAGES
            say(text("cli.progress.line", lang, label=label, done=now.done, known=now.known))

    return show
