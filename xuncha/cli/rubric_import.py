"""`xuncha rubric import`: an indicator table of an office becomes a rubric file that a person then checks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from config.messages import text
from config.registry import UnitClass
from xuncha.cli.options import AsOf, lang_option, today
from xuncha.cli.output import say
from xuncha.cli.rubric_draft import id_of
from xuncha.cli.values import ANY, FILE, Whole
from xuncha.importing.import_table import import_table
from xuncha.importing.table_yaml import trouble_text
from xuncha.rubric_file import checked_rubric, deliver, refuse_to_overwrite


@click.command("import")
@click.argument("file", type=ANY, metavar="FILE.xlsx|.docx|.html")
@click.option("--out", type=FILE, metavar="FILE", help="Rubric file [default: standard output].")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.option("--id", "rubric_id", metavar="ID", help="Id of the rubric [default: the file's name].")
@click.option("--title", help="Title of the rubric [default: the file's name].")
@click.option("--from", "since", type=AsOf(), help="Day from which it holds [default: January 1st of this year].")
@click.option("--table", type=Whole(1), help="Which table or sheet, where the file has several.")
@click.option("--class", "unit_class", type=click.Choice([each.value for each in UnitClass]), help="One class only.")
@lang_option
def import_(
    *,
    file: Path,
    out: Path | None,
    force: bool,
    rubric_id: str | None,
    title: str | None,
    since: date | None,
    table: int | None,
    unit_class: str | None,
    lang: str,
) -> None:
    """Read a table with merged cells: one to five levels, weights on any of them, columns per class of unit."""
    refuse_to_overwrite(out, force=force)
    done = import_table(
        file,
        rubric_id=rubric_id or id_of(file, "table"),
        since=since or date(today().year, 1, 1),
        table=table,
        unit_class=UnitClass(unit_class) if unit_class else None,
        title=title,
        lang=lang,
    )
    deliver(done.text, out, force=force)
    for trouble in done.troubles:
        say(trouble_text(trouble, lang))
    made = checked_rubric(done.text)
    facts = {"groups": len(made.groups), "indicators": len(made.indicators), "cells": len(done.troubles)}
    say(text("cli.rubric.imported", lang, file=out or "-", **facts))
