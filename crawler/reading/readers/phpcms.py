"""PHPCMS: static lists with the pager in `<div id="pages">`, which some portals fill from an encoded text.

Yunnan's departments write that element's markup into a script as base64 of URL-encoded HTML. Decoded it says `1463条`
and links the pages `2.html` … `59.html`. Header and footer come by `.load(…)`, which is no sign of a list that a script
fills (reference "cms-patterns" 1.10).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

from crawler.reading.page import Page
from crawler.reading.pagers.links import read_pager_links
from crawler.reading.pagers.pager import BY_SCRIPT, Pager, pager_from, read_pager
from crawler.reading.pagers.wording import read_declaration
from crawler.reading.readers.base import StaticReader
from crawler.reading.text.places import tidy

_ENCODED = re.compile(r"[\"']([A-Za-z0-9+/]{32,200000}={0,2})[\"']")
_MOST_TEXTS = 20
_COUNT = re.compile(r"(?<!\d)(\d{1,7})\s*条")
_ALONE = re.compile(r"共?\s*\d{1,7}\s*条(?:记录|信息)?")


class PhpcmsReader(StaticReader):
    """Reads PHPCMS lists and articles."""

    static = True

    def __init__(self) -> None:
        super().__init__("phpcms")

    def pager(self, page: Page) -> Pager | None:
        """The pager of `#pages`: as it stands there, else decoded from a script, else one that only a script draws."""
        shown = page.tree.css_first('[id="pages"]')
        if shown is None:
            return read_pager(page)
        if tidy(shown.text()):
            return _read(page, tidy(shown.text(separator=" ")))
        for html in _decoded(page):
            hidden = page.fragment(f'<div id="pages">{html}</div>')
            pager = _read(hidden, hidden.main_text)
            if pager is not None:
                return pager
        filled = any("pages" in script and _ENCODED.search(script) for script in page.scripts)
        return Pager(obstacle=BY_SCRIPT) if filled else read_pager(page)


def _read(page: Page, text: str) -> Pager | None:
    """The pager in the markup of `page`, whose `text` holds the number of rows without the word 共."""
    links, said = read_pager_links(page), read_declaration(page)
    counted = _COUNT.search(text)
    if not links and counted is None and said.pages is None:
        return None
    if said.total is None and counted is not None:
        said = said._replace(total=int(counted[1]), evidence="; ".join(filter(None, (said.evidence, counted.group()))))
    if not links and said.pages is None and _ALONE.fullmatch(" ".join(text.split())):
        said = said._replace(pages=1)  # a pager of one page consists of its number of rows alone
    return pager_from(page.url, links, said)


def _decoded(page: Page) -> Iterator[str]:
    """Pieces of markup that stand in scripts as base64 of (perhaps URL-encoded) HTML."""
    for script in page.scripts:
        for found in list(_ENCODED.finditer(script))[:_MOST_TEXTS]:
            try:
                text = base64.b64decode(found[1], validate=True).decode("utf-8")
            except (binascii.Error, UnicodeDecodeError):
                continue
            html = unquote(text)
            if "<a" in html or _ALONE.search(html):
                yield html
