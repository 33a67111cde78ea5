"""The day on which a deadline ends."""

from __future__ import annotations

from datetime import date

import pytest

from xuncha.drafting.due import due_day
from xuncha.drafting.phrases import phrases_in


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2031年12月底前", date(2031, 12, 31)),
        ("2月底前", date(2032, 2, 29)),
        ("于8月20日前编制", date(2032, 8, 20)),
        ("九月中旬以前", date(2032, 9, 20)),
        ("年底前", date(2032, 12, 31)),
        ("2030年末前", date(2030, 12, 31)),
        ("第三季度末前", date(2032, 9, 30)),
        ("上半年完成", date(2032, 6, 30)),
        ("明年一季度前", date(2033, 3, 31)),
        ("次年1月31日前", date(2033, 1, 31)),
        ("2月30日前", None),
        ("每月5日前", None),
        ("每年3月底前", None),
    ],
)
def test_due_day(words: str, day: date | None) -> None:
    (phrase,) = phrases_in(words)
    assert due_day(phrase, 2032) == day


def test_without_a_year_there_is_no_day() -> None:
    (phrase,) = phrases_in("6月底前")
    assert due_day(phrase, None) is None
