"""`xuncha profiles`: how far each profile goes, with the settings as they are here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.messages import text
from config.profiles import PROFILES, Files, Profile
from config.settings_sources import load_settings
from xuncha.cli.options import json_option, lang_or_settings_option, settings_option, tell_errors_in
from xuncha.cli.output import console, print_json, say

if TYPE_CHECKING:
    from rich.table import Table

_HOUR, _MINUTE = 3600, 60


@click.command()
@settings_option
@json_option
@lang_or_settings_option
def profiles(*, settings_file: Path | None, as_json: bool, lang: str | None) -> None:
    """Show the budgets of --profile quick, standard and full, as the settings have them."""
    settings = load_settings({"lang": lang}, settings_file)
    tell_errors_in(settings.lang)
    budgets = {
        name: settings.model_copy(update={"profile": name}).budget  # with what is set instead of a profile's value
        for name in PROFILES
    }
    if as_json:
        print_json({name: budget.model_dump(mode="json") for name, budget in budgets.items()})
        return
    console().print(_table(budgets, settings.profile, settings.lang))
    say(text("profiles.after", settings.lang))


def _table(budgets: dict[str, Profile], chosen: str, lang: str) -> Table:
    from rich.table import Table  # noqa: PLC0415

    table = Table("")
    for name in budgets:
        table.add_column(text("profiles.chosen", lang, profile=name) if name == chosen else name)
    columns = [_cells(name, budget, lang) for name, budget in budgets.items()]
    for row in columns[0]:
        table.add_row(text(f"profiles.row.{row}", lang), *(cells[row] for cells in columns))
    return table


def _cells(name: str, budget: Profile, lang: str) -> dict[str, str]:
    none = budget.documents is Files.NONE
    joint = text("progress.joint", lang)
    trials = joint.join(text(f"profiles.trial.{each}", lang) for each in budget.trials)
    return {
        "purpose": text(f"profiles.purpose.{name}", lang),
        "max-pages": text("profiles.pages", lang, count=budget.max_pages),
        "max-seconds": _duration(budget.max_seconds, lang),
        "external": text("profiles.yes" if budget.external else "profiles.no", lang),
        "documents": text(f"profiles.documents.{budget.documents.value}", lang, count=budget.documents_per_column),
        "max-documents": "" if none else text("profiles.files", lang, count=budget.max_documents),
        "max-documents-mb": "" if none else text("profiles.megabytes", lang, count=budget.max_documents_mb),
        "trials": trials or text("profiles.nothing", lang),
    }


def _duration(seconds: int, lang: str) -> str:
    for unit, length in (("hours", _HOUR), ("minutes", _MINUTE)):
        if seconds >= length and seconds % length == 0:
            return text(f"profiles.{unit}", lang, count=seconds // length)
    return text("profiles.seconds", lang, count=seconds)
