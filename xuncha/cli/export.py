"""`xuncha export DIR`: a stored run in further formats; `xuncha schema`: the published JSON Schemas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from config.messages import text
from config.suppressions import Suppressions, load_suppressions
from reports.exports import EXPORTS
from reports.files import write_all
from reports.manifest import add_written
from reports.schemas import SCHEMAS
from reports.schemas import schema as published
from xuncha.cli.options import as_of_option, lang_option, rubric_option
from xuncha.cli.output import print_json, say
from xuncha.cli.values import ANY, FOLDER
from xuncha.scoring import scored_run


@click.command()
@click.argument("folder", type=ANY, metavar="DIR")
@click.option(
    "--format", "formats", multiple=True, required=True, type=click.Choice(sorted(EXPORTS)), help="Format; repeatable."
)
@click.option(
    "--suppressions",
    type=ANY,
    metavar="FILE.yaml",
    help="Findings that are accepted: marked in SARIF, no failure in JUnit. Scores and reports do not change.",
)
@click.option("--out", type=FOLDER, metavar="DIR", help="Folder for the files [default: DIR].")
@rubric_option
@as_of_option
@lang_option
def export(
    *,
    folder: Path,
    formats: tuple[str, ...],
    suppressions: Path | None,
    out: Path | None,
    rubrics: tuple[str, ...],
    as_of: date | None,
    lang: str,
) -> None:
    """Write the run in DIR, as it was judged last, in further formats."""
    accepted = load_suppressions(suppressions) if suppressions else Suppressions()
    result = scored_run(folder, rubrics, as_of, None, lang)
    chosen = [EXPORTS[name] for name in dict.fromkeys(formats)]
    written = write_all({(out or folder) / each.file: each.render(result, accepted) for each in chosen})
    add_written(folder, written)
    for path in written:
        say(text("cli.audit.written", lang, folder=path))


@click.command()
@click.argument("name", type=click.Choice(SCHEMAS))
def schema(name: str) -> None:
    """Print the JSON Schema of a file of the run directory."""
    print_json(published(name))
