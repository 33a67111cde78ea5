"""Small genuine legacy office files: a compound file ([MS-CFB]) with a Word 97 document or an Excel 97 workbook."""

from __future__ import annotations

import struct

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR = 512
_LEAST = 4096
"""Streams of this size and more lie in ordinary sectors, so none here needs the mini stream."""
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_ENTRY = 128


def legacy_document(text: str) -> bytes:
    """A Word 97 document ([MS-DOC]): one piece of UTF-16 text, a paragraph for each line."""
    shown = text.replace("\t", "\x07").replace("\n", "\r") + "\r"
    encoded = shown.encode("utf-16-le")
    letters = len(encoded) // 2
    begin = 1024
    pieces = struct.pack("<II", 0, letters) + struct.pack("<HIH", 0, begin, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    main = bytearray(begin)
    struct.pack_into("<HHHHHHH", main, 0, 0xA5EC, 0x00C1, 0, 0x0804, 0, 0x0200, 0x00BF)  # wIdent, nFib … flags
    struct.pack_into("<H", main, 0x0A, 0x0200)  # the table stream is 1Table
    struct.pack_into("<H", main, 0x20, 14)
    struct.pack_into("<H", main, 0x3E, 22)
    struct.pack_into("<I", main, 0x40, begin + len(encoded))
    struct.pack_into("<I", main, 0x4C, letters)
    struct.pack_into("<H", main, 0x98, 93)
    struct.pack_into("<II", main, 0x01A2, 0, len(table))
    return _compound({"WordDocument": bytes(main) + encoded, "1Table": table})


def legacy_workbook(text: str) -> bytes:
    """An Excel 97 workbook ([MS-XLS]): one sheet, a row for each line, a cell for each tab."""
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    for row, line in enumerate(text.split("\n")):
        for column, cell in enumerate(line.split("\t")):
            shown = cell[:255]
            body = struct.pack("<HHHHB", row, column, 0, len(shown), 1) + shown.encode("utf-16-le")
            sheet += _record(0x0204, body)
    sheet += _record(0x000A, b"")
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    head += _record(0x0042, struct.pack("<H", 1200))
    name = b"Sheet1"
    size = len(head) + 4 + 8 + len(name) + 4
    head += _record(0x0085, struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name) + _record(0x000A, b"")
    return _compound({"Workbook": head + sheet})


def locked_package(text: str) -> bytes:
    """What an office file with a password looks like from outside ([MS-OFFCRYPTO]): nobody can read `text` in it."""
    hidden = bytes(byte ^ 0x5A for byte in text.encode())
    return _compound({"EncryptedPackage": struct.pack("<Q", len(hidden)) + hidden, "EncryptionInfo": bytes(8)})


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of version 3 with these streams in its root."""
    in_order = sorted(streams, key=lambda name: (len(name), name.upper()))
    padded = {name: _padded(streams[name]) for name in in_order}
    used = sum(len(data) // _SECTOR for data in padded.values()) + 1  # and one sector of directory
    tables = 1
    while used + tables > tables * (_SECTOR // 4):
        tables += 1
    fat = [_FAT] * tables + [_END]
    directory = _entry("Root Entry", 5, child=1, start=_END, size=0)
    for number, (name, data) in enumerate(padded.items(), start=1):
        start, sectors = len(fat), len(data) // _SECTOR
        fat += [*range(start + 1, start + sectors), _END]
        following = number + 1 if number < len(padded) else _NONE
        directory += _entry(name, 2, right=following, start=start, size=len(data))
    fat += [_FREE] * (tables * (_SECTOR // 4) - len(fat))
    header = OLE_MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, tables, 0, _LEAST, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(tables), *[_FREE] * (109 - tables))
    body = struct.pack(f"<{len(fat)}I", *fat) + directory.ljust(_SECTOR, b"\0") + b"".join(padded.values())
    return header + body


def _entry(name: str, kind: int, *, right: int = _NONE, child: int = _NONE, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, _NONE, right, child)
    place = struct.pack("<IQ", start, size)
    return encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded)) + links + bytes(36) + place


def _padded(data: bytes) -> bytes:
    return data.ljust(max(_LEAST, -(-len(data) // _SECTOR) * _SECTOR), b"\0")
