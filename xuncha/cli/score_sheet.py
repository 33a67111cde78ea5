"""`xuncha sheet`: the workbook in which assessors score what no check decides, and the comparison of two of them."""

from __future__ import annotations

from pathlib import Path

import click

from config.errors import Place, UserError
from config.messages import text
from reports.sheet.compare import compare
from reports.sheet.compare_text import lines, record
from reports.sheet.read import read_sheet
from xuncha.assessing import write_sheet
from xuncha.cli.options import json_option, lang_option, rubric_option
from xuncha.cli.output import print_json, say
from xuncha.cli.values import ANY, FILE
from xuncha.rubric_file import refuse_to_overwrite
from xuncha.scoring import scored_run


@click.command("sheet")
@click.argument("folder", type=ANY, metavar="[DIR]", required=False)
@click.option("--out", type=FILE, metavar="FILE.xlsx", help="Workbook to write.")
@rubric_option
@click.option("--unit", help="Only this unit of the run.")
@click.option("--force", is_flag=True, help="Overwrite the workbook if it is there, with all that is filled in.")
@click.option("--compare", "pair", type=ANY, nargs=2, metavar="A.xlsx B.xlsx", help="Compare two filled-in sheets.")
@json_option
@lang_option
def sheet(
    *,
    folder: Path | None,
    out: Path | None,
    rubrics: tuple[str, ...],
    unit: str | None,
    force: bool,
    pair: tuple[Path, Path] | None,
    as_json: bool,
    lang: str,
) -> None:
    """Make a score sheet of the run in DIR: one row for each item of each unit that a person must decide.

    Without --rubric it is for the rubrics of the run. `xuncha score DIR --sheet FILE` reads it back. With --compare,
    list what two assessors decided differently, and how far they agree.
    """
    if pair and not (folder or out):
        _compare(pair, as_json=as_json, lang=lang)
    elif folder and out and not pair:
        _write(folder, out, rubrics, unit, force=force, lang=lang)
    else:
        raise UserError("sheet-usage")


def _write(folder: Path, out: Path, rubrics: tuple[str, ...], unit: str | None, *, force: bool, lang: str) -> None:
    if out.suffix.lower() != ".xlsx":
        raise UserError("sheet-format", place=Place(out))
    refuse_to_overwrite(out, force=force)
    written = write_sheet(folder, scored_run(folder, rubrics, None, unit, lang), out)
    key = "sheet.written" if written.rows else "sheet.nothing-to-enter"
    say(text(key, lang, file=out, units=len(written.identity.units), rows=len(written.rows)))


def _compare(pair: tuple[Path, Path], *, as_json: bool, lang: str) -> None:
    first, second = map(read_sheet, pair)
    found = compare(first, second, lang)
    names = (pair[0].name, pair[1].name) if pair[0].name != pair[1].name else (str(pair[0]), str(pair[1]))
    if as_json:
        print_json(record(found, names))
        return
    for line in lines(found, names, lang):
        click.echo(line)
