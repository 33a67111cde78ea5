"""Bytes to text, with the reason for the chosen encoding. No page is ever refused for a wrong declaration.

Own rule, from reference "cms-patterns" 1.11: nearly all portals send UTF-8, a few GBK, and both are often declared
wrongly. So a declaration counts only when the bytes decode strictly by it; UTF-8 is asked first because no longer
Chinese text in another encoding passes for it.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,400}>|<\?xml[^>]{0,200}>", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD = 8192  # bytes in which declarations are looked for; browsers look at 1024, archive banners push them down
_GB = frozenset({"gb2312", "gbk", "gb18030"})
_SINGLE_BYTE = re.compile(r"^(iso8859|cp125|koi8)")
_WEB_CODEC = re.compile(
    r"^(utf-8|utf-16(-[bl]e)?|gb18030|big5(hkscs)?|euc_(jp|kr)|shift_jis|iso8859-\d+|cp125\d|koi8-[ru])$"
)
"""The codecs that web pages may use; Python's others (idna, hex, utf-7 …) are none, or not safe, or not met."""
_MAGIC = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"\x1f\x8b")
_GOOD_FOR_ONE_LOST = 10
"""Chinese characters for each lost one that make broken UTF-8 still UTF-8; GBK read as UTF-8 loses most (own rule)."""
_LOSSY_LIMIT = 0.02
"""Share of characters that may be unreadable in a page that is still judged (own rule)."""


class Decoded(NamedTuple):
    """Text with its encoding. `how`: bom, declared, detected (no usable declaration), lossy (some bytes unreadable)."""

    text: str
    encoding: str
    how: str


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of `body`, judged by byte order mark, strict decoding and declarations (header first, then metas)."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            text = body.decode(name, "replace")
            return Decoded(text, "utf-8" if name == "utf-8-sig" else name, "bom")
    declared = _declared(body, content_type)
    utf8 = _strictly(body, "utf-8")
    if utf8 is not None and (body.isascii() or "utf-8" in declared or not declared or _surely_utf8(utf8)):
        return Decoded(utf8, "utf-8", "declared" if "utf-8" in declared else "detected")
    broken_utf8 = _nearly_utf8(body) if utf8 is None else None
    if broken_utf8 is not None:
        return Decoded(broken_utf8, "utf-8", "lossy")
    for name in sorted(declared, key=lambda each: bool(_SINGLE_BYTE.match(each))):
        text_or_none = _strictly(body, name)
        if text_or_none is not None:
            return Decoded(text_or_none, name, "declared")
    for name in ("utf-8", "gb18030"):
        text_or_none = _strictly(body, name)
        if text_or_none is not None:
            return Decoded(text_or_none, name, "detected")
    return _least_lossy(body, declared)


def is_binary(body: bytes) -> bool:
    """Whether `body` is no text at all: a known file signature, or NUL bytes without a UTF-16 mark."""
    head = body[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return head.startswith(_MAGIC) or head.count(b"\0") > len(head) // 100


def is_readable(decoded: Decoded) -> bool:
    """Whether so few characters were lost that the page can still be judged."""
    return decoded.how != "lossy" or decoded.text.count("�") <= len(decoded.text) * _LOSSY_LIMIT


def _declared(body: bytes, content_type: str | None) -> list[str]:
    labels = [found.group(1) for found in _CHARSET.finditer((content_type or "").encode("latin-1", "replace"))]
    for meta in _META.findall(body[:_HEAD]):
        labels += [found.group(1) for pattern in (_CHARSET, _XML_ENCODING) for found in pattern.finditer(meta)]
    names: list[str] = []
    for label in labels:
        name = _codec_name(label.decode("ascii"))
        if name and name not in names:
            names.append(name)
    return names


def _codec_name(label: str) -> str | None:
    """The codec that browsers use for a declared label: the whole GB family is GB18030; unknown labels are nothing."""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = "gb18030" if name in _GB else "cp1252" if name in ("ascii", "iso8859-1") else name
    return name if _WEB_CODEC.match(name) else None


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeError:
        return None


def _surely_utf8(text: str) -> bool:
    """Three-byte sequences that are valid UTF-8 do not come about by chance; two-byte ones do in GBK."""
    return any(char >= "ࠀ" for char in text)


def _nearly_utf8(body: bytes) -> str | None:
    """The text of UTF-8 with a few broken places (a cut summary, a lost byte), which GB18030 would read as nonsense."""
    text = body.decode("utf-8", "replace")
    lost = text.count("�")
    return text if sum("ࠀ" <= char < "�" for char in text) > _GOOD_FOR_ONE_LOST * lost else None


def _least_lossy(body: bytes, declared: list[str]) -> Decoded:
    candidates = [Decoded(body.decode(name, "replace"), name, "lossy") for name in (*declared, "utf-8", "gb18030")]
    return min(candidates, key=lambda each: each.text.count("�"))
