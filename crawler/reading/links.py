"""The links of a page, in document order, as a visitor or a browser would use them.

Taken from a, area, img, iframe, frame, source, embed, script and link elements of the live tree: what stands in
comments, scripts, templates and `<noscript>` is no link, nor are template marks that nobody sees. Those left in
visible markup are kept as written, but resolve to nothing. The rarer places of addresses are read by
`crawler.reading.otherlinks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from config.article_words import article_fields
from config.attachment_type import FileUse
from config.lexicon import attachment_types
from crawler.facts import Link
from crawler.kinds import TargetKind
from crawler.reading.text.places import ELSEWHERE, Place, tidy
from crawler.reading.text.segments import Walk
from crawler.reading.text.template import LinkIn, TemplatePart
from crawler.urls import Resolved, netloc

MOST_LINKS = 20_000
"""Links that are read from one page (own rule); what follows them is left out and noted."""
_LINKING = "a[href],area[href],img[src],iframe[src],frame[src],script[src],link[href],source[src],embed[src]"
_LONGEST_TEXT = 200
_TEMPLATE = re.compile(r"\{\{|<\?|<%|\$\{")
"""No `}}`, with which JSON in a query ends."""
_FILE_NAME = re.compile(r"\.([A-Za-z0-9]{2,5})(?:$|\?)")
_WITH_HREF = frozenset({"a", "area", "link"})
_OUTSIDE_BODY = frozenset({"script", "link", "frame"})
"""Elements that have their use outside the body, too: in the head, or where a frameset takes its place."""
_LOADED = frozenset({"script", "link", "embed"})
_USED_RELATIONS = re.compile(r"stylesheet|icon|preload|manifest", re.IGNORECASE)
_SAME_EVERYWHERE = ("/", "http://", "https://", "javascript:")
"""Beginnings of addresses that mean the same on all pages of a host."""
_KINDS = {
    FileUse.DOCUMENT: TargetKind.ATTACHMENT,
    FileUse.ARCHIVE: TargetKind.ATTACHMENT,
    FileUse.MEDIA: TargetKind.ATTACHMENT,
    FileUse.IMAGE: TargetKind.IMAGE,
    FileUse.RESOURCE: TargetKind.RESOURCE,
}
_SHOWN = {"img": TargetKind.IMAGE, "source": TargetKind.ATTACHMENT}
"""What elements show, whatever the end of its address."""


class LinkNode(NamedTuple):
    """A link, its element, and the place where it stands."""

    node: LexborNode
    link: Link
    place: Place


def read_links(
    tree: LexborHTMLParser, walk: Walk, resolve: Callable[[str], Resolved], hosts: frozenset[str]
) -> tuple[LinkNode, ...]:
    """The links of a parsed page, at most `MOST_LINKS`. `hosts`: those that belong to the portal."""
    if any(part.links is None for _, part in walk.parts):
        _read_parts(walk, resolve, hosts)
    firsts = _firsts(walk)
    nodes = tree.css(_LINKING)
    found: list[LinkNode] = []
    at = 0
    while at < len(nodes) and len(found) < MOST_LINKS:
        node = nodes[at]
        part = firsts.get(node.mem_id)
        if part is not None and part.links:  # its elements stand together
            within = nodes[at : at + len(part.links)]
            linked = _meant(part, within, resolve, hosts)
            found += [LinkNode(node, link, place) for node, (place, link) in zip(within, linked, strict=True) if link]
            at += len(within)
            continue
        place = walk.places.get(node.mem_id) or (ELSEWHERE if node.tag in _OUTSIDE_BODY else None)
        link = _link(node, place, resolve, hosts) if place is not None else None
        if place is not None and link is not None:
            found.append(LinkNode(node, link, place))
        at += 1
    return tuple(found[:MOST_LINKS])


def _firsts(walk: Walk) -> dict[int, TemplatePart]:
    """The parts of the template by their first linking element; those within others come before them and give way."""
    firsts = ((holder.css_first(_LINKING), part) for holder, part in walk.parts)
    return {first.mem_id: part for first, part in firsts if first is not None}


def _read_parts(walk: Walk, resolve: Callable[[str], Resolved], hosts: frozenset[str]) -> None:
    """Read the linking elements of the parts that were met for the first time; parts within others come before them."""
    known: dict[int, LinkIn] = {}
    for holder, part in walk.parts:
        nodes = holder.css(_LINKING)
        if part.links is None:
            part.links = tuple(known.get(node.mem_id) or _of_part(node, walk, resolve, hosts) for node in nodes)
            part.fixed = all(map(_is_fixed, part.links))
        linked = _meant(part, nodes, resolve, hosts)
        known.update(zip((node.mem_id for node in nodes), linked, strict=True))


def _of_part(node: LexborNode, walk: Walk, resolve: Callable[[str], Resolved], hosts: frozenset[str]) -> LinkIn:
    place = walk.places.get(node.mem_id)
    return LinkIn(place or ELSEWHERE, _link(node, place, resolve, hosts) if place is not None else None)


def _is_fixed(linked: LinkIn) -> bool:
    link = linked.link
    return link is None or link.href.startswith(_SAME_EVERYWHERE) or is_template(link.href)


def _meant(
    part: TemplatePart, nodes: Sequence[LexborNode], resolve: Callable[[str], Resolved], hosts: frozenset[str]
) -> Sequence[LinkIn]:
    """The links of a part, whose linking elements are `nodes`, as this page means them."""
    links = part.links or ()
    if part.fixed:
        return links
    return [_on_this_page(linked, node, resolve, hosts) for linked, node in zip(links, nodes, strict=True)]


def _on_this_page(
    linked: LinkIn, node: LexborNode, resolve: Callable[[str], Resolved], hosts: frozenset[str]
) -> LinkIn:
    """A link of a part as this page means it: only addresses from the root on are the same on all of them."""
    link = linked.link
    if link is None or _is_fixed(linked):
        return linked
    url, fragment = resolve(link.href)
    if url == link.url:
        return linked
    kind = _kind(node.tag or "", url, hosts)
    return LinkIn(linked.place, Link(link.href, url, link.text, kind, link.region, fragment))


@lru_cache(maxsize=4096)
def target_kind(url: str, hosts: frozenset[str]) -> TargetKind:
    """What a link to `url` points at: another host's page, a page of ours, an attachment, an image, a resource."""
    if netloc(url) not in hosts:
        return TargetKind.EXTERNAL
    name = _FILE_NAME.search(url)
    kind = _kind_of_extension(name.group(1).lower()) if name else TargetKind.PAGE
    return TargetKind.ATTACHMENT if kind is TargetKind.PAGE and _hands_out_file(url) else kind


