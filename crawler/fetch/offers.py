"""Which files a crawl saw offered, where and under which date, and in which order they are worth reading."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.facts import Found
from crawler.outline import Outlined

_OF_DATES = re.compile(r"\d{1,8}")
"""Folders that only sort articles by their dates or numbers."""


_DAYS = 22
"""Bits of a day's number: the last day that a date can have, 9999-12-31, needs them."""


class Offers:
    """The files that pages offer. The place of one is its column as far as a page tells it: breadcrumb, or folder.

    What is kept of an address is two numbers, its hash and its place with its day: a portal lists a hundred thousand.
    """

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._names: list[str] = []
        self._offers: dict[int, int] = {}

    def see(self, facts: Outlined) -> None:
        """Note the attachments of an article, and the rows of a list (files among them). The newest date counts."""
        place = _place(facts)
        article = facts.article
        if article is not None:
            day = article.date.value if isinstance(article.date, Found) else dt.date.min
            for attachment in article.attachments:
                self._note(attachment.url, place, day)
        for row in facts.list.rows if facts.list is not None and not article else ():
            self._note(row.url, place, row.date or dt.date.min)

    def ranked(self, urls: Iterable[str]) -> list[tuple[int, str]]:
        """`urls` with their rank in their place (0 = the newest), the newest of all places first.

        So every column has its turn before any has its second. The order does not depend on that of the crawl.
        """
        places: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for url in urls:
            place, day = self._offered(url)
            places[place].append((-day, url))
        ranked = [
            (rank, place, url) for place, offered in places.items() for rank, (_, url) in enumerate(sorted(offered))
        ]
        return [(rank, url) for rank, _, url in sorted(ranked)]

    def _offered(self, url: str) -> tuple[str, int]:
        """Where and on which day (its number in the calendar) an address was offered."""
        known = self._offers.get(hash(url))
        if known is None:
            return _folder(url), dt.date.min.toordinal()
        return self._names[known >> _DAYS], known & (1 << _DAYS) - 1

    def _note(self, url: str, place: str, day: dt.date) -> None:
        number, address = day.toordinal(), hash(url)
        if address in self._offers:
            known_place, known_day = self._offered(url)
            if (number, known_place) <= (known_day, place):
                return
        if place not in self._places:
            self._places[place] = len(self._names)
            self._names.append(place)
        self._offers[address] = self._places[place] << _DAYS | number


def _place(facts: Outlined) -> str:
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
