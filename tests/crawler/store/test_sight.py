"""What was seen and what was not, and for whom."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crawler.kinds import AnswerKind, EndReason, TargetKind
from crawler.store.crawl import Coverage, Crawl, Unobserved
from tests.builders import answer, article, at, column, crawl_file, home, link, portal, unit

WALL = answer(AnswerKind.BOT_WALL, status=412, detail="$_ts")
GONE = answer(AnswerKind.HTTP_404, status=404)
UNITS = portal(unit("town", "township", "/town/"), unit("office", "department", "/town/office/", "/jyj/"))


def _crawl(path: Path, end: EndReason | None = EndReason.PAGE_BUDGET) -> Path:
    return crawl_file(
        path,
        [
            home(links=[link("http://far.example.cn/", kind=TargetKind.EXTERNAL), link("/x.pdf")]),
            column("/town/", links=[link("/town/secret.doc", kind=TargetKind.ATTACHMENT)]),
            article("/town/office/1.html"),
        ],
        of=UNITS,
        known=["/town/wall.html", "/town/gone.html", "/town/later.html", "/jyj/later.html", "/later.html"],
        answers={
            "/town/wall.html": WALL,
            "/town/gone.html": GONE,
            "/town/secret.doc": answer(AnswerKind.LOGIN, status=401),
            "http://far.example.cn/": answer(AnswerKind.FORBIDDEN_OUTSIDE, status=403),
            "/x.pdf": GONE,
        },
        refused={"/town/robots.html": "robots-forbidden", "/elsewhere.html": "scope"},
        end=end,
    )


def test_coverage_counts_known_pages_in_scope(tmp_path: Path) -> None:
    with Crawl.open(_crawl(tmp_path / "c.sqlite")) as crawl:
        town, office, county = (crawl.portal.unit(name) for name in ("town", "office", "county"))
        # observed: the list page and the proven 404; only known: bot wall, waiting, refused by robots.txt
        assert crawl.coverage(town) == Coverage(observed=2, known=5)
        assert crawl.coverage(office) == Coverage(observed=1, known=2)
        assert crawl.coverage(county) == crawl.coverage() == Coverage(observed=4, known=9)
        assert crawl.coverage(town).share == Decimal("0.4")


def test_coverage_of_nothing_is_nothing() -> None:
    assert Coverage(0, 0).share == 0


def test_not_observed_names_every_gap_once_with_its_reason(tmp_path: Path) -> None:
    with Crawl.open(_crawl(tmp_path / "c.sqlite")) as crawl:
        town = list(crawl.not_observed(crawl.portal.unit("town")))
        assert town == [
            Unobserved(at("/town/later.html"), AnswerKind.BUDGET),
            Unobserved(at("/town/robots.html"), AnswerKind.ROBOTS),
            Unobserved(at("/town/secret.doc"), AnswerKind.LOGIN),
            Unobserved(at("/town/wall.html"), AnswerKind.BOT_WALL, "$_ts"),
        ]
        everything = [gap.url for gap in crawl.not_observed()]
        assert everything == sorted(set(everything))
        assert {"http://far.example.cn/", at("/later.html"), at("/jyj/later.html")} < set(everything)
        assert at("/x.pdf") not in everything, "a proven fault is an observation"
        assert at("/elsewhere.html") not in everything, "out of scope is nobody's gap"


@pytest.mark.parametrize(
    ("end", "reason"),
    [
        (EndReason.TIME_BUDGET, AnswerKind.BUDGET),
        (EndReason.INTERRUPTED, AnswerKind.INTERRUPTED),
        (EndReason.FINISHED, AnswerKind.INTERRUPTED),
        (None, AnswerKind.INTERRUPTED),
    ],
)
def test_pages_left_waiting_have_the_reason_for_which_the_crawl_ended(
    tmp_path: Path, end: EndReason | None, reason: AnswerKind
) -> None:
    with Crawl.open(_crawl(tmp_path / "c.sqlite", end)) as crawl:
        gaps = {gap.url: gap.reason for gap in crawl.not_observed()}
        assert gaps[at("/later.html")] is reason


def test_pages_belong_to_the_longest_scope(tmp_path: Path) -> None:
    with Crawl.open(_crawl(tmp_path / "c.sqlite")) as crawl:
        urls = {
            name: [page.url for page in crawl.pages(crawl.portal.unit(name))] for name in ("town", "office", "county")
        }
    assert urls == {
        "town": [at("/town/")],
        "office": [at("/town/office/1.html")],
        "county": [at("/"), at("/town/"), at("/town/office/1.html")],
    }


def test_offers_and_home(tmp_path: Path) -> None:
    with Crawl.open(_crawl(tmp_path / "c.sqlite")) as crawl:
        town, office, county = (crawl.portal.unit(name) for name in ("town", "office", "county"))
        offered = {
            who.id: [need for need in ("pages", "columns", "links", "home") if crawl.offers(need, who)]
            for who in (town, office, county)
        }
        assert offered == {
            "town": ["pages", "columns", "links", "home"],
            "office": ["pages"],
            "county": ["pages", "columns", "links", "home"],
        }
        home_page = crawl.home(county)
        assert home_page is not None
        assert home_page.url == at("/")
        with pytest.raises(KeyError):
            crawl.offers("screenshots", town)


def test_a_page_is_found_under_every_address_of_its_redirect(tmp_path: Path) -> None:
    moved = answer(final_url=at("/index.html"))
    path = crawl_file(
        tmp_path / "c.sqlite",
        [home(links=[link("/a.html", "甲")]), article("/town/1.html")],
        page_answers={"/": moved},
        answers={
            "/start": answer(final_url=at("/town/1.html")),
            "/dead": answer(AnswerKind.REDIRECT_TO_HOME, final_url=at("/")),
        },
    )
    with Crawl.open(path) as crawl:
        for address in ("/", "/index.html", "http://www.sample.gov.cn"):
            found = crawl.page(at(address))
            assert found is not None
            assert found.url == at("/")
        assert len(crawl.links(at("/index.html"))) == 1
        redirected = crawl.page(at("/start"))
        assert redirected is not None
        assert redirected.url == at("/town/1.html")
        assert crawl.page(at("/nowhere")) is None
        assert crawl.page(at("/dead")) is None, "a redirect to the home page is a fault, not a page"
