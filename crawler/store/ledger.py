"""The URL ledger that feeds the spider: its records, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.kinds import AnswerKind
from crawler.store.crawl_file import CrawlFile


@dataclass(frozen=True, slots=True)
class Waiting:
    """A URL to be visited. Higher priority first (home 100, column pages 50 … articles 10)."""

    url: str
    priority: int
    depth: int
    referrer: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A URL that waits, with the id under which its page is recorded."""

    id: int
    url: str
    priority: int
    depth: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the crawl is. `by_answer` counts the last word on each requested or probed URL."""

    pages: int
    answers: int
    waiting: int
    refused: int
    by_answer: dict[AnswerKind, int]


_WAITING, _REFUSED = 0, 2


def count(file: CrawlFile) -> Counts:
    """How far the crawl in `file` is (a pass over the ledger and the answers)."""
    by_kind = file.execute("SELECT answer, count(*) FROM answer GROUP BY answer ORDER BY answer")
    by_answer = {AnswerKind(kind): number for kind, number in by_kind}
    by_state = dict(file.execute("SELECT state, count(*) FROM ledger GROUP BY state").fetchall())
    (pages,) = file.execute("SELECT count(*) FROM page").fetchone()
    return Counts(pages, sum(by_answer.values()), by_state.get(_WAITING, 0), by_state.get(_REFUSED, 0), by_answer)
