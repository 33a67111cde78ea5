"""Which links of a page may be the titles of rows.

Not those of pagers, breadcrumbs and 更多; nor those that stand beside the title of their row and name something else
(下载, 解读): these are titles only where their row has no other link, and then other texts of the row name it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.kinds import Region, TargetKind
from crawler.reading.links import LinkNode
from crawler.reading.rows.shapes import DEPTH, has_twin
from crawler.reading.rows.titles import names_nothing
from crawler.reading.text.places import tidy

MANY = ""
"""The owner of an element that leads to more than one target."""
_NO_TITLES = frozenset({"area", "img", "iframe", "frame", "script", "link", "source", "embed"})
_LEVELS = 6
"""Levels between a link and the item that it belongs to (own rule)."""
_LEAST_TITLE = 4
_YEAR = re.compile(r"(?:19|20)\d\d")
_BLOCKS = frozenset({"div", "section", "article", "dl"})


class Anchor(NamedTuple):
    """A link that may be the title of a row. `order`: its position among the page's links."""

    node: LexborNode
    url: str
    text: str
    kind: TargetKind
    region: Region
    order: int


def title_anchors(links: Sequence[LinkNode], page_url: str, regions: Collection[Region]) -> list[Anchor]:
    """The links of `regions` that may be titles, in document order; those to the page itself are none."""
    return _titles(list(_anchors(links, page_url, regions)))


def owners_of(anchors: list[Anchor]) -> dict[int, str]:
    """For every element above a link: the one target that it leads to, or `MANY`."""
    owners: dict[int, str] = {}
    for anchor in anchors:
        node: LexborNode | None = anchor.node
        for _ in range(DEPTH):
            if node is None:
                break
            owner = owners.setdefault(node.mem_id, anchor.url)
            if owner == MANY:
                break  # so is everything above
            if owner != anchor.url:
                owners[node.mem_id] = MANY
            node = node.parent
    return owners


def _anchors(links: Sequence[LinkNode], page_url: str, regions: Collection[Region]) -> Iterator[Anchor]:
    words = page_words()
    skipped = frozenset((*words.pager.next, *words.pager.last, *words.pager.other, *words.more, *words.breadcrumb.home))
    seen: dict[int, int] = {}
    for order, (node, link, place) in enumerate(links):
        if node.tag in _NO_TITLES or place.region not in regions or link.url is None or link.url == page_url:
            continue
        if link.text in skipped or (len(link.text) < 2 and not _names_alone(node, seen)) or _is_heading(node):
            continue
        if not link.text.isdigit() or _YEAR.fullmatch(link.text):
            yield Anchor(node, link.url, link.text, link.kind, place.region, order)


def _names_alone(node: LexborNode, seen: dict[int, int]) -> bool:
    """Whether a link without text (a picture) is the only one in an item of a list, whose other texts may name it.

    `seen` keeps the number of links of the items that were asked before; no item without text is named by one.
    """
    item = _item_around(node) if node.tag == "a" else None
    if item is None:
        return False
    if item.mem_id not in seen:
        links = len(item.css("a[href]"))
        seen[item.mem_id] = links if links != 1 or len(tidy(item.text())) >= _LEAST_TITLE else 0
    return seen[item.mem_id] == 1


def _is_heading(node: LexborNode) -> bool:
    """Whether a link stands in the head of a table, where it only sorts."""
    cell = node.parent
    line = cell.parent if cell is not None and cell.tag == "th" else None
    return line is not None and line.css_first("td") is None


def _titles(anchors: list[Anchor]) -> list[Anchor]:
    """`anchors` without those that only say 下载 or 解读 beside the title of their row."""
    minor = [anchor for anchor in anchors if names_nothing(anchor.text)]
    if not minor:
        return anchors
    titles = [anchor for anchor in anchors if not names_nothing(anchor.text)]
    urls, held = {anchor.url for anchor in titles}, owners_of(titles).keys()
    alone = [anchor for anchor in minor if anchor.url not in urls and not _stands_in(_item_around(anchor.node), held)]
    return sorted((*titles, *alone), key=lambda anchor: anchor.order)


def _stands_in(item: LexborNode | None, held: Collection[int]) -> bool:
    return item is not None and item.mem_id in held


def _item_around(node: LexborNode) -> LexborNode | None:
    """The item of a list in which a link stands: the nearest `li` or `tr`, or block that has a twin."""
    holder = node.parent
    for _ in range(_LEVELS):
        if holder is None or holder.tag in ("body", "ul", "ol", "table", "tbody"):
            return None
        if holder.tag in ("li", "tr") or (holder.tag in _BLOCKS and has_twin(holder)):
            return holder
        holder = holder.parent
    return None
