"""From when until when the public may comment, as notices write it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.decisions.comment_dates import comment_period

PUBLISHED = dt.date(2024, 5, 6)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("征求意见时间为2024年5月6日至2024年6月5日。", "2024-05-06", "2024-06-05"),
        ("征求意见时间：2024年5月6日—6月5日", "2024-05-06", "2024-06-05"),
        ("公示时间为5月6日至20日，请提出意见。", "2024-05-06", "2024-05-20"),
        ("征集时间：2024年5月6日起至2024年5月16日止", "2024-05-06", "2024-05-16"),
        ("请于2024年5月20日前将意见反馈至县发改局。", "2024-05-06", "2024-05-20"),
        ("意见反馈截止时间为2024年6月6日。", "2024-05-06", "2024-06-06"),
        ("公开征求意见的期限为30日。", "2024-05-06", "2024-06-04"),
        ("征求意见期限为7个工作日", "2024-05-06", "2024-05-14"),
        ("征求意见时间为2024年12月20日至1月20日", "2024-12-20", "2025-01-20"),
        ("公示期为三十天。", "2024-05-06", "2024-06-04"),
        ("自本通告登报之日起三十五日内以信函方式反馈", "2024-05-06", "2024-06-09"),
        ("征求意见时间为两周", "2024-05-06", "2024-05-19"),
        ("征求意见时间：二〇二四年五月六日至五月十五日", "2024-05-06", "2024-05-15"),
        ("征求意见时间：2024.5.7-2024.6.6", "2024-05-07", "2024-06-06"),
        ("征 求 意 见 时 间：2024 年 5 月 7 日 至 2024 年 6 月 6 日", "2024-05-07", "2024-06-06"),
        ("征求意见时间：2024年5月7日（星期二）8:30至2024年6月6日（星期四）17:30", "2024-05-07", "2024-06-06"),
        ("开始时间：2024-05-07\n结束时间：2024-05-16", "2024-05-07", "2024-05-16"),
        ("原定征求意见时间为2024年5月6日至5月20日，现延长至2024年6月10日。", "2024-05-06", "2024-06-10"),
        ("听证会报名时间：2024年5月6日至5月16日。征求意见自公告发布之日起30日内。", "2024-05-06", "2024-06-04"),
        ("征求意见10日（5月6日至5月15日）。规划期限为2024年1月1日至12月31日。", "2024-05-06", "2024-05-15"),
        ("期限一般不少于30日，请于5月16日前反馈意见", "2024-05-06", "2024-05-16"),
        ("县政府2024年4月20日前完成起草。征求意见时间为10天。", "2024-05-06", "2024-05-15"),
    ],
)
def test_periods(text: str, first: str, last: str) -> None:
    read = comment_period(text, PUBLISHED)
    assert read is not None
    assert (read.first.isoformat(), read.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "现向社会公开征求意见，请提出宝贵意见。",
        "根据《办法》（2020年3月1日起施行）的规定，现公开征求意见。",
        "本规划期限为2021年至2035年。",
        "现公开征求意见。\n第一章 总则\n第二条 公示期不少于7日，自公告之日起10日内备案。",
        "听证会报名时间：2024年5月6日至5月16日。",
    ],
)
def test_no_period_is_told(text: str) -> None:
    assert comment_period(text, PUBLISHED) is None


def test_both_ends_count() -> None:
    read = comment_period("征求意见时间为2024年5月6日至2024年6月4日。", PUBLISHED)
    assert read is not None
    assert read.days == 30


@given(st.text("征求意见时间为至2024年5月06日-.：截止前3天", max_size=60))
def test_any_text_is_read_without_error(text: str) -> None:
    read = comment_period(text, PUBLISHED)
    assert read is None or read.first <= read.last
