"""The harness as a whole, on a small portal: what was planted is found, and nothing else. Never how fast."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.speed.figures import Row, rows
from benchmarks.speed.portal.truth import Truth
from benchmarks.speed.portal.write import portal_at
from benchmarks.speed.session import Session, chosen
from benchmarks.speed.showing import chart, page, remarks, table

PAGES = 400

pytestmark = pytest.mark.skipif(
    shutil.which("nginx") is None, reason="nginx is not installed (Debian: sudo apt-get install nginx-light)"
)


@pytest.fixture(scope="module")
def keep() -> Iterator[Path]:
    # Not below pytest's folder, which nobody else may enter: nginx gives its rights up.
    with tempfile.TemporaryDirectory(prefix="xuncha-portal-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="module")
def session(keep: Path) -> Session:
    subjects = chosen(["xuncha", "scrapy", "muffet"])
    made = Session(subjects, [PAGES], 1, 600, keep, keep / "no-peers")
    assert [measured.finished for _, _, measured in made.run()] == [True, True]
    return made


@pytest.fixture(scope="module")
def truth(keep: Path, session: Session) -> Truth:
    return portal_at(keep, PAGES)[1]


def _row(session: Session, name: str) -> Row:
    return next(row for row in rows(session.results) if row.name == name)


def test_every_broken_link_and_hollow_page_is_found(session: Session, truth: Truth) -> None:
    score = _row(session, "xuncha").score
    assert (score.broken, score.soft_404) == (len(truth.broken), len(truth.soft_404))
    assert [each for each in score.missed if not each.startswith("empty-column")] == []


def test_nothing_is_found_that_is_not_there(session: Session) -> None:
    assert _row(session, "xuncha").score.false == ()


def test_every_stale_or_empty_column_is_found(session: Session, truth: Truth) -> None:
    assert _row(session, "xuncha").score.columns == len(truth.stale) + len(truth.empty)


def test_the_spider_sees_every_page_and_every_broken_link(session: Session, truth: Truth) -> None:
    score = _row(session, "scrapy").score
    assert (score.broken, score.false) == (len(truth.broken), ())
    assert score.pages is not None
    assert score.pages >= truth.pages


def test_the_crawl_holds_every_page(session: Session, truth: Truth) -> None:
    score = _row(session, "xuncha").score
    assert score.pages is not None
    assert score.pages >= truth.pages
    assert score.store_bytes


def test_figures_are_told(session: Session, truth: Truth) -> None:
    found = rows(session.results)
    assert _row(session, "scrapy").ratio == 1
    told = page(found, {PAGES: truth}, session.absent, 600)
    assert table(found, {PAGES: truth}) in told
    assert "muffet did not run: muffet is not installed" in remarks(found, session.absent, 600)
    assert chart(found).count("<rect") == 1 + len(found)
