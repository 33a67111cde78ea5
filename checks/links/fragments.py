"""Fragments (`page.html#part`) that point at nothing on a page that was read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import unquote

from config.registry import Unit
from crawler.store.crawl import Crawl, LinkUses


class LostFragment(NamedTuple):
    """A fragment that the page at `url` does not have, and where other pages link it."""

    url: str
    fragment: str
    uses: LinkUses


def lost_fragments(crawl: Crawl, unit: Unit) -> Iterator[LostFragment]:
    """What pages of `unit` link on other pages of the portal and is not there, in order of URL and fragment.

    Links within a page are left out: portals use them to switch tabs by script.
    """
    for url, pairs in groupby(crawl.fragments(unit), key=itemgetter(0)):
        page = crawl.page(url)
        if page is None or not page.judgeable or page.anchors is None:
            continue
        for _, fragment in pairs:
            if _is_place(fragment) and not {fragment, unquote(fragment)} & set(page.anchors):
                uses = crawl.uses(url, unit, fragment)
                if uses.count:
                    yield LostFragment(url, fragment, uses)


def _is_place(fragment: str) -> bool:
    """Whether a fragment names a place: not `top` (HTML standard), a text fragment, or the state of a script."""
    return fragment.lower() != "top" and not fragment.startswith(("!", "/", ":~:")) and "=" not in fragment
