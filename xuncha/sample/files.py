"""Tiny but true files: every attachment and image of the sample opens as what its extension says, with its text in it.

The first line of a text is the title. Workbooks have a row for each line, with a cell for each tab. Legacy files (.doc,
.wps, .xls, .et) are made in `xuncha.sample.legacy`, PDF files in `xuncha.sample.pdf_files`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from html import escape

from xuncha.sample.legacy import legacy_document, legacy_workbook, locked_package
from xuncha.sample.pdf_files import pdf_file, scanned_pdf

_BOMB = 256 * 1024 * 1024
"""Bytes of the bomb when unpacked: more than a reader takes."""
_EPOCH = (2026, 1, 1, 0, 0, 0)
"""Time stamp inside the archives: a fixed one, so that two builds are byte-equal."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "et": "application/vnd.ms-excel",
    "rtf": "application/rtf",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "png": "image/png",
    "css": "text/css",
    "js": "application/javascript",
    "html": "text/html",
    "txt": "text/plain",
}


def make_file(extension: str, text: str) -> bytes:
    """Bytes of a small file of this kind (`_MAKERS`) that says `text`.

    Raises `KeyError` for a kind that the sample does not know.
    """
    made: bytes = _MAKERS[extension](text)
    return made


def _zip(members: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return buffer.getvalue()


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _office(main_part: str, content_type: str, parts: Mapping[str, str]) -> bytes:
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/{main_part}" ContentType="{content_type}.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{main_part}"/></Relationships>',
            **parts,
        }
    )


def _docx(text: str) -> bytes:
    """Paragraphs; lines with tabs are rows of a table."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(_table_row(line) if "\t" in line else _paragraph(line) for line in text.split("\n"))
    main = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return _office("word/document.xml", MEDIA_TYPES["docx"], {"word/document.xml": main})


def _paragraph(line: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'


def _table_row(line: str) -> str:
    cells = "".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in line.split("\t"))
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


def _xlsx(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{_letters(column)}{row}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
            for column, cell in enumerate(line.split("\t"), start=1)
        )
        + "</row>"
        for row, line in enumerate(text.split("\n"), start=1)
    )
    return _office(
        "xl/workbook.xml",
        MEDIA_TYPES["xlsx"],
        {
            "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{_OFFICE}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="s1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="s1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
        },
    )


def _letters(column: int) -> str:
    """The name of a column, up to ZZ."""
    over, last = divmod(column - 1, 26)
    return (chr(64 + over) if over else "") + chr(65 + last)


def _ofd(text: str) -> bytes:
    """GB/T 33190: an entrance, a document, and one page with a text object for each line."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    lines = text.split("\n")
    objects = "".join(
        f'<ofd:TextObject ID="{10 + number}" Boundary="20 {20 + 8 * number} 170 6" Font="3" Size="4">'
        f'<ofd:TextCode X="0" Y="5">{escape(line)}</ofd:TextCode></ofd:TextObject>'
        for number, line in enumerate(lines)
    )
    return _zip(
        {
            "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:Title>{escape(lines[0])}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>"
            "</ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {space}><ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID>"
            "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
            '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
            "Doc_0/PublicRes.xml": f'<ofd:Res {space} BaseLoc="Res"><ofd:Fonts>'
            '<ofd:Font ID="3" FontName="宋体"/></ofd:Fonts></ofd:Res>',
            "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{objects}'
            "</ofd:Layer></ofd:Content></ofd:Page>",
        }
    )


def _rtf(text: str) -> bytes:
    lines = "\\par ".join("".join(f"\\u{ord(letter)}?" for letter in line) for line in text.split("\n"))
    return f"{{\\rtf1\\ansi\\ansicpg936 {lines}}}".encode()


def _png(title: str) -> bytes:
    """A 24 x 16 picture in one colour that follows from the title."""
    colour = zlib.crc32(title.encode()).to_bytes(4, "big")[:3]
    rows = b"".join(b"\0" + colour * 24 for _ in range(16))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 24, 16, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def spoilt_file(how: str, extension: str, text: str) -> bytes:
    """A file that opens and does not say `text`: `scanned`, `cut` short, `locked` by a password, `bomb` (a ZIP archive
    that expands a thousandfold). Raises `KeyError` for another way."""
    return _SPOILERS[how](extension, text)


def _bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("说明.txt", _EPOCH), bytes(_BOMB), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


_SPOILERS: Mapping[str, Callable[[str, str], bytes]] = {
    "scanned": lambda extension, text: scanned_pdf(text),
    "cut": lambda extension, text: (whole := make_file(extension, text))[: len(whole) // 2],
    "locked": lambda extension, text: locked_package(text),
    "bomb": lambda extension, text: _bomb(),
}
_MAKERS = {
    "pdf": pdf_file,
    "docx": _docx,
    "xlsx": _xlsx,
    "doc": legacy_document,
    "wps": legacy_document,
    "xls": legacy_workbook,
    "et": legacy_workbook,
    "ofd": _ofd,
    "rtf": _rtf,
    "txt": lambda text: text.encode(),
    "zip": lambda text: _zip({"readme.txt": text}),
    "png": _png,
}
