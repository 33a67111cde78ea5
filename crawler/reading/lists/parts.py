"""One part of a list, as the answer of an interface gives it: what follows for the parts that are still to come.

Page 1 declares the others if it knows of them. Nothing is concluded from a part without rows, except what the
interface itself counts: zero rows in all, said on page 1.
"""

from __future__ import annotations

from typing import NamedTuple

from crawler.facts import ListFacts, Row
from crawler.kinds import ListSource
from crawler.reading.pagers.interface import part_of, parts, rows_left
from crawler.reading.pagers.pager import UNREACHED
from crawler.reading.readers.answer import WITHOUT_ROWS, ListAnswer, unreadable

_TOLERANCE = 0.8
"""Share of the declared rows that a page 1 shows: some have no link, or the same (own rule, as for pagers)."""


class Part(NamedTuple):
    """What an answer says: `listed` items of which `rows` could be read; the declared numbers of all rows and pages.

    `evidence` quotes the declared total; `whole`: the answer was not cut off; `size`: declared rows of a page.
    """

    rows: tuple[Row, ...]
    listed: int
    total: int | None
    pages: int | None
    evidence: str
    whole: bool = True
    size: int | None = None


def list_part(answer: ListAnswer, part: Part) -> ListFacts:
    """The facts of an answer whose interface has `paging`; the address of its call tells which page it is."""
    paging = answer.interface.paging
    if paging is None or (part.listed and not part.rows):
        return unreadable()
    page, asked = part_of(answer.call, paging)
    if not part.listed:
        return _without_rows(part, page, asked)
    size = asked if page > 1 else _size(part)
    pages = -(-part.total // size) if part.total else part.pages
    obstacle = _lacking(part, asked, rows_left(answer.call, paging)) if part.whole else "list-truncated"
    return ListFacts(
        ListSource.UNKNOWN if obstacle else ListSource.API,
        part.rows,
        page=page,
        pages=pages,
        total=part.total,
        further_pages=parts(answer.call, paging, range(2, (pages or 1) + 1), size, part.total) if page == 1 else (),
        obstacle=obstacle,
    )


def _without_rows(part: Part, page: int, asked: int) -> ListFacts:
    if page == 1 and part.total == 0 and part.whole:
        return ListFacts(ListSource.API, total=0, empty_proof=part.evidence)
    if page > 1 and part.total is not None and part.whole and (page - 1) * asked >= part.total:
        return ListFacts(ListSource.API, page=page, total=part.total)
    return ListFacts(ListSource.UNKNOWN, page=page, total=part.total, obstacle=WITHOUT_ROWS)


def _lacking(part: Part, asked: int, left: int | None) -> str | None:
    """Why rows may be lacking in an answer without a total.

    It has much less than the list has for this page, or exactly what was asked for, and nobody knows what follows.
    """
    if part.total is not None or part.pages is not None:
        return None
    short = left is not None and part.listed < _TOLERANCE * left
    return UNREACHED if short or (left is None and part.listed == asked) else None


def _size(part: Part) -> int:
    """The rows of a page: a server may have a size of its own, which page 1 tells or shows; later calls ask for it."""
    if part.size and part.listed >= _TOLERANCE * min(part.size, part.total or part.size):
        return part.size
    return part.listed
