"""What the check of topics keeps of a page or a file, and what the notes on one topic come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from config.rubric.times import Period
from config.topic import Topic
from crawler.urls import page_key

AHEAD = timedelta(days=1)
"""Dates up to one day after the as-of date count (as `checks.columns.freshness.TOLERANCE`)."""


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

    `via` is the page that offers a file.
    """

    at: int
    how: How
    title: str
    url: str
    day: date | None = None
    aspects: int = 0
    via: str = ""


@dataclass(frozen=True, slots=True)
class Pieces:
    """All that there is on one topic: pieces (pages and files) and the columns of its name."""

    topic: Topic
    pieces: Sequence[TopicNote]
    places: Sequence[TopicNote]
    empty: Sequence[TopicNote]
    unread: Sequence[TopicNote]

    @classmethod
    def of(cls, topic: Topic, notes: Iterable[TopicNote], as_of: date) -> Pieces:
        """The notes on `topic`, each address once, without what is dated after `as_of`."""
        kept: dict[str, TopicNote] = {}
        for note in notes:
            if note.day is None or note.day <= as_of + AHEAD:
                kept.setdefault(page_key(note.url), note)
        every = sorted(kept.values(), key=lambda note: (-(note.day or date.min).toordinal(), note.url))
        columns = (How.PLACE, How.EMPTY, How.UNREAD)
        places, empty, unread = ([note for note in every if note.how is how] for how in columns)
        return cls(topic, [note for note in every if note.how not in columns], places, empty, unread)

    @property
    def found(self) -> bool:
        """Whether anything on the topic was found that holds something."""
        return bool(self.pieces or self.places)

    @property
    def undated(self) -> bool:
        """Whether a piece bears no date that we could read."""
        return any(note.day is None for note in self.pieces)

    @property
    def newest(self) -> TopicNote | None:
        """The newest piece, or the column with the newest row."""
        dated = [note for note in (*self.pieces, *self.places) if note.day]
        return max(dated, key=lambda note: note.day or date.min, default=None)

    def within(self, period: Period | None) -> list[TopicNote]:
        """The pieces dated within `period` (None: all)."""
        if period is None:
            return list(self.pieces)
        return [note for note in self.pieces if note.day and period.since <= note.day <= period.until]

    def absent_aspects(self) -> list[str]:
        """Titles of the aspects that no piece within the topic's period (and no column) names."""
        seen = 0
        for note in (*self.within(self.topic.period), *self.places):
            seen |= note.aspects
        return [aspect.title for bit, aspect in enumerate(self.topic.aspects) if not seen >> bit & 1]
