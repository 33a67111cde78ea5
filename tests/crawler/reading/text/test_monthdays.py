"""Days without a year: what is one, and which day is meant within a limit."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.text.monthdays import MonthDay, month_day

DAYS = st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31))


@pytest.mark.parametrize(
    "text", ["05-28", "[05-28]", "5月28日", "05/28", "（5-28）", "5月28号", " 5 月 28 日", "发布：05-28"]
)
def test_read(text: str) -> None:
    assert month_day(text) == MonthDay(5, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-28", "13-05", "02-30", "0531-8765", "3-512", "1-2-3", "5-28号", "5.28",
        "5-28万元", "5月28个", "8-10人",
        "05-28 10-11 x", "第5-28条", "5月", "28日", "关于5月28日停水的通知", "10:28", "",
    ],
)  # fmt: skip
def test_not_read(text: str) -> None:
    assert month_day(text) is None


def test_29_february() -> None:
    assert month_day("02-29") == MonthDay(2, 29)
    assert MonthDay(2, 29).latest(dt.date(2026, 1, 1)) == dt.date(2024, 2, 29)
    assert MonthDay(2, 29).latest(dt.date(2100, 12, 31)) == dt.date(2096, 2, 29)
    assert MonthDay(2, 29).within(dt.date(2025, 1, 1), dt.date(2027, 12, 31)) == []
    assert MonthDay(2, 29).latest(dt.date(3, 1, 1)) is None


@given(DAYS, DAYS)
def test_the_latest_day_is_the_last_one_that_is_not_after_the_limit(day: dt.date, limit: dt.date) -> None:
    shown = MonthDay(day.month, day.day)
    latest = shown.latest(limit)
    assert latest is not None
    assert latest <= limit
    assert (latest.month, latest.day) == shown
    assert shown.within(latest + dt.timedelta(days=1), limit) == []


@given(DAYS, DAYS)
def test_the_nearest_day_is_within_reach_or_nowhere(day: dt.date, other: dt.date) -> None:
    reach = dt.timedelta(days=31)
    near = MonthDay(day.month, day.day).near(other, reach)
    if near is not None:
        assert abs(near - other) <= reach
        assert (near.month, near.day) == (day.month, day.day)
    if abs(day - other) <= reach:
        assert near == day


def test_no_day_near_the_end_of_the_calendar() -> None:
    assert MonthDay(12, 31).near(dt.date.max, dt.timedelta(days=31)) is None
    assert MonthDay(12, 31).near(dt.date.min, dt.timedelta(days=31)) is None


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    shown = month_day(text)
    assert shown is None or 1 <= shown.month <= 12
