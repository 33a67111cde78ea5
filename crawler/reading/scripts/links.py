"""Rows that a script opens: `<li onclick="window.open('/a/1.html')">`, `href="javascript:show('./1.html')"`.

A visitor can click them like links. Only an address that stands literally in the handler is read, and only the one
that is there alone; what a script would put together is nobody's address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.facts import Link
from crawler.kinds import Region, TargetKind
from crawler.reading.links import MOST_LINKS, LinkNode, target_kind
from crawler.reading.text.places import Place, tidy
from crawler.urls import Resolved

_EXAMINED = 1_000_000
"""Characters of such elements that are read, all together, so that nesting cannot stall us."""
_LONGEST_TEXT = 200
_ADDRESS = re.compile(
    r"(?<!\+)(?P<quote>[\"'])"
    r"(?P<url>(?:https?://|\.{0,2}/)[^\"'\s<>{}+]{1,500}"
    r"|[\w./-]{1,200}\.(?:s?html?|jhtml|jsp|aspx?|php|do|pdf)(?:\?[^\"'\s<>{}]{0,300})?)"
    r"(?P=quote)(?!\s*\+)"
)
_FIRST = frozenset("#jJ \t\n")
_SENDING = re.compile(r"\.src\b|\.load\(|ajax|\$\.(?:get|post)\(|fetch\(", re.IGNORECASE)


def opened_links(
    links: Sequence[LinkNode], resolve: Callable[[str], Resolved], hosts: frozenset[str]
) -> tuple[LinkNode, ...]:
    """`links` in which those without an address have the one that their handler opens, if it is told."""
    hrefs = [linked.link.href for linked in links]
    places = [at for at, href in enumerate(hrefs) if href[:1] in _FIRST and _is_scripted(href)]
    if not places:
        return tuple(links)
    opened = list(links)
    for at in places:
        opened[at] = _opened(links[at], resolve, hosts)
    return tuple(opened)


def links_by_script(
    tree: LexborHTMLParser,
    html: str,
    region_of: Callable[[LexborNode], Region],
    resolve: Callable[[str], Resolved],
    hosts: frozenset[str],
) -> tuple[LinkNode, ...]:
    """Elements that are no links, but open an address, in document order; parameters as for `links.read_links`."""
    if "onclick" not in html and "onClick" not in html:
        return ()
    return tuple(_elements(tree, region_of, resolve, hosts))


def _is_scripted(href: str) -> bool:
    return href.lstrip()[:11].lower().startswith(("#", "javascript:"))


def _opened(linked: LinkNode, resolve: Callable[[str], Resolved], hosts: frozenset[str]) -> LinkNode:
    handler = f"{linked.node.attributes.get('onclick') or ''} {linked.link.href}"
    found = _target(handler, resolve, hosts) if linked.node.tag == "a" else None
    if found is None:
        return linked
    url, kind = found
    return linked._replace(link=replace(linked.link, url=url, kind=kind))


def _elements(
    tree: LexborHTMLParser,
    region_of: Callable[[LexborNode], Region],
    resolve: Callable[[str], Resolved],
    hosts: frozenset[str],
) -> Iterator[LinkNode]:
    left = _EXAMINED
    for node in tree.css("[onclick]:not(a[href])")[:MOST_LINKS]:
        if left <= 0:
            return
        found = _target(node.attributes.get("onclick") or "", resolve, hosts)
        text = tidy(node.text(separator=" ")) if found is not None else ""
        left -= len(text)
        if found is not None and text:
            place = Place(region_of(node), hidden=False)
            yield LinkNode(node, Link("", found[0], text[:_LONGEST_TEXT], found[1], place.region), place)


def _target(handler: str, resolve: Callable[[str], Resolved], hosts: frozenset[str]) -> tuple[str, TargetKind] | None:
    """What a handler opens: the address and its kind; None when that is not told, or is no page and no file."""
    address = _address(handler)
    url = resolve(address).url if address else None
    kind = target_kind(url, hosts) if url else TargetKind.RESOURCE
    return (url, kind) if url is not None and kind is not TargetKind.RESOURCE else None


def _address(handler: str) -> str | None:
    """The one address in a handler; None when there is none, several, or one that is sent for instead of opened."""
    found = {each["url"] for each in _ADDRESS.finditer(handler)}
    return found.pop() if len(found) == 1 and not _SENDING.search(handler) else None
