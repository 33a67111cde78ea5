"""Items and their dates: where they come from, which of them count, and what they prove."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import PageReading, Row
from crawler.kinds import AnswerKind
from crawler.store.crawl import Column, Crawl
from crawler.survey.column import Item
from crawler.survey.column_items import Items, dating
from tests.builders import answer, article, at, column, crawl_file, row


def surveyed(folder: Path, pages: Iterable[PageReading], at_time: str | None = None) -> Column:
    """The only column of a crawl whose list page was fetched at `at_time`."""
    readings = list(pages)
    answers = {reading.facts.url: answer(at=at_time) for reading in readings} if at_time else {}
    with Crawl.open(crawl_file(folder / "c.sqlite", readings, page_answers=answers)) as crawl:
        (only,) = crawl.columns()
    return only


def test_rows_with_the_same_address_are_one_item_and_a_date_is_kept(tmp_path: Path) -> None:
    rows = [row("甲（置顶）", "/1.html"), row("乙", "/2.html", "2025-11-10"), row("甲", "/1.html", "2025-11-01")]
    only = surveyed(tmp_path, [column("/tzgg/", rows=rows)])
    assert [(item.title, str(item.date)) for item in only.items] == [("甲", "2025-11-01"), ("乙", "2025-11-10")]


def test_rows_that_all_lead_to_the_home_page_stay_different_items(tmp_path: Path) -> None:
    dead = answer(AnswerKind.REDIRECT_TO_HOME, final_url=at("/"))
    listed = column("/tzgg/", rows=[row("甲", "/1.html"), row("乙", "/2.html")])
    path = crawl_file(tmp_path / "c.sqlite", [listed], answers={"/1.html": dead, "/2.html": dead})
    with Crawl.open(path) as crawl:
        assert [item.title for item in crawl.columns()[0].items] == ["甲", "乙"]


def test_a_row_without_date_takes_that_of_its_article(tmp_path: Path) -> None:
    rows = [row("甲", "/1.html"), row("乙", "/2.html"), row("丙", "/3.html", "2025-11-01")]
    pages = [column("/tzgg/", rows=rows), article("/1.html", date="2025-11-12"), article("/3.html", date="2020-01-01")]
    only = surveyed(tmp_path, pages)
    assert [(item.date_source, item.date and item.date.isoformat()) for item in only.items] == [
        ("article-meta", "2025-11-12"),
        ("", None),
        ("list", "2025-11-01"),
    ]
    assert (only.undated, only.newest, only.oldest) == (1, dt.date(2025, 11, 12), dt.date(2025, 11, 1))


def test_the_newest_item_need_not_be_the_first(tmp_path: Path) -> None:
    rows = [
        row("置顶", "/1.html", "2020-05-01"),
        row("新", "/2.html", "2025-11-17"),
        row("旧", "/3.html", "2025-11-02"),
    ]
    only = surveyed(tmp_path, [column("/tzgg/", rows=rows)])
    assert only.newest == dt.date(2025, 11, 17)
    assert not only.sorted_desc, "a pinned row destroys the proof that later pages are older"


def test_dates_beyond_the_day_after_the_crawl_are_not_believed(tmp_path: Path) -> None:
    rows = [
        row("明日", "/1.html", "2025-11-21"),
        row("笔误", "/2.html", "2055-11-19"),
        row("旧", "/3.html", "2025-11-01"),
    ]
    only = surveyed(tmp_path, [column("/tzgg/", rows=rows)], at_time="2025-11-20T02:00:00+00:00")
    assert only.newest == dt.date(2025, 11, 21)
    assert only.notes == ("list-future-dates-ignored",)
    assert [item.date for item in only.items][1] == dt.date(2055, 11, 19), "the item itself keeps what the page says"


def test_the_day_of_the_crawl_is_that_of_china(tmp_path: Path) -> None:
    rows = [row("次日", "/1.html", "2025-11-22")]
    only = surveyed(tmp_path, [column("/tzgg/", rows=rows)], at_time="2025-11-20T17:30:00Z")
    assert only.newest == dt.date(2025, 11, 22), "in China the 21st had begun"


def test_a_list_without_any_date_proves_no_order(tmp_path: Path) -> None:
    only = surveyed(tmp_path, [column("/tzgg/", rows=[row("甲", "/1.html"), row("乙", "/2.html")])])
    assert (only.undated, only.newest, only.oldest, only.sorted_desc) == (2, None, None, False)


def test_order_is_that_of_the_first_page_alone(tmp_path: Path) -> None:
    first = column(
        "/l.html", rows=[row("甲", "/1.html", "2025-11-17"), row("乙", "/2.html", "2025-11-17")], further=["/l_1.html"]
    )
    second = column("/l_1.html", rows=[row("丙", "/3.html", "2020-01-01"), row("丁", "/4.html", "2025-11-18")], page=2)
    assert surveyed(tmp_path, [first, second]).sorted_desc


dates = st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1))


@given(st.lists(st.none() | dates, max_size=8), st.none() | dates)
def test_dating_never_invents_a_date(days: list[dt.date | None], crawled_on: dt.date | None) -> None:
    items = [Item("题", f"http://a.cn/{number}", day) for number, day in enumerate(days)]
    result = dating(items, crawled_on)
    limit = crawled_on + dt.timedelta(days=1) if crawled_on else dt.date.max
    believable = [day for day in days if day and day <= limit]
    assert result.newest == max(believable, default=None)
    assert result.oldest == min(believable, default=None)
    assert result.undated == days.count(None)
    assert result.ignored == any(day > limit for day in days if day)


@given(st.lists(dates, min_size=1, max_size=6))
def test_order_is_judged_with_every_dated_row(days: list[dt.date]) -> None:
    rows = [Row("题", at(f"/{number}.html"), day) for number, day in enumerate(days)]
    listed = column("/l.html", rows=rows).facts
    assert Items(str, lambda url: None).never_rise(listed) == (days == sorted(days, reverse=True))
