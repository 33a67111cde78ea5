"""Pagers whose links hold their target in an attribute that a script opens (Huilan EasySite: `tagname`).

A place that leads nowhere holds a mark (`[NEXTPAGE]`) instead of an address. The addresses differ in one number; with
the number of all pages, which stands in another attribute, those of all list pages follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from config.cms import page_words
from config.family import AttributePager
from crawler.reading.page import Page
from crawler.reading.pagers.pager import MOST_PAGES, Pager
from crawler.reading.text.places import tidy

_MOST_LINKS = 200
"""Links of pagers that are looked at (own rule: real pagers have fewer than 20)."""


def read_attribute_pager(page: Page, layout: AttributePager) -> Pager | None:
    """The pager that `page` shows in the way that `layout` describes; None when it shows none.

    Its total is never known. Addresses of list pages are given by the first page only; a later one names the first
    when that has an address of its own.
    """
    links = page.tree.css(f"a[{layout.target}]")[:_MOST_LINKS]
    stated = _stated_pages(page, layout)
    if not links and stated is None:
        return None
    number = re.compile(layout.number)
    targets = dict(_targets(page, layout, links))
    numbered = {url: found for url in targets if (found := number.search(url))}
    reached = max((int(found.group()) for found in numbered.values()), default=0)
    pages = stated if stated is not None else reached or None
    own = number.search(page.url)
    here = int(own.group()) if own is not None else 1
    if here > 1:
        first = (url for url, text in targets.items() if url not in numbered and text in page_words().breadcrumb.home)
        further = tuple(first)[:1]
    else:
        further = tuple(_series(numbered, max(pages or 0, reached)))
    evidence = f'{layout.pages}="{stated}"' if stated is not None else f"{layout.target} {reached}"
    return Pager(max(1, here), max(pages or 0, reached) if pages is not None else None, None, further, evidence)


def _stated_pages(page: Page, layout: AttributePager) -> int | None:
    for node in page.tree.css(f"[{layout.pages}]")[:_MOST_LINKS] if layout.pages else ():
        text = (node.attributes.get(layout.pages or "") or "").strip()
        if text.isdecimal() and len(text) < 6:
            return int(text)
    return None


def _targets(page: Page, layout: AttributePager, links: list[LexborNode]) -> Iterator[tuple[str, str]]:
    """The addresses to which the pager leads, each with the text of its link."""
    for node in links:
        target = (node.attributes.get(layout.target) or "").strip()
        url = page.resolve(target).url if target and not target.startswith("[") else None
        if url is not None:
            yield url, tidy(node.text()) or tidy(node.attributes.get("title"))


def _series(numbered: dict[str, re.Match[str]], pages: int) -> Iterator[str]:
    """The addresses of the pages behind the first."""
    for url, found in numbered.items():
        before, after = url[: found.start()], url[found.end() :]
        yield from (f"{before}{number}{after}" for number in range(2, min(pages, MOST_PAGES) + 1))
        return
