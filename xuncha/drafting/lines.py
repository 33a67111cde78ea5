"""Lines of a file become paragraphs. Text taken from a PDF breaks every line at the margin; those are joined again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from config.plan_language import plan_language
from xuncha.drafting.numbering import mark_of

_ENDS = tuple("。；：！？.;:!?…")
_OPEN_END = tuple("，、,（(《“〔")
_MARGIN_SLACK = 4
"""Letters that a full line may be shorter than the widest: two of indentation, two of punctuation moved over."""
_INDENT = 1.5
"""A line behind a full stop that is shorter than the margin by at least so much was indented: a new paragraph."""
_PROSE = 12
"""Lines shorter than this many letters are headings or cells, and say nothing about the margin."""


class Line(NamedTuple):
    """A line with its number in the file, counted from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, verbatim but for line breaks, with the line (or paragraph of a .docx) where it begins."""

    text: str
    line: int


class Lines(NamedTuple):
    """Lines that hold text, and those that were left out as page numbers or stray addresses."""

    text: tuple[Line, ...]
    noise: tuple[Line, ...]


def text_lines(source: Iterable[str]) -> Lines:
    """The lines that are not blank, parted from noise (`structure.noise` in the lexicon)."""
    noise = plan_language().noise
    stripped = [Line(at, line.strip().strip("\ufeff\f")) for at, line in enumerate(source, start=1)]
    held = [line for line in stripped if line.text]
    return Lines(
        tuple(line for line in held if not noise.fullmatch(line.text)),
        tuple(line for line in held if noise.fullmatch(line.text)),
    )


def paragraphs_of(lines: Sequence[Line]) -> tuple[Paragraph, ...]:
    """The paragraphs that `lines` make up: each line one, unless lines break at a margin."""
    margin = _margin(lines)
    if margin is None:
        return tuple(Paragraph(line.text, line.number) for line in lines)
    return tuple(_joined(lines, margin))


def join(first: str, second: str) -> str:
    """Two lines of one paragraph, with a blank only between two Latin words."""
    latin = first[-1:].isascii() and second[:1].isascii() and first[-1:].isalpha() and second[:1].isalpha()
    return f"{first} {second}" if latin else first + second


def width(text: str) -> float:
    """The width of `text` in Chinese letters; Latin letters and digits count half."""
    return sum(1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5 for letter in text)


def _margin(lines: Sequence[Line]) -> float | None:
    """The width at which lines break, or None where each line is a paragraph of its own."""
    prose = [line for line in lines if width(line.text) > _PROSE]
    if len(prose) < 4:
        return None
    widths = sorted(width(line.text) for line in prose)
    unended = sum(not line.text.endswith(_ENDS) for line in prose)
    widest = widths[int(len(widths) * 0.95)]
    near = sum(value >= widest - _MARGIN_SLACK for value in widths)
    return widest if unended > len(prose) / 2 and near > len(prose) / 2 else None


def _joined(lines: Sequence[Line], margin: float) -> Iterator[Paragraph]:
    open_text, begun = "", 0
    last = ""
    for line in lines:
        if open_text and _goes_on(open_text, last, line.text, margin):
            open_text = join(open_text, line.text)
        else:
            if open_text:
                yield Paragraph(open_text, begun)
            open_text, begun = line.text, line.number
        last = line.text
    if open_text:
        yield Paragraph(open_text, begun)


def _goes_on(paragraph: str, last: str, line: str, margin: float) -> bool:
    if mark_of(line) is not None and not _is_inside_brackets(paragraph):
        return False
    full = width(last) >= margin - _MARGIN_SLACK
    if last.endswith(_ENDS) and _INDENT <= margin - width(line) <= _MARGIN_SLACK and not line.endswith(_ENDS):
        return False
    return full or last.endswith(_OPEN_END) or _is_inside_brackets(paragraph)


def _is_inside_brackets(text: str) -> bool:
    tail = text[-200:]
    return any(tail.rfind(opening) > tail.rfind(closing) for opening, closing in ("《》", "〔〕", "“”")) or bool(
        re.search(r"[（(][^）)]{0,40}$", tail)
    )
