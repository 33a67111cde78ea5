"""PDF files of the sample: lines of text, ruled tables, scans. Written by hand, so that two builds are byte-equal."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>>",
    "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo"
    "<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 6 0 R>>",
    "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0"
    "/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
)
"""A font that every viewer replaces by its own; the objects 4 to 6."""
_FIRST = 7
_LEFT, _TOP, _ROW = 60, 780, 24


def pdf_file(text: str) -> bytes:
    """Pages of plain lines."""
    lines = [line[at : at + 40] for line in text.split("\n") for at in range(0, max(1, len(line)), 40)]
    sheets = [lines[at : at + 40] for at in range(0, len(lines), 40)]
    shown = ["".join(f"<{_hex(line)}> Tj T*\n" for line in sheet) for sheet in sheets]
    return _sheets(lines[0], [f"BT /F1 12 Tf 18 TL {_LEFT} {_TOP} Td\n{sheet}ET" for sheet in shown])


def ruled_pdf(text: str, *, turned: int = 0, corner: tuple[int, int] = (0, 0), pages: int = 1) -> bytes:
    """Lines of text; those with tabs are rows of a ruled table, drawn column by column, as spreadsheets print them.

    A cell that is only `<` belongs to the one on its left, `^` to the one above. `turned` is the rotation of the page,
    `corner` its lower left corner.
    """
    lines = text.split("\n")
    rows = [line.split("\t") for line in lines if "\t" in line]
    begin = next((at for at, line in enumerate(lines) if "\t" in line), len(lines))
    columns = len(rows[0]) if rows else 0
    width = 480 // max(1, columns)
    top = _TOP - begin * _ROW
    marks = [_word(line, _LEFT, _TOP - at * _ROW) for at, line in enumerate(lines[:begin])]
    rules = []
    for column in range(columns):
        for at, row in enumerate(rows):
            x, y = _LEFT + column * width, top - at * _ROW
            if row[column] not in "<^":
                marks.append(_word(row[column], x + 4, y - 16))
            if row[column] != "^":
                rules.append(f"{x} {y} m {x + width} {y} l S")
            if row[column] != "<":
                rules.append(f"{x} {y} m {x} {y - _ROW} l S")
    bottom, right = top - len(rows) * _ROW, _LEFT + columns * width
    if rows:
        rules += [f"{_LEFT} {bottom} m {right} {bottom} l S", f"{right} {top} m {right} {bottom} l S"]
    below = [line for line in lines[begin:] if "\t" not in line]
    marks += [_word(line, _LEFT, bottom - (at + 1) * _ROW) for at, line in enumerate(below)]
    drawn = "\n".join((*rules, "BT /F1 12 Tf", *marks, "ET"))
    return _sheets(lines[0], [drawn] * pages, turned, corner)


def scanned_pdf(title: str) -> bytes:
    """A page that is nothing but a picture, as scanners make them."""
    picture = bytes(zlib.crc32(f"{title}{at}".encode()) % 256 for at in range(16 * 16))
    return _pdf_of(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[4 0 R]/Count 1>>",
            "<</Producer(scanner)>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 6 0 R>>>>/Contents 5 0 R>>",
            _stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            _stream(picture, "/Type/XObject/Subtype/Image/Width 16/Height 16/ColorSpace/DeviceGray/BitsPerComponent 8"),
        ]
    )


def _hex(words: str) -> str:
    return words.encode("utf-16-be").hex()


def _word(words: str, x: int, y: int) -> str:
    return f"1 0 0 1 {x} {y} Tm <{_hex(words)}> Tj"


def _sheets(title: str, contents: Sequence[str], turned: int = 0, corner: tuple[int, int] = (0, 0)) -> bytes:
    """A file with one page for each content stream."""
    kids = " ".join(f"{_FIRST + 2 * number} 0 R" for number in range(len(contents)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(contents)}>>",
        f"<</Title<feff{_hex(title)}>>>",
        *_FONT,
    ]
    x, y = corner
    rotation = f"/Rotate {turned}" if turned else ""
    for number, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{x} {y} {x + 595} {y + 842}]{rotation}/Resources<</Font<</F1 4 0 R>>>>"
            f"/Contents {_FIRST + 2 * number + 1} 0 R>>"
        )
        objects.append(_stream(content.encode()))
    return _pdf_of(objects)


def _stream(data: bytes, entries: str = "") -> str:
    packed = zlib.compress(data).hex()
    return f"<<{entries}/Filter[/ASCIIHexDecode/FlateDecode]/Length {len(packed) + 1}>>stream\n{packed}>\nendstream"


def _pdf_of(objects: Sequence[str]) -> bytes:
    """A file of these objects, numbered from 1: the first is the catalog, the third the description."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 3 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
