"""What else a page loads, and where else it leads, beside the elements that `crawler.reading.links` reads.

A browser loads pictures in several sizes, backgrounds, posters, sounds, films, subtitles and objects. A visitor also
gets on by a jump menu, by a handler that opens a literal address, or because the page forwards him. Of no use to either
are the addresses in `cite`, `longdesc`, `ping` and the like (tests/crawler/oracles/attributes-allowed.yaml says why); a
form is only asked by those who fill it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.facts import Link
from crawler.kinds import Region, TargetKind
from crawler.reading.emptiness.landing import forwarding_hrefs
from crawler.reading.links import MOST_LINKS, is_template, link_text, target_kind
from crawler.reading.openings import opened_by
from crawler.reading.page import Page
from crawler.reading.text.places import tidy
from crawler.reading.text.segments import UNSEEN

_CELLS = ("body", "table", "thead", "tbody", "tfoot", "tr", "td", "th")
_LOADED = (
    ("srcset", "img[srcset],source[srcset]", "srcset", TargetKind.IMAGE),
    ("poster", "video[poster]", "poster", TargetKind.IMAGE),
    ("background", ",".join(f"{tag}[background]" for tag in _CELLS), "background", TargetKind.IMAGE),
    ("<input", "input[type=image i][src]", "src", TargetKind.IMAGE),
    ("<video", "video[src]", "src", TargetKind.ATTACHMENT),
    ("<audio", "audio[src]", "src", TargetKind.ATTACHMENT),
    ("<track", "track[src]", "src", TargetKind.RESOURCE),
    ("<object", "object[data]", "data", TargetKind.RESOURCE),
)
"""Elements that load something: their sign (`crawler.reading.signs`), selector, attribute with the address, kind."""
_CANDIDATE = re.compile(r"[\s,]*+(\S++)(?:(?<!,)(?:[^,(]++|\([^)]*+\)?+)*+)?+")
"""An address in a srcset with its descriptor (HTML, "parse a srcset attribute"); commas at its end are not its own."""
_JUMPS = re.compile(r"location|open|jump|href|url|link|\bgo", re.IGNORECASE)
"""Words in the handler of a menu that opens what is chosen (own rule)."""
_ADDRESS = re.compile(
    r"(?:https?:)?//\S+|[^\s:?#]*(?:/|\.(?:s?html?|jhtml|jsp|aspx?|php|do))(?:[?#]\S*)?", re.IGNORECASE
)
"""Values of a menu that are addresses, and no numbers, names or parameters."""
_MOST_MENUS = 50
_MOST_DRAWINGS = 500
_LONGEST_TEXT = 200
_EXAMINED = 1_000_000
"""Characters of elements with handlers that are read for their words, all together, so that nesting cannot stall us."""
_DEPTH = 60
"""Elements that are climbed to tell whether one is shown; real pages have fewer than 30 levels."""


class _Written(NamedTuple):
    """An address as it is written, the words of its link, where it stands, and what it is if that is known."""

    href: str
    text: str
    region: Region
    kind: TargetKind | None = None


def other_links(page: Page, known: Iterable[Link]) -> tuple[Link, ...]:
    """Further links of a page, each address once and none that is among `known`; at most `MOST_LINKS` with those."""
    seen = {link.url or link.href for link in known}
    found: list[Link] = []
    loaded = (*_loaded(page), *_drawn(page))
    for written in (*loaded, *_forwarded(page), *_chosen(page), *_handled(page)):
        if len(seen) >= MOST_LINKS:
            break
        link = _link(page, written)
        if link is not None and (link.url or link.href) not in seen:
            seen.add(link.url or link.href)
            found.append(link)
    return tuple(found)


def _link(page: Page, written: _Written) -> Link | None:
    if not written.href.strip() or written.href[:5].lower() == "data:" or is_template(written.href):
        return None
    url, fragment = page.resolve(written.href)
    if url == page.url:
        return None
    kind = target_kind(url, page.hosts) if url else TargetKind.PAGE
    if written.kind is TargetKind.RESOURCE or (written.kind is not None and kind is not TargetKind.EXTERNAL):
        kind = written.kind
    return Link(written.href, url, written.text[:_LONGEST_TEXT], kind, written.region, fragment)


def _loaded(page: Page) -> Iterator[_Written]:
    for sign, selector, attribute, kind in _LOADED:
        nodes = page.tree.css(selector) if sign in page.signs else []
        for node in filter(_is_live, nodes[:MOST_LINKS]):
            value = node.attributes.get(attribute) or ""
            text = tidy(node.attributes.get("alt") or node.attributes.get("title"))
            for href in _srcset(value) if attribute == "srcset" else (value,):
                yield _Written(href, text, page.region_of(node), kind)


def _srcset(value: str) -> Iterator[str]:
    return (found[1].rstrip(",") for found in _CANDIDATE.finditer(value.rstrip(" \t\r\n\f,")))


def _drawn(page: Page) -> Iterator[_Written]:
    """Links and pictures inside drawings (SVG 2, 12.3 and 16.2)."""
    for drawing in page.tree.css("svg")[:_MOST_DRAWINGS] if "<svg" in page.signs else ():
        for node in drawing.css("a,image")[:MOST_LINKS] if _is_live(drawing) else ():
            href = node.attributes.get("href") or node.attributes.get("xlink:href") or ""
            kind = TargetKind.IMAGE if node.tag == "image" else None
            yield _Written(href, tidy(node.text()), page.region_of(node), kind)


def _forwarded(page: Page) -> Iterator[_Written]:
    return (_Written(href, "", Region.BODY) for href in forwarding_hrefs(page))


def _chosen(page: Page) -> Iterator[_Written]:
    """The choices of menus that open what is chosen."""
    menus = page.tree.css("select[onchange]") if "<select" in page.signs else []
    for menu in menus[:_MOST_MENUS]:
        if not _JUMPS.search(menu.attributes.get("onchange") or "") or not _is_live(menu):
            continue
        region = page.region_of(menu)
        for option in menu.css("option[value]")[:MOST_LINKS]:
            value = option.attributes.get("value") or ""
            if _ADDRESS.fullmatch(value.strip()):
                yield _Written(value, tidy(option.text()), region)


def _handled(page: Page) -> Iterator[_Written]:
    """What elements open by a literal in their handler."""
    left = _EXAMINED
    nodes = page.tree.css("[onclick]") if "onclick" in page.signs else []
    for node in nodes[:MOST_LINKS]:
        attributes = node.attributes
        hrefs = tuple(opened_by(attributes.get("onclick") or ""))
        if not hrefs or left <= 0 or not _is_live(node):
            continue
        text = link_text(node, attributes) or tidy(node.text()) or tidy(attributes.get("value"))
        left -= len(text)
        yield from (_Written(href, text, page.region_of(node)) for href in hrefs)


def _is_live(node: LexborNode) -> bool:
    """Whether a visitor may meet an element: nothing around it keeps browsers from showing it."""
    around = node.parent
    for _ in range(_DEPTH):
        if around is None:
            break
        if around.tag in UNSEEN:
            return False
        around = around.parent
    return True
