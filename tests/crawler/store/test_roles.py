"""What addresses on the ledger are asked for, and what that means for counts and coverage."""

from __future__ import annotations

from pathlib import Path

from crawler.facts import ListFacts
from crawler.kinds import AnswerKind, EndReason, ListSource, PageKind
from crawler.store.crawl import Crawl
from crawler.store.ledger import Role, Waiting
from crawler.store.writer import CrawlStore
from crawler.urls import GET_MARK
from tests.builders import answer, at, column, home, link, page, portal, row, unit

CALL = at("/gkmlpt/api/all/1?page=1&sid=7") + GET_MARK
ROW = row("关于防汛的通知", "/town/tzgg/1.html", "2025-11-17")


def a_store(folder: Path) -> CrawlStore:
    described = portal(unit("town", "township", "/town/")).model_dump(mode="json", by_alias=True)
    return CrawlStore.create(folder / "crawl.sqlite", {"portal": described})


def recorded(store: CrawlStore, *waiting: Waiting) -> None:
    """A home page, and a town's column that shows a list from an interface; both are read."""
    store.add_waiting([Waiting(at("/"), 100, 0), Waiting(at("/town/tzgg/"), 50, 1, at("/"))])
    first, second = store.take(2, ())
    store.record_page(first.id, answer(), home(links=[link("/town/tzgg/", "通知公告")]), ())
    shell = column("/town/tzgg/", ["首页", "通知公告"], further=[CALL], source=ListSource.API)
    store.record_page(second.id, answer(), shell, waiting)


def a_call() -> Waiting:
    return Waiting(CALL, 60, 2, at("/town/tzgg/"), Role.CALL)


def coverage(path: Path) -> dict[str, tuple[int, int]]:
    with Crawl.open(path) as crawl:
        shares = {name: crawl.coverage(crawl.portal.unit(name)) for name in ("county", "town")}
        return {name: (share.observed, share.known) for name, share in shares.items()}


def test_a_row_says_what_it_is_asked_for_and_where_it_was_found(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        recorded(store, a_call())
        (row,) = store.take(5, ())
        assert (row.url, row.role, row.referrer) == (CALL, Role.CALL, at("/town/tzgg/"))
        assert store.row(CALL) == row


def test_a_delivered_part_is_no_page_and_its_rows_are_links_of_its_page(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        recorded(store, a_call())
        (row,) = store.take(5, ())
        reading = page(
            CALL, PageKind.LIST_DATA, links=[link(ROW.url, ROW.title)], list=ListFacts(ListSource.API, (ROW,))
        )
        store.record_page(row.id, answer(), reading, (), shown_on=row.referrer)
        counts = store.counts()
        assert (counts.pages, counts.list_answers, counts.answers) == (2, 1, 3)
        store.seal(EndReason.FINISHED)
    path = tmp_path / "crawl.sqlite"
    assert coverage(path) == {"county": (2, 2), "town": (1, 1)}
    with Crawl.open(path) as crawl:
        town = crawl.portal.unit("town")
        assert [each.url for each in crawl.links(at("/town/tzgg/"))] == [ROW.url]
        assert [use.page_url for use in crawl.uses(ROW.url, town).examples] == [at("/town/tzgg/")]
        assert [target.url for target in crawl.targets(town)] == [ROW.url]
        assert crawl.page(CALL) is None


def test_a_part_that_failed_lowers_the_coverage_of_whose_list_it_is(tmp_path: Path) -> None:
    for number, kind in enumerate((AnswerKind.HTTP_404, AnswerKind.BOT_WALL, AnswerKind.CONTENT)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with a_store(folder) as store:
            recorded(store, a_call())
            store.record_answer(CALL, answer(kind))
            store.seal(EndReason.FINISHED)
        assert coverage(folder / "crawl.sqlite") == {"county": (2, 3), "town": (1, 2)}, kind


def test_another_address_of_a_page_is_not_counted(tmp_path: Path) -> None:
    other = Waiting(at("/town/tzgg/index.html"), 5, 2, at("/"), Role.ALIAS)
    with a_store(tmp_path) as store:
        recorded(store, other, Waiting(at("/town/x//"), 5, 2, at("/"), Role.ALIAS))
        assert not store.waits_for_pages()
        assert store.waiting_aliases() == [at("/town/tzgg/index.html"), at("/town/x//")]
        shown = store.row(at("/town/tzgg/"))
        assert shown is not None
        store.record_alias(other.url, answer(body_hash="1"), shown.id)
        store.refuse(at("/town/tzgg/?spm=1"), AnswerKind.BUDGET, Role.ALIAS)
        store.seal(EndReason.PAGE_BUDGET)
    path = tmp_path / "crawl.sqlite"
    assert coverage(path) == {"county": (2, 2), "town": (1, 1)}
    with Crawl.open(path) as crawl:
        assert list(crawl.not_observed()) == []
        found = crawl.page(other.url)
        assert found is not None
        assert found.url == at("/town/tzgg/")
        assert [trap.example for trap in crawl.traps()] == [at("/town/tzgg/?spm=1")]


def test_an_alias_that_shows_something_else_becomes_a_page(tmp_path: Path) -> None:
    other = Waiting(at("/town/tzgg/index.html"), 5, 2, at("/"), Role.ALIAS)
    with a_store(tmp_path) as store:
        recorded(store, other)
        (row,) = store.take(1, ())
        store.record_page(row.id, answer(), column("/town/tzgg/index.html", ["首页", "要闻"]), ())
        store.seal(EndReason.FINISHED)
    assert coverage(tmp_path / "crawl.sqlite") == {"county": (3, 3), "town": (2, 2)}


def test_an_alias_that_waits_becomes_the_page_that_a_redirect_makes_of_it(tmp_path: Path) -> None:
    url = at("/town/tzgg/index.html")
    with a_store(tmp_path) as store:
        recorded(store, Waiting(url, 5, 2, at("/"), Role.ALIAS))
        store.add_waiting([Waiting(url, 50, 3, at("/old.html"))])
        (row,) = store.take(5, ())
        assert (row.role, row.priority, row.depth, row.referrer) == (Role.PAGE, 50, 2, at("/"))
        store.add_waiting([Waiting(url, 5, 3, at("/"), Role.ALIAS)])
        assert store.take(5, ()) == [row]
