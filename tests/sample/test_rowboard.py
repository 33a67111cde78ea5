"""The row board counts what was read of each list, and names every difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crawler.kinds import ListSource, PageKind
from crawler.survey.column import Column, Item
from xuncha.sample import ListTruth, RowBoard, SamplePortal, compare_rows, strangers


def _column(truth: ListTruth, **changes: Any) -> Column:
    """The column as a perfect audit sees it."""
    items = tuple(Item(row.title, row.url, row.date, "list" if row.date else "") for row in truth.reachable)
    column = Column(
        name=truth.name,
        path=truth.path or truth.name,
        url=truth.url,
        kind="其他",
        kind_reason="default",
        unit=truth.unit,
        level=1,
        shape=truth.shape,
        source=truth.source or ListSource.UNKNOWN,
        items=items,
        obstacle="needs-browser" if len(items) < len(truth.rows) else None,
    )
    return replace(column, **changes)


def _board(sample: SamplePortal, changes: Callable[[ListTruth], dict[str, Any]]) -> RowBoard:
    columns = [_column(truth, **changes(truth)) for truth in sample.lists]
    return compare_rows(columns, sample.lists, sample.as_of)


def _full(sample: SamplePortal) -> ListTruth:
    return next(truth for truth in sample.lists if truth.family == "vsb" and truth.name == "工作动态")


def test_a_perfect_audit_has_no_differences(sample: SamplePortal) -> None:
    board = _board(sample, lambda truth: {})
    assert (board.recall, board.differences) == (1.0, ())
    assert sum(board.there.values()) > 1300
    families = {hall.system.id for hall in sample.site.exhibition.halls}
    assert board.there.keys() == families
    assert "vsb" in str(board)


def test_lists_of_both_portals_are_known(sample: SamplePortal) -> None:
    county = [truth for truth in sample.lists if sample.hosts.portal in truth.url]
    assert {truth.family for truth in county} == {"trs", "generic"}
    assert all(truth.rows for truth in county)
    exhibits = [truth for truth in sample.lists if sample.hosts.sites in truth.url]
    assert len(exhibits) == len(sample.site.exhibition.exhibits)


ROW_FAULTS: dict[str, Callable[[tuple[Item, ...]], tuple[Item, ...]]] = {
    "row not read": lambda items: items[1:],
    "no row of the list": lambda items: (*items, Item("别人的一条", "http://127.0.0.1/elsewhere.html")),
    "row read as": lambda items: (items[0]._replace(date=dt.date(2026, 6, 30)), *items[1:]),
    "newest is": lambda items: tuple(item._replace(date=None) for item in items),
}


@pytest.mark.parametrize("said", ROW_FAULTS)
def test_faults_of_rows_are_named(sample: SamplePortal, said: str) -> None:
    full = _full(sample)

    def changes(truth: ListTruth) -> dict[str, Any]:
        return {"items": ROW_FAULTS[said](_column(truth).items)} if truth is full else {}

    board = _board(sample, changes)
    assert any(said in line and line.startswith("vsb yz 工作动态") for line in board.differences)
    assert (board.recall < 1) == (said != "no row of the list")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"empty_proof": "共0条"}, "called empty: 共0条"),
        ({"obstacle": "list-not-read"}, "in doubt: list-not-read"),
        ({"source": ListSource.API}, "source is api, not static"),
        ({"shape": PageKind.LANDING}, "shape is landing, not column"),
        ({"path": "首页>工作动态"}, "path is 首页>工作动态"),
        ({"url": "http://127.0.0.1/elsewhere/"}, "no such column"),
    ],
)
def test_faults_of_columns_are_named(sample: SamplePortal, change: dict[str, Any], said: str) -> None:
    full = _full(sample)
    board = _board(sample, lambda truth: change if truth is full else {})
    assert [line for line in board.differences if said in line and line.startswith("vsb yz 工作动态")]


def test_columns_whose_rows_are_refused_must_say_so(sample: SamplePortal) -> None:
    board = _board(sample, lambda truth: {"obstacle": None, "missing_pages": ()})
    silent = [line for line in board.differences if "nothing says that rows are missing" in line]
    assert len(silent) == 3, "two that need a browser, one whose interface refuses deep pages"


def test_a_browser_makes_more_rows_readable(sample: SamplePortal) -> None:
    columns = []
    for truth in sample.lists:
        items = tuple(Item(row.title, row.url, row.date) for row in truth.rows[: truth.readable])
        rendered = {"items": items, "source": ListSource.RENDERED, "obstacle": None} if truth.needs_browser else {}
        columns.append(_column(truth, **rendered))
    with_browser = compare_rows(columns, sample.lists, sample.as_of, browser=True)
    assert (with_browser.recall, with_browser.differences) == (1.0, ())
    without = compare_rows([_column(truth) for truth in sample.lists], sample.lists, sample.as_of)
    assert sum(with_browser.there.values()) == sum(without.there.values()) + 6


def test_second_names_of_a_page_are_strangers(sample: SamplePortal) -> None:
    full = _full(sample)
    twin = replace(_column(full), url=full.url.replace("gzdt.htm", "gzdt/1.htm"))
    homes = [sample.hosts.address("sites:/")]
    assert strangers([_column(full), twin], sample.lists, homes) == [twin.url]
