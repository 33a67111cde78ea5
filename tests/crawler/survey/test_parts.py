"""Columns whose list comes in parts from elsewhere: answers of interfaces, frames, catalogues, second addresses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from crawler.facts import ArticleFacts, Found, ListFacts, PageReading, Row
from crawler.kinds import AnswerKind, ListSource, PageKind, TotalMeaning
from crawler.store.crawl import Column, Crawl
from crawler.urls import GET_MARK
from tests.builders import answer, article, at, column, crawl_file, link, page, portal, row, unit

CRUMBS = ["首页", "政务公开", "通知公告"]
CALL = "/gkmlpt/api/all/11?page={}&sid=7".format


def rows_of(*numbers: int) -> list[Row]:
    return [row(f"关于第{n}号事项的通知", f"/xw/{n}.html", f"2025-11-{28 - n:02d}") for n in numbers]


def an_answer(number: int, rows: Iterable[Row] = (), *, further: Iterable[int] = (), **listing: Any) -> PageReading:
    """What the interface answered for a page of the list."""
    facts = {"source": ListSource.API, "page": number, "rows": tuple(rows), **listing}
    listed = ListFacts(**facts, further_pages=tuple(at(CALL(n)) for n in further))
    return page(CALL(number) + GET_MARK, PageKind.LIST_DATA, list=listed)


def a_shell(*parts: int, address: str = "/tzgg/", **more: Any) -> PageReading:
    """A column's page that shows nothing until its script has loaded the list."""
    return column(address, CRUMBS, further=[CALL(n) for n in parts], source=ListSource.API, **more)


def surveyed(folder: Path, pages: list[PageReading], **more: Any) -> tuple[Column, ...]:
    with Crawl.open(crawl_file(folder / "c.sqlite", pages, **more)) as crawl:
        return crawl.columns()


def test_the_page_is_the_head_even_when_an_answer_is_page_1(tmp_path: Path) -> None:
    pages = [a_shell(1), an_answer(1, rows_of(1, 2), further=[2], total=3, pages=2), an_answer(2, rows_of(3), total=3)]
    (only,) = surveyed(tmp_path, pages)
    assert (only.url, only.shape, only.source) == (at("/tzgg/"), PageKind.COLUMN, ListSource.API)
    assert [item.title for item in only.items] == [f"关于第{n}号事项的通知" for n in (1, 2, 3)]
    assert (only.total, only.total_means, only.pages_declared, only.pages_seen) == (3, TotalMeaning.RECORDS, 2, 2)
    assert (only.sorted_desc, only.second_seen, only.missing_pages) == (True, True, ())


def test_answers_alone_never_make_a_column(tmp_path: Path) -> None:
    assert surveyed(tmp_path, [an_answer(1, rows_of(1, 2)), an_answer(2, rows_of(3))]) == ()


def test_two_columns_may_show_the_same_answer(tmp_path: Path) -> None:
    pages = [a_shell(1), a_shell(1, address="/gsgg/", facts={"title": "公示公告"}), an_answer(1, rows_of(1, 2))]
    assert [(one.url, len(one.items)) for one in surveyed(tmp_path, pages)] == [(at("/gsgg/"), 2), (at("/tzgg/"), 2)]


@pytest.mark.parametrize(
    ("parts", "proof", "total"),
    [
        ([an_answer(1, total=0, empty_proof="total=0")], "total=0", 0),
        ([an_answer(1, total=0, empty_proof="total=0", total_means=TotalMeaning.CAP)], "total=0", 0),
        ([an_answer(1)], None, None),
        ([an_answer(1, total=0, empty_proof="total=0", obstacle="list-answer-unreadable")], None, 0),
        ([], None, None),
    ],
    ids=["counts zero", "cap", "says nothing", "not understood", "unread"],
)
def test_proof_of_emptiness_from_an_interface(
    parts: list[PageReading], proof: str | None, total: int | None, tmp_path: Path
) -> None:
    (only,) = surveyed(tmp_path, [a_shell(1), *parts])
    assert (only.items, only.empty_proof, only.total) == ((), proof, total)


def test_one_of_two_interfaces_proves_nothing_for_the_other(tmp_path: Path) -> None:
    pages = [a_shell(1, 5), an_answer(1, total=0, empty_proof="total=0")]
    (only,) = surveyed(tmp_path, pages)
    assert (only.empty_proof, only.total, only.missing_pages) == (None, None, (at(CALL(5)),))


