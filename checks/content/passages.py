"""What the checks of texts have in common: one note for each passage that a person should read."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, State, Unjudged
from checks.places import title_of
from checks.scanning import ScanCheck, SeenFile, SeenPage
from config.registry import Unit
from crawler.documents.extract import Reason
from crawler.facts import ArticleFacts, DocumentFacts
from crawler.store.crawl import Crawl

_NUMBER = re.compile(r"[0-9][0-9Xx -]{6,}")
NO_TEXTS = "no-texts"
_AROUND = 14
"""Characters before and behind a passage that a finding shows (own rule)."""


class Spot(NamedTuple):
    """A passage. `key` tells it from others of the same code on the same page; `facts` hold JSON values."""

    code: str
    url: str
    column: str | None
    title: str
    key: str
    facts: tuple[tuple[str, Any], ...] = ()
    found_on: str = ""


class Text(NamedTuple):
    """A text that a check reads, and where it stands. `article` is None for a file."""

    url: str
    title: str
    text: str
    column: str | None
    article: ArticleFacts | None = None
    found_on: str = ""

    def spot(self, code: str, key: str, **facts: Any) -> Spot:
        """A passage of this text."""
        return Spot(code, self.url, self.column, self.title, key, tuple(facts.items()), self.found_on)


class TextCheck(ScanCheck[Spot]):
    """A check that reads texts one by one and suspects passages of them."""

    only_suspects = True
    needs = ("pages",)

    @abstractmethod
    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterable[Spot]:
        """The passages of one text that a person should read."""

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Spot]:
        """The passages of an article."""
        text = _text_of(seen)
        return self.read(text, params, as_of) if text else ()

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Spot]
    ) -> Iterator[Said]:
        """One suspicion for each passage."""
        articles = crawl.articles(unit)
        if articles:
            yield Examined(articles)
        elif not notes:
            yield Unjudged(unit.id, NO_TEXTS, self.codes[0])
        told: set[str] = set()
        for spot in notes:
            found = finding_of(self.id, unit, spot)
            if found.subject + found.code not in told:
                told.add(found.subject + found.code)
                yield found


@lru_cache(maxsize=1)  # all checks of texts ask about a page in turn
def _text_of(seen: SeenPage) -> Text | None:
    page = seen.page
    if page.article is None or not page.judgeable:
        return None
    return Text(page.url, title_of(page), page.article.text, seen.column, page.article)


def finding_of(check: str, unit: Unit, spot: Spot) -> Finding:
    """The suspicion that a passage gives rise to."""
    facts = dict(spot.facts)
    return Finding(
        check=check,
        code=spot.code,
        unit=unit.id,
        subject=f"{spot.url} {spot.key}".rstrip(),
        url=spot.url,
        state=State.SUSPECTED,
        column=spot.column,
        found_on=(spot.found_on or spot.url,),
        found_on_count=1,
        text=spot.title,
        facts=facts | {"title": spot.title},
    )


def title_at(crawl: Crawl, url: str) -> str:
    """What the article at `url` is called."""
    page = crawl.page(url)
    return title_of(page) if page is not None else ""


def texts_of_file(seen: SeenFile) -> Iterator[Text]:
    """The text of a file, and of the files inside it; not what a program guessed from scanned pages."""
    name = seen.text or seen.document.url.rpartition("/")[2]
    yield from _inside(seen.document, name, seen)


def _inside(document: DocumentFacts, name: str, seen: SeenFile) -> Iterator[Text]:
    if document.text and document.reason != Reason.RECOGNISED:
        yield Text(seen.document.url, name, document.text, None, None, seen.found_on)
    for inner, facts in document.inner:
        yield from _inside(facts, f"{name}/{inner}", seen)


def around(text: str, start: int, end: int, reach: int = _AROUND) -> str:
    """A passage with what stands around it, on one line, without long numbers: one might belong to a person."""
    before, after = max(0, start - reach), min(len(text), end + reach)
    shown = _NUMBER.sub("***", " ".join(text[before:after].split()))
    return f"{'…' if before else ''}{shown}{'…' if after < len(text) else ''}"


def is_quoted(text: str, start: int, reach: int = 60) -> bool:
    """Whether a place stands inside “…”, 《…》 or 「…」 that are open there."""
    before = text[max(0, start - reach) : start]
    return any(before.rfind(opening) > before.rfind(closing) for opening, closing in ("“”", "《》", "「」", "『』"))
