"""problems.xlsx: the problem list in the inspectors' columns with a ledger of the repair, and everything behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from config.messages import has_text, text
from reports.problem_list import problem_list
from reports.result import AuditResult
from reports.unseen import allow_lines
from reports.workbook import other_rows as other
from reports.workbook.problem_rows import DAYS, FURTHER, INSPECTORS, LEDGER, ProblemRows, ledger_choices
from reports.workbook.sheet_names import sheet_names
from reports.workbook.summary_rows import SUMMARY, summary_rows
from reports.xlsx_table import Cell, Column, Formats, Table

NAME = "problems.xlsx"

LINKS = frozenset({"parent-url", "problem-url", "where"})
SHARES = frozenset({"coverage"})
SHEETS = (
    "summary",
    "problems",
    "indicators",
    "columns",
    "unjudged",
    "not-observed",
    "terms",
    "prospects",
    "allow-list",
)
MAX_UNITS = 200
"""So many units have sheets of their own: a workbook with more tabs is unusable, so that one list serves all."""


def render(result: AuditResult) -> bytes:
    """The workbook's bytes, the same for the same result on every machine.

    Every unit has a sheet with its problems and their ledger; where there is one unit, or too many, the list of all
    problems has the ledger. So no repair is ever entered at two places.
    """
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # XlsxWriter would stamp the present moment; the as-of date keeps two runs alike.
        book.set_properties({"title": result.portal.name, "created": datetime.combine(result.run.as_of, time())})
        _Writer(book, result).write()
    return buffer.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, result: AuditResult) -> None:
        self._book = book
        self._result = result
        self._formats = Formats(book)
        self._titles = {key: text(f"report.sheet.{key}", result.lang) for key in SHEETS}

    def write(self) -> None:
        """All sheets: those about everybody first, then one for each unit."""
        result = self._result
        problems = problem_list(result)
        maker = ProblemRows(result)
        rows = [(each.unit.id, maker.row(each)) for each in problems.problems]
        own = self._own_sheets()
        ledgers = {unit.id: own.get(unit.id, self._titles["problems"]) for unit in result.units}
        self._sheet(self._titles["summary"], SUMMARY, summary_rows(result, problems, ledgers))
        self._problems(self._titles["problems"], [row for _, row in rows], ledger=not own)
        self._sheet(self._titles["indicators"], other.INDICATORS, other.indicators(result))
        self._sheet(self._titles["columns"], other.COLUMNS, other.columns(result))
        self._sheet(self._titles["unjudged"], other.UNJUDGED, other.unjudged(result))
        self._sheet(self._titles["not-observed"], other.NOT_OBSERVED, other.not_observed(result))
        self._sheet(self._titles["terms"], other.TERMS, other.terms(result))
        self._sheet(self._titles["prospects"], other.PROSPECTS, other.prospects(result))
        allowed = [list[Cell](line) for line in allow_lines(result)]
        if allowed:
            self._sheet(self._titles["allow-list"], other.ALLOW_LIST, allowed)
        for unit, name in own.items():
            self._problems(name, [row for owner, row in rows if owner == unit], ledger=True)

    def _own_sheets(self) -> dict[str, str]:
        """The name of each unit's sheet; none where all problems stand on one sheet."""
        units = self._result.units
        if not 1 < len(units) <= MAX_UNITS:
            return {}
        names = sheet_names([unit.name for unit in units], self._titles.values())
        return dict(zip((unit.id for unit in units), names, strict=True))

    def _problems(self, name: str, rows: Sequence[list[Cell]], *, ledger: bool) -> None:
        """A list of problems. What is printed (on A3) are the inspectors' columns: no paper is wide enough for all."""
        headings = INSPECTORS | FURTHER | (LEDGER if ledger else {})
        blank: list[Cell] = [None] * (len(LEDGER) if ledger else 0)
        sheet = self._sheet(name, headings, [row + blank for row in rows])
        sheet.set_paper(8)
        sheet.print_area(0, 0, max(len(rows), 1), len(INSPECTORS) - 1)

    def _sheet(self, name: str, headings: Mapping[str, int], rows: Iterable[list[Cell]]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        columns = [self._column(key, width) for key, width in headings.items()]
        Table(self._formats, sheet, columns).write(list(rows))
        return sheet

    def _column(self, key: str, width: int) -> Column:
        lang = self._result.lang
        own = f"report.sheet.{key}"
        return Column(
            text(own if has_text(own, lang) else f"report.{key}", lang),
            width,
            link=key in LINKS,
            share=key in SHARES,
            choices=ledger_choices(key, lang),
            day=key in DAYS,
            entry=key in LEDGER,
        )
