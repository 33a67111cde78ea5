"""Bytes to text, with the reason for the chosen encoding. No page is ever refused for a wrong declaration.

Own rule, from reference "cms-patterns" 1.11: nearly all portals send UTF-8, a few GBK, and both are often declared
wrongly. UTF-8 is asked first, because no longer Chinese text in another encoding passes for it. Else a declaration
counts unless the bytes look much more like another Chinese encoding (`crawler.reading.text.likeness`).
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from crawler.reading.text.likeness import likeness

_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED_UTF_16 = ((re.compile(rb"(?:\s\0){0,40}<\0"), "utf-16-le"), (re.compile(rb"(?:\0\s){0,40}\0<"), "utf-16-be"))
"""UTF-16 without a mark: markup begins with an ASCII character."""
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,400}>|<\?xml[^>]{0,200}>", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD = 8192  # bytes in which declarations are looked for; browsers look at 1024, archive banners push them down
_LABELS = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb_2312-80", "csgb2312", "cn-gb"), "gb18030"),
    **dict.fromkeys(("x-x-big5", "cn-big5"), "big5"),
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **dict.fromkeys(("utf-8-sig", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("shift_jis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc_kr", "windows-949"), "cp949"),
}
"""What browsers take labels (and Python's names of them) for: the WHATWG Encoding standard, section 4.2."""
_WEB_CODEC = re.compile(r"^(utf-8|gb18030|big5(hkscs)?|euc_jp|cp932|cp949|iso8859-\d+|cp125\d|koi8-[ru])$")
"""The codecs that web pages may declare; Python's others (idna, hex, utf-7 …) are none, or not safe, or not met.
A page that can be read so far as to say that it is UTF-16 is not."""
_MAGIC = re.compile(
    rb"%PDF|PK\x03\x04|\xd0\xcf\x11\xe0|\x89PNG|\xff\xd8\xff|GIF8|Rar!|\x1f\x8b|7z\xbc\xaf|RIFF.{4}(?:WAVE|WEBP|AVI )",
    re.DOTALL,
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
"""Bytes that no text has, NUL among them; ESC is part of old Japanese encodings."""
_MOST_CONTROLS = 0.01
"""Share of such bytes in what is still text: templates leave a few behind (own rule; random bytes have a tenth)."""
_MOST_DECLARED = 4
"""Different declarations that are tried: real pages have two at most, and each costs a reading of all bytes."""
_MARGIN = 0.2
"""So much more likely another encoding must look than the declared one: the rarer characters of names (own rule)."""
_LOSSY_LIMIT = 0.02
"""Share of characters that may be unreadable in a page that is still judged (own rule)."""


class Decoded(NamedTuple):
    """Text with its encoding. `how`: bom, declared, detected (no usable declaration), lossy (some bytes unreadable)."""

    text: str
    encoding: str
    how: str


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of `body`, judged by byte order mark, UTF-8, declarations (header first, then metas) and likeness."""
    utf_16 = _utf_16(body)
    if utf_16 is not None:
        text, strict = _text(body, utf_16)
        how = "bom" if text.startswith("\ufeff") else "detected"
        return Decoded(text.lstrip("\ufeff"), utf_16, how if strict else "lossy")
    marked = body.startswith(codecs.BOM_UTF8)
    while body.startswith(codecs.BOM_UTF8):  # each file that a template includes may bring its own
        body = body[len(codecs.BOM_UTF8) :]
    declared = _declared(body, content_type)
    text, strict = _text(body, "utf-8")
    if strict and (marked or "utf-8" in declared or not declared or body.isascii() or _surely_utf_8(text)):
        return Decoded(text, "utf-8", "bom" if marked else "declared" if "utf-8" in declared else "detected")
    return _likeliest(body, declared)


def is_binary(body: bytes) -> bool:
    """Whether `body` is no text at all: a known file signature, or control characters that no text has."""
    if _utf_16(body) is not None:
        return False
    head = body[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return _MAGIC.match(head.lstrip()) is not None or controls > len(head) * _MOST_CONTROLS


def is_readable(decoded: Decoded) -> bool:
    """Whether so few characters were lost that the page can still be judged."""
    return decoded.how != "lossy" or decoded.text.count("�") <= len(decoded.text) * _LOSSY_LIMIT


def _utf_16(body: bytes) -> str | None:
    """The form of UTF-16 in which `body` is, by its mark or by how its markup begins."""
    marked = (name for mark, name in _UTF_16 if body.startswith(mark))
    return next(marked, None) or next((name for begin, name in _UNMARKED_UTF_16 if begin.match(body)), None)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    labels = [found.group(1) for found in _CHARSET.finditer((content_type or "").encode("latin-1", "replace"))]
    for meta in _META.findall(body[:_HEAD]):
        labels += [found.group(1) for pattern in (_CHARSET, _XML_ENCODING) for found in pattern.finditer(meta)]
    names = dict.fromkeys(name for label in labels if (name := _codec_name(label.decode("ascii"))))
    return list(names)[:_MOST_DECLARED]


def _codec_name(label: str) -> str | None:
    """The codec that browsers use for a declared label: the whole GB family is GB18030; unknown labels are nothing."""
    name = _LABELS.get(label.lower())
    if name is None:
        try:
            name = codecs.lookup(label).name
        except (LookupError, ValueError):
            return None
        name = _LABELS.get(name, name)
    return name if _WEB_CODEC.match(name) else None


def _text(body: bytes, name: str) -> tuple[str, bool]:
    """The text by a codec, and whether all bytes agree with it."""
    try:
        return body.decode(name), True
    except UnicodeError:
        return body.decode(name, "replace"), False


def _surely_utf_8(text: str) -> bool:
    """Three-byte sequences that are valid UTF-8 do not come about by chance; two-byte ones do in GBK."""
    return any(char >= "\u0800" for char in text)


def _likeliest(body: bytes, declared: list[str]) -> Decoded:
    """The first declared encoding by which `body` looks written; where another looks much more so, that one."""
    read: dict[str, tuple[Decoded, float]] = {}
    for name in dict.fromkeys((*declared, "utf-8", "gb18030", "big5")):
        text, strict = _text(body, name)
        how = "lossy" if not strict else "declared" if name in declared else "detected"
        read[name] = Decoded(text, name, how), likeness(text, name)
    best, most = max(read.values(), key=lambda each: each[1])
    return next((read[name][0] for name in declared if read[name][1] >= most - _MARGIN), best)
