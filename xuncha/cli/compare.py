"""`xuncha compare RUN_A RUN_B …`: what became of every finding, and why scores are others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from config.errors import UserError
from config.messages import text
from reports.comparing import trend_csv, trend_page
from reports.comparing.comparison import Comparison
from reports.comparing.history_out import as_json as history_json
from reports.comparing.history_out import terminal
from reports.files import write_all
from xuncha.cli.options import json_option, lang_option, rubric_option
from xuncha.cli.output import console, print_json, say
from xuncha.cli.values import ANY, FOLDER
from xuncha.comparing import compare_batches, compare_runs, is_batch


@click.command()
@click.argument("folders", nargs=-1, required=True, type=ANY, metavar="RUN_A RUN_B [RUN…]")
@rubric_option
@click.option(
    "--out",
    type=FOLDER,
    metavar="DIR",
    help="Also write trend.html (charts and lists, works offline) and trend.csv (the same numbers) into DIR.",
)
@json_option
@lang_option
def compare(*, folders: tuple[Path, ...], rubrics: tuple[str, ...], out: Path | None, as_json: bool, lang: str) -> None:
    """Compare runs of one portal: new, back again, still there, fixed, no longer to be seen; and the scores by cause.

    Runs are taken in the order of their crawls. What the last run could not observe is not called fixed. Directories of
    batches are compared portal by portal.
    """
    if len(folders) < 2:
        raise UserError("compare-too-few")
    if all(map(is_batch, folders)):
        batches = compare_batches(folders, rubrics, lang)
        found: Sequence[Comparison] = batches.compared
        if batches.left_out:
            say(text("compare.left-out", lang, portals=text("report.list-joint", lang).join(batches.left_out)))
        for trouble in batches.troubles:
            say(text("compare.not-comparable", lang, why=trouble.text(lang)))
    else:
        found = compare_runs(folders, rubrics, lang)
    if as_json:
        told = [
            {
                "portal": each.portal,
                "rubric": each.rubric,
                **history_json(each.moments, each.movements, each.traces, lang),
            }
            for each in found
        ]
        print_json({"comparisons": told})
    else:
        for each in found:
            console().print(terminal(each.moments, each.movements, each.traces, lang))
    if out is not None:
        pages = {out / each.NAME: each.render(found, lang) for each in (trend_page, trend_csv)}
        for path in write_all(pages):
            say(text("cli.audit.written", lang, folder=path))