def test_rows_of_one_part_rule_out_the_proof_of_another(tmp_path: Path) -> None:
    pages = [a_shell(1, 5), an_answer(1, total=0, empty_proof="total=0"), an_answer(5, rows_of(1), total=1)]
    (only,) = surveyed(tmp_path, pages)
    assert (len(only.items), only.empty_proof, only.total) == (1, None, None)


def test_what_the_page_declares_goes_before_its_interface(tmp_path: Path) -> None:
    head = column("/tzgg/", CRUMBS, rows_of(1, 2), further=[CALL(1)], source=ListSource.CDATA, total=138)
    (only,) = surveyed(tmp_path, [head, an_answer(1, rows_of(1, 2, 3), total=3)])
    assert (only.source, only.total, len(only.items), only.pages_seen) == (ListSource.CDATA, 138, 3, 2)


def test_why_a_part_is_missing(tmp_path: Path) -> None:
    answers = {
        CALL(1) + GET_MARK: answer(AnswerKind.HTTP_404, status=404),
        CALL(2) + GET_MARK: answer(AnswerKind.BOT_WALL, status=412),
    }
    (only,) = surveyed(tmp_path, [a_shell(1, 2, 3, 4)], answers=answers, known=[CALL(3) + GET_MARK])
    assert only.missing_pages == tuple(at(CALL(n)) for n in (1, 2, 3, 4))
    assert only.missing_reasons == ("list-call-failed", "bot-wall", "interrupted", "list-page-not-requested")


def test_parts_that_repeat_each_other_were_not_read(tmp_path: Path) -> None:
    pages = [a_shell(1, 2, 3), *(an_answer(number, rows_of(1, 2), total=6) for number in (1, 2, 3))]
    (only,) = surveyed(tmp_path, pages)
    assert only.missing_pages == tuple(at(CALL(n) + GET_MARK) for n in (2, 3))
    assert set(only.missing_reasons) == {"list-page-repeated"}
    assert (len(only.items), only.total) == (2, None)


def test_a_frame_belongs_to_every_column_that_shows_it(tmp_path: Path) -> None:
    inner = "/inner/list.html"
    pages = [
        column("/tzgg/", CRUMBS, further=[inner], source=ListSource.IFRAME),
        column("/gsgg/", ["首页", "公示"], further=[inner], source=ListSource.IFRAME),
        column(inner, (), rows_of(1, 2), further=["/inner/list_2.html"], pages=2),
        column("/inner/list_2.html", (), rows_of(3), page=2),
    ]
    columns = surveyed(tmp_path, pages)
    assert [(one.url, one.source, len(one.items), one.pages_seen) for one in columns] == [
        (at("/gsgg/"), ListSource.IFRAME, 3, 2),
        (at("/tzgg/"), ListSource.IFRAME, 3, 2),
    ]


def test_a_frame_that_was_not_read(tmp_path: Path) -> None:
    (only,) = surveyed(tmp_path, [column("/tzgg/", CRUMBS, further=["/inner/"], source=ListSource.IFRAME)])
    assert (only.empty_proof, only.missing_pages, only.missing_reasons) == (
        None,
        (at("/inner/"),),
        ("list-page-not-requested",),
    )


def test_frames_that_hold_each_other_are_still_columns(tmp_path: Path) -> None:
    pages = [
        column("/a/", ["首页", "甲"], rows_of(1), further=["/b/"], source=ListSource.IFRAME),
        column("/b/", ["首页", "乙"], rows_of(2), further=["/a/"], source=ListSource.IFRAME),
    ]
    assert [one.url for one in surveyed(tmp_path, pages)] == [at("/a/"), at("/b/")]


def test_a_catalogue_has_a_column_for_each_of_its_lists(tmp_path: Path) -> None:
    opened = (Row("规划计划", at(CALL(1))), Row("财政预决算", at(CALL(9))), Row("机构职能", at("/jgzn/")))
    tree = ListFacts(ListSource.JSON, columns=opened)
    crumbs = {"breadcrumb": column("/x", ["首页", "目录"]).facts.breadcrumb}
    pages = [page("/gkmlpt/index", PageKind.LANDING, list=tree, **crumbs), an_answer(1, rows_of(1, 2), total=2)]
    columns = {one.name: one for one in surveyed(tmp_path, pages)}
    assert set(columns) == {"目录", "规划计划", "财政预决算"}
    read, unread = columns["规划计划"], columns["财政预决算"]
    assert (read.path, read.shape, len(read.items), read.total) == ("首页>目录>规划计划", PageKind.COLUMN, 2, 2)
    assert (unread.items, unread.missing_reasons, unread.empty_proof) == ((), ("list-page-not-requested",), None)


