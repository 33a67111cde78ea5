"""Items of long columns read like any tuple, also after the crawl was closed and in a forked process."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.kinds import DateSource, TargetKind
from crawler.store.crawl import Crawl
from crawler.store.spool import Spool
from crawler.survey import survey
from crawler.survey.column import Item
from crawler.survey.stored import LEAST, Stored, stored_items
from tests.builders import at, column, crawl_file, home, link, row

ITEMS = st.lists(
    st.builds(
        Item,
        st.text(),
        st.text(),
        st.none() | st.dates(),
        st.sampled_from([*DateSource, ""]),
        st.text(),
        st.sampled_from(TargetKind),
        st.lists(st.tuples(st.text(), st.text()), max_size=2).map(tuple),
    ),
    max_size=8,
)


@given(ITEMS)
def test_what_comes_back_is_what_was_put_down(items: list[Item]) -> None:
    spool = Spool()
    kept = Stored(Item, items, spool)
    assert list(kept) == items
    assert kept == tuple(items)
    assert (len(kept), bool(kept)) == (len(items), bool(items))
    assert kept[1:] == tuple(items[1:])
    assert [kept[at] for at in range(len(items))] == items
    spool.close()


def test_only_long_columns_are_put_down() -> None:
    spool = Spool()
    items = tuple(Item(str(at), f"http://x/{at}", dt.date(2025, 1, 1)) for at in range(LEAST))
    assert stored_items(items[1:], spool) is not items
    assert isinstance(stored_items(items[1:], spool), tuple)
    assert isinstance(stored_items(items, spool), Stored)
    assert stored_items(items, spool) == items


def test_a_spool_lives_as_long_as_somebody_refers_to_it() -> None:
    kept = Stored(Item, [Item("a", "http://x/")], Spool())
    assert [item.title for item in kept] == ["a"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_reads_them_too() -> None:
    kept = Stored(Item, [Item("a", "http://x/")], Spool())
    child = os.fork()
    if child == 0:  # pragma: no cover  # in the child
        os._exit(0 if kept[0].title == "a" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert kept[0].title == "a"


def test_a_survey_that_puts_rows_down_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crumbs = ["首页", "通知公告"]
    rows = [row(f"通知{at}", f"/tzgg/{at}.html", "2025-11-17") for at in range(3)]
    pages = [
        home(links=[link("/tzgg/", "通知公告")]),
        column("/tzgg/", crumbs, rows[:2], further=["/tzgg/index_1.html"], pages=2),
        column("/tzgg/index_1.html", crumbs, rows[2:], page=2),
    ]
    with Crawl.open(crawl_file(tmp_path / "crawl.sqlite", pages)) as crawl:
        as_usual = crawl.columns()
    monkeypatch.setattr(survey, "ROWS_KEPT", 0)
    with Crawl.open(crawl_file(tmp_path / "again.sqlite", pages)) as crawl:
        assert crawl.columns() == as_usual
    assert [len(each.items) for each in as_usual] == [3]


def test_columns_may_be_asked_for_while_something_else_is_read(tmp_path: Path) -> None:
    crumbs = ["首页", "通知公告"]
    pages = [home(links=[link("/tzgg/", "通知公告")]), column("/tzgg/", crumbs, [row("甲", "/1.html", "2025-11-17")])]
    with Crawl.open(crawl_file(tmp_path / "crawl.sqlite", pages)) as crawl:
        reading = crawl.link_texts()
        first = next(reading)
        assert [each.path for each in crawl.columns()] == ["首页>通知公告"]
        assert crawl.listed_in(at("/1.html")) == (0,)
        assert [first, *reading] == list(crawl.link_texts())
