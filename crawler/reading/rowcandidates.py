"""Which elements of a page may be rows of a list: the largest pieces that lead to one target only.

That finds `li`, `tr`, `dt`/`dd`, `div`, `p`, and links with bare text between them, whatever the markup. A row may hold
a second link (a category, a download): then the link with the longest text is its title.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.kinds import Region, TargetKind
from crawler.reading.links import LinkNode
from crawler.reading.rowtext import date_of, texts_of
from crawler.reading.segments import tidy

DEPTH = 40
"""Levels that are climbed from a link, and neighbours that are passed; real rows are fewer than 10 deep."""
_MOST_ANCHORS = 5_000
_MANY = ""
_ITEM_TAGS = frozenset({"li", "tr", "dd", "dt"})
_LINKS_IN_ITEM = 3


class Anchor(NamedTuple):
    """A link that may be the title of a row. `order`: its position among the page's links."""

    node: LexborNode
    url: str
    text: str
    kind: TargetKind
    region: Region
    order: int


class Candidate(NamedTuple):
    """An element that may be a row, and the link that is its title."""

    node: LexborNode
    anchor: Anchor


class Siblings(NamedTuple):
    """Candidates under one parent, in document order."""

    parent: LexborNode
    rows: list[Candidate]


def row_candidates(links: Sequence[LinkNode], page_url: str, regions: Collection[Region]) -> Iterator[Siblings]:
    """Rows that stand under one parent, with that parent: links of `regions`, those to the page itself left out."""
    anchors = list(_anchors(links, page_url, regions))
    owners = _owners(anchors)
    by_parent: dict[int, Siblings] = {}
    for anchor in anchors:
        node, parent = _climb(anchor, owners)
        by_parent.setdefault(parent.mem_id, Siblings(parent, [])).rows.append(Candidate(node, anchor))
    return _merged(by_parent)


def _anchors(links: Sequence[LinkNode], page_url: str, regions: Collection[Region]) -> Iterator[Anchor]:
    words = page_words()
    skipped = frozenset((*words.pager.next, *words.pager.last, *words.pager.other, *words.more, *words.breadcrumb.home))
    for order, (node, link, place) in enumerate(links[:_MOST_ANCHORS]):
        if node.tag != "a" or place.region not in regions or link.url is None or link.url == page_url:
            continue
        if len(link.text) >= 2 and link.text not in skipped and not link.text.isdigit():
            yield Anchor(node, link.url, link.text, link.kind, place.region, order)


def _owners(anchors: list[Anchor]) -> dict[int, str]:
    """For every element above a link: the one target that it leads to, or `_MANY`."""
    owners: dict[int, str] = {}
    for anchor in anchors:
        node: LexborNode | None = anchor.node
        for _ in range(DEPTH):
            if node is None:
                break
            owner = owners.setdefault(node.mem_id, anchor.url)
            if owner == _MANY:
                break  # so is everything above
            if owner != anchor.url:
                owners[node.mem_id] = _MANY
            node = node.parent
    return owners


def _climb(anchor: Anchor, owners: dict[int, str]) -> tuple[LexborNode, LexborNode]:
    """The largest element that leads to this target only, and its parent."""
    node = anchor.node
    for _ in range(DEPTH):
        parent = node.parent
        if parent is None or parent.tag in ("body", "html") or owners.get(parent.mem_id) != anchor.url:
            return node, parent or node
        node = parent
    return node, node.parent or node


def _merged(by_parent: dict[int, Siblings]) -> Iterator[Siblings]:
    """Rows by their parent; a parent that is itself one row with several links becomes a row of its own parent."""
    lifted: dict[int, Siblings] = {}
    for parent, rows in by_parent.values():
        if _is_one_item(parent, rows):
            node = _outermost(parent)
            above = node.parent or node
            title = max(rows, key=lambda row: len(row.anchor.text))
            lifted.setdefault(above.mem_id, Siblings(above, [])).rows.append(Candidate(node, title.anchor))
        else:
            lifted.setdefault(parent.mem_id, Siblings(parent, [])).rows.extend(rows)
    for parent, rows in lifted.values():
        yield Siblings(parent, sorted(rows, key=lambda row: row.anchor.order))


def _is_one_item(parent: LexborNode, rows: list[Candidate]) -> bool:
    if not 2 <= len({row.anchor.url for row in rows}) <= _LINKS_IN_ITEM:
        return False
    if parent.tag not in _ITEM_TAGS and not _has_twin(parent):
        return False
    return sum(date_of(texts_of(row.node, row.anchor.node), row.anchor.url)[0] is not None for row in rows) < 2


def _has_twin(node: LexborNode) -> bool:
    """Whether a neighbour has the same tag and class and holds links: then both are items of one list."""
    for twin in (neighbour(node, forward=True), neighbour(node, forward=False)):
        if twin is not None and shape_of(twin) == shape_of(node) and twin.css_first("a[href]") is not None:
            return True
    return False


def _outermost(node: LexborNode) -> LexborNode:
    """The highest element around `node` that holds nothing else."""
    for _ in range(DEPTH):
        parent = node.parent
        alone = neighbour(node, forward=True) is None and neighbour(node, forward=False) is None
        if parent is None or parent.tag not in ("li", "tr", "td", "div", "p", "dd") or not alone:
            break
        node = parent
    return node


def neighbour(node: LexborNode, *, forward: bool) -> LexborNode | None:
    """The next or previous element, past blanks, comments, scripts and rules; None when text stands between."""
    sibling = node.next if forward else node.prev
    for _ in range(DEPTH):
        if sibling is None or (sibling.tag == "-text" and tidy(sibling.text_content)):
            return None
        if sibling.tag not in ("-text", "-comment", "br", "hr", "script", "style"):
            return sibling
        sibling = sibling.next if forward else sibling.prev
    return None


def shape_of(node: LexborNode) -> tuple[str, str]:
    """What makes neighbours items of one list: tag and class."""
    return node.tag or "", node.attributes.get("class") or ""
