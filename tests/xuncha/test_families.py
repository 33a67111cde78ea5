"""An audit of the second sample portal: every row of every family's list, every planted defect, nobody else accused."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.facts import ArticleFacts, Found
from crawler.store.crawl import Crawl
from crawler.urls import page_key
from tests.xuncha.runs import run_card, scorecards
from xuncha.cli.demo import rowboard, sample_job, scoreboard
from xuncha.cli.one_audit import audit_one
from xuncha.rundir import CRAWL_FILE
from xuncha.sample import SamplePortal, serve_sample, strangers
from xuncha.sample.content import Article
from xuncha.sample.families.hall import DRAFTING_DAYS

REPEATABLE = ("findings.jsonl", "scorecard.json")


@dataclass(frozen=True)
class Audited:
    """A sample that is still being served, and a finished audit of its second portal."""

    sample: SamplePortal
    folder: Path


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    folder = tmp_path_factory.mktemp("families")
    with serve_sample() as sample:
        audit_one(sample_job(sample, "zh", sample.exhibits), folder, "zh")
        yield Audited(sample, folder)


@pytest.fixture
def crawl(audited: Audited) -> Iterator[Crawl]:
    with Crawl.open(audited.folder / CRAWL_FILE) as opened:
        yield opened


def test_every_row_of_every_list_is_read(audited: Audited, capsys: pytest.CaptureFixture[str]) -> None:
    """Titles, addresses, dates, newest dates, sources, shapes and breadcrumbs; doubts only where rows are missing."""
    board = rowboard(audited.folder, audited.sample)
    with capsys.disabled():
        sys.stdout.write(f"\n{board}\n")
    assert len(board.there) == len({hall.system.id for hall in audited.sample.site.exhibition.halls})
    assert board.recall == 1.0, str(board)
    assert not board.differences, str(board)


def test_every_planted_defect_is_found_and_nothing_else(audited: Audited) -> None:
    board = scoreboard(audited.folder, audited.sample)
    assert not board.unjudged
    assert (board.precision, board.recall) == (1.0, 1.0), str(board)


def test_no_page_is_taken_for_two_columns(audited: Audited, crawl: Crawl) -> None:
    portal = audited.sample.exhibits
    homes = [*portal.start_urls, *(url for unit in portal.units for url in unit.entry_urls)]
    assert not strangers(crawl.columns(), audited.sample.lists, homes)


def test_without_a_browser_nothing_is_lost_but_what_only_a_browser_fills(audited: Audited, tmp_path: Path) -> None:
    """All other rows are read, the planted defects are found, and the two columns are open, with the reason."""
    audit_one(sample_job(audited.sample, "zh", audited.sample.exhibits, browser="none"), tmp_path / "bare", "zh")
    rows, findings = rowboard(tmp_path / "bare", audited.sample), scoreboard(tmp_path / "bare", audited.sample)
    assert (rows.recall, rows.differences) == (1.0, ()), str(rows)
    assert (findings.precision, findings.recall) == (1.0, 1.0), str(findings)
    asked = [truth.url for truth in audited.sample.lists if truth.needs_browser]
    assert len(asked) == 2
    with Crawl.open(tmp_path / "bare" / CRAWL_FILE) as crawl:
        reasons = [column.obstacle for column in crawl.columns() if column.url in asked]
    assert reasons == ["needs-browser"] * 2


def test_articles_tell_what_they_show(audited: Audited, crawl: Crawl) -> None:
    hosts = audited.sample.hosts
    pages = {page_key(page.url): page for page in crawl.pages()}
    read = 0
    for exhibit in audited.sample.site.exhibition.exhibits:
        for article in exhibit.articles[: exhibit.plan.readable]:
            page = pages.get(page_key(hosts.address(f"sites:{article.path}")))
            if page is None and exhibit.plan.needs_browser:
                continue
            assert page is not None, article.path
            assert page.article is not None, article.path
            assert _seen(page.article) == _shown(article), f"{exhibit.hall.system.id} {article.path}"
            read += 1
    assert read >= 900


def test_the_audit_finishes_and_judges_every_unit(audited: Audited) -> None:
    assert run_card(audited.folder)["end_reason"] == "finished"
    cards = scorecards(audited.folder)
    assert [card["unit"] for card in cards] == [unit.id for unit in audited.sample.exhibits.units]
    assert not [card["unit"] for card in cards if card["vetoes"]]


def test_a_second_run_gives_the_same_bytes(audited: Audited, tmp_path: Path) -> None:
    audit_one(sample_job(audited.sample, "zh", audited.sample.exhibits), tmp_path / "again", "zh")
    for name in REPEATABLE:
        assert (tmp_path / "again" / name).read_bytes() == (audited.folder / name).read_bytes(), name


@pytest.mark.parametrize("fault_by", ["count", "url"])
def test_our_trouble_accuses_nobody(tmp_path: Path, fault_by: str) -> None:
    """Every fifth answer, of pages and interfaces alike, is a bot wall, a 503 or a reset."""
    with serve_sample(fault_every=5, fault_by="count" if fault_by == "count" else "url") as sample:
        audit_one(sample_job(sample, "zh", sample.exhibits, browser="none"), tmp_path / "faulty", "zh")
        board = scoreboard(tmp_path / "faulty", sample)
        assert not board.false_accusations, str(board)


def _shown(article: Article) -> dict[str, object]:
    """What the page shows of an article."""
    is_document = bool(article.document_number and article.date)
    return {
        "title": article.title,
        "date": article.date,
        "source": article.source,
        "index_number": article.index_number,
        "document_number": article.document_number if is_document else None,
        "document_date": article.document_date if is_document else None,
        "validity": "有效" if is_document else None,
        "publisher": article.source if article.index_number else None,
        "editor": article.editor,
        "attachments": [file.title for file in article.attachments],
    }


def _seen(facts: ArticleFacts) -> dict[str, object]:
    """What was read of it, in the same words."""
    names = ("title", "date", "source", "index_number", "document_number", "document_date", "validity", "publisher")
    values = {name: getattr(facts, name) for name in names}
    found: dict[str, object] = {
        name: value.value if isinstance(value, Found) else None for name, value in values.items()
    }
    reviewers = [names for label, names in facts.reviewers if "编辑" in label]
    files = [attachment.title for attachment in facts.attachments]
    return found | {"editor": reviewers[0] if reviewers else None, "attachments": files}


def test_documents_were_signed_before_they_were_published(audited: Audited) -> None:
    for exhibit in audited.sample.site.exhibition.exhibits:
        for article in exhibit.articles:
            if article.document_date and article.date:
                assert (article.date - article.document_date).days == DRAFTING_DAYS
