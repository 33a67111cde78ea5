"""The pandas frames have the documented columns, one row for each thing, and honest types."""

from __future__ import annotations

from pathlib import Path

from crawler.store import frames
from crawler.store.crawl import Crawl
from tests.builders import answer, article, at, column, crawl_file, home, link, row


def _crawl(folder: Path) -> Path:
    nav = [link("/tzgg/", "通知公告", nav=True)]
    return crawl_file(
        folder / "c.sqlite",
        [
            home(links=[*nav, link("javascript:;", url=None)]),
            column(
                "/tzgg/", ["首页", "通知公告"], [row("甲", "/1.html", "2025-11-17"), row("乙", "/2.html")], links=nav
            ),
            article("/1.html", date="2025-11-16", links=nav),
        ],
        answers={"/2.html": answer()},
    )


def test_pages_frame(tmp_path: Path) -> None:
    with Crawl.open(_crawl(tmp_path)) as crawl:
        frame = crawl.pages_frame()
    assert tuple(frame.columns) == frames.PAGES
    assert list(frame["url"]) == [at("/"), at("/1.html"), at("/tzgg/")]
    assert frame["date"].dt.date.tolist()[1].isoformat() == "2025-11-16"
    assert frame["list_rows"].tolist()[2] == 2
    assert frame["breadcrumb"].tolist()[2] == "首页>通知公告"
    assert set(frame["unit"]) == {"county"}


def test_links_frame_has_one_row_for_each_link_on_each_page_in_order(tmp_path: Path) -> None:
    with Crawl.open(_crawl(tmp_path)) as crawl:
        frame = crawl.links_frame()
        expected = [(page.url, one.href) for page in crawl.pages() for one in crawl.links(page.url)]
    assert tuple(frame.columns) == frames.LINKS
    assert list(zip(frame["page_url"], frame["href"], strict=True)) == expected
    assert frame["status"].tolist()[0] == 200
    assert frame["url"].isna().sum() == 1


def test_items_frame(tmp_path: Path) -> None:
    with Crawl.open(_crawl(tmp_path)) as crawl:
        frame = crawl.items_frame()
    assert tuple(frame.columns) == frames.ITEMS
    assert frame["title"].tolist() == ["甲", "乙"]
    assert frame["date_source"].tolist() == ["list", ""]
    assert set(frame["column"]) == {"首页>通知公告"}


def test_frames_of_an_empty_crawl_are_empty(tmp_path: Path) -> None:
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", [])) as crawl:
        assert [len(frame) for frame in (crawl.pages_frame(), crawl.links_frame(), crawl.items_frame())] == [0, 0, 0]
