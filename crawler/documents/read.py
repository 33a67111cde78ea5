"""One file to what it says, by its own bytes. Runs in the reading process; a reader's own fault is `damaged`."""

from __future__ import annotations

from crawler.documents.archive import read_archive
from crawler.documents.compound import Compound
from crawler.documents.doc import read_doc
from crawler.documents.extract import Extract, Limits, Reason, Unreadable
from crawler.documents.formats import TYPES, Format, format_of, format_of_package, type_of
from crawler.documents.ofd import read_ofd
from crawler.documents.package import Package
from crawler.documents.pdf import read_pdf
from crawler.documents.plain import read_rtf, read_text
from crawler.documents.sheets import read_workbook
from crawler.documents.word import read_docx


def read_bytes(body: bytes, limits: Limits, depth: int = 0) -> Extract:
    """What a file says. Raises nothing but `MemoryError`: trouble is the extract's `reason`."""
    kind = format_of(body)
    try:
        return _packed(body, limits, depth) if kind is Format.ZIP else _single(kind, body, limits)
    except Unreadable as trouble:
        return Extract(type_of(kind, body), reason=trouble.reason)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # whatever a library trips over in a broken file is the file's
        return Extract(type_of(kind, body), reason=Reason.DAMAGED)


def _single(kind: Format, body: bytes, limits: Limits) -> Extract:
    match kind:
        case Format.PDF:
            return read_pdf(body, limits)
        case Format.OLE:
            return _compound(body, limits)
        case Format.XLS:
            return read_workbook(body, type_of(kind, body), limits)
        case Format.TEXT:
            return read_text(body, limits)
        case Format.RTF:
            return read_rtf(body, limits)
        case _:
            raise Unreadable(Reason.UNKNOWN_FORMAT)


def _compound(body: bytes, limits: Limits) -> Extract:
    compound = Compound(body)
    names = compound.names
    if "EncryptedPackage" in names:
        return Extract("office-xml", reason=Reason.ENCRYPTED)
    if "WordDocument" in names:
        return read_doc(compound, limits)
    if not names.isdisjoint(("Workbook", "Book")):
        return read_workbook(body, TYPES[Format.XLS], limits)
    raise Unreadable(Reason.UNKNOWN_FORMAT)


def _packed(body: bytes, limits: Limits, depth: int) -> Extract:
    with Package(body, limits) as package:
        kind = format_of_package(package)
        try:
            match kind:
                case Format.DOCX:
                    return read_docx(package, limits)
                case Format.XLSX:
                    if package.promised() > limits.expanded:
                        raise Unreadable(Reason.EXPANDS)
                    return read_workbook(body, TYPES[kind], limits)
                case Format.OFD:
                    return read_ofd(package, limits)
                case Format.ZIP:
                    return read_archive(package, limits, depth, read_bytes)
                case _:
                    raise Unreadable(Reason.UNKNOWN_FORMAT)
        except Unreadable as trouble:
            return Extract(TYPES[kind], reason=trouble.reason)
