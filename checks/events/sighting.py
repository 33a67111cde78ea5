"""Where an event of a series shows: the note that is taken of a page, and the finder that takes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from checks.scanning import Listing, SeenPage
from config.event_words import EventWording
from config.events import EventSeries
from config.wording import Wording, plain
from crawler.facts import ArticleFacts, DateFact, Found, TextFact
from crawler.reading.text.dates import find_dates
from crawler.store.crawl import Item

EVENT = "event"
UNREAD = "unread"
"""Roles of a sighting besides the ids of follow-ups: the event itself, and what may be one but was not fully read."""

READ_FOR_DAYS = 800
"""Characters of a report in which the day of the event is looked for (own choice: its first paragraphs)."""

AHEAD = timedelta(days=1)
_NAMED = re.compile(r"《[^《》]{0,200}》")
_ANY = re.compile(r"^(?:\.\*)?(.*?)(?:\.\*)?$", re.DOTALL)


class Sighting(NamedTuple):
    """A page (or a row whose page was not read) about an event of a series.

    `day` is that of publication, `sure` whether it may accuse; `told` are days in the text that are not after it.
    `unit` owns the page, `source` is who wrote it; `done` are ids of follow-ups that the text itself reports.
    """

    series: str
    role: str
    title: str
    url: str
    day: date | None
    sure: bool
    told: tuple[date, ...] = ()
    unit: str = ""
    source: str = ""
    column: str | None = None
    done: tuple[str, ...] = ()


class Finder:
    """Finds the events of `series` on pages. Made once for a check's parameters."""

    def __init__(self, series: Sequence[EventSeries]) -> None:
        self._series = series
        wordings = [wording for each in series for wording in (each, *each.follow_ups)]
        self._maybe = _any_of(wording.titles for wording in wordings)
        self._text = {id(each): tuple(map(re.compile, each.text)) for each in wordings}
        self._done = {id(each): tuple(map(re.compile, each.in_report)) for one in series for each in one.follow_ups}
        self._by_path: dict[str, frozenset[str]] = {}

    def sightings(self, seen: SeenPage) -> Iterator[Sighting]:
        """Notes on one page: one for each series that it is about."""
        article = seen.page.article
        if article is None:
            return
        title = _text(article.title) or seen.page.title
        kept_for = self._kept_for(seen.listings)
        if not kept_for and not self.may_be(title):
            return
        for series in self._series:
            role = self._role(series, title, seen.listings, series.id in kept_for)
            if role is not None:
                note = self._note(series, role, title, seen, article, kept=series.id in kept_for)
                if note is not None:
                    yield note

    def rows(self, items: Iterable[tuple[Item, Listing]]) -> Iterator[tuple[Sighting, Item]]:
        """Sightings in rows of columns, told by their headlines alone."""
        for item, listing in items:
            kept_for = self._kept_for((listing,))
            if not kept_for and not self.may_be(item.title):
                continue
            for series in self._series:
                role = self._role(series, item.title, (listing,), series.id in kept_for)
                if role is not None:
                    kept = series.id in kept_for
                    needs_text = role == EVENT and series.text and not (kept or self._says(series, item.title))
                    shown = Sighting(series.id, UNREAD if needs_text else role, item.title, item.url, None, sure=False)
                    yield shown._replace(unit=listing.unit, column=listing.path), item

    def may_be(self, title: str) -> bool:
        """The quick look: False only for headlines that no series matches."""
        return self._maybe.search(plain(title)) is not None

    def is_kept(self, path: str, series: EventSeries) -> bool:
        """Whether the column at `path`, or one above it, is kept for such events."""
        return series.id in self._of_path(path)

    def _role(self, series: EventSeries, title: str, listings: Sequence[Listing], kept: bool) -> str | None:
        bare = _without_names(title)
        for follow in series.follow_ups:
            if follow.titles.matches(bare):
                return follow.id
        if kept:
            return None if series.titles.rules_out(bare) else EVENT
        if series.kinds and not any(listing.kind in series.kinds for listing in listings):
            return None
        return EVENT if series.titles.matches(title) or series.titles.matches(bare) else None

    def _note(
        self, series: EventSeries, role: str, title: str, seen: SeenPage, article: ArticleFacts, *, kept: bool
    ) -> Sighting | None:
        day = _day(article.date)
        if role == EVENT and series.text and not (kept or self._says(series, f"{title}\n{article.text}")):
            if len(article.text) >= article.body_length > 0:
                return None
            role = UNREAD
        done = [each.id for each in series.follow_ups if any(one.search(article.text) for one in self._done[id(each)])]
        return Sighting(
            series.id,
            role,
            title,
            seen.page.url,
            day,
            day is not None and not article.conflicts,
            days_told(f"{title}\n{article.text[:READ_FOR_DAYS]}", day) if day else (),
            seen.unit,
            _text(article.publisher) or _text(article.source),
            seen.column,
            tuple(done),
        )

    def _says(self, wording: EventWording, text: str) -> bool:
        return any(pattern.search(text) for pattern in self._text[id(wording)])

    def _kept_for(self, listings: Sequence[Listing]) -> frozenset[str]:
        return frozenset().union(*(self._of_path(listing.path) for listing in listings)) if listings else frozenset()

    def _of_path(self, path: str) -> frozenset[str]:
        known = self._by_path.get(path)
        if known is None:
            names = path.split(">")
            known = frozenset(one.id for one in self._series if any(one.columns.matches(name) for name in names))
            self._by_path[path] = known
        return known


def days_told(text: str, published: date) -> tuple[date, ...]:
    """The days that a report names and that are not after its publication, in order of the text, each once.

    A day without a year is of the year of publication; one in December in a report of January of the year before.
    """
    days: dict[date, None] = {}
    for hit in find_dates(text, year=published.year):
        day = hit.date
        if day > published + AHEAD and published.month == 1 and day.month == 12 and day.year == published.year:
            day = day.replace(year=day.year - 1)
        if day <= published + AHEAD:
            days.setdefault(day)
    return tuple(days)


def _without_names(title: str) -> str:
    """A headline without the documents that it names: their words (方案, 意见) say nothing about the event."""
    bare = _NAMED.sub("《》", title)
    return bare if plain(bare) else title


def _any_of(wordings: Iterable[Wording]) -> re.Pattern[str]:
    """A quick look that no text fails which one of the wordings matches."""
    parts = dict.fromkeys(
        part
        for wording in wordings
        for part in (*(re.escape(plain(name)) for name in wording.names), *map(_core, wording.patterns))
    )
    return re.compile("|".join(f"(?:{part})" for part in parts) or r"(?!)")


def _core(pattern: str) -> str:
    found = _ANY.match(pattern)
    return found.group(1) if found else pattern


def _text(fact: TextFact) -> str:
    return fact.value if isinstance(fact, Found) else ""


def _day(fact: DateFact) -> date | None:
    return fact.value if isinstance(fact, Found) else None
