"""PDF through pypdfium2: the text layer page by page, and whether pages without one are pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from crawler.documents.extract import Extract, Limits, Reason, Unreadable, made

TYPE = "pdf"
_PASSWORD = 4
"""FPDF_ERR_PASSWORD"""
_FEW = 20
"""Letters on a page that are no more than a stamp or a page number (own rule): with a picture it is a scan."""


def read_pdf(body: bytes, limits: Limits) -> Extract:
    """The text of all pages within the limits. Raises `Unreadable`."""
    pdfium = _pdfium()
    with closing(_open(pdfium, body)) as document:
        count = len(document)
        texts, pictures = [], 0
        for page in _pages(document, min(count, limits.pages)):
            text = page_text(page)
            pictures += len("".join(text.split())) < _FEW and _shows_picture(pdfium, page)
            texts.append(text)
        title = _title(document)
    reason = Reason.TOO_MANY_PAGES if count > limits.pages else None
    if pictures and pictures * 2 >= len(texts):
        reason = Reason.SCANNED
    return made(TYPE, "\n".join(texts), limits, pages=count, title=title, reason=reason)


def page_text(page: Any) -> str:
    """The text of one page, lines parted by line breaks."""
    with closing(page.get_textpage()) as layer:
        return str(layer.get_text_bounded())


def _pdfium() -> Any:
    try:
        import pypdfium2  # noqa: PLC0415  # of the extra "documents"
    except ModuleNotFoundError as error:
        raise Unreadable(Reason.NO_READER) from error
    return pypdfium2


def _open(pdfium: Any, body: bytes) -> Any:
    try:
        return pdfium.PdfDocument(body)
    except pdfium.PdfiumError as error:
        encrypted = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
        raise Unreadable(Reason.ENCRYPTED if encrypted else Reason.DAMAGED) from error


def _pages(document: Any, count: int) -> Iterator[Any]:
    """Pages that can be opened; a broken one among others is left out."""
    opened = 0
    for number in range(count):
        try:
            page = document[number]
        except RuntimeError:
            continue
        opened += 1
        with closing(page):
            yield page
    if count and not opened:
        raise Unreadable(Reason.DAMAGED)


def _shows_picture(pdfium: Any, page: Any) -> bool:
    kinds = (pdfium.raw.FPDF_PAGEOBJ_IMAGE,)
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _title(document: Any) -> str:
    try:
        return str(document.get_metadata_value("Title"))
    except (RuntimeError, UnicodeDecodeError):
        return ""
