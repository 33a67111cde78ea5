"""Rows from JSON: whatever a portal sends, reading never raises, and never says more than what stands there."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.page_scripts import JsonRows
from crawler.facts import PAGE_FACTS, ListFacts, PageFacts, Row
from crawler.kinds import ListSource, PageKind
from crawler.reading.rows.from_json import first_day, first_text, number_at, parse_json, pick, read_json_list
from crawler.urls import resolve

LAYOUT = JsonRows(
    rows=("data.list", ""),
    title=("title", "name"),
    link=("urls.pc", "url"),
    date=("day", "time"),
    total=("data.total",),
    pages=("data.pages",),
    held=("data.held",),
    name=("data.name",),
    moved=("data.moved",),
)
BASE = "http://www.county.gov.cn/list/index.html"
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates().map(str)
NAMES = st.sampled_from(["data", "list", "title", "urls", "pc", "url", "day", "time", "total", "held", "moved", "x"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES, inner, max_size=5)
        | inner.map(lambda value: json.dumps(value, default=str))
    ),
    max_leaves=25,
)


def _resolve(href: str) -> str | None:
    return resolve(BASE, href).url


@settings(max_examples=200, deadline=None)
@given(VALUES)
def test_any_value_gives_rows_that_can_be_stored(value: Any) -> None:
    found = read_json_list(value, LAYOUT, _resolve)
    if found is None:
        return
    assert len(found.rows) <= found.listed
    assert len({row.url for row in found.rows}) == len(found.rows)
    for row in found.rows:
        assert row.title
        assert row.url.startswith("http")
    for number in (found.total, found.pages, found.held):
        assert number is None or number >= 0
    facts = PageFacts(BASE, "x", PageKind.LIST_DATA, list=ListFacts(ListSource.API, found.rows, name=found.name))
    assert PAGE_FACTS.validate_json(PAGE_FACTS.dump_json(facts)) == facts


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda data: data.decode("latin-1")))
def test_any_text_is_json_or_a_value_error(text: str) -> None:
    try:
        parse_json(text)
    except ValueError:
        return


@settings(max_examples=100, deadline=None)
@given(VALUES, st.lists(st.sampled_from(["data", "list", "0", "1", "urls", "", "pc"]), max_size=4))
def test_any_path_in_any_value(value: Any, steps: list[str]) -> None:
    path = ".".join(steps)
    pick(value, path)
    assert number_at(value, path) is None or number_at(value, path) >= 0  # type: ignore[operator]


def test_json_with_a_callback_and_nothing_else() -> None:
    assert parse_json('/**/ jQuery1_2({"a": 1});') == {"a": 1}
    with pytest.raises(ValueError, match="neither"):
        parse_json("<html></html>")
    with pytest.raises(ValueError, match=r"deeply|neither"):
        parse_json("[" * 100_000)


def test_texts_that_are_json_are_opened_on_the_way_but_titles_are_not() -> None:
    entry = {"title": "[2026]1号", "urls": '{"pc": "/a/1.html"}', "day": "2026-05-28"}
    found = read_json_list([entry], LAYOUT, _resolve)
    assert found is not None
    assert found.rows == (Row("[2026]1号", "http://www.county.gov.cn/a/1.html", dt.date(2026, 5, 28), "2026-05-28"),)


def test_each_target_once_a_dated_mention_first() -> None:
    entries = [
        {"title": "甲", "url": "/1"},
        {"title": "乙", "url": "/2"},
        {"title": "甲", "url": "/1", "day": "2026-05-28"},
    ]
    found = read_json_list(entries, LAYOUT, _resolve)
    assert found is not None
    assert [(row.title, row.date) for row in found.rows] == [("甲", dt.date(2026, 5, 28)), ("乙", None)]
    assert found.listed == 3


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1779926400, dt.date(2026, 5, 28)),
        (1779926400000, dt.date(2026, 5, 28)),
        ("1779926400", dt.date(2026, 5, 28)),
        ("2026-05-28 16:59", dt.date(2026, 5, 28)),
        (1779984000, dt.date(2026, 5, 29)),
        (20260528, None),
        (0, None),
        (True, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**400, None),
        ("二月三十日", None),
        ({"day": 1}, None),
    ],
)
def test_days_in_chinese_time(value: Any, day: dt.date | None) -> None:
    assert first_day({"day": value}, ("day",))[0] == day


def test_a_later_path_counts_when_the_first_is_no_day() -> None:
    assert first_day({"day": 0, "time": "2026-05-28"}, ("day", "time")) == (dt.date(2026, 5, 28), "2026-05-28")
    assert first_text({"title": " ", "name": "<em>通知</em>&nbsp;一"}, ("title", "name")) == "通知 一"


NUMBERS = [("44", 44), (" 7 ", 7), (-1, None), (True, None), (1.5, None), (10**12, None)]


@pytest.mark.parametrize(("value", "number"), NUMBERS)
def test_numbers(value: Any, number: int | None) -> None:
    assert number_at({"n": value}, "n") == number


def test_halves_of_characters_are_replaced() -> None:
    found = read_json_list([{"title": "通知\ud83d", "url": "/\udc00"}], LAYOUT, _resolve)
    assert found is not None
    assert [row.title.encode() for row in found.rows] == ["通知�".encode()]
