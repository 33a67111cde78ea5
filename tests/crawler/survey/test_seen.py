"""What is remembered of many pages: the first address, whether one is an article, the last dates."""

from __future__ import annotations

import datetime as dt
import sqlite3

import pytest

from crawler.facts import Found, NotFound
from crawler.outline import TextDates
from crawler.survey.seen import SeenPages
from crawler.urls import page_key

DATES = TextDates(Found(dt.date(2025, 11, 17), "label"), (), NotFound())


@pytest.mark.parametrize(
    "url",
    [
        "http://www.a.gov.cn/x/t1.html",
        "https://a.gov.cn/x/",
        "https://www.a.gov.cn:8443/x/index.html",
        "http://a.gov.cn/x?b=2&a=1",
        "http://wap.a.gov.cn//x//y.html",
        "about:blank",
    ],
)
def test_the_first_address_comes_back_as_it_was(url: str) -> None:
    seen = SeenPages(sqlite3.connect(":memory:"))
    seen.see(page_key(url), url, is_article=False, dates=None)
    seen.see(page_key(url), "http://other.gov.cn/", is_article=True, dates=DATES)
    assert seen.address(page_key(url)) == url
    assert seen.is_article(page_key(url))
    assert seen.dates(page_key(url)) == DATES


def test_a_page_without_a_text_takes_no_dates_away() -> None:
    seen = SeenPages(sqlite3.connect(":memory:"))
    seen.see("k", "http://k", is_article=True, dates=DATES)
    seen.see("k", "http://www.k", is_article=False, dates=None)
    assert (seen.address("k"), seen.is_article("k"), seen.dates("k")) == ("http://k", True, DATES)
    assert (seen.address("l"), seen.is_article("l"), seen.dates("l")) == (None, False, None)
