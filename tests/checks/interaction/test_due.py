"""Limits from the day of a letter, and periods in titles."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.interaction.due import told
from checks.interaction.period import period_of
from config.interaction import interaction_words
from config.rubric import Within
from config.span import last_day, last_day_of
from config.workdays import workdays_between


@pytest.mark.parametrize(
    ("limit", "last"),
    [
        (Within(working_days=15), dt.date(2025, 10, 20)),
        (Within(days=15), dt.date(2025, 10, 8)),
        (Within(months=3), dt.date(2025, 12, 23)),
    ],
)
def test_the_last_day_in_time(limit: Within, last: dt.date) -> None:
    assert last_day(dt.date(2025, 9, 23), limit) == last


def test_months_are_cut_to_their_length() -> None:
    assert last_day(dt.date(2025, 11, 30), Within(months=3)) == dt.date(2026, 2, 28)


@given(st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 1)), st.integers(1, 30))
def test_working_days_of_the_last_day_are_the_limit(asked: dt.date, number: int) -> None:
    last = last_day_of(asked, Within(working_days=number))
    assert workdays_between(asked, last) == number == told(asked, last, Within(working_days=number))["taken"]


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("2025年10月留言统计", "2025-10-01", "2025-10-31"),
        ("2025年1—3月信件办理情况", "2025-01-01", "2025-03-31"),
        ("2024年第四季度信箱办理情况", "2024-10-01", "2024-12-31"),
        ("2024年上半年来信统计", "2024-01-01", "2024-06-30"),
        ("2024年度网民留言统计", "2024-01-01", "2024-12-31"),
    ],
)
def test_periods(title: str, first: str, last: str) -> None:
    assert period_of(title) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize("title", ["留言统计", "2025年13月留言统计", "2025年9—3月留言统计"])
def test_no_period(title: str) -> None:
    assert period_of(title) is None


@given(st.text(alphabet="2025年1月第一二三四季度上下半—-至 0", max_size=20))
def test_any_title_is_read(title: str) -> None:
    period = period_of(title)
    assert period is None or period[0] < period[1]


@given(st.text(max_size=200))
def test_what_is_left_of_a_reply_is_never_longer_than_it(reply: str) -> None:
    said = interaction_words().substance(reply)
    assert 0 <= said.rest <= said.letters


def test_only_bodies_are_named() -> None:
    words = interaction_words()
    assert words.body_name("县住房和城乡建设局") == "县住房和城乡建设局"
    assert words.body_name("王小明") == ""
