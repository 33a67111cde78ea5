"""An interface's answer as its reader gets it, and what readers of JSON answers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from config.family import Interface
from crawler.facts import ListFacts
from crawler.kinds import ListSource, TotalMeaning
from crawler.listcall import ListCall
from crawler.reading.lists.requests import other_pages, page_of, size_of
from crawler.reading.rows.from_json import JsonList, parse_json, read_json_list
from crawler.urls import resolve

UNREADABLE = "list-answer-unreadable"
"""The interface sent something else than it promises."""
ELSEWHERE = "list-on-other-page"
"""The column only sends its visitors on to another list."""
WITHOUT_ROWS = "list-pager-without-rows"
"""The interface counts rows that it does not send."""


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """What an interface answered to `call`: `text` is decoded; `hosts` are the portal's hosts with their ports."""

    call: ListCall
    interface: Interface
    text: str
    hosts: frozenset[str]

    def resolve(self, href: str) -> str | None:
        """The absolute address of a link in the answer."""
        return resolve(self.call.url, href).url

    def json(self) -> Any:
        """The value of a JSON or JSONP answer. Raises `ValueError` for what is neither."""
        return parse_json(self.text)


@runtime_checkable
class AnswerReader(Protocol):
    """A reader whose family loads its lists from interfaces."""

    family: str

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """The part of a list that `answer` holds, with its page number.

        An answer without rows gets an `empty_proof` only when the interface itself counts zero rows; what is not
        understood gets an `obstacle`.
        """


def unreadable() -> ListFacts:
    """The part of a list that an answer should have held and did not."""
    return ListFacts(ListSource.UNKNOWN, obstacle=UNREADABLE)


def read_json_answer(answer: ListAnswer) -> JsonList | None:
    """The list of a JSON answer by its interface's layout; None when the answer is not laid out like that."""
    layout = answer.interface.json_rows
    if layout is None:
        return None
    try:
        data = answer.json()
    except ValueError:
        return None
    return read_json_list(data, layout, answer.resolve)


def paged_list(answer: ListAnswer, found: JsonList | None) -> ListFacts:
    """The part of a list that `answer` holds, when its interface counts pages and rows.

    Page 1 declares the others; a later one names the first. Only page 1 proves that there is nothing, and only if
    every number that the interface gives is zero.
    """
    if found is None or (found.listed and not found.rows):
        return unreadable()
    page = page_of(answer.call, answer.interface) or 1
    if not found.listed:
        return _without_rows(answer, found, page)
    total = found.total if found.total is not None and found.total >= len(found.rows) else None
    size = found.listed if page == 1 else size_of(answer.call, answer.interface)
    pages = found.pages or (-(-total // size) if total and size else None)
    numbers = range(2, (pages or 1) + 1) if page == 1 else range(1, 2)
    capped = found.held is not None and total is not None and found.held > total
    return ListFacts(
        ListSource.API,
        found.rows,
        page=page,
        pages=pages,
        total=total,
        total_means=TotalMeaning.CAP if capped else TotalMeaning.RECORDS,
        further_pages=other_pages(answer.call, answer.interface, numbers),
        name=found.name,
    )


def _without_rows(answer: ListAnswer, found: JsonList, page: int) -> ListFacts:
    if found.moved is not None:
        return ListFacts(ListSource.UNKNOWN, obstacle=ELSEWHERE, further_pages=(found.moved,), name=found.name)
    counted = any(number for _, number in found.counts)
    if page == 1:
        if found.counts and not counted:
            proof = "; ".join(f"{path}={number}" for path, number in found.counts)
            return ListFacts(ListSource.API, empty_proof=proof, total=0, name=found.name)
        return ListFacts(ListSource.UNKNOWN, obstacle=WITHOUT_ROWS if counted else UNREADABLE, name=found.name)
    size = size_of(answer.call, answer.interface)
    first = other_pages(answer.call, answer.interface, range(1, 2))
    if size and found.total is not None and (page - 1) * size >= found.total:
        return ListFacts(ListSource.API, page=page, total=found.total, further_pages=first, name=found.name)
    return ListFacts(ListSource.UNKNOWN, page=page, obstacle=WITHOUT_ROWS, further_pages=first, name=found.name)
