"""Pages that only send the visitor on: meta refresh, or a script that sets `location` on a page that shows nothing.

`redirect_firstChannel.shtml`, `jump.shtml` and many home pages are such (reference "cms-patterns" 1.6, 3.3). A script
that redirects phones, or sets `location` when something is clicked, stands in ordinary pages and counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.reading.openings import LOCATION
from crawler.reading.page import Page

_MOST_TEXT = 200
"""Visible characters on a page that only redirects (正在跳转，请稍候 …; own rule)."""
_MOST_DELAY = 10
"""Seconds after which a refresh still is a redirect and not a page that renews itself (own rule)."""
_REFRESH = re.compile(r"^\s*(\d{1,3})(?:\.\d+)?\s*[;,]\s*(?:url\s*=)?\s*[\"']?([^\"']+)", re.IGNORECASE)
_CONDITIONAL = re.compile(r"userAgent|navigator\.|onclick|addEventListener|confirm\(|\.click\(", re.IGNORECASE)


def landing_target(page: Page) -> str | None:
    """The absolute URL to which `page` sends every visitor, or None."""
    for href in forwarding_hrefs(page):
        target = page.resolve(href).url
        if target is not None and target != page.url:
            return target
    return None


def forwarding_hrefs(page: Page) -> tuple[str, ...]:
    """The addresses to which `page` sends every visitor, as they are written; one of them may be its own."""
    return (*_refreshes(page), *_locations(page))


def _refreshes(page: Page) -> Iterator[str]:
    for node in page.tree.css("meta[http-equiv]") if "http-equiv" in page.signs else ():
        if node.parent is not None and node.parent.tag == "noscript":
            continue
        attributes = {name.lower(): value or "" for name, value in node.attributes.items()}
        found = _REFRESH.match(attributes.get("content", ""))
        if attributes.get("http-equiv", "").lower() == "refresh" and found and int(found.group(1)) <= _MOST_DELAY:
            yield found.group(2)


def _locations(page: Page) -> Iterator[str]:
    if page.text_length > _MOST_TEXT:
        return
    for script in page.scripts:
        found = LOCATION.search(script)
        if found and not _CONDITIONAL.search(script):
            yield found.group(1)
