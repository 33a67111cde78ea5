"""Compares the columns that an audit saw with the lists that are there: rows read of rows there, every difference."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.kinds import ListSource, PageKind
from crawler.survey.column import Column, Item
from crawler.urls import page_key
from xuncha.sample.lists import ListTruth, RowTruth

TOLERANCE = dt.timedelta(days=1)
"""Dates later than this after the as-of date are no updates, as in the checks."""


@dataclass(frozen=True, slots=True)
class RowBoard:
    """The comparison: rows read and rows there by family, and one line for each difference."""

    read: Mapping[str, int]
    there: Mapping[str, int]
    differences: tuple[str, ...] = field(default=())

    @property
    def recall(self) -> float:
        """Share of the rows that were read; 1 when there are none."""
        there = sum(self.there.values())
        return sum(self.read.values()) / there if there else 1.0

    def __str__(self) -> str:
        lines = [f"{family:16} {self.read.get(family, 0):4} / {there:4} rows" for family, there in self.there.items()]
        return "\n".join([*lines, *self.differences])


def compare_rows(
    columns: Iterable[Column], lists: Sequence[ListTruth], as_of: dt.date, *, browser: bool = False
) -> RowBoard:
    """Hold the columns of a crawl against the truth. `browser`: whether the crawl could render pages.

    A row is read when an item of its column has its address, title and date. A column whose rows need a browser, or
    are refused, must say that it may have more.
    """
    by_key = {page_key(column.url): column for column in columns}
    read: Counter[str] = Counter()
    there: Counter[str] = Counter()
    differences: list[str] = []
    for truth in lists:
        wanted = truth.rows[: truth.readable] if browser else truth.reachable
        column = by_key.get(page_key(truth.url))
        found = _found(wanted, column.items if column else ())
        there[truth.family] += len(wanted)
        read[truth.family] += len(found)
        name = f"{truth.family} {truth.unit} {truth.name}"
        differences += [f"{name}: {text}" for text in _differ(truth, column, wanted, as_of)]
    return RowBoard(read, there, tuple(differences))


def _found(rows: Iterable[RowTruth], items: Iterable[Item]) -> list[RowTruth]:
    seen = {(page_key(item.url), item.title, item.date) for item in items}
    return [row for row in rows if (page_key(row.url), row.title, row.date) in seen]


def _differ(truth: ListTruth, column: Column | None, wanted: Sequence[RowTruth], as_of: dt.date) -> Iterable[str]:
    if column is None:
        yield f"no such column: {truth.url}"
        return
    if truth.source is not None:
        yield from _rows(wanted, column.items)
        yield from _doubts(truth, column, len(wanted))
    if truth.path is not None and column.path != truth.path:
        yield f"path is {column.path}"
    if not _same_shape(truth, column):
        yield f"shape is {column.shape.value}, not {truth.shape.value}"
    source = ListSource.RENDERED if truth.needs_browser else truth.source
    if source is not None and wanted and column.source is not source:
        yield f"source is {column.source.value}, not {source.value}"
    newest, due = _newest([item.date for item in column.items], as_of), _newest([row.date for row in wanted], as_of)
    if truth.source is not None and newest != due:
        yield f"newest is {newest}, not {due}"


def _rows(wanted: Sequence[RowTruth], items: Sequence[Item]) -> Iterable[str]:
    items_by_key = {page_key(item.url): item for item in items}
    for row in wanted:
        item = items_by_key.get(page_key(row.url))
        if item is None:
            yield f"row not read: {row.title} {row.url}"
        elif (item.title, item.date) != (row.title, row.date):
            yield f"row read as {item.title} {item.date}, not {row.title} {row.date}"
    known = {page_key(row.url) for row in wanted}
    yield from (f"no row of the list: {item.title} {item.url}" for item in items if page_key(item.url) not in known)


def _doubts(truth: ListTruth, column: Column, wanted: int) -> Iterable[str]:
    """A column with rows must not be called empty; one of which rows are missing must say so; others must not."""
    open_question = column.obstacle or column.missing_pages
    if truth.rows and column.empty_proof:
        yield f"called empty: {column.empty_proof}"
    if wanted < len(truth.rows) and not open_question:
        yield "nothing says that rows are missing"
    if wanted == len(truth.rows) and open_question and not truth.doubtful:
        yield f"in doubt: {column.obstacle or ', '.join(column.missing_reasons)} {' '.join(column.missing_pages[:2])}"


def _same_shape(truth: ListTruth, column: Column) -> bool:
    """A list of files that the page itself does not hold is a column like any other."""
    either = {PageKind.COLUMN, PageKind.ATTACHMENT_LIST}
    return column.shape is truth.shape or (truth.shape in either and column.shape in either and bool(truth.rows))


def _newest(dates: Iterable[dt.date | None], as_of: dt.date) -> dt.date | None:
    return max((date for date in dates if date and date <= as_of + TOLERANCE), default=None)


def strangers(columns: Iterable[Column], lists: Iterable[ListTruth], homes: Iterable[str]) -> list[str]:
    """Addresses of columns that are no column: second names of a page, frames, answers of interfaces."""
    known = {page_key(truth.url) for truth in lists} | {page_key(home) for home in homes}
    return sorted(column.url for column in columns if page_key(column.url) not in known)
