"""`xuncha score DIR`: the scorecards of a stored run explained, with repairs, warnings and what if."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from config.messages import text
from reports.result import AuditResult
from reports.scorecard_json import record
from reports.terminal import summary
from reports.terminal_score import explained, what_if_line
from xuncha.assessing import assessed
from xuncha.cli.options import as_of_option, json_option, lang_option, rubric_option
from xuncha.cli.output import console, print_json, say
from xuncha.cli.values import ANY
from xuncha.rejudging import rewrite
from xuncha.scoring import WhatIf, only_unit, scored_run, what_if

SHEET_HELP = "Score sheet that assessors filled in; repeatable."


@click.command()
@click.argument("folder", type=ANY, metavar="DIR")
@click.argument("further", nargs=-1, metavar="[fix:FINGERPRINT…]")
@click.option("--unit", help="Only this unit of the run.")
@rubric_option
@as_of_option
@click.option(
    "--what-if", "repairs", multiple=True, metavar="fix:FINGERPRINT", help="As if this were repaired; repeatable."
)
@click.option("--sheet", "sheets", multiple=True, type=ANY, metavar="FILE.xlsx", help=SHEET_HELP)
@json_option
@lang_option
def score(
    *,
    folder: Path,
    further: tuple[str, ...],
    unit: str | None,
    rubrics: tuple[str, ...],
    as_of: date | None,
    repairs: tuple[str, ...],
    sheets: tuple[Path, ...],
    as_json: bool,
    lang: str,
) -> None:
    """Explain the scores of the run in DIR: their terms, the cheapest repairs, early warnings.

    With --what-if fix:FINGERPRINT [fix:…] the run is scored as if these findings were repaired. With --sheet, what
    assessors entered in sheets made by `xuncha sheet` is scored too, and the reports in DIR (of all its units) are
    written anew. Otherwise, and with --what-if, nothing is written.
    """
    fixes = (*repairs, *further)
    if sheets:
        whole = scored_run(folder, rubrics, as_of, None, lang)
        result = _with_sheets(folder, whole, sheets, unit, keep=not fixes)
    else:
        result = scored_run(folder, rubrics, as_of, unit, lang)
    asked = what_if(result, fixes)
    if as_json:
        print_json(_record(result, asked))
        return
    _show(result, asked)


def _with_sheets(
    folder: Path, result: AuditResult, sheets: tuple[Path, ...], unit: str | None, *, keep: bool
) -> AuditResult:
    """What `result` says of `unit` with the entries of the sheets. To be kept, all of it goes into the reports."""
    made = assessed(result, sheets)
    shown = only_unit(made.result, unit)
    kept = rewrite(folder, made.result).kept if keep else None
    say(text("sheet.entered" if keep else "sheet.entered-only", result.lang, count=made.count, rows=made.items))
    if kept is not None:
        say(text("rejudged.kept", result.lang, folder=kept))
    return shown


def _show(result: AuditResult, asked: Sequence[WhatIf]) -> None:
    out = console()
    if asked:
        for each in asked:
            out.print(what_if_line(each.before, each.after, each.repaired, result.lang))
        return
    out.print(summary(result))
    for judgement in result.judgements:
        for card in judgement.scorecards:
            out.print(explained(card, judgement.rubric, result.lang), soft_wrap=True)


def _record(result: AuditResult, asked: Sequence[WhatIf]) -> dict[str, object]:
    cards = [record(card) for judgement in result.judgements for card in judgement.scorecards]
    after = [{"repaired": list(each.repaired), "scorecard": record(each.after)} for each in asked]
    return {"scorecards": cards, "what_if": after}
