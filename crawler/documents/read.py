"""One file to what it says, by its own bytes. Runs in the reading process; a reader's own fault is `damaged`."""

from __future__ import annotations

from crawler.documents.extract import Extract, Limits, Reason, Unreadable
from crawler.documents.formats import TYPES, Format, format_of, format_of_package, other_type
from crawler.documents.package import Package
from crawler.documents.pdf import read_pdf
from crawler.documents.word import read_docx

NOT_KNOWN = "unknown"
"""The type of a file whose bytes show none that the house knows."""


def read_bytes(body: bytes, limits: Limits) -> Extract:
    """What a file says. Raises nothing but `MemoryError`: trouble is the extract's `reason`."""
    kind = format_of(body)
    try:
        return _packed(body, limits) if kind is Format.ZIP else _single(kind, body, limits)
    except Unreadable as trouble:
        return Extract(TYPES.get(kind, NOT_KNOWN), reason=trouble.reason)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  # whatever a library trips over in a broken file is the file's
        return Extract(TYPES.get(kind, NOT_KNOWN), reason=Reason.DAMAGED)


def _single(kind: Format, body: bytes, limits: Limits) -> Extract:
    match kind:
        case Format.PDF:
            return read_pdf(body, limits)
        case Format.LOCKED:
            raise Unreadable(Reason.ENCRYPTED)
        case Format.OTHER:
            return Extract(other_type(body) or NOT_KNOWN, reason=Reason.UNKNOWN_FORMAT)
        case _:
            raise Unreadable(Reason.UNKNOWN_FORMAT)


def _packed(body: bytes, limits: Limits) -> Extract:
    with Package(body, limits) as package:
        kind = format_of_package(package)
        try:
            match kind:
                case Format.DOCX:
                    return read_docx(package, limits)
                case _:
                    raise Unreadable(Reason.UNKNOWN_FORMAT)
        except Unreadable as trouble:
            return Extract(TYPES[kind], reason=trouble.reason)
