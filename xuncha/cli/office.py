"""`xuncha office DIR…`: official documents of stored runs, as Word files and PDF; the templates they are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from config.errors import Place, UserError
from config.messages import text
from config.suppressions import Suppressions, load_suppressions
from reports.files import write_all
from reports.manifest import add_written
from reports.office.letter import letter
from reports.office.origin import Marks, is_stale, marks, stale
from reports.office.papers import Order, documents
from reports.office.pdf import as_pdf, writer
from reports.office.templates import Paper, missing, write_templates
from reports.office.vocabulary import Deadline, Letter
from reports.ondisk import LETTERS
from reports.result import AuditResult
from xuncha.assessing import assessed
from xuncha.cli.options import AsOf, as_of_option, lang_option, rubric_option, today
from xuncha.cli.output import say
from xuncha.cli.score import SHEET_HELP
from xuncha.cli.values import ANY, FOLDER, Whole
from xuncha.scoring import only_unit, scored_run
from xuncha.stale_letters import stale_notes


@click.command()
@click.argument("folders", type=ANY, metavar="[DIR]…", nargs=-1)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([paper.value for paper in Paper]),
    help="Only these; repeatable.",
)
@click.option("--unit", help="Only the documents of this unit.")
@click.option("--pdf", is_flag=True, help="PDF beside each Word file (needs LibreOffice).")
@click.option("--out", type=FOLDER, metavar="DIR", help=f"Folder for the files [default: DIR/{LETTERS}].")
@click.option("--dated", type=AsOf(), help="Day of the documents, from which deadlines are counted [default: today].")
@click.option("--days", type=Whole(1, 250), help="Working days for all repairs [default: by severity].")
@click.option("--issuer", default="", metavar="NAME", help="Who sends them.")
@click.option("--number", default="", metavar="TEXT", help="Number of the document.")
@click.option("--templates", type=FOLDER, metavar="DIR", help="Your own edited templates.")
@click.option(
    "--write-templates", "templates_out", type=FOLDER, metavar="DIR", help="Write the templates, to be edited."
)
@click.option(
    "--suppressions",
    type=ANY,
    metavar="FILE.yaml",
    help="Findings that are accepted: named, but not ordered to be repaired. Scores do not change.",
)
@click.option("--sheet", "sheets", multiple=True, type=ANY, metavar="FILE.xlsx", help=SHEET_HELP)
@click.option("--force", is_flag=True, help="Overwrite documents that are there, with all that was changed in them.")
@rubric_option
@as_of_option
@lang_option
def office(
    *,
    folders: tuple[Path, ...],
    kinds: tuple[str, ...],
    unit: str | None,
    pdf: bool,
    out: Path | None,
    dated: date | None,
    days: int | None,
    issuer: str,
    number: str,
    templates: Path | None,
    templates_out: Path | None,
    suppressions: Path | None,
    sheets: tuple[Path, ...],
    force: bool,
    rubrics: tuple[str, ...],
    as_of: date | None,
    lang: str,
) -> None:
    """Write official documents of the runs in DIR…, as they were judged last.

    A bulletin on all units together, and for each unit an assessment, a repair notice if there is anything to repair,
    and a self-check table.
    """
    if templates_out and not folders:
        _said_written(templates_out, write_templates(templates_out, lang), lang)
        return
    if not folders or templates_out:
        raise UserError("office-usage")
    if len(folders) > 1 and out is None:
        raise UserError("office-out-needed", place=Place("--out"))
    if len(folders) > 1 and sheets:
        raise UserError("office-sheets-of-one", place=Place("--sheet"))
    if pdf:
        writer()
    papers = _papers(kinds, unit)
    day = dated or today()
    head = letter(day, workdays=days, issuer=issuer, number=number, lang=lang)
    accepted = load_suppressions(suppressions) if suppressions else Suppressions()
    _say_templates(papers, templates, lang)
    results = [_result(folder, rubrics, as_of, lang, unit=unit, sheets=sheets) for folder in folders]
    _require_later(day, results)
    made = documents(results, Order(papers, head, day, accepted, templates))
    files = {**made.files, **(as_pdf(made.files) if pdf else {})}
    folder = out or folders[0] / LETTERS
    contents = {folder / name: content for name, content in files.items()}
    now = marks(results)
    _require_unchanged(contents, now, force=force)
    written = write_all(contents)
    add_written(folders[0], written)  # knows nothing of letters, but of what lies elsewhere in the run
    _said_written(folder, written, lang)
    _say_letter(papers, head, made.spared, lang)
    for note in stale_notes(stale(folder, now), lang):
        say(note)


def _result(
    folder: Path, rubrics: Sequence[str], as_of: date | None, lang: str, *, unit: str | None, sheets: Sequence[Path]
) -> AuditResult:
    """The run in `folder`, with what assessors entered."""
    if not sheets:
        return scored_run(folder, rubrics, as_of, unit, lang)
    return only_unit(assessed(scored_run(folder, rubrics, as_of, None, lang), sheets).result, unit)


def _papers(kinds: Sequence[str], unit: str | None) -> list[Paper]:
    """What is asked for: everything, but no bulletin on one unit unless somebody says so."""
    if kinds:
        return [Paper(kind) for kind in kinds]
    return [paper for paper in Paper if unit is None or paper is not Paper.BULLETIN]


def _say_templates(papers: Sequence[Paper], own: Path | None, lang: str) -> None:
    for paper in missing(papers, own):
        say(text("office.said.own-template", lang, paper=paper.value, folder=own, file=paper.template))


def _say_letter(papers: Sequence[Paper], head: Letter, spared: Sequence[str], lang: str) -> None:
    if {Paper.BULLETIN, Paper.NOTICE} & {*papers}:
        terms = text("report.price.joint", lang).join(_term(deadline, lang) for deadline in head.deadlines)
        say(text("office.said.letter", lang, issued=head.issued, terms=terms))
    if spared:
        say(text("office.said.spared", lang, units=text("report.list-joint", lang).join(spared)))


def _term(deadline: Deadline, lang: str) -> str:
    """A deadline, or how many days it is and why no day is told."""
    known = text(f"report.term.{'day' if deadline.day else 'unknown'}", lang, day=deadline.day, days=deadline.workdays)
    return text("office.said.term", lang, name=deadline.name, term=known)


def _require_later(day: date, results: Sequence[AuditResult]) -> None:
    """A letter cannot be older than what it tells, nor can deadlines that count from it."""
    latest = max(result.run.as_of for result in results)
    if day < latest:
        raise UserError("office-dated-before", place=Place("--dated"), day=day.isoformat(), as_of=latest.isoformat())


def _require_unchanged(contents: Mapping[Path, bytes], now: Marks, *, force: bool) -> None:
    """What an office may have changed by hand is not overwritten unless it says so; it hears of an earlier judging."""
    for path, content in contents.items():
        if not force and path.is_file() and path.read_bytes() != content:
            key = "office-document-stale" if is_stale(path, now) else "office-document-exists"
            raise UserError(key, place=Place(path))


def _said_written(folder: Path, paths: Sequence[Path], lang: str) -> None:
    say(text("office.said.written", lang, count=len(paths), folder=folder))
