"""Paragraphs become clauses, numbered as in the text. Jumps in the numbering are noted, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from xuncha.drafting.lines import Paragraph
from xuncha.drafting.numbering import Mark, Style, mark_of

_TITLE_LENGTH = 40
"""A first sentence of at most so many letters, with more text behind it, is the title of its clause."""


class ClauseKind(StrEnum):
    """Where a clause stands in the plan."""

    PREAMBLE = "preamble"
    NUMBERED = "numbered"
    CLOSING = "closing"


@dataclass(frozen=True)
class Note:
    """Something about the text that a person should look at; `key` names the text `draft.note.<key>`."""

    key: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Clause:
    """A clause. `number` is its path as written (`一（二）`), `path` the same in numbers.

    `text` is verbatim, a line break between its paragraphs.

    `start` is where `text` begins in the document's whole text, `line` the line of the file.
    """

    kind: ClauseKind
    number: str
    title: str
    text: str
    line: int
    start: int
    notes: tuple[Note, ...] = ()
    path: tuple[int, ...] = ()


def clauses_of(paragraphs: Sequence[Paragraph]) -> tuple[Clause, ...]:
    """The clauses of the main text, in order. `start` counts letters of the paragraphs joined with line breaks."""
    starts = [0, *accumulate(len(paragraph.text) + 1 for paragraph in paragraphs)]
    placed = [_Placed(paragraph, start) for paragraph, start in zip(paragraphs, starts, strict=False)]
    grouped = list(_grouped(placed))
    closing = _closing_of(grouped)
    if closing:
        del grouped[-1][-len(closing) :]
    counter = _Counter()
    clauses = [_clause(group, counter) for group in grouped]
    if closing:
        clauses.append(_unnumbered(ClauseKind.CLOSING, closing))
    return tuple(clauses)


class _Placed(NamedTuple):
    """A paragraph and where it begins in the whole text."""

    paragraph: Paragraph
    start: int


@dataclass
class _Counter:
    """The numbers that are open at a place, outermost first."""

    open: list[Mark] = field(default_factory=list)
    last: dict[Style, int] = field(default_factory=dict)

    def enter(self, mark: Mark) -> tuple[Note, ...]:
        """Makes `mark` the innermost number; returns what is odd about it."""
        styles = [opened.style for opened in self.open]
        if mark.style in styles:
            depth: int | None = styles.index(mark.style)
        else:
            depth = self._continued_in_another_style(mark)
        if depth is None:
            depth = sum(_rank(style) < _rank(mark.style) for style in styles)
        before = self.open[depth] if depth < len(self.open) else None
        notes = tuple(self._oddities(mark, before))
        self.open[depth:] = [mark]
        self.last[_family(mark.style)] = mark.value
        return notes

    def _continued_in_another_style(self, mark: Mark) -> int | None:
        """The place of an open number in brackets that `mark` goes on from, in other numerals: （一）, then (2)."""
        for depth, opened in enumerate(self.open):
            if opened.style.bracketed and mark.style.bracketed and mark.value == opened.value + 1 > 1:
                return depth
        return None

    def _oddities(self, mark: Mark, before: Mark | None) -> Iterator[Note]:
        if before is not None and before.style is not mark.style:
            yield Note("other-style", {"written": mark.written, "before": before.written})
        if before is not None and mark.value != before.value + 1:
            yield Note("jump", {"written": mark.written, "before": before.written})
        elif before is None and mark.value not in (1, self.last.get(_family(mark.style), 0) + 1):
            yield Note("late-start", {"written": mark.written})


def _family(style: Style) -> Style:
    return Style.CHINESE_BRACKETS if style.bracketed else style


def _rank(style: Style) -> int:
    return list(Style).index(style)


def _grouped(placed: Sequence[_Placed]) -> Iterator[list[_Placed]]:
    """The paragraphs of each clause: one with a number begins a clause, the others belong to it."""
    group: list[_Placed] = []
    for each in placed:
        if group and mark_of(each.paragraph.text) is not None:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _closing_of(groups: Sequence[Sequence[_Placed]]) -> list[_Placed]:
    """The paragraphs behind the last clause that close the whole plan (末段): more than any other clause has."""
    if len(groups) < 2 or mark_of(groups[-1][0].paragraph.text) is None:
        return []
    own = _own_length(groups[-1])
    usual = max((len(group) for group in groups[:-1] if mark_of(group[0].paragraph.text)), default=1)
    return list(groups[-1][max(own, usual) :])


def _own_length(group: Sequence[_Placed]) -> int:
    """How many paragraphs a clause needs to have a text: a heading alone needs one more."""
    text = group[0].paragraph.text
    mark = mark_of(text)
    return 2 if mark is not None and len(_title(text[mark.end :])) == len(text[mark.end :].strip()) else 1


def _clause(group: Sequence[_Placed], counter: _Counter) -> Clause:
    first = group[0].paragraph
    mark = mark_of(first.text)
    if mark is None:
        return _unnumbered(ClauseKind.PREAMBLE, group)
    notes = counter.enter(mark)
    return Clause(
        ClauseKind.NUMBERED,
        number="".join(_written(opened) for opened in counter.open),
        title=_title(first.text[mark.end :]),
        text="\n".join(each.paragraph.text for each in group),
        line=first.line,
        start=group[0].start,
        notes=notes,
        path=tuple(opened.value for opened in counter.open),
    )


def _unnumbered(kind: ClauseKind, group: Sequence[_Placed]) -> Clause:
    text = "\n".join(each.paragraph.text for each in group)
    number = "末段" if kind is ClauseKind.CLOSING else ""
    return Clause(kind, number, "", text, group[0].paragraph.line, group[0].start)


def _written(mark: Mark) -> str:
    return re.sub(r"[\s、．.]+$", "", mark.written)


def _title(text: str) -> str:
    """The first sentence of a clause, if it is short enough for a title; else its beginning."""
    sentence = text.split("\n", 1)[0].partition("。")[0].strip()
    return sentence if len(sentence) <= _TITLE_LENGTH else sentence[:_TITLE_LENGTH]
