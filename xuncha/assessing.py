"""Score sheets of stored runs: made for assessors, and read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.store.crawl import Crawl
from reports.files import write_all
from reports.result import AuditResult
from reports.sheet.leads import RunLeads
from reports.sheet.match import Entries, entries_of
from reports.sheet.read import read_sheet
from reports.sheet.row import ScoreSheet
from reports.sheet.rows import score_sheet
from reports.sheet.workbook import render
from xuncha.rundir import CRAWL_FILE


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What was entered in score sheets, how many entries that is, and of how many items that wait for a person."""

    entries: Entries
    count: int
    rows: int


def write_sheet(folder: Path, result: AuditResult, out: Path) -> ScoreSheet:
    """Write the sheet for `result`, the audit in `folder`, to `out`; its leads come from the stored crawl."""
    with Crawl.open(folder / CRAWL_FILE) as crawl:
        sheet = score_sheet(result, RunLeads(crawl))
    write_all({out: render(sheet, result.lang)})
    return sheet


def read_back(result: AuditResult, paths: Sequence[Path]) -> ReadBack:
    """What assessors entered for `result`. Raises `UserError` or `InvalidData` with every bad cell."""
    blank = score_sheet(result)
    entries = entries_of([read_sheet(path) for path in paths], blank, result.lang)
    count = sum(len(lines) for units in entries.values() for lines in units.values())
    return ReadBack(entries, count, len(blank.rows))
