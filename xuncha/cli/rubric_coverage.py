"""`xuncha rubric coverage`: clause by clause, what is checked automatically, partly, and by hand."""

from __future__ import annotations

import click

from checks.catalogue import checks_by_id
from reports.rubrics.coverage import coverage as coverage_of
from reports.rubrics.coverage_json import record
from reports.rubrics.coverage_terminal import coverage_tables
from xuncha.cli.options import json_option, lang_option
from xuncha.cli.output import console, print_json
from xuncha.judging import load_rubrics


@click.command("coverage")
@click.argument("name", metavar="ID|FILE")
@json_option
@lang_option
def coverage(name: str, as_json: bool, lang: str) -> None:
    """Clause by clause: which checks and codes decide it, and what is left to a person; counts and shares."""
    (rubric,) = load_rubrics([name])
    covered = coverage_of(rubric, {check_id: check.codes for check_id, check in checks_by_id().items()})
    if as_json:
        print_json(record(covered))
        return
    console().print(coverage_tables(covered, lang))
