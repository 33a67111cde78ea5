"""A kill at any moment loses at most the uncommitted batch, and what was lost is still waiting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.kinds import EndReason
from crawler.store.crawl import Crawl
from crawler.store.writer import COMMIT_EVERY, CrawlStore
from tests.builders import at
from tests.crawler.store.tiny_site import PAGES, address, crawl, reading

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("lines", [1, 19, 20, 137])
def test_killed_crawl_is_resumed_without_loss(tmp_path: Path, lines: int) -> None:
    path = tmp_path / "crawl.sqlite"
    printed = _kill_after(path, lines)

    with CrawlStore.resume(path) as store:
        kept = store.counts()
        assert kept.pages > printed - COMMIT_EVERY, "at most one batch is lost"
        assert kept.pages == kept.answers, "no page without its answer"
        again = [row.url for row in crawl(store)]
        store.seal(EndReason.FINISHED)

    assert len(again) == PAGES - kept.pages, "only what was lost or new is visited"
    assert len(set(again)) == len(again)
    with Crawl.open(path) as done:
        assert [page.url for page in done.pages()] == sorted(at(address(number)) for number in range(PAGES))
        for number in (0, 1, lines, PAGES - 1):
            assert done.links(at(address(number))) == reading(number).links
        assert done.counts["waiting"] == 0


def test_a_killed_crawl_can_be_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    printed = _kill_after(path, 60)
    with Crawl.open(path) as partial:
        assert partial.end_reason is EndReason.INTERRUPTED
        assert partial.sha256 is None
        pages = len(list(partial.pages()))
        assert pages > printed - COMMIT_EVERY
        coverage = partial.coverage()
        assert coverage.observed == pages
        assert coverage.known >= pages, "the rest still waits, unless the child was faster than the kill"


def _kill_after(path: Path, lines: int) -> int:
    """Start a crawl in another process, kill it once it has printed `lines` pages; how many it printed in all."""
    command = [sys.executable, "-m", "tests.crawler.store.tiny_site", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(lines):
            assert child.stdout.readline()
        child.kill()
        return lines + sum(line.endswith("\n") for line in child.stdout)
