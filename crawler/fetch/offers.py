"""Which files a crawl saw offered, where and under which date, and in which order they are worth reading."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.facts import Found, PageFacts

_OF_DATES = re.compile(r"\d{1,8}")
"""Folders that only sort articles by their dates or numbers."""


class _Offer(NamedTuple):
    place: str
    day: dt.date


class Offers:
    """The files that pages offer. `place` is the column as far as one page tells it: breadcrumb, or folder."""

    def __init__(self) -> None:
        self._offers: dict[str, _Offer] = {}

    def see(self, facts: PageFacts) -> None:
        """Note the attachments of an article, and the rows of a list (files among them). The newest date counts."""
        place = _place(facts)
        article = facts.article
        if article is not None:
            day = article.date.value if isinstance(article.date, Found) else dt.date.min
            for attachment in article.attachments:
                self._note(attachment.url, _Offer(place, day))
        for row in facts.list.rows if facts.list is not None and not article else ():
            self._note(row.url, _Offer(place, row.date or dt.date.min))

    def ranked(self, urls: Iterable[str]) -> list[tuple[int, str]]:
        """`urls` with their rank in their place (0 = the newest), the newest of all places first.

        So every column has its turn before any has its second. The order does not depend on that of the crawl.
        """
        places: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for url in urls:
            offer = self._offers.get(url) or _Offer(_folder(url), dt.date.min)
            places[offer.place].append((-offer.day.toordinal(), url))
        ranked = [
            (rank, place, url) for place, offered in places.items() for rank, (_, url) in enumerate(sorted(offered))
        ]
        return [(rank, url) for rank, _, url in sorted(ranked)]

    def _note(self, url: str, offer: _Offer) -> None:
        known = self._offers.get(url)
        if known is None or (offer.day, known.place) > (known.day, offer.place):
            self._offers[url] = offer


def _place(facts: PageFacts) -> str:
    steps = [crumb.text.replace(" ", "") for crumb in facts.breadcrumb]
    title = facts.article.title if facts.article is not None else None
    if isinstance(title, Found) and steps[-1:] == [title.value]:
        steps.pop()
    return ">".join(steps) if len(steps) > 1 else _folder(facts.url)


def _folder(url: str) -> str:
    parts = urlsplit(url)
    steps = posixpath.dirname(parts.path).split("/")
    while steps and _OF_DATES.fullmatch(steps[-1]):
        steps.pop()
    return f"{parts.netloc}{'/'.join(steps)}"
