"""Targets, their uses and odd links, as the checks ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.kinds import AnswerKind, PageKind, Region, TargetKind
from crawler.store.crawl import Crawl, LinkUse, OddLink, Target
from tests.builders import answer, article, at, column, crawl_file, home, link, page, portal, unit

TOWN = unit("town", "township", "/town/")
NAV = [link("/tzgg/", "通知公告", nav=True), link("/old.html", "旧站", nav=True)]
GONE = answer(
    AnswerKind.HTTP_404, status=404, confirmed=False, detail="nginx", redirects=(at("/hop"),), final_url=at("/x")
)


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Crawl]:
    pages = [
        home(links=[*NAV, link("javascript:;", "打印", url=None), link("{{url}}", "", url=None)]),
        column("/tzgg/", links=[*NAV, link("./1.html", "一", url=at("/tzgg/1.html")), link("/old.html", "旧文")]),
        article("/town/1.html", links=[*NAV, link("/a.doc", "附件", kind=TargetKind.ATTACHMENT)]),
        article(
            "/town/2.html",
            links=[*NAV, link("/a.doc", "附件", kind=TargetKind.IMAGE), link("http://10.1.1.1/", "内网")],
        ),
    ]
    path = crawl_file(tmp_path / "c.sqlite", pages, of=portal(TOWN), answers={"/old.html": GONE, "/a.doc": answer()})
    with Crawl.open(path) as opened:
        yield opened


def test_targets_are_distinct_sorted_and_carry_the_whole_answer(crawl: Crawl) -> None:
    targets = {target.url: target for target in crawl.targets()}
    assert list(targets) == sorted(targets) == [
        "http://10.1.1.1/", at("/a.doc"), at("/old.html"), at("/tzgg/"), at("/tzgg/1.html")
    ]  # fmt: skip
    old = targets[at("/old.html")]
    assert old.attempts == GONE.attempts
    assert old == Target(
        url=at("/old.html"),
        kind=TargetKind.PAGE,
        answer=AnswerKind.HTTP_404,
        status=404,
        final_url=at("/x"),
        redirects=(at("/hop"),),
        confirmed=False,
        detail="nginx",
        told=old.told,
        elapsed_ms=12,
    )
    assert targets[at("/tzgg/1.html")] == Target(at("/tzgg/1.html"), TargetKind.PAGE), "never requested"
    assert targets[at("/a.doc")].kind is TargetKind.ATTACHMENT, "attachment before image"


def test_targets_of_a_unit_are_those_linked_on_its_own_pages(crawl: Crawl) -> None:
    town = [target.url for target in crawl.targets(crawl.portal.unit("town"))]
    assert town == ["http://10.1.1.1/", at("/a.doc"), at("/old.html"), at("/tzgg/")]
    assert list(crawl.targets(crawl.portal.unit("county"))) == list(crawl.targets())


def test_uses_count_pages_and_show_one_place_on_each(crawl: Crawl) -> None:
    uses = crawl.uses(at("/old.html"))
    assert uses.count == 4, "the page that links it twice counts once"
    assert uses.regions == ("body", "nav")
    assert uses.examples[0] == LinkUse(at("/"), "旧站", Region.NAV, "/old.html")
    assert [use.page_url for use in uses.examples] == sorted(use.page_url for use in uses.examples)
    in_town = crawl.uses(at("/old.html"), crawl.portal.unit("town"))
    assert (in_town.count, in_town.regions) == (2, ("nav",))
    assert crawl.uses(at("/nowhere.html")).count == 0


def test_examples_are_at_most_five(tmp_path: Path) -> None:
    pages = [article(f"/{number}.html", links=NAV) for number in range(9)]
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", pages)) as crawl:
        uses = crawl.uses(at("/tzgg/"))
        assert uses.count == 9
        assert [use.page_url for use in uses.examples] == [at(f"/{number}.html") for number in range(5)]


def test_odd_links_are_those_without_address_and_those_that_look_wrong(crawl: Crawl) -> None:
    assert list(crawl.odd_links()) == [
        OddLink("http://10.1.1.1/", "http://10.1.1.1/", TargetKind.PAGE, 1, (
            LinkUse(at("/town/2.html"), "内网", Region.BODY, "http://10.1.1.1/"),)),
        OddLink("javascript:;", None, TargetKind.PAGE, 1, (LinkUse(at("/"), "打印", Region.BODY, "javascript:;"),)),
        OddLink("{{url}}", None, TargetKind.PAGE, 1, (LinkUse(at("/"), "", Region.BODY, "{{url}}"),)),
    ]  # fmt: skip
    assert [odd.href for odd in crawl.odd_links(crawl.portal.unit("town"))] == ["http://10.1.1.1/"]


def test_links_of_a_page_come_back_in_document_order(crawl: Crawl) -> None:
    assert crawl.links(at("/tzgg/")) == (
        *NAV, link("./1.html", "一", url=at("/tzgg/1.html")), link("/old.html", "旧文")
    )  # fmt: skip
    assert crawl.links(at("/town/")) == ()


def test_a_block_that_stands_twice_on_a_page_is_kept_twice(tmp_path: Path) -> None:
    links = [*NAV, link("/a.html", "甲"), *NAV]
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", [page("/", PageKind.HOME, links=links)])) as crawl:
        assert crawl.links(at("/")) == tuple(links)
        assert crawl.uses(at("/tzgg/")).count == 1


def test_link_texts_are_distinct_pairs(crawl: Crawl) -> None:
    assert list(crawl.link_texts(crawl.portal.unit("town"))) == [
        ("内网", "http://10.1.1.1/"),
        ("旧站", at("/old.html")),
        ("通知公告", at("/tzgg/")),
        ("附件", at("/a.doc")),
    ]
