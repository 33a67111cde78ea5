"""What files say and what trials showed comes back from the crawl file as it went in."""

from __future__ import annotations

from pathlib import Path

from crawler.facts import DocumentFacts, Observation
from crawler.kinds import Remnant, TrialKind
from crawler.store.crawl import Crawl
from tests.builders import article, at, crawl_file, home, link, portal, unit

PDF = DocumentFacts(at("/town/a.pdf"), "pdf", "预算\t100", length=6, pages=2, remnants=((Remnant.BOOKMARK, "_GoBack"),))
TABLE = DocumentFacts(at("/b.zip"), "xls", "x")
TABLE = DocumentFacts(at("/b.zip"), "xls", "x")
ZIP = DocumentFacts(at("/b.zip"), "zip", reason="encrypted", inner=(("表.xls", TABLE),))
FOUND = Observation(TrialKind.SEARCH, "关于预算的通知", "2025-11-20T02:00:00+00:00", {"rank": 1, "shown": True})
LOST = Observation(TrialKind.SEARCH, "关于决算的通知", reason="timeout")


def test_documents_and_observations_are_kept(tmp_path: Path) -> None:
    town = unit("town", "township", "/town/")
    pages = [home(links=[link("/b.zip", "表")]), article("/town/1.html", links=[link("/town/a.pdf", "预算")])]
    path = crawl_file(
        tmp_path / "crawl.sqlite", pages, of=portal(town), documents=[ZIP, PDF], observations=[FOUND, LOST]
    )
    with Crawl.open(path) as crawl:
        assert list(crawl.documents()) == [ZIP, PDF]
        assert list(crawl.documents(town)) == [PDF]
        assert crawl.document(at("/b.zip")) == ZIP
        assert crawl.document(at("/c.zip")) is None
        assert crawl.observations(TrialKind.SEARCH) == (FOUND, LOST)
        assert crawl.observations(TrialKind.LOAD) == ()
