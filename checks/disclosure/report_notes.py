"""What the check of annual reports keeps of one, and what the notes on a page and on its files come to together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import NamedTuple
from zlib import crc32

from config.annual_report import report_form
from config.mandated import Element
from config.wording import plain

_SENTENCE = re.compile(r"[^。；;！!？?\n\r]{12,}[。；;]")
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"20\d\d年?(度)?|二[〇零○][〇零一二三四五六七八九○]{2}年?(度)?")

LEAST_TEXT = 200
"""Letters below which a text is no report, only its cover (见附件) (own choice)."""


class ReportNote(NamedTuple):
    """A text that is called an annual report: a page, or a file (`via` is the page that offers it).

    `sections`, `tables`, `mentions` are bits by their order; `sentences` are hashes of full sentences of running text
    without their numbers, so that a report that only changes figures is recognised.
    """

    unit: str
    title: str
    url: str
    via: str
    year: int
    length: int
    sections: int
    tables: int
    mentions: int
    sentences: frozenset[int]
    doubt: str | None = None


def note_of(
    owner: tuple[str, str], title: str, year: int, text: str, mentions: Sequence[Element], *, doubt: str | None
) -> ReportNote:
    """The note on a report whose text is `text`; `owner` is the unit and its address, `doubt` why the text may be
    incomplete."""
    whole, form = plain(text), report_form()
    return ReportNote(
        owner[0],
        title,
        owner[1],
        "",
        year,
        len(whole),
        _bits(part.named_in(whole) for part in form.sections),
        _bits(part.shown_in(whole) for part in form.tables),
        _bits(part.stands_in(whole) or any(plain(name) in whole for name in part.names) for part in mentions),
        sentences_of(text),
        doubt,
    )


def sentences_of(text: str) -> frozenset[int]:
    """Hashes of the full sentences of running text, without figures. Cells of tables end in no full stop."""
    told = (_DIGITS.sub("", plain(found)) for found in _SENTENCE.findall(text))
    return frozenset(crc32(sentence.encode()) for sentence in told if sentence)


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of the smaller text's sentences that stand in the other too, 0 to 1."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report: its page and its files together. `parts` are their addresses; `on` is the report of another
    year whose page offers it."""

    title: str
    url: str
    unit: str
    year: int
    length: int = 0
    sections: int = 0
    tables: int = 0
    mentions: int = 0
    sentences: frozenset[int] = frozenset()
    doubt: str | None = None
    parts: frozenset[str] = frozenset()
    on: str = ""

    @property
    def series(self) -> str:
        """What the reports of one body are called in all years."""
        return plain(_YEAR.sub("", self.title))

    def continues(self, other: Report) -> bool:
        """Whether `other` is of the same body, by its title or because this report's page offers it."""
        return other.series == self.series or other.on == self.url

    @property
    def readable(self) -> bool:
        """Whether there is more than a cover."""
        return self.length >= LEAST_TEXT

    def with_notes(self, notes: Iterable[ReportNote]) -> Report:
        """The report with further texts of it."""
        new = list(notes)
        every: tuple[Report | ReportNote, ...] = (self, *new)
        return replace(
            self,
            length=sum(each.length for each in every),
            sections=reduce(or_, (each.sections for each in every)),
            tables=reduce(or_, (each.tables for each in every)),
            mentions=reduce(or_, (each.mentions for each in every)),
            sentences=frozenset().union(*(each.sentences for each in every)),
            doubt=next((each.doubt for each in every if each.doubt), None),
            parts=self.parts.union(note.url for note in new),
        )

    def beside(self, notes: Iterable[ReportNote]) -> Report:
        """The report with texts that may hold parts of it, or of others: not its own to be compared."""
        return replace(self.with_notes(notes), sentences=self.sentences, parts=self.parts)


def report_of(notes: Sequence[ReportNote], beside: str = "") -> Report:
    """The report that the notes are on together; the first one gives it its name and address. `beside` is the report
    of another year whose page offers it."""
    head = notes[0]
    return Report(head.title, head.url, head.unit, head.year, on=beside).with_notes(notes)


def _bits(answers: Iterable[bool]) -> int:
    return sum(1 << at for at, yes in enumerate(answers) if yes)
