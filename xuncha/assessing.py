"""Score sheets of stored runs: made for assessors, and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reports.files import write_all
from reports.result import AuditResult
from reports.sheet.leads import RunLeads
from reports.sheet.match import Entries, entries_of
from reports.sheet.read import read_sheet
from reports.sheet.row import ScoreSheet
from reports.sheet.rows import score_sheet
from reports.sheet.workbook import render
from reports.whatif.prospects import with_entries
from xuncha.rundir import open_run


def write_sheet(folder: Path, result: AuditResult, out: Path) -> ScoreSheet:
    """Write the sheet for `result`, the audit in `folder`, to `out`; its leads come from the stored crawl."""
    with open_run(folder) as crawl:
        sheet = score_sheet(result, RunLeads(crawl))
    write_all({out: render(sheet, result.lang)})
    return sheet


@dataclass(frozen=True, slots=True)
class Assessed:
    """An audit with what assessors entered: how many entries, and of how many items that wait for a person."""

    result: AuditResult
    count: int
    items: int


def assessed(result: AuditResult, paths: Sequence[Path]) -> Assessed:
    """`result` scored with what stands in score sheets. Writes nothing.

    Raises `UserError` or `InvalidData` with every bad cell of all sheets, and `UserError` for an entry that takes or
    gives more than its indicator has left.
    """
    blank = score_sheet(result)
    sheets = [read_sheet(path) for path in paths]
    entries = entries_of(sheets, blank, result.lang)
    given = [entry for units in entries.values() for lines in units.values() for entry in lines.values()]
    scored = scored_with(result, entries)
    run = replace(scored.run, sheets=tuple(map(_named, paths)))
    return Assessed(replace(scored, run=run), len(given), len(blank.rows))


def scored_with(result: AuditResult, entries: Entries) -> AuditResult:
    """`result` scored with what assessors entered; nothing is judged a second time.

    Raises `UserError` for an entry that does not fit its rubric.
    """
    judgements = tuple(
        with_entries(judgement, result.units, entries.get(judgement.rubric.id, {})) for judgement in result.judgements
    )
    return replace(result, judgements=judgements)


def _named(path: Path) -> dict[str, str]:
    """How the run card names a sheet."""
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
