"""The styles and scripts that pages name: they must be there, and need not do anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from xuncha.sample.families.hall import Sheet
from xuncha.sample.files import MEDIA_TYPES

_BASE = re.compile(rb'<base href="([^"]+)">')
_NAMED = re.compile(rb"""<(?:link|script)\b[^>]*?\s(?:href|src)=["']([^"']+)["']""", re.IGNORECASE)
_BODY = b"/* sample */\n"


def furniture(sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """A small file for every style and script that the pages name and `sheets` do not hold."""
    pages = list(sheets)
    known = {sheet.path for sheet in pages}
    for sheet in pages:
        if sheet.media_type.startswith("text/html"):
            for path in _named(sheet):
                if path not in known:
                    known.add(path)
                    yield Sheet(path, _BODY, MEDIA_TYPES["css" if path.endswith(".css") else "js"])


def _named(sheet: Sheet) -> Iterator[str]:
    base = _BASE.search(sheet.body)
    start = urljoin(sheet.path, base[1].decode()) if base else sheet.path
    for href in _NAMED.findall(sheet.body):
        parts = urlsplit(urljoin(start, href.decode()))
        if not parts.netloc:
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path
