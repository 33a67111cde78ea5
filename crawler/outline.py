"""Some of the facts of a page, read without its texts: what the survey asks of every page, and what a crawl has to know
of one that it takes over (whether it may, where the page leads, what it offers)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pydantic import TypeAdapter

from crawler.facts import Attachment, Crumb, DateFact, ListFacts, NotFound, PageFacts, TextFact
from crawler.kinds import PageKind

_NOT_FOUND = NotFound()


class TextDates(NamedTuple):
    """What a page that was read says about the dates of its text: publication, what disagrees with it, document."""

    date: DateFact
    conflicts: tuple[tuple[str, str], ...]
    document_date: DateFact


@dataclass(frozen=True, slots=True)
class ArticleOutline:
    """Some of `crawler.facts.ArticleFacts`."""

    title: TextFact = _NOT_FOUND
    date: DateFact = _NOT_FOUND
    document_date: DateFact = _NOT_FOUND
    conflicts: tuple[tuple[str, str], ...] = ()
    body_length: int = 0
    attachments: tuple[Attachment, ...] = ()

    @property
    def dates(self) -> TextDates:
        """All that is said about dates."""
        return TextDates(self.date, self.conflicts, self.document_date)


@dataclass(frozen=True, slots=True)
class PageOutline:
    """Some of `crawler.facts.PageFacts`, in half the time that all of them take to be read from the crawl file."""

    url: str
    kind: PageKind
    title: str = ""
    judgeable: bool = True
    breadcrumb: tuple[Crumb, ...] = ()
    list: ListFacts | None = None
    article: ArticleOutline | None = None
    landing_target: str | None = None
    notes: tuple[str, ...] = ()


Outlined: TypeAlias = PageFacts | PageOutline
"""Either will do."""

PAGE_OUTLINE: TypeAdapter[PageOutline] = TypeAdapter(PageOutline)
"""Reads what `PAGE_FACTS` wrote."""