def _hands_out_file(url: str) -> bool:
    parts = urlsplit(url)
    return article_fields().attachments.hands_out(f"{parts.path}?{parts.query}")


def is_template(href: str) -> bool:
    """Whether template marks were left in an address."""
    return _TEMPLATE.search(href) is not None


def link_text(node: LexborNode, attributes: dict[str, str | None]) -> str:
    """What a visitor reads on a link: its text, else the alternative text of its picture, else its title."""
    text = tidy(node.text()) if node.tag == "a" else tidy(attributes.get("alt"))
    if not text:
        image = node.css_first("img[alt]") if node.tag == "a" else None
        text = tidy(image.attributes.get("alt") if image is not None else None) or tidy(attributes.get("title"))
    return text[:_LONGEST_TEXT]


def _link(node: LexborNode, place: Place, resolve: Callable[[str], Resolved], hosts: frozenset[str]) -> Link | None:
    tag = node.tag or ""
    attributes = node.attributes
    href = (attributes.get("href") if tag in _WITH_HREF else attributes.get("src")) or ""
    if href[:5].lower() == "data:" or (tag == "link" and not _USED_RELATIONS.search(attributes.get("rel") or "")):
        return None
    if tag not in ("a", "area") and not href.strip():
        return None  # browsers load nothing
    template = is_template(href)
    if template and place is not None and place.hidden:
        return None  # a script copies it and fills it in
    url, fragment = Resolved(None) if template else resolve(href)
    text = "" if tag in ("script", "link") else link_text(node, attributes)
    return Link(href, url, text, _kind(tag, url, hosts), place.region, fragment)


def _kind(tag: str, url: str | None, hosts: frozenset[str]) -> TargetKind:
    if tag in _LOADED:
        return TargetKind.RESOURCE
    kind = target_kind(url, hosts) if url else TargetKind.PAGE
    if kind is TargetKind.EXTERNAL:
        return kind
    return _SHOWN.get(tag, kind)


@lru_cache(maxsize=1024)
def _kind_of_extension(extension: str) -> TargetKind:
    known = attachment_types().of_url(f"http://host/file.{extension}")
    return _KINDS[known.use] if known else TargetKind.PAGE
