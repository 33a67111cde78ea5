"""Which list pages become one column, and under which address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from crawler.facts import ArticleFacts, Attachment, PageReading
from crawler.kinds import AnswerKind, EndReason, ListSource, PageKind
from crawler.store.crawl import Column, Crawl
from tests.builders import answer, article, at, column, crawl_file, page, row

CRUMBS = ["首页", "政务公开", "通知公告"]
PAGER = ["/tzgg/index.html", "/tzgg/index_1.html", "/tzgg/index_2.html"]


@contextmanager
def surveyed(folder: Path, pages: list[PageReading], **more: Any) -> Iterator[tuple[Column, ...]]:
    with Crawl.open(crawl_file(folder / "c.sqlite", pages, **more)) as crawl:
        yield crawl.columns()


def _list_page(number: int, rows: int = 2, **listing: Any) -> PageReading:
    own = [
        row(f"第{number}页第{k}条", f"/tzgg/{number}-{k}.html", f"2025-11-{17 - 2 * number - k:02d}")
        for k in range(rows)
    ]
    further = [address for address in PAGER if address != PAGER[number]]
    return column(PAGER[number], CRUMBS, own, further=further, page=number + 1, pages=3, total=6, **listing)


def test_pages_of_one_list_are_one_column(tmp_path: Path) -> None:
    with surveyed(tmp_path, [_list_page(2), _list_page(0), _list_page(1)]) as columns:
        (only,) = columns
    assert only.url == at("/tzgg/index.html")
    assert (only.path, only.name) == ("首页>政务公开>通知公告", "通知公告")
    assert (only.pages_seen, only.pages_declared, only.total) == (3, 3, 6)
    assert [item.title for item in only.items] == [f"第{page}页第{k}条" for page in range(3) for k in range(2)]
    assert (only.missing_pages, only.missing_reasons, only.obstacle, only.notes) == ((), (), None, ())


def test_a_page_that_only_its_neighbour_declares_belongs_to_the_column(tmp_path: Path) -> None:
    """Pagers that show only a window of pages: 1 names 2, 2 names 3."""
    chain = [
        column("/list.html", CRUMBS, further=["/list_2.html"]),
        column("/list_2.html", CRUMBS, further=["/list_3.html"], page=2),
        column("/list_3.html", CRUMBS, page=3),
        column("/other/", ["首页", "要闻"]),
    ]
    with surveyed(tmp_path, chain) as columns:
        assert [(one.url, one.pages_seen) for one in columns] == [(at("/list.html"), 3), (at("/other/"), 1)]


def test_a_folder_and_its_index_page_are_one_page(tmp_path: Path) -> None:
    rows = [row("甲", "/tzgg/1.html", "2025-11-17")]
    twins = [column("/tzgg/index.html", CRUMBS, rows), column("/tzgg/", CRUMBS, rows)]
    with surveyed(tmp_path, twins) as columns:
        assert [(one.url, one.pages_seen, len(one.items)) for one in columns] == [(at("/tzgg/"), 1, 1)]


def test_an_address_that_was_redirected_to_the_list_is_the_list(tmp_path: Path) -> None:
    rows = [row("甲", "/tzgg/1.html", "2025-11-17")]
    pages = [column("/tzgg.jsp", CRUMBS, rows), column("/tzgg/", CRUMBS, rows)]
    with surveyed(tmp_path, pages, page_answers={"/tzgg.jsp": answer(final_url=at("/tzgg/"))}) as columns:
        assert len(columns) == 1


def test_columns_of_the_same_name_at_different_addresses_stay_apart(tmp_path: Path) -> None:
    with surveyed(tmp_path, [column("/a/tzgg/", CRUMBS), column("/b/tzgg/", CRUMBS)]) as columns:
        assert [one.url for one in columns] == [at("/a/tzgg/"), at("/b/tzgg/")]


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"known": ["/tzgg/index_2.html"], "end": EndReason.PAGE_BUDGET}, "budget"),
        ({"known": ["/tzgg/index_2.html"], "end": EndReason.INTERRUPTED}, "interrupted"),
        ({"answers": {"/tzgg/index_2.html": answer(AnswerKind.BOT_WALL, status=412)}}, "bot-wall"),
        ({"answers": {"/tzgg/index_2.html": answer(AnswerKind.HTTP_404, status=404)}}, "list-page-broken"),
        ({"refused": {"/tzgg/index_2.html": "robots-forbidden"}}, "robots-forbidden"),
        ({"refused": {"/tzgg/index_2.html": "scope"}}, "list-page-not-requested"),
        ({}, "list-page-not-requested"),
    ],
)
def test_declared_pages_that_were_not_read_are_named_with_the_reason(
    tmp_path: Path, how: dict[str, Any], reason: str
) -> None:
    with surveyed(tmp_path, [_list_page(0), _list_page(1)], **how) as columns:
        (only,) = columns
    assert only.missing_pages == (at("/tzgg/index_2.html"),)
    assert only.missing_reasons == (reason,)
    assert only.pages_seen == 2


def test_a_declared_page_that_turned_out_to_be_no_list(tmp_path: Path) -> None:
    pages = [_list_page(0), _list_page(1), page("/tzgg/index_2.html", PageKind.OTHER)]
    with surveyed(tmp_path, pages) as columns:
        assert columns[0].missing_reasons == ("list-not-read",)


def test_without_its_first_page_a_column_keeps_the_first_address_but_proves_nothing(tmp_path: Path) -> None:
    with surveyed(tmp_path, [_list_page(1)], answers={PAGER[0]: answer(AnswerKind.TIMEOUT, status=None)}) as columns:
        (only,) = columns
    assert only.url == at("/tzgg/index.html")
    assert only.obstacle == "list-first-page-unseen"
    assert not only.sorted_desc
    assert only.missing_pages[0] == at("/tzgg/index.html")
    assert "list-first-page-unseen" in only.notes


def test_facts_about_emptiness_come_from_the_list(tmp_path: Path) -> None:
    pages = [
        column("/empty/", CRUMBS, empty_proof="totalRecord:0", total=0),
        column("/soon/", CRUMBS, construction="栏目建设中"),
        column("/script/", CRUMBS, source=ListSource.UNKNOWN, obstacle="needs-script"),
        column("/mute/", CRUMBS, source=ListSource.UNKNOWN),
        page("/torn/", PageKind.COLUMN, judgeable=False, reason="torn-page"),
        page("/no-list/", PageKind.COLUMN),
    ]
    with surveyed(tmp_path, pages) as columns:
        by_url = {one.url.removeprefix(at("/")): one for one in columns}
    assert by_url["empty/"].empty_proof == "totalRecord:0"
    assert by_url["empty/"].obstacle is None
    assert by_url["soon/"].construction == "栏目建设中"
    obstacles = {name: by_url[name].obstacle for name in ("script/", "mute/", "torn/", "no-list/")}
    assert obstacles == {
        "script/": "needs-script", "mute/": "list-not-read", "torn/": "torn-page", "no-list/": "list-not-read"
    }  # fmt: skip


def test_rows_on_a_later_page_refute_an_empty_first_page(tmp_path: Path) -> None:
    pages = [
        column(PAGER[0], CRUMBS, further=PAGER[1:2], empty_proof="empty container"),
        column(PAGER[1], CRUMBS, [row("甲", "/1.html", "2025-01-01")], page=2),
    ]
    with surveyed(tmp_path, pages) as columns:
        assert columns[0].empty_proof is None


def test_shapes_without_a_list_are_columns_of_their_own_kind(tmp_path: Path) -> None:
    pages = [
        page("/zwgk/", PageKind.LANDING, column_name="政务公开"),
        article("/jgzn/", title="机构职能", date="2024-03-01"),
        page(
            "/files/", PageKind.ATTACHMENT_LIST, article=ArticleFacts(attachments=(Attachment("表一", at("/1.xls")),))
        ),
        page(
            "/about/",
            PageKind.SINGLE_ARTICLE,
            title="机构简介",
            article=article("/x", "机构职能", "2024-03-01").facts.article,
        ),
        page("/", PageKind.HOME),
        page("/odd/", PageKind.OTHER),
    ]
    with surveyed(tmp_path, pages) as columns:
        by_shape = {one.shape: one for one in columns}
    assert set(by_shape) == {PageKind.LANDING, PageKind.ATTACHMENT_LIST, PageKind.SINGLE_ARTICLE}
    landing, files, single = (
        by_shape[shape] for shape in (PageKind.LANDING, PageKind.ATTACHMENT_LIST, PageKind.SINGLE_ARTICLE)
    )
    assert (landing.items, landing.obstacle, landing.newest) == ((), None, None)
    assert [item.url for item in files.items] == [at("/1.xls")]
    assert [(item.title, str(item.date), item.date_source) for item in single.items] == [
        ("机构职能", "2024-03-01", "article-meta")
    ]


def test_what_was_never_seen_is_no_column(tmp_path: Path) -> None:
    wall = {"/tzgg/": answer(AnswerKind.BOT_WALL, status=412)}
    path = crawl_file(tmp_path / "c.sqlite", [page("/", PageKind.HOME)], known=["/tzgg/"], answers=wall)
    with Crawl.open(path) as crawl:
        assert crawl.columns() == ()
        assert [(gap.url, gap.reason) for gap in crawl.not_observed()] == [(at("/tzgg/"), AnswerKind.BOT_WALL)]
