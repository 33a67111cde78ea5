"""DOCX: all text in reading order (tables, headers, footers and notes too), and what was left in it from drafting.

A walk over `w:t` in the parts of the package: `python-docx` lists paragraphs alone, and misses tables and headers.
Deleted text is not text; it is told as a remnant, as are unaccepted insertions and comments.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.documents.extract import LONGEST_REMNANT, Extract, Limits, Reason, Unreadable, made
from crawler.documents.package import Package
from crawler.documents.xml_text import XmlHandler, feed
from crawler.kinds import Remnant

TYPE = "office-xml"
MAIN = r"word/document\d*\.xml"
_BESIDE = (r"word/header\d*\.xml", MAIN, r"word/footnotes\.xml", r"word/endnotes\.xml", r"word/footer\d*\.xml")
_COMMENTS = r"word/comments\.xml"
_CORE = "docProps/core.xml"
_NO_TEXT = frozenset({"Fallback", "moveFrom", "tabs"})
"""The same text once more (mc:AlternateContent), text that was moved elsewhere, and the definition of tab stops."""
_CHANGES = frozenset({"ins", "del", "moveTo"})
_SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LINE_BREAKS = re.compile(r"\n+")


def read_docx(package: Package, limits: Limits) -> Extract:
    """The text of a DOCX package. Raises `Unreadable`."""
    if not package.matching(MAIN):
        raise Unreadable(Reason.DAMAGED)
    texts: list[str] = []
    remnants: list[tuple[Remnant, str]] = []
    for pattern in _BESIDE:
        for name in package.matching(pattern):
            walk = _Walk(limits.characters)
            feed(package.read(name), walk)
            texts.append(walk.done())
            remnants += walk.remnants
    for name in package.matching(_COMMENTS):
        walk = _Walk(limits.characters)
        feed(package.read(name), walk)
        remnants += [(Remnant.COMMENT, line) for line in walk.done().split("\n") if line.strip()]
    return made(TYPE, "\n".join(filter(None, texts)), limits, title=core_title(package), remnants=remnants)


def core_title(package: Package) -> str:
    """The title in the properties of an office package; empty without a readable one."""
    if _CORE not in package.names:
        return ""
    told = _Title()
    try:
        feed(package.read(_CORE), told)
    except Unreadable:
        return ""
    return told.title


class _Title(XmlHandler):
    def __init__(self) -> None:
        self.title = ""
        self._inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._inside = name == "title"

    def end(self, name: str) -> None:
        self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self.title += text


class _Walk(XmlHandler):
    """Collects the text of one part. Rows of a table become lines, their cells parted by tabs."""

    def __init__(self, most: int) -> None:
        self.remnants: list[tuple[Remnant, str]] = []
        self._most = 4 * most  # so that the length of long texts is still known roughly, and memory is bounded
        self._pieces: list[str] = []
        self._size = 0
        self._cells: list[int] = []  # where the open cells of nested tables begin in `_pieces`
        self._rows: list[list[str]] = []
        self._change: list[str] | None = None
        self._in_text = self._in_deleted = False
        self._skipped = 0

    def done(self) -> str:
        """Everything collected."""
        return "".join(self._pieces)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or name in _NO_TEXT:
            self._skipped += 1
        elif name == "t":
            self._in_text = True
        elif name == "delText":
            self._in_deleted = True
        elif name in _CHANGES:
            self._change = [] if self._change is None else self._change
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._cells.append(len(self._pieces))
        elif name in _SHOWN:
            self._add(_SHOWN[name])

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "delText":
            self._in_deleted = False
        elif name in _CHANGES:
            changed = "".join(self._change or ())
            self._change = None
            if changed.strip():
                self.remnants.append((Remnant.TRACKED_CHANGE, changed))
        elif name == "p":
            self._add("\n")
        elif name == "tc" and self._cells:
            at = self._cells.pop()
            cell = _LINE_BREAKS.sub(" ", "".join(self._pieces[at:]).strip())
            del self._pieces[at:]
            if self._rows:
                self._rows[-1].append(cell)
        elif name == "tr" and self._rows:
            self._add("\t".join(self._rows.pop()) + "\n")

    def text(self, text: str) -> None:
        if self._skipped:
            return
        if self._in_text:
            self._add(text)
        if self._change is not None and (self._in_text or self._in_deleted) and len(self._change) < LONGEST_REMNANT:
            self._change.append(text)

    def _add(self, piece: str) -> None:
        self._size += len(piece)
        if self._size <= self._most or piece in "\n\t":
            self._pieces.append(piece)
