"""`xuncha checks [ID]`: which checks there are, and the page of one."""

from __future__ import annotations

import click

from checks.catalogue import checks_by_id, find_check
from checks.docs import page, title
from xuncha.cli.options import json_option, lang_option
from xuncha.cli.output import print_json


@click.command()
@click.argument("check_id", required=False)
@json_option
@lang_option
def checks(check_id: str | None, as_json: bool, lang: str) -> None:
    """List the installed checks, or explain one."""
    if check_id:
        check = find_check(check_id)
        click.echo(page(check, lang))
        return
    installed = [
        {"id": check.id, "title": title(check, lang), "codes": list(check.codes), "clause": check.clause}
        for check in checks_by_id().values()
    ]
    if as_json:
        print_json(installed)
        return
    width = max((len(str(entry["id"])) for entry in installed), default=0) + 2
    for entry in installed:
        click.echo(f"{entry['id']:<{width}}{entry['title']}  [{', '.join(entry['codes'])}]")
