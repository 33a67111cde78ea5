"""The URL ledger that feeds the spider: its records, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from crawler.kinds import AnswerKind, PageKind
from crawler.store.connection import CrawlFile


class Role(IntEnum):
    """What an address on the ledger is asked for."""

    PAGE = 0
    CALL = 1
    """A part of a list: the answer of an interface, no page that a visitor opens."""
    ALIAS = 2
    """A link: by its form the address shows a page that is known under another address already."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A URL to be visited. Higher priority first (home 100, column pages 50 … articles 10)."""

    url: str
    priority: int
    depth: int
    referrer: str | None = None
    role: Role = Role.PAGE


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A URL that waits, with the id under which its page is recorded, and the page on which it was found."""

    id: int
    url: str
    priority: int
    depth: int
    role: Role = Role.PAGE
    referrer: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the crawl is. `by_answer` counts the last word on each requested or probed URL.

    `pages` are pages that a visitor opens, each once; `list_answers` the answers of list interfaces.
    """

    pages: int
    list_answers: int
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
    pages, calls = file.execute(
        f"SELECT coalesce(sum(kind <> '{PageKind.LIST_DATA}'), 0), coalesce(sum(kind = '{PageKind.LIST_DATA}'), 0) "
        "FROM page"
    ).fetchone()
    waiting, refused = by_state.get(_WAITING, 0), by_state.get(_REFUSED, 0)
    return Counts(pages, calls, sum(by_answer.values()), waiting, refused, by_answer)
