"""Reads Word files as their readers see them, and makes documents of results."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from config.suppressions import Suppressions
from reports.office.letter import letter
from reports.office.papers import Order, documents
from reports.office.templates import Paper
from reports.result import AuditResult

DAY = date(2025, 11, 24)


def made(
    result: AuditResult | Sequence[AuditResult], *papers: Paper, templates: Path | None = None, **more: Any
) -> dict[str, bytes]:
    """The documents by the names of their files; all kinds unless `papers` are named."""
    results = [result] if isinstance(result, AuditResult) else list(result)
    accepted = more.pop("suppressions", Suppressions())
    head = letter(DAY, lang=results[0].lang, **more)
    return dict(documents(results, Order(papers or [*Paper], head, DAY, accepted, templates)).files)


def paragraphs(content: bytes) -> list[str]:
    """The paragraphs outside of tables."""
    return [each.text for each in Document(io.BytesIO(content)).paragraphs]


def headings(content: bytes) -> list[str]:
    """Titles and headings, in order."""
    styled = Document(io.BytesIO(content)).paragraphs
    return [each.text for each in styled if each.style.name.startswith(("Title", "Heading"))]


def tables(content: bytes) -> list[list[list[str]]]:
    """The cells of each table, row by row; of cells that are merged, all have the text of the first."""
    body = Document(io.BytesIO(content)).element.body
    return [_rows(table) for table in body.iter(qn("w:tbl"))]


def _rows(table: Any) -> list[list[str]]:
    made: list[list[str]] = []
    for row in table.iter(qn("w:tr")):
        cells = []
        for place, cell in enumerate(row.iter(qn("w:tc"))):
            merged = cell.find(f".//{qn('w:vMerge')}")
            above = merged is not None and merged.get(qn("w:val")) == "continue"
            cells.append(made[-1][place] if above else "\n".join(map(_text, cell.iter(qn("w:p")))))
        made.append(cells)
    return made


def _text(paragraph: Any) -> str:
    """The text of a paragraph with its links; line ends are line ends."""
    kinds = {qn("w:t"): lambda part: part.text or "", qn("w:br"): lambda part: "\n"}
    return "".join(kinds[part.tag](part) for part in paragraph.iter(*kinds))


def words(content: bytes) -> str:
    """Everything that stands in the document."""
    cells = [cell for table in tables(content) for row in table for cell in row]
    return "\n".join([*paragraphs(content), *cells])
