"""What a file really is, by its bytes: extensions are often wrong (a renamed .doc as .wps, a page as .pdf)."""

from __future__ import annotations

from enum import StrEnum

from crawler.documents.compound import MAGIC
from crawler.documents.package import Package
from crawler.documents.word import MAIN

NOT_KNOWN = "unknown"
"""The type of a file whose bytes show none that the house knows."""
_HEAD = 1024
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_ARCHIVES = {b"Rar!\x1a\x07": "rar", b"7z\xbc\xaf\x27\x1c": "7z", b"\x1f\x8b": "gzip"}
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<meta", b"<title")


class Format(StrEnum):
    """Formats that are told apart."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    SLIDES = "pptx"
    OFD = "ofd"
    ZIP = "zip"
    OLE = "ole"
    XLS = "xls"
    RTF = "rtf"
    HTML = "html"
    TEXT = "text"
    OTHER = "other"


TYPES = {
    Format.PDF: "pdf",
    Format.DOCX: "office-xml",
    Format.XLSX: "office-xml",
    Format.SLIDES: "office-xml",
    Format.OFD: "ofd",
    Format.ZIP: "zip",
    Format.XLS: "office-binary",
    Format.OLE: "office-binary",
    Format.RTF: "rtf",
    Format.HTML: "html",
    Format.TEXT: "text",
}
"""The ids of config/lexicons/attachments.yaml."""


def format_of(body: bytes) -> Format:
    """The format of a file that is no ZIP container; `ZIP` for all that are (see `format_of_package`)."""
    head = body[:_HEAD]
    if head.startswith(_ZIPS):
        return Format.ZIP
    if head.startswith(MAGIC):
        return Format.OLE
    if head.startswith(b"{\\rtf"):
        return Format.RTF
    if b"%PDF-" in head:  # some bytes may come before it, but not those of an archive that holds a PDF
        return Format.PDF
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_HTML):
        return Format.HTML
    if head.startswith(b"\x09\x08"):
        return Format.XLS
    if head.startswith((*_PICTURES, *_ARCHIVES)):
        return Format.OTHER
    return Format.TEXT if _is_text(head) else Format.OTHER


def type_of(kind: Format, body: bytes) -> str:
    """The id in config/lexicons/attachments.yaml; `NOT_KNOWN` where there is none."""
    packed = next((name for mark, name in _ARCHIVES.items() if body.startswith(mark)), NOT_KNOWN)
    return TYPES.get(kind, packed)


def format_of_package(package: Package) -> Format:
    """What an opened ZIP container is."""
    names = package.names
    if package.matching(MAIN):
        return Format.DOCX
    if any(name.startswith("xl/workbook.") for name in names):
        return Format.XLSX
    if any(name.startswith("ppt/presentation.") for name in names):
        return Format.SLIDES
    return Format.OFD if "OFD.xml" in names else Format.ZIP


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return bool(head) and not any(byte < 32 and byte not in b"\t\n\f\r" for byte in head)
