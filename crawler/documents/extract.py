"""What a reader got out of a file, and the limits that it keeps. Plain records: the reading process loads little."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.kinds import Remnant

LONGEST_REMNANT = 80
"""Characters of a remnant that are told."""
_MOST_REMNANTS = 20
_LONGEST_TITLE = 200
_NO_CHARACTER = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")


class Reason:
    """Why there is no text, or not all of it: keys below `reason.` in the message catalogue."""

    SCANNED = "scanned"
    RECOGNISED = "read-by-ocr"
    NO_TEXT = "no-text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    HOSTILE = "hostile-file"
    NO_READER = "no-reader"
    UNKNOWN_FORMAT = "unknown-format"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_ENTRIES = "too-many-entries"
    EXPANDS = "expands-too-far"
    NESTED = "nested-too-deep"
    TIME = "reader-time"
    CRASHED = "reader-crashed"
    MEMORY = "reader-memory"


class Unreadable(Exception):
    """A file cannot be read; `reason` is one of `Reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read (numbers: policy "documents"). Sizes in bytes, times in seconds.

    `table_pages` and `table_seconds` (of processor time) bound how far a PDF is searched for ruled tables; pages with
    more than `table_marks` paths, or lines that may cross in more than `table_crossings` places, are drawings.
    `ocr_pages`, `ocr_seconds`: pages without text that are recognised, and the time for it beyond `seconds`; 0 pages =
    never.
    """

    seconds: float = 30.0
    cpu_seconds: int = 20
    memory: int = 1024 * 1024 * 1024
    pages: int = 300
    characters: int = 300_000
    entries: int = 1_000
    expanded: int = 200 * 1024 * 1024
    depth: int = 2
    cells: int = 200_000
    inner_files: int = 50
    table_pages: int = 60
    table_seconds: float = 8.0
    table_marks: int = 4_000
    table_crossings: int = 3_000
    ocr_pages: int = 0
    ocr_seconds: float = 0.0

    @property
    def whole_seconds(self) -> float:
        """For one file altogether."""
        return self.seconds + (self.ocr_seconds if self.ocr_pages else 0.0)


@dataclass(frozen=True, slots=True)
class Extract:
    """What a file says. The fields mean what they do in `crawler.facts.DocumentFacts`."""

    type: str
    text: str = ""
    length: int = 0
    pages: int | None = None
    title: str = ""
    reason: str | None = None
    remnants: tuple[tuple[Remnant, str], ...] = ()
    inner: tuple[tuple[str, Extract], ...] = field(default=())
    tables_left: bool = False


def made(
    kind: str,
    text: str,
    limits: Limits,
    *,
    pages: int | None = None,
    title: str = "",
    reason: str | None = None,
    remnants: Iterable[tuple[Remnant, str]] = (),
    tables_left: bool = False,
) -> Extract:
    """An extract with its text tidied and cut. A text without a single letter has the reason `no-text`."""
    whole = tidy(text)
    return Extract(
        kind,
        whole[: limits.characters],
        len(whole),
        pages,
        tidy(title).replace("\n", " ")[:_LONGEST_TITLE],
        reason or (None if whole else Reason.NO_TEXT),
        tuple(dict.fromkeys((what, _brief(excerpt)) for what, excerpt in remnants))[:_MOST_REMNANTS],
        tables_left=tables_left,
    )


def tidy(text: str) -> str:
    """Lines without blanks at their ends, no more than one empty line in a row, nothing that is no character."""
    plain = _NO_CHARACTER.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines: list[str] = []
    for line in (line.rstrip(" \u3000") for line in plain.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n ")


def _brief(excerpt: str) -> str:
    return " ".join(tidy(excerpt).split())[:LONGEST_REMNANT]
