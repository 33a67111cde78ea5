"""Frames of a page in which its list may stand.

Some counties put a column's list into an iframe of their own site (reference "cms-patterns" 1.10). Frames of other
hosts, and those that show a map, the weather or a film (`config/cms/frames.yaml`), hold none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from config.frames import frame_signs
from crawler.kinds import Region, TargetKind
from crawler.reading.page import Page
from crawler.urls import same_page

_MOST_FRAMES = 3
"""Frames of one page that are taken for parts of its list (own rule)."""
_WORD = re.compile(r"[a-z]+")
_PIXELS = re.compile(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*")
_STYLED = {name: re.compile(rf"(?<![\w-]){name}\s*:\s*(\d{{1,5}})(?:\.\d+)?px") for name in ("width", "height")}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")


@lru_cache(maxsize=1)
def list_frames(page: Page) -> tuple[str, ...]:
    """The addresses of the portal's own pages that frames of the main area show and that may hold the list."""
    found = (
        linked.link.url
        for linked in page.links
        if linked.node.tag in ("iframe", "frame")
        and linked.place.region is Region.BODY
        and linked.link.kind is TargetKind.PAGE
        and linked.link.url
        and not same_page(linked.link.url, page.url)
        and _may_show_list(linked.node, linked.link.url)
    )
    return tuple(dict.fromkeys(found))[:_MOST_FRAMES]


def shows_other_sites(page: Page) -> bool:
    """Whether a frame of the main area shows a page of another host that may hold what the column lists."""
    return any(
        linked.node.tag in ("iframe", "frame")
        and linked.place.region is Region.BODY
        and not linked.place.hidden
        and linked.link.kind is TargetKind.EXTERNAL
        and _may_show_list(linked.node, linked.link.url or "")
        for linked in page.links
    )


def awaits_frame(page: Page) -> bool:
    """Whether a visible frame of the main area has no address yet: a script may give it one."""
    for node in page.tree.css("iframe")[:_MOST_FRAMES]:
        address = (node.attributes.get("src") or "").strip().lower()
        named = bool(node.attributes.get("id") or node.attributes.get("name"))
        if address in ("", "about:blank") and named and page.region_of(node) is Region.BODY and _is_shown(node):
            return True
    return False


def _may_show_list(node: LexborNode, url: str) -> bool:
    words = set(_WORD.findall(urlsplit(url).path.lower()))
    return _is_shown(node) and not words & frame_signs().words


def _is_shown(node: LexborNode) -> bool:
    """Whether a frame is visible and large enough for a list."""
    if _HIDDEN.search((node.attributes.get("style") or "").lower()) or "hidden" in node.attributes:
        return False
    sizes = (_size(node, name) for name in ("width", "height"))
    return all(size is None or size >= frame_signs().least for size in sizes)


def _size(node: LexborNode, name: str) -> int | None:
    """Pixels of a frame, as an attribute or its style gives them; None for parts of the window, or when not said."""
    attribute = _PIXELS.fullmatch(node.attributes.get(name) or "")
    styled = _STYLED[name].search((node.attributes.get("style") or "").lower())
    found = styled or attribute
    return int(found[1]) if found else None
