"""PDF through pypdfium2: the text layer page by page, ruled tables row by row, and whether pages are only pictures.

Pages that are pictures are read by `ocr` where that is asked for and possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from crawler.documents.extract import Extract, Limits, Reason, Unreadable, made
from crawler.documents.ocr import Recogniser
from crawler.documents.pdf_tables import Tables

TYPE = "pdf"
_PASSWORD = 4
"""FPDF_ERR_PASSWORD"""
_FEW = 20
"""Letters on a page that are no more than a stamp or a page number (own rule): with a picture it is a scan."""


def read_pdf(body: bytes, limits: Limits) -> Extract:
    """The text of all pages within the limits. Raises `Unreadable`."""
    pdfium = _pdfium()
    with closing(_open(pdfium, body)) as document, closing(Tables(body, limits)) as tables:
        count = len(document)
        recogniser = Recogniser(limits)
        texts, pictures = [], 0
        for number, page in _pages(document, min(count, limits.pages)):
            text = tables.text(pdfium, page, number) or page_text(page)
            if len("".join(text.split())) < _FEW and _shows_picture(pdfium, page):
                pictures += 1
                text = recogniser.text(page) or text
            texts.append(text)
        title = _title(document)
    reason = Reason.TOO_MANY_PAGES if count > limits.pages else None
    if recogniser.read:
        reason = Reason.RECOGNISED
    if (pictures - recogniser.read) * 2 >= max(1, len(texts)):
        reason = Reason.SCANNED
    text, left = "\n".join(texts), tables.left_out
    return made(TYPE, text, limits, pages=count, title=title, reason=reason, tables_left=left)


def page_texts(body: bytes) -> list[str]:
    """The text layer of every page as it stands, lines parted by line breaks. Raises `Unreadable`."""
    with closing(_open(_pdfium(), body)) as document:
        return [page_text(page) for _, page in _pages(document, len(document))]


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


def _pages(document: Any, count: int) -> Iterator[tuple[int, Any]]:
    """Pages that can be opened, with their numbers from 0; a broken one among others is left out."""
    opened = 0
    for number in range(count):
        try:
            page = document[number]
        except RuntimeError:
            continue
        opened += 1
        with closing(page):
            yield number, page
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
