"""Word 97 to 2003 (.doc, and WPS Writer's .wps, which is the same format under another name): the text of its pieces.

By [MS-DOC] 2.4.1: the piece table in the table stream says where each run of characters lies, and in which of two
encodings. What Word shows from fields is kept, their codes are not. An own reader, because the programs that read the
format (antiword, catdoc, LibreOffice) are not everywhere, and a verdict must not depend on what is installed.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

from crawler.documents.compound import Compound
from crawler.documents.extract import Extract, Limits, Reason, Unreadable, made

TYPE = "office-binary"
_WORD_97 = 0xA5EC
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FLAGS, _LENGTHS, _PIECES = 0x0A, 0x4C, 0x01A2
_COMPRESSED = 0x40000000
_FIELD = re.compile("\x13[^\x13\x14\x15]*\x14?([^\x13\x15]*)\x15")
_DEEPEST_FIELD = 5
_SHOWN = str.maketrans({"\x07": "\t", "\x0b": "\n", "\x0c": "\n", "\x0d": "\n", "\x1e": "-", "\x1f": "", "\xa0": " "})


def read_doc(compound: Compound, limits: Limits) -> Extract:
    """The text of a Word document in a compound file. Raises `Unreadable`."""
    main = compound.stream("WordDocument")
    try:
        (magic,), (flags,) = struct.unpack_from("<H", main, 0), struct.unpack_from("<H", main, _FLAGS)
        if magic != _WORD_97:
            raise Unreadable(Reason.UNKNOWN_FORMAT)
        if flags & _ENCRYPTED:
            raise Unreadable(Reason.ENCRYPTED)
        table = compound.stream("1Table" if flags & _TABLE_1 else "0Table")
        text = "".join(_pieces(main, table, 4 * limits.characters))
    except struct.error as error:
        raise Unreadable(Reason.DAMAGED) from error
    return made(TYPE, _shown(text), limits)


def _pieces(main: bytes, table: bytes, most: int) -> Iterator[str]:
    start, size = struct.unpack_from("<II", main, _PIECES)
    if not size or start + size > len(table):
        raise Unreadable(Reason.DAMAGED)
    plc = _piece_table(table[start : start + size])
    count = (len(plc) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", plc, 0)
    taken = 0
    for number in range(count):
        (at,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)
        length = ends[number + 1] - ends[number]
        if length < 0:
            raise Unreadable(Reason.DAMAGED)
        length = min(length, most - taken)
        taken += length
        if at & _COMPRESSED:
            begin = (at & ~_COMPRESSED) // 2
            yield main[begin : begin + length].decode("cp1252", "replace")
        else:
            yield main[at : at + 2 * length].decode("utf-16-le", "replace")


def _piece_table(clx: bytes) -> bytes:
    """The PlcPcd behind the property modifiers (2.9.38)."""
    at = 0
    while clx[at : at + 1] == b"\x01":
        (size,) = struct.unpack_from("<H", clx, at + 1)
        at += 3 + size
    if clx[at : at + 1] != b"\x02":
        raise Unreadable(Reason.DAMAGED)
    (size,) = struct.unpack_from("<I", clx, at + 1)
    return clx[at + 5 : at + 5 + size]


def _shown(text: str) -> str:
    for _ in range(_DEEPEST_FIELD):
        text, found = _FIELD.subn(r"\1", text)
        if not found:
            break
    # A row of a table ends with two cell marks.
    return text.replace("\x07\x07", "\n").translate(_SHOWN)
