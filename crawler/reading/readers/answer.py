"""An interface's answer as its reader gets it, and what readers of JSON answers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from config.family import Interface
from crawler.facts import ListFacts
from crawler.kinds import ListSource
from crawler.listcall import ListCall
from crawler.reading.jsonrows import JsonList, parse_json, read_json_list
from crawler.urls import resolve

UNREADABLE = "list-answer-unreadable"
"""The interface sent something else than it promises."""


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
