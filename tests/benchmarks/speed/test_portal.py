"""The made portal: the same at every making, of the promised size, and broken only where its truth file says so."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import mean

import pytest
from selectolax.lexbor import LexborHTMLParser

from benchmarks.speed.portal.plan import Plan
from benchmarks.speed.portal.truth import BROKEN_KINDS, REFUSED, Truth
from benchmarks.speed.portal.write import write_portal

PAGES = 400


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("portal") / "made"
    write_portal(home, PAGES)
    return home


def _pages(root: Path) -> dict[str, LexborHTMLParser]:
    """Every page by its path, as addresses have it."""
    found = sorted(root.rglob("*.html"))
    return {
        "/" + str(place.relative_to(root)).removesuffix("index.html"): LexborHTMLParser(place.read_bytes())
        for place in found
    }


def _links(page: LexborHTMLParser) -> list[str]:
    return [node.attributes["href"] or "" for node in page.css("a[href]")]


def test_two_portals_are_the_same_to_the_second(portal: Path, tmp_path: Path) -> None:
    write_portal(tmp_path / "again", PAGES)
    first, second = (
        {
            str(place.relative_to(home)): (place.read_bytes(), place.stat().st_mtime)
            for place in (home / "root").rglob("*")
            if place.is_file()
        }
        for home in (portal, tmp_path / "again")
    )
    assert first == second
    assert Truth.load(portal / "truth.json") == Truth.load(tmp_path / "again/truth.json")


def test_pages_weigh_and_link_as_those_of_real_portals_do(portal: Path) -> None:
    articles = [place for place in (portal / "root").rglob("t2*_*.html") if "_9" not in place.name]
    sizes = [place.stat().st_size for place in articles]
    assert min(sizes) > 30_000
    assert max(sizes) < 65_000
    links = [len(_links(LexborHTMLParser(place.read_bytes()))) for place in articles]
    assert 80 < mean(links) < 140


def test_every_link_leads_to_a_file_or_is_planted(portal: Path) -> None:
    root, truth = portal / "root", Truth.load(portal / "truth.json")
    planted = {fault.address: fault.found_on for fault in truth.faults}
    seen = Counter[str]()
    for path, page in _pages(root).items():
        for link in _links(page):
            if link in planted:
                assert path == planted[link]
                seen[link] += 1
            else:
                target = link.partition("?")[0].lstrip("/")
                assert (root / target / "index.html" if link.endswith("/") else root / target).is_file(), (path, link)
    assert seen == Counter(planted.keys())


def test_every_page_is_linked(portal: Path) -> None:
    pages = _pages(portal / "root")
    linked = {link.partition("?")[0] for page in pages.values() for link in _links(page)}
    assert pages.keys() - linked == set()


def test_what_is_broken_has_no_file_and_what_is_hollow_has_one(portal: Path) -> None:
    root, truth = portal / "root", Truth.load(portal / "truth.json")
    assert truth.broken and truth.soft_404
    for fault in truth.broken:
        assert fault.address.startswith(REFUSED) or not (root / fault.address.lstrip("/")).exists()
    for fault in truth.soft_404:
        assert "不存在" in (root / fault.address.lstrip("/")).read_text(encoding="utf-8")


def test_pages_of_lists_lead_to_all_articles(portal: Path) -> None:
    plan, pages = Plan(PAGES), _pages(portal / "root")
    for column in plan.all_columns:
        listed = [link for path in column.pages for link in _links(pages[path])]
        assert {article.path for article in column.articles} <= set(listed)
        for before, after in zip(column.pages, column.pages[1:], strict=False):
            assert after in _links(pages[before])


@pytest.mark.parametrize("pages", [200, 1_000, 10_000, 100_000])
def test_faults_grow_with_the_portal(pages: int) -> None:
    plan = Plan(pages)
    assert 0.97 * pages < plan.page_count <= pages
    kinds = Counter(fault.kind for _, fault in plan.faults)
    assert kinds.pop("soft-404") == round(pages * 0.004)
    assert kinds.total() == round(pages * 0.015)
    if pages >= 1_000:
        assert kinds.keys() == set(BROKEN_KINDS)
    assert len({fault.address for _, fault in plan.faults}) == len(plan.faults)
    assert plan.empty
    assert any(column.stale for column in plan.columns)


def test_texts_are_of_their_own(portal: Path) -> None:
    paragraphs = Counter[str]()
    for place in (portal / "root").rglob("t2*_*.html"):
        for node in LexborHTMLParser(place.read_bytes()).css("#zoom p"):
            paragraphs[node.text()] += 1
    assert paragraphs.total() > 10_000
    assert sum(count > 1 for count in paragraphs.values()) < 0.05 * len(paragraphs)
