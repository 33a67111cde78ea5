"""Rows with month and day only: which year they get, from where, and what must never happen."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import ArticleFacts, Found, PageReading
from crawler.kinds import DateSource, PageKind, TargetKind
from crawler.store.crawl import Column, Crawl
from crawler.survey.column import Item
from crawler.survey.years import complete_years
from tests.builders import article, at, column, crawl_file, page, row

CRAWLED = dt.date(2025, 11, 20)


def items(*shown: str) -> tuple[Item, ...]:
    """Rows as lists show them: whole dates, or month and day."""
    whole = len("2025-11-18")
    return tuple(
        Item("题", f"http://a.cn/{at}", dt.date.fromisoformat(text), DateSource.LIST)
        if len(text) == whole
        else Item("题", f"http://a.cn/{at}", date_text=text)
        for at, text in enumerate(shown)
    )


def told(*shown: str, crawled_on: dt.date | None = CRAWLED) -> list[str]:
    """The dates that come out, with the last word of their source."""
    completed = complete_years(items(*shown), crawled_on)
    return [f"{item.date} {item.date_source}".removesuffix(" list") for item in completed]


def test_a_list_that_falls_takes_the_latest_years_up_to_the_crawl() -> None:
    assert told("11-18", "03-05", "12-28", "10-01") == [
        "2025-11-18 list-year-from-crawl-day",
        "2025-03-05 list-year-from-crawl-day",
        "2024-12-28 list-year-from-crawl-day",
        "2024-10-01 list-year-from-crawl-day",
    ]


def test_tomorrow_is_no_future_but_the_day_after_is() -> None:
    assert told("11-21") == ["2025-11-21 list-year-from-crawl-day"]
    assert told("11-22") == ["2024-11-22 list-year-from-crawl-day"]


def test_29_february_goes_back_to_a_leap_year() -> None:
    assert told("02-29") == ["2024-02-29 list-year-from-crawl-day"]


def test_a_list_that_rises_all_the_time_falls_by_no_date() -> None:
    assert told("03-18", "06-02", "02-11", "09-25") == ["None "] * 4


def test_long_lists_may_turn_the_year_more_than_once() -> None:
    year = ["11-01", "10-01", "09-01", "08-01", "07-01", "06-01", "05-01", "04-01", "03-01", "02-01"]
    dates = [item.date for item in complete_years(items(*year, *year, *year), CRAWLED)]
    assert (dates[0], dates[-1]) == (dt.date(2025, 11, 1), dt.date(2023, 2, 1))


def test_neighbours_leave_one_year() -> None:
    assert told("2025-10-08", "09-05", "2025-06-01", "02-02", "2024-12-30", crawled_on=None) == [
        "2025-10-08",
        "2025-09-05 list-year-from-neighbours",
        "2025-06-01",
        "2025-02-02 list-year-from-neighbours",
        "2024-12-30",
    ]


def test_the_crawl_is_the_upper_neighbour_of_the_first_rows() -> None:
    assert told("10-18", "02-02", "2024-12-30")[:2] == [
        "2025-10-18 list-year-from-neighbours",
        "2025-02-02 list-year-from-neighbours",
    ]


def test_neighbours_that_allow_several_years_tell_nothing_by_themselves() -> None:
    assert told("2025-10-08", "09-05", "2021-06-01", crawled_on=None)[1] == "None "
    assert told("2025-10-08", "09-05", "2021-06-01")[1] == "2025-09-05 list-year-from-crawl-day"


def test_neighbours_of_a_list_that_rises_tell_nothing() -> None:
    assert told("2021-03-05", "09-05", "2025-06-01", crawled_on=None)[1] == "None "


def test_without_a_day_of_the_crawl_and_neighbours_nothing_is_told() -> None:
    assert told("11-18", crawled_on=None) == ["None "]


def test_texts_that_are_no_days_stay_as_they_are() -> None:
    assert told("3天前", "", "11-18") == ["None ", "None ", "2025-11-18 list-year-from-crawl-day"]


DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2025, 12, 31))
SHOWN = st.lists(DAYS.flatmap(lambda day: st.sampled_from([day.isoformat(), day.strftime("%m-%d"), "", "3天前"])))


@given(SHOWN, st.none() | DAYS)
def test_nothing_is_lost_or_invented(shown: list[str], crawled_on: dt.date | None) -> None:
    before = items(*shown)
    after = complete_years(before, crawled_on)
    assert [item.url for item in after] == [item.url for item in before]
    for old, new in zip(before, after, strict=True):
        if old.date is not None or not old.date_text or new.date is None:
            assert new == old
        else:
            assert f"{new.date:%m-%d}" == old.date_text
            assert new.year_inferred
            assert crawled_on is None or new.date <= crawled_on + dt.timedelta(days=1)


@given(st.lists(DAYS, min_size=1), DAYS)
def test_inferred_lists_never_rise(days: list[dt.date], crawled_on: dt.date) -> None:
    completed = complete_years(items(*(day.strftime("%m-%d") for day in days)), crawled_on)
    dates = [item.date for item in completed if item.date]
    assert all(upper >= lower for upper, lower in pairwise(dates))


@given(st.lists(DAYS, min_size=2, unique=True), st.data())
def test_what_neighbours_tell_is_true_in_a_list_that_falls(days: list[dt.date], data: st.DataObject) -> None:
    fallen = sorted(days, reverse=True)
    hidden = data.draw(st.sets(st.integers(0, len(fallen) - 1)))
    shown = [day.strftime("%m-%d") if at in hidden else day.isoformat() for at, day in enumerate(fallen)]
    for day, item in zip(fallen, complete_years(items(*shown), None), strict=True):
        assert item.date in (day, None)


def surveyed(folder: Path, *pages: PageReading) -> Column:
    with Crawl.open(crawl_file(folder / "c.sqlite", pages)) as crawl:
        return next(one for one in crawl.columns() if one.url == at("/tzgg/"))


def test_the_article_tells_the_year_before_anything_else(tmp_path: Path) -> None:
    rows = [row("跨年", "/1.html", "12-31"), row("同日", "/2.html", "11-15"), row("不符", "/3.html", "05-05")]
    only = surveyed(
        tmp_path,
        column("/tzgg/", rows=rows),
        article("/1.html", date="2023-01-02"),
        article("/2.html", date="2021-11-15"),
        article("/3.html", date="2020-11-15"),
    )
    assert [(str(item.date), item.date_source) for item in only.items] == [
        ("2022-12-31", "list-year-from-article"),
        ("2021-11-15", "list-year-from-article"),
        ("2021-05-05", "list-year-from-crawl-day"),
    ]
    assert only.items[0].conflicts == (("meta PubDate", "2023-01-02"),)
    assert only.items[1].conflicts == ()
    assert only.items[2].conflicts == (("meta PubDate", "2020-11-15"),)
    assert not only.sorted_desc, "an inferred year proves no order"
    assert "list-years-inferred" in only.notes


def test_a_url_sets_a_limit_where_the_reader_set_none(tmp_path: Path) -> None:
    only = surveyed(tmp_path, column("/tzgg/", rows=[row("值班", "/202501/t20250103_1.html", "12-30")]))
    assert [(str(item.date), item.date_source) for item in only.items] == [("2024-12-30", "list-year-from-url")]


def test_every_date_keeps_its_conflicts(tmp_path: Path) -> None:
    filed = "/202510/t20251031_1.html"
    shown = ArticleFacts(
        date=Found(dt.date(2025, 11, 3), "label 发布时间"), conflicts=(("meta PubDate", "2025-11-09"),)
    )
    only = surveyed(
        tmp_path,
        column(
            "/tzgg/", rows=[row("甲", "/202510/t20251031_1.html", "2025-11-01"), row("乙", "/2.html", "2025-11-01")]
        ),
        page(filed, PageKind.ARTICLE, article=shown),
        article("/2.html", date="2025-11-01"),
    )
    assert only.items[0].date_source is DateSource.LIST
    assert only.items[0].conflicts == (
        ("label 发布时间", "2025-11-03"),
        ("meta PubDate", "2025-11-09"),
        ("url", "2025-10-31"),
    )
    assert only.items[1].conflicts == ()


@pytest.mark.parametrize(
    ("address", "target", "date", "source"),
    [
        ("/202510/t20251031_1.html", TargetKind.PAGE, "2025-10-31", "url"),
        ("/a/P020251031394857.pdf", TargetKind.ATTACHMENT, "2025-10-31", "file"),
        ("/a/b.pdf", TargetKind.ATTACHMENT, None, ""),
        ("https://www.gov.cn/202510/t20251031_1.html", TargetKind.EXTERNAL, "2025-10-31", "url"),
        ("/plain.html", TargetKind.PAGE, None, ""),
    ],
)
def test_rows_without_a_date(tmp_path: Path, address: str, target: TargetKind, date: str | None, source: str) -> None:
    (item,) = surveyed(tmp_path, column("/tzgg/", rows=[row("甲", address)])).items
    assert (item.target, item.date and item.date.isoformat(), item.date_source) == (target, date, source)
    assert item.may_be_later is bool(source)
    assert not item.surely_dated


def test_the_date_of_a_document_is_the_earliest_day_possible(tmp_path: Path) -> None:
    facts = ArticleFacts(document_date=Found(dt.date(2025, 10, 20), "label 成文日期"))
    only = surveyed(
        tmp_path, column("/tzgg/", rows=[row("办法", "/1.html")]), page("/1.html", PageKind.ARTICLE, article=facts)
    )
    assert [(str(item.date), item.date_source) for item in only.items] == [("2025-10-20", "document")]
    assert only.undated == 0


def test_columns_that_lead_to_other_portals(tmp_path: Path) -> None:
    rows = [
        row("一", "https://www.gov.cn/1.htm", "2025-11-01"),
        row("二", "https://www.gov.cn/2.htm"),
        row("三", "/3.html"),
    ]
    assert surveyed(tmp_path, column("/tzgg/", rows=rows)).outward
