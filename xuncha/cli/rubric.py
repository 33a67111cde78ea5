"""`xuncha rubric list|show|validate|schema`: rubrics as a person reads them. Other commands have own modules."""

from __future__ import annotations

from pathlib import Path

import click

from config.messages import text
from config.rubric import Indicator, Rubric, Status
from config.rubric.schema import document
from config.rubrics import load_rubric, require_apart, rubric_ids
from xuncha.cli.options import json_option, lang_option
from xuncha.cli.output import print_json
from xuncha.cli.rubric_coverage import coverage
from xuncha.cli.rubric_diff import diff
from xuncha.cli.rubric_draft import draft
from xuncha.cli.rubric_import import import_
from xuncha.judging import load_rubrics

LISTED = {"id", "title", "document_number", "family", "form", "effective_from", "effective_until"}
"""What `rubric list --json` tells of each."""


@click.group()
def rubric() -> None:
    """List, show and validate rubrics."""


@rubric.command("list")
@json_option
@lang_option
def list_rubrics(as_json: bool, lang: str) -> None:
    """The rubrics that come with the program."""
    shipped = [load_rubric(rubric_id) for rubric_id in rubric_ids()]
    if as_json:
        print_json([each.model_dump(mode="json", include=LISTED) for each in shipped])
        return
    width = max(len(each.id) for each in shipped)
    for each in shipped:
        click.echo(f"{each.id:<{width}}  {each.document_number or '–'}  {each.title}")


@rubric.command("show")
@click.argument("name", metavar="ID|FILE")
@json_option
@lang_option
def show_rubric(name: str, as_json: bool, lang: str) -> None:
    """Every indicator with clause, points and status."""
    shown = load_rubric(name)
    if as_json:
        print_json(shown.model_dump(mode="json"))
        return
    _print_rubric(shown, lang)


@rubric.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@lang_option
def validate_rubric(files: tuple[str, ...], lang: str) -> None:
    """Check rubric files; every error names its line and what to change."""
    checked_rubrics = load_rubrics(files)
    require_apart((*rubric_ids(), *files))
    for name, checked in zip(files, checked_rubrics, strict=True):
        click.echo(text("cli.rubric.valid", lang, file=Path(name), id=checked.id, count=len(checked.indicators)))


@rubric.command("schema")
def print_schema() -> None:
    """The JSON Schema of rubric files, for editors."""
    click.echo(document(), nl=False)


rubric.add_command(coverage)
rubric.add_command(diff)
rubric.add_command(draft)
rubric.add_command(import_)


def _print_rubric(shown: Rubric, lang: str) -> None:
    number = text("report.bracketed", lang, words=shown.document_number) if shown.document_number else ""
    click.echo(f"{shown.id}  {shown.title}{number}")
    if shown.base_points is not None:
        marks = {"base": shown.base_points, "passing": shown.pass_mark, "gate": shown.bonus_gate}
        known = {name: "–" if mark is None else mark for name, mark in marks.items()}
        click.echo(text("cli.rubric.marks", lang, **known))
    group = None
    for indicator in shown.indicators:
        if indicator.group != group:
            group = indicator.group
            click.echo(f"\n{text('cli.rubric.group', lang, name=shown.heading(indicator))}")
        _print_indicator(indicator, lang)


def _print_indicator(indicator: Indicator, lang: str) -> None:
    points = "" if indicator.points is None else text("cli.rubric.points", lang, points=indicator.points)
    doubt = text("cli.rubric.unconfirmed", lang) if indicator.status is Status.UNCONFIRMED else ""
    how = ", ".join(sorted({counted.check for rule in indicator.rules for counted in rule.count}))
    click.echo(f"  {indicator.id:<5} {indicator.title} {points}{doubt}  ← {how or text('cli.rubric.manual', lang)}")
    click.echo(f"        {indicator.clause}")
