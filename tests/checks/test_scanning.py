"""One pass over a crawl serves all checks of pages and all units; what fails on one page hides nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, State, Verdict
from checks.notes import NoteFiles
from checks.runner import judge_unit
from checks.scanning import ScanCheck, SeenFile, SeenPage, Sees, scan
from config.registry import Unit
from crawler.facts import DocumentFacts
from crawler.store.crawl import Crawl
from tests.builders import article, at, column, crawl_file, home, link, portal, row, unit

TOWN = unit("town", "township", "/town/")
DAY = date(2025, 11, 20)


class Shouting(ScanCheck[str]):
    """Titles that shout."""

    id = "shouting"
    title = "叫喊"
    codes = ("loud",)
    clause = "none"
    only_suspects = True

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[str]:
        if "坏" in seen.page.title:
            raise RuntimeError("cannot read this")
        if "！" in seen.page.title:
            yield f"{seen.page.url} {seen.column}"

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterable[str]:
        if "！" in seen.document.text:
            yield f"{seen.document.url} {seen.found_on} {seen.text}"

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[str]
    ) -> Iterator[Said]:
        yield Examined(len(notes))
        for note in notes:
            yield Finding(self.id, "loud", unit.id, note, note, State.SUSPECTED)


def a_crawl(tmp_path: Path) -> Crawl:
    pages = [
        home(links=[link("/town/", "镇")]),
        column("/town/", ["首页", "通知公告"], [row("快！", "/town/1.html", "2025-11-17")]),
        article("/town/1.html", "快！", links=[link("/files/a.pdf", "附件")]),
        article("/2.html", "坏"),
        article("/3.html", "停！"),
    ]
    files = [DocumentFacts(at("/files/a.pdf"), "pdf", "好！")]
    return Crawl.open(crawl_file(tmp_path / "crawl.sqlite", pages, of=portal(TOWN), documents=files))


def test_notes_go_to_the_unit_that_owns_the_page_and_all_to_the_portal(tmp_path: Path) -> None:
    check, params = Shouting(), CheckParams()
    with a_crawl(tmp_path) as crawl, NoteFiles(1) as files:
        books = scan(crawl, {check: params}, DAY, files)
        whole = judge_unit(check, crawl, crawl.portal.units[0], params, DAY, books=books)
        town = judge_unit(check, crawl, TOWN, params, DAY, books=books)
        alone = judge_unit(check, crawl, TOWN, params, DAY)
    of_town = {f"{at('/town/1.html')} 首页>通知公告", f"{at('/files/a.pdf')} {at('/town/1.html')} 附件"}
    assert {found.subject for found in town.findings} == of_town
    assert {found.subject for found in whole.findings} == of_town | {f"{at('/3.html')} None"}
    assert alone == town
    assert town.verdict is Verdict.PASS


def test_a_check_that_sees_all_hears_of_every_page_for_every_unit(tmp_path: Path) -> None:
    class Everywhere(Shouting):
        sees = Sees.ALL

    check = Everywhere()
    with a_crawl(tmp_path) as crawl, NoteFiles(1) as files:
        books = scan(crawl, {check: CheckParams()}, DAY, files)
        town = judge_unit(check, crawl, TOWN, CheckParams(), DAY, books=books)
    assert {found.subject for found in town.findings} >= {f"{at('/3.html')} None"}
    assert [(left.subject, left.reason) for left in town.unjudged] == [(at("/2.html"), "own-failure")]


def test_a_failure_on_one_page_leaves_that_page_open(tmp_path: Path) -> None:
    with a_crawl(tmp_path) as crawl:
        whole = judge_unit(Shouting(), crawl, crawl.portal.units[0], CheckParams(), DAY)
    assert [(left.subject, left.reason) for left in whole.unjudged] == [(at("/2.html"), "own-failure")]
    assert whole.examined == 3


def test_a_check_that_only_suspects_cannot_confirm(tmp_path: Path) -> None:
    class Sure(Shouting):
        """Sure of itself."""

        def weigh(
            self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[str]
        ) -> Iterator[Said]:
            yield Finding(self.id, "loud", unit.id, "x", "x")

    check: Check = Sure()
    with a_crawl(tmp_path) as crawl:
        outcome = judge_unit(check, crawl, TOWN, CheckParams(), DAY)
    assert outcome.verdict is Verdict.CANNOT_JUDGE
    assert outcome.reason == "own-failure"


class Absent(Shouting):
    """Is sure that nobody shouts."""

    only_suspects = False

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[str]
    ) -> Iterator[Said]:
        yield Examined(1)
        yield Finding(self.id, "loud", unit.id, "nobody", "x")


class AbsentEverywhere(Absent):
    """Asks on the pages of all units."""

    sees = Sees.ALL


def test_after_a_failure_nothing_is_proven_for_those_who_asked_on_that_page(tmp_path: Path) -> None:
    with a_crawl(tmp_path) as crawl:
        county = crawl.portal.units[0]
        for check, unit, verdict in (
            (Absent(), county, Verdict.PASS),
            (Absent(), TOWN, Verdict.FAIL),
            (AbsentEverywhere(), TOWN, Verdict.PASS),
        ):
            outcome = judge_unit(check, crawl, unit, CheckParams(), DAY)
            assert outcome.verdict is verdict, (check, unit.id)
            assert bool(outcome.unjudged) is (verdict is Verdict.PASS)
