"""The check `republished`: old texts that were published again as new ones."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from pydantic import Field

from checks.content.passages import NO_TEXTS, Spot, finding_of, title_at
from checks.contract import CheckParams, Said
from checks.finding import Examined, Unjudged
from checks.keys import twice
from checks.scanning import ScanCheck, SeenPage
from config.registry import Unit
from crawler.facts import Found
from crawler.store.crawl import Crawl

AGAIN = "republished"
_KEPT = 12
"""Marks of a text that are kept: the smallest checksums of its paragraphs (own rule)."""
_BYTES = 4
"""Of one mark."""
_IN_ONE_PART = 20_000
"""Articles whose marks are compared at once: two megabytes. For more of them the notes are read again."""
_LEAST_PARAGRAPH = 16
"""Characters of a paragraph that tells one text from another (own rule)."""
_LEAST_ROWS = 40
"""Characters of shorter lines in a row that do so together: more than an office and a day under a text (own rule)."""
_ONE_OF = 3
"""Rows of which about one begins a piece: as many as a piece often has, so that rows weigh as paragraphs do (own
rule)."""


class Trace(NamedTuple):
    """What is kept of an article. `packed` are its marks, four bytes each, so that many articles need little room."""

    url: str
    column: str
    day: int
    length: int
    packed: bytes

    @property
    def marks(self) -> tuple[int, ...]:
        """The smallest checksums of its paragraphs, rising."""
        return struct.unpack(f">{len(self.packed) // _BYTES}I", self.packed)


class RepublishedParams(CheckParams):
    """What makes two texts the same, and how far apart they must lie."""

    least_length: int = Field(default=300, ge=1, description="characters of a text that is compared (own rule)")
    least_days: int = Field(default=30, ge=1, description="days between the two dates (own rule)")
    likeness: float = Field(
        default=0.9, gt=0, le=1, description="share of equal paragraphs, and ratio of the lengths (own rule)"
    )


class Republished(ScanCheck[Trace]):
    """Texts that stand in one column twice, under dates far apart (旧信息重复发布).

    ## What it finds

    `republished`: an article whose text, apart from some paragraph perhaps, had been published in the same column
    under an earlier date. `facts` name the earlier one, both dates, and how alike the texts are.

    ## Why it matters

    国办秘函〔2019〕19号 asks for updates within a window; an old text under a new date keeps the column fresh without
    telling anything.

    ## How it decides

    By the paragraphs: of each long enough article the smallest checksums of its paragraphs are kept, numbers included,
    so that the yearly notice with this year's days is another text. Short lines that follow each other, like the rows
    of a table of prices, count some at a time; a heading or a signature by itself does not. Two articles of one column
    are the same when the share of equal checksums and the ratio of their lengths both reach `likeness`. Of several
    repeats each is compared with the earliest.

    ## When it does not apply

    The same text in two columns, and under dates less than `least_days` apart, is no repetition but usual practice.
    Short texts and articles without a date or a column are not compared. A unit without articles is not judged.

    ## Known errors

    A document that was published again on purpose (after a correction, with its validity renewed) is suspected, too.
    Texts cut at the reader's limit are compared as far as they were kept.
    """

    id = "republished"
    title = "疑似旧信息重复发布"
    needs = ("pages",)
    codes = (AGAIN,)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决“栏目不更新”、扣分指标“信息更新”（防止以旧充新）"
    )
    only_suspects = True
    Params = RepublishedParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[Trace]:
        """The marks of one long enough article."""
        assert isinstance(params, RepublishedParams)
        article = seen.page.article
        if article is None or not seen.column or len(article.text) < params.least_length:
            return
        if not isinstance(article.date, Found):
            return
        marks = sorted({zlib.crc32(part.encode()) for part in _paragraphs(article.text)})[:_KEPT]
        if marks:
            packed = struct.pack(f">{len(marks)}I", *marks)
            yield Trace(seen.page.url, seen.column, article.date.value.toordinal(), len(article.text), packed)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Trace]
    ) -> Iterator[Said]:
        """One suspicion for each later article of a pair."""
        assert isinstance(params, RepublishedParams)
        articles = crawl.articles(unit)
        if not articles:
            yield Unjudged(unit.id, NO_TEXTS, AGAIN)
            return
        yield Examined(articles)
        earlier: dict[tuple[str, int], list[Trace]] = defaultdict(list)
        for trace in sorted(_comparable(notes, params.likeness), key=lambda each: (each.day, each.url)):
            candidates = {old for mark in trace.marks for old in earlier[trace.column, mark]}
            alike = [(old, share) for old in candidates if (share := _likeness(old, trace)) >= params.likeness]
            first, share = min(alike, key=lambda each: (each[0].day, each[0].url), default=(None, 0.0))
            if first is not None and trace.day - first.day >= params.least_days:
                yield finding_of(self.id, unit, _spot(crawl, first, trace, share))
            if first is None:
                for mark in trace.marks:
                    earlier[trace.column, mark].append(trace)


def _paragraphs(text: str) -> Iterator[str]:
    """What tells a text from others: its paragraphs, and the rows of a table some at a time. A heading or a signature
    by itself does not."""
    lines = filter(str.strip, text.split("\n"))
    for are_long, run in groupby(lines, lambda line: len(line) >= _LEAST_PARAGRAPH):
        some = list(run)
        yield from some if are_long else _pieces(some)


def _pieces(rows: Sequence[str]) -> list[str]:
    """Some rows at a time: those from each row that its own checksum chooses, so that a row more or less changes only
    what is next to it. Rows of which none begins a piece are one."""
    begun = (rows[at : at + _LEAST_ROWS] for at, row in enumerate(rows) if not zlib.crc32(row.encode()) % _ONE_OF)
    return [piece for some in begun if (piece := _piece(some))] or list(filter(None, [_piece(rows, whole=True)]))


def _piece(rows: Iterable[str], *, whole: bool = False) -> str | None:
    """As many rows as are enough to tell texts apart, or the `whole`; None if they are not enough."""
    piece = ""
    for row in rows:
        piece += f"{row}\n"
        if len(piece) >= _LEAST_ROWS and not whole:
            break
    return piece if len(piece) >= _LEAST_ROWS else None


def _comparable(notes: Collection[Trace], likeness: float) -> list[Trace]:
    """Those that may be like another one of their column: few of many, and only they are kept together.

    Of two texts that are alike each has at least this share of its marks in common with the other.
    """
    parts = 1 + len(notes) // _IN_ONE_PART
    again = {mark for part in range(parts) for mark in _shared_marks(notes, part, parts)}
    return [trace for trace in notes if _are_shared(trace, again, likeness)] if again else []


def _are_shared(trace: Trace, again: Container[int], likeness: float) -> bool:
    shared = sum(mark in again for mark in _placed_marks(trace))
    return shared / (len(trace.packed) // _BYTES) >= likeness


def _shared_marks(notes: Iterable[Trace], part: int, parts: int) -> Iterator[int]:
    """The marks that come twice in one column, of one part of all marks, so that many articles need no more room."""
    return twice(mark for trace in notes for mark in _placed_marks(trace) if mark % parts == part)


def _placed_marks(trace: Trace) -> list[int]:
    """The marks with the column in front, eight bytes each."""
    column = zlib.crc32(trace.column.encode()) << 32
    return [column | mark for mark in trace.marks]


def _likeness(old: Trace, new: Trace) -> float:
    """The share of equal marks among the smallest ones of both texts together, and of the lengths."""
    both = sorted({*old.marks, *new.marks})[:_KEPT]
    equal = set(old.marks) & set(new.marks)
    lengths = min(old.length, new.length) / max(old.length, new.length)
    return min(sum(mark in equal for mark in both) / len(both), lengths)


def _spot(crawl: Crawl, first: Trace, trace: Trace, share: float) -> Spot:
    facts = {
        "first_url": first.url,
        "first_title": title_at(crawl, first.url),
        "first_date": dt.date.fromordinal(first.day).isoformat(),
        "date": dt.date.fromordinal(trace.day).isoformat(),
        "days": trace.day - first.day,
        "likeness": round(share, 2),
    }
    return Spot(AGAIN, trace.url, trace.column, title_at(crawl, trace.url), "", tuple(facts.items()), first.url)
