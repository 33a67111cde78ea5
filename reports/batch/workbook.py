"""batch.xlsx: the same tables as the page, for offices that go on working with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

from config.messages import text
from reports.batch.heat_sheet import write_heat_map
from reports.batch.ranking import Ranking
from reports.batch.summary import BatchSummary
from reports.batch.units import UnitResult
from reports.batch.words import class_name, unseen
from reports.textclean import printable
from reports.wording import label, problem
from reports.xlsx_table import Cell, Column, Formats, Table

NAME = "batch.xlsx"

# Headings (keys below `batch.sheet.`) with their widths in characters.
RANKING = {
    "rubric": 28,
    "class": 14,
    "rank": 8,
    "unit": 24,
    "portal": 24,
    "verdict": 10,
    "score": 8,
    "low": 8,
    "high": 8,
}
RANKING |= {"without-veto": 12, "coverage": 10, "vetoes": 40, "open-vetoes": 10, "confirmed": 8, "suspected": 8}
RANKING |= {"remark": 48, "folder": 24}
AVERAGES = {"rubric": 28, "class": 14, "units": 8, "scored": 8, "disqualified": 10, "unscored": 8, "not-observed": 10}
AVERAGES |= {"mean": 8, "median": 8, "highest": 8, "lowest": 8, "qualified": 8, "coverage": 10}
PROBLEMS = {"check": 20, "problem": 28, "units-certain": 12, "units-with": 12, "of-units": 10, "confirmed": 8}
PROBLEMS |= {"suspected": 8, "code": 28}
BY_UNIT = {"problem": 28, "unit": 24, "portal": 24, "confirmed": 8, "suspected": 8, "code": 28}
EXAMPLES = {"rubric": 28, "class": 14, "indicator-id": 10, "indicator": 30, "unit": 24, "portal": 24, "losing": 12}
PORTALS = {"portal": 28, "id": 24, "units": 8, "step": 12, "end": 16, "remark": 60, "folder": 30}

LONGEST_NAME = 31
"""Letters that the name of a worksheet may have (Excel specifications and limits)."""
SHARES = frozenset({"coverage"})


def render(summary: BatchSummary) -> bytes:
    """The workbook's bytes, the same for the same summary on every machine."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        # XlsxWriter would stamp the present moment; the as-of date keeps two runs alike.
        made = datetime.combine(date.fromisoformat(summary.as_of), time())
        book.set_properties({"title": printable(summary.name), "created": made})
        lang, formats = summary.lang, Formats(book)
        _sheet(
            book,
            formats,
            "ranking",
            RANKING,
            [row for each in summary.rankings for row in _ranking(each, summary)],
            lang=lang,
        )
        _sheet(book, formats, "averages", AVERAGES, [_averages(each, summary) for each in summary.rankings], lang=lang)
        for number, heat in enumerate((each for each in summary.heat_maps if each.rows), start=1):
            title = text("batch.sheet.heat", lang, number=number, unit_class=class_name(heat.ranking.unit_class, lang))
            write_heat_map(book, _page(book, title[:LONGEST_NAME]), heat, summary.rubrics[heat.ranking.rubric], lang)
        _sheet(book, formats, "problems", PROBLEMS, list(_problems(summary)), lang=lang)
        _sheet(book, formats, "by-unit", BY_UNIT, list(_by_unit(summary)), lang=lang)
        _sheet(book, formats, "examples", EXAMPLES, list(_examples(summary)), lang=lang)
        _sheet(book, formats, "portals", PORTALS, list(_portals(summary)), lang=lang)
    return buffer.getvalue()


def _sheet(
    book: Any, formats: Formats, name: str, headings: dict[str, int], rows: list[list[Cell]], *, lang: str
) -> None:
    sheet = _page(book, text(f"batch.sheet.{name}", lang))
    columns = [Column(text(f"batch.sheet.{key}", lang), width, share=key in SHARES) for key, width in headings.items()]
    Table(formats, sheet, columns).write(rows)


def _page(book: Any, title: str) -> Any:
    sheet = book.add_worksheet(title)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    return sheet


def _ranking(table: Ranking, summary: BatchSummary) -> Iterator[list[Cell]]:
    lang = summary.lang
    head: list[Cell] = [summary.rubrics[table.rubric], class_name(table.unit_class, lang)]
    for each in table.ranked:
        yield [*head, each.rank, *_standing(each.result, None, lang)]
    for place, results in (("disqualified", table.disqualified), ("unscored", table.unscored)):
        for result in results:
            yield [*head, text(f"batch.place.{place}", lang), *_standing(result, None, lang)]
    for result in table.not_observed:
        yield [*head, text("batch.place.not-observed", lang), *_standing(result, unseen(result, lang), lang)]


def _standing(result: UnitResult, remark: str | None, lang: str) -> list[Cell]:
    low, high = result.score_range or (None, None) if remark is None else (None, None)
    verdict = text(f"standing.{result.card['verdict']}", lang) if result.card and remark is None else None
    seen = result.card is not None and remark is None
    return [
        result.unit.name,
        result.portal.name,
        verdict,
        result.score,
        low,
        high,
        result.without_veto if result.vetoes and seen else None,
        result.coverage,
        "\n".join(str(veto["title"]) for veto in result.vetoes),
        len(result.open_vetoes) if seen else None,
        result.confirmed if seen else None,
        result.suspected if seen else None,
        remark,
        result.portal.folder,
    ]


def _averages(table: Ranking, summary: BatchSummary) -> list[Cell]:
    sums = table.averages
    return [
        summary.rubrics[table.rubric],
        class_name(table.unit_class, summary.lang),
        table.size,
        sums.scored,
        len(table.disqualified),
        len(table.unscored),
        len(table.not_observed),
        sums.mean,
        sums.median,
        sums.highest,
        sums.lowest,
        sums.qualified,
        sums.coverage,
    ]


def _problems(summary: BatchSummary) -> Iterator[list[Cell]]:
    lang = summary.lang
    for each in summary.problems:
        yield [
            label(f"report.check.{each.check}", lang, otherwise=each.check),
            problem(each.check, each.code, lang),
            each.certain,
            len(each.units),
            each.observed,
            each.confirmed,
            each.suspected,
            f"{each.check} {each.code}",
        ]


def _by_unit(summary: BatchSummary) -> Iterator[list[Cell]]:
    for each in summary.problems:
        said = problem(each.check, each.code, summary.lang)
        for result, proven, waiting in each.units:
            yield [said, result.unit.name, result.portal.name, proven, waiting, f"{each.check} {each.code}"]


def _examples(summary: BatchSummary) -> Iterator[list[Cell]]:
    for each in summary.examples:
        head: list[Cell] = [summary.rubrics[each.rubric], class_name(each.unit_class, summary.lang)]
        for result in each.units:
            yield [*head, each.indicator, each.title, result.unit.name, result.portal.name, each.losing]


def _portals(summary: BatchSummary) -> Iterator[list[Cell]]:
    lang = summary.lang
    for portal in summary.portals:
        why = text(f"batch.failed.{portal.failed}", lang, detail=portal.detail) if portal.failed else None
        end = text(f"cli.end.{portal.end_reason}", lang) if portal.end_reason else None
        step = text(f"batch.step.{portal.step}", lang)
        yield [portal.name, portal.id, len(portal.units), step, end, why, portal.folder]