def test_one_list_at_two_addresses_is_one_column(tmp_path: Path) -> None:
    pages = [
        column(address, CRUMBS, rows_of(1, 2), facts={"title": "通知公告"}) for address in ("/tzgg/", "/gk/tz.html")
    ]
    assert [one.url for one in surveyed(tmp_path, pages)] == [at("/tzgg/")]


def test_of_two_addresses_the_more_complete_one_stays(tmp_path: Path) -> None:
    pages = [
        column("/tzgg/", CRUMBS, rows_of(1, 2), further=["/tzgg/index_1.html"]),
        column("/gk/tongzhi.html", CRUMBS, rows_of(1, 2), further=["/gk/tongzhi_1.html"]),
        column("/gk/tongzhi_1.html", CRUMBS, rows_of(3), page=2),
    ]
    assert [(one.url, len(one.items)) for one in surveyed(tmp_path, pages)] == [(at("/gk/tongzhi.html"), 3)]


@pytest.mark.parametrize(
    "pages",
    [
        [column("/a/", ["首页", "甲"], rows_of(1)), column("/b/", ["首页", "乙"], rows_of(1))],
        [column("/a/", CRUMBS, rows_of(1, 2)), column("/b/", CRUMBS, rows_of(1, 3))],
        [column("/a/", CRUMBS, empty_proof="空"), column("/b/", CRUMBS, empty_proof="空")],
        [column("/a/", CRUMBS, rows_of(1)), column("/town/", CRUMBS, rows_of(1))],
        [
            page("/a/", PageKind.SINGLE_ARTICLE, article=ArticleFacts()),
            page("/b/", PageKind.SINGLE_ARTICLE, article=ArticleFacts()),
        ],
    ],
    ids=["other name", "other rows", "both empty", "other unit", "no text"],
)
def test_columns_that_only_look_alike_are_two(pages: list[PageReading], tmp_path: Path) -> None:
    assert len(surveyed(tmp_path, pages, of=portal(unit("town", "township", "/town/")))) == 2


def test_a_single_article_at_two_addresses_is_one_column(tmp_path: Path) -> None:
    text = ArticleFacts(title=Found("机构职能", "h1"), text="本局主要职责如下。", body_length=9)
    pages = [page(address, PageKind.SINGLE_ARTICLE, article=text, title="机构职能") for address in ("/jg/", "/zn.html")]
    assert [one.url for one in surveyed(tmp_path, pages)] == [at("/jg/")]


@pytest.mark.parametrize(("other", "columns"), [("same", 1), ("different", 2), (None, 2)])
def test_copies_of_a_folder_are_told_by_what_they_lead_to(other: str | None, columns: int, tmp_path: Path) -> None:
    """Byte for byte the same page in two folders: one column if its articles are the same, two if they are not."""
    pages = [column(f"/{f}/", CRUMBS, [row("通知甲", f"/{f}/1.html", "2025-11-17")]) for f in ("a", "b")]
    bodies = {"/a/": "page", "/b/": "page", "/a/1.html": "same"}
    pages.append(article("/a/1.html", "通知甲"))
    if other:
        pages.append(article("/b/1.html", "通知甲"))
        bodies["/b/1.html"] = other
    answers = {address: answer(body_hash=body) for address, body in bodies.items()}
    assert len(surveyed(tmp_path, pages, page_answers=answers)) == columns


def test_pages_whose_addresses_look_the_same_but_that_differ_are_two_columns(tmp_path: Path) -> None:
    pages = [
        column("/list.html", ["首页", "甲"], rows_of(1, 2)),
        column("/list.html?state=2", ["首页", "乙"], rows_of(5, 6)),
    ]
    assert {one.name: len(one.items) for one in surveyed(tmp_path, pages)} == {"甲": 2, "乙": 2}


def test_rows_of_answers_are_links_of_no_page_twice(tmp_path: Path) -> None:
    reading = an_answer(1, rows_of(1))
    linked = PageReading(reading.facts, (link("/xw/1.html", "关于第1号事项的通知"),))
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", [a_shell(1), linked])) as crawl:
        assert [page.url for page in crawl.pages()] == [at("/tzgg/")]
        assert crawl.counts["pages"] == crawl.counts["list_answers"] == 1
