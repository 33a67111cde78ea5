"""`xuncha rubric draft`: a work plan (工作要点) becomes a draft rubric that a person then decides about."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import click

from config.messages import text
from xuncha.cli.options import json_option, lang_option
from xuncha.cli.output import print_json, say
from xuncha.cli.values import ANY, FILE, Whole
from xuncha.drafting.draft import draft_plan
from xuncha.drafting.draft_yaml import draft_yaml
from xuncha.rubric_file import checked_rubric, deliver, refuse_to_overwrite


@click.command("draft")
@click.argument("plan", type=ANY, metavar="PLAN.txt|.docx|.pdf")
@click.option("--out", type=FILE, metavar="FILE", help="Rubric file [default: standard output].")
@click.option("--force", is_flag=True, help="Overwrite the file if it is there.")
@click.option("--id", "rubric_id", metavar="ID", help="Id of the rubric [default: the file's name].")
@click.option("--year", type=Whole(1990, 2100), help="Year of the plan, where its title names none.")
@json_option
@lang_option
def draft(
    *, plan: Path, out: Path | None, force: bool, rubric_id: str | None, year: int | None, as_json: bool, lang: str
) -> None:
    """Read a year's work plan: clauses, quantities, deadlines, units, each with its place and confidence."""
    refuse_to_overwrite(out, force=force)
    read = draft_plan(plan)
    if as_json:
        print_json(
            {
                "title": asdict(read.title),
                "clauses": list(map(asdict, read.clauses)),
                "rows": list(map(asdict, read.rows)),
            }
        )
        return
    written = draft_yaml(read, rubric_id or id_of(plan, "plan"), year=year, lang=lang)
    deliver(written, out, force=force)
    made = checked_rubric(written)
    rules = sum(len(indicator.rules) for indicator in made.indicators)
    facts = {"groups": len(made.groups), "indicators": len(made.indicators), "rules": rules, "rows": len(read.rows)}
    say(text("cli.rubric.drafted", lang, file=out or text("cli.rubric.standard-output", lang), **facts))


def id_of(file: Path, otherwise: str) -> str:
    """An id for the rubric from the name of the file that it was made from."""
    return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or otherwise
