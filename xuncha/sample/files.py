"""Tiny but true files: every attachment and image of the sample carries the magic bytes of its extension."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from html import escape

OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_EPOCH = (2026, 1, 1, 0, 0, 0)
"""Time stamp inside the archives: a fixed one, so that two builds are byte-equal."""

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "wps": "application/vnd.ms-works",
    "xls": "application/vnd.ms-excel",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "png": "image/png",
    "css": "text/css",
    "js": "application/javascript",
    "html": "text/html",
    "txt": "text/plain",
}


def make_file(extension: str, title: str) -> bytes:
    """Bytes of a small file of this kind (`pdf`, `docx`, `xlsx`, `doc`, `xls`, `wps`, `ofd`, `zip`, `png`).

    Raises `KeyError` for a kind that the sample does not know.
    """
    return _MAKERS[extension](title)


def _pdf(title: str) -> bytes:
    text = title.encode("utf-16-be").hex()
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
        f"<</Title<feff{text}>>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 4 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _zip(members: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return buffer.getvalue()


def _office(main_part: str, content_type: str, body: str) -> bytes:
    package = "http://schemas.openxmlformats.org/package/2006"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return _zip(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{main_part}" ContentType="{content_type}.main+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{relation}" Target="{main_part}"/></Relationships>',
            main_part: body,
        }
    )


def _docx(title: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>{escape(title)}</w:t></w:r></w:p></w:body></w:document>'
    )
    return _office("word/document.xml", MEDIA_TYPES["docx"], body)


def _xlsx(title: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    body = f'<workbook xmlns="{space}"><sheets/><!-- {escape(title)} --></workbook>'
    return _office("xl/workbook.xml", MEDIA_TYPES["xlsx"].removesuffix(".sheet") + ".sheet", body)


def _ole(title: str) -> bytes:
    return OLE_MAGIC + bytes(16) + struct.pack("<HHH", 0x3E, 3, 0xFFFE) + title.encode("utf-16-le").ljust(480, b"\0")


def _ofd(title: str) -> bytes:
    return _zip({"OFD.xml": f'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016">{escape(title)}</ofd:OFD>'})


def _png(title: str) -> bytes:
    """A 24 x 16 picture in one colour that follows from the title."""
    colour = zlib.crc32(title.encode()).to_bytes(4, "big")[:3]
    rows = b"".join(b"\0" + colour * 24 for _ in range(16))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", 24, 16, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


_MAKERS = {
    "pdf": _pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "doc": _ole,
    "xls": _ole,
    "wps": _ole,
    "ofd": _ofd,
    "zip": lambda title: _zip({"readme.txt": title}),
    "png": _png,
}
