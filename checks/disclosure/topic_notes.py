"""What the check of topics keeps of a page or a file, and what the notes on one topic come to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from checks.columns.freshness import TOLERANCE
from checks.keys import mark_of, repeated
from config.rubric.times import Period
from config.topic import Topic
from crawler.urls import page_key

NAMED = 5
"""Places that a finding names."""
_ROOM = 4
"""Notes are cut to the newest when there are so many times more."""


class How(StrEnum):
    """By what a page or file was recognised as one on the topic."""

    TITLE = "title"
    COLUMN = "column"
    TEXT = "text"
    FILE = "file"
    PLACE = "place"
    """A column of that name with rows, or one that leads on."""
    EMPTY = "empty"
    """A column of that name without anything in it."""
    UNREAD = "unread"
    """A column of that name whose list could not be read."""


class TopicNote(NamedTuple):
    """A page or file on a topic; `at` is the topic's place among the parameters, `aspects` are bits by their order.

    Articles outside the topic's period are not asked for aspects. `via` is the page that offers a file.
    """

    at: int
    how: How
    title: str
    url: str
    day: date | None = None
    aspects: int = 0
    via: str = ""


class Newest:
    """The newest of many notes, and how many there were."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: list[TopicNote] = []
        self.number = 0

    def add(self, note: TopicNote) -> None:
        """Take note of one more."""
        self.number += 1
        self._kept.append(note)
        if len(self._kept) > _ROOM * self._most:
            self._kept = self.notes

    @property
    def notes(self) -> list[TopicNote]:
        """At most `most`, the newest first."""
        return sorted(self._kept, key=_newest_first)[: self._most]


class Pieces:
    """All that there is on one topic: pieces (pages and files) and the columns of its name.

    Of the pieces the newest are kept (`shown` of them, or as many as a finding names), the others counted. `undated`
    tells whether a piece bears no date that we could read, `aspects` are those that the pieces within the topic's
    period name.
    """

    def __init__(self, topic: Topic, as_of: date, shown: int) -> None:
        self.topic = topic
        self._until = as_of + TOLERANCE
        self.all = Newest(max(shown, NAMED))
        self.current, self.before = Newest(NAMED), 0
        self._year_before = topic.year_before
        self.undated = False
        self._aspects = 0
        self._columns: dict[How, list[TopicNote]] = {How.PLACE: [], How.EMPTY: [], How.UNREAD: []}

    def counts(self, note: TopicNote) -> bool:
        """Whether a note is not dated after the as-of date."""
        return note.day is None or note.day <= self._until

    def add(self, note: TopicNote) -> None:
        """Take a note that counts, of each address the first."""
        if note.how in self._columns:
            self._columns[note.how].append(note)
            self._aspects |= note.aspects if note.how is How.PLACE else 0
            return
        self.all.add(note)
        self.undated = self.undated or note.day is None
        if lies_in(note.day, self.topic.period):
            self.current.add(note)
            self._aspects |= note.aspects
        self.before += lies_in(note.day, self._year_before)

    @property
    def places(self) -> list[TopicNote]:
        """Columns with rows, or that lead on."""
        return self._of(How.PLACE)

    @property
    def empty(self) -> list[TopicNote]:
        """Columns without anything in them."""
        return self._of(How.EMPTY)

    @property
    def unread(self) -> list[TopicNote]:
        """Columns whose lists could not be read."""
        return self._of(How.UNREAD)

    @property
    def found(self) -> bool:
        """Whether anything on the topic was found that holds something."""
        return bool(self.all.number or self.places)

    @property
    def newest(self) -> TopicNote | None:
        """The newest piece, or the column with the newest row."""
        dated = [note for note in (*self.all.notes, *self.places) if note.day]
        return max(dated, key=lambda note: note.day or date.min, default=None)

    def absent_aspects(self) -> list[str]:
        """Titles of the aspects that no piece within the topic's period (and no column) names."""
        return [aspect.title for bit, aspect in enumerate(self.topic.aspects) if not self._aspects >> bit & 1]

    def _of(self, how: How) -> list[TopicNote]:
        return sorted(self._columns[how], key=_newest_first)


def lies_in(day: date | None, period: Period | None) -> bool:
    """Whether a piece of this day counts for a period; without a period every piece does."""
    return period is None or (day is not None and period.since <= day <= period.until)


def _newest_first(note: TopicNote) -> tuple[int, str]:
    return -(note.day or date.min).toordinal(), note.url


def sorted_out(
    notes: Collection[TopicNote], topics: Mapping[int, Pieces], dated: Callable[[TopicNote], TopicNote]
) -> None:
    """Give each topic its notes, each address once. `dated` gives a note with its day."""
    again = repeated(_key(note) for note in notes)
    seen: set[int] = set()
    for note in map(dated, (note for note in notes if note.at in topics)):
        if topics[note.at].counts(note):
            mark = mark_of(_key(note))
            if mark not in seen:
                topics[note.at].add(note)
            if mark in again:
                seen.add(mark)


def _key(note: TopicNote) -> str:
    return f"{note.at} {page_key(note.url)}"
