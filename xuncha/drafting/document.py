"""A plan as a document: its paragraphs, its tables and the lines of its annex, from .txt, .docx or .pdf.

Files are opened and refused by `crawler.documents`: what is broken, locked, expands too far or holds entities is
refused as in an audit, and the letters of a PDF are those that audits read. Two views of the text stay apart, because
an audit looks for words and a draft needs the layout:

* PDF: the lines of the text layer as they stand, numbered, blank ones too; an audit tidies lines, and turns ruled
  tables into rows, which `xuncha.drafting.annex` puts together itself, across pages and merged cells.
* DOCX: paragraphs and tables apart, a merged cell repeated in each row that it covers, through python-docx; an audit
  reads both in one flow, headers and notes among them, and says a merged cell once.

A .txt is read as UTF-8 alone, as every text that a person hands in is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.errors import Place, UserError
from config.given_file import read_given, require_file
from config.messages import text as told
from config.plan_language import plan_language
from config.yaml_file import read_utf8
from crawler.documents.extract import Reason, Unreadable
from crawler.documents.pdf import page_texts
from crawler.documents.read import read_bytes
from crawler.documents.reader import policy_limits
from xuncha.drafting.lines import Line, Paragraph, paragraphs_of, text_lines
from xuncha.drafting.numbering import mark_of
from xuncha.drafting.office import office_module

Table = tuple[tuple[str, ...], ...]
"""The texts of a table's cells, row by row; a merged cell repeats its text."""


@dataclass(frozen=True)
class PlanDocument:
    """What a file holds. `annex` are the lines behind the word 附件 where a table may lie flattened."""

    path: Path
    paragraphs: tuple[Paragraph, ...]
    annex: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    noise: tuple[Line, ...] = field(default=())

    @property
    def text(self) -> str:
        """The whole text; positions of clauses and phrases count its letters."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


class PlanRefused(UserError):
    """A file that cannot be read, with the reason that an audit gives for such files (`crawler.documents`)."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__("plan-unreadable", place=Place(path), reason=reason)
        self.reason = reason

    def text(self, lang: str = "zh") -> str:
        """The message with its place in front, in `lang`."""
        sentence = told(f"error.{self.key}", lang, reason=told(f"reason.{self.reason}", lang))
        return f"{self.place}: {sentence}"


def read_document(path: Path) -> PlanDocument:
    """The document in `path`. Raises `UserError` for other formats, broken files, and files without text."""
    readers: dict[str, Callable[[Path], PlanDocument]] = {".txt": _read_txt, ".docx": _read_docx, ".pdf": _read_pdf}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UserError("plan-format", place=Place(path), suffix=path.suffix or "-", known=" ".join(readers))
    require_file(path)
    document = reader(path)
    if not document.paragraphs:
        raise UserError("plan-without-text", place=Place(path))
    return document


def _read_txt(path: Path) -> PlanDocument:
    return _of_lines(path, read_utf8(path).splitlines())


def _read_pdf(path: Path) -> PlanDocument:
    office_module("pypdfium2", path)
    try:
        pages = page_texts(read_given(path))
    except Unreadable as error:
        raise PlanRefused(path, error.reason) from error
    return _of_lines(path, [line for page in pages for line in page.splitlines()])


def _of_lines(path: Path, source: list[str]) -> PlanDocument:
    lines = text_lines(source)
    body, annex = _parted(lines.text)
    return PlanDocument(path, _without_annex_list(paragraphs_of(body)), annex, noise=lines.noise)


def _parted(lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """The main text, and the annex behind a line that says only 附件. With no clause before it, that is the plan."""
    annex = re.compile(plan_language().structure.annex)
    for at, line in enumerate(lines):
        if annex.fullmatch(line.text.replace(" ", "")) and any(mark_of(earlier.text) for earlier in lines[:at]):
            return lines[:at], lines[at + 1 :]
    return lines, ()


def _without_annex_list(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs up to the list of annexes (附件：…) that stands behind the clauses."""
    listed = re.compile(plan_language().structure.annex_list)
    for at, paragraph in enumerate(paragraphs):
        if listed.match(paragraph.text) and any(mark_of(earlier.text) for earlier in paragraphs[:at]):
            return paragraphs[:at]
    return paragraphs


def _read_docx(path: Path) -> PlanDocument:
    docx = office_module("docx", path)
    package_error = office_module("docx.opc.exceptions", path).PackageNotFoundError
    refusal = read_bytes(read_given(path), policy_limits()).reason
    if refusal not in (None, Reason.NO_TEXT):
        raise PlanRefused(path, refusal)
    try:
        opened = docx.Document(str(path))
    except (package_error, KeyError, ValueError) as error:
        raise UserError("plan-unreadable", place=Place(path), reason=error) from error
    source = [paragraph.text for paragraph in opened.paragraphs]
    lines = text_lines(part for text in source for part in (text.splitlines() or [""]))
    body, annex = _parted(lines.text)
    tables = tuple(
        tuple(tuple(cell.text.replace("\n", "") for cell in row.cells) for row in table.rows) for table in opened.tables
    )
    return PlanDocument(path, _without_annex_list(paragraphs_of(body)), annex, tables=tables, noise=lines.noise)
