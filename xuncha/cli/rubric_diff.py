"""`xuncha rubric diff`: how one rubric, or one version of it, differs from another."""

from __future__ import annotations

import click

from reports.rubrics.diff import rubric_diff
from reports.rubrics.diff_json import record
from reports.rubrics.diff_terminal import diff_text
from xuncha.cli.options import json_option, lang_option
from xuncha.cli.output import console, print_json
from xuncha.judging import load_rubrics


@click.command("diff")
@click.argument("before", metavar="ID|FILE")
@click.argument("after", metavar="ID|FILE")
@json_option
@lang_option
def diff(before: str, after: str, as_json: bool, lang: str) -> None:
    """What the second rubric adds, removes, moves, rewords, and every number, window, status and date it changes."""
    old, new = load_rubrics([before, after])
    found = rubric_diff(old, new)
    if as_json:
        print_json(record(found))
        return
    console().print(diff_text(found, lang), soft_wrap=True)
