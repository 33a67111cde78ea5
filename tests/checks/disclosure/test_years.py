"""For which year an entry is."""

from __future__ import annotations

import datetime as dt

import pytest

from checks.disclosure.years import years_of
from crawler.store.crawl import Item


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("平阴县2024年政府信息公开工作年度报告", {2024}),
        ("２０２４年度报告", {2024}),
        ("二〇二四年政府信息公开工作年度报告", {2024}),
        ("二○一九年年报", {2019}),
        ("2023-2024学年收费公示", {2023, 2024}),
        ("关于第202456号提案的答复", {2023}),
        ("政府信息公开工作年度报告", {2023}),
    ],
)
def test_title_first_then_date(title: str, years: set[int]) -> None:
    assert years_of(Item(title, "http://x/", dt.date(2024, 3, 1)), lag=1) == years


def test_neither_title_nor_date() -> None:
    assert years_of(Item("年度报告", "http://x/"), lag=1) == frozenset()
