"""Which elements of a page may be rows of a list: the largest pieces that lead to one target only.

That finds `li`, `tr`, `dt`/`dd`, `div`, `p`, and links with bare text between them, whatever the markup. A row may hold
a second link (a category, a download): then the link with the longest text is its title.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from crawler.kinds import Region
from crawler.reading.links import LinkNode
from crawler.reading.rows.anchors import Anchor, owners_of, title_anchors
from crawler.reading.rows.shapes import DEPTH, has_twin, neighbour
from crawler.reading.rows.text import date_of, texts_of
from crawler.reading.text.dates import whole_date
from crawler.reading.text.places import tidy
from crawler.urlforms import is_article_url, is_column_url

_TURNS = re.compile(r"(?:LD){2,}|(?:DL){2,}")
_ITEM_TAGS = frozenset({"li", "tr", "dd", "dt"})
_LINKS_IN_ITEM = 3


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
    anchors = title_anchors(links, page_url, regions)
    owners = owners_of(anchors)
    by_parent: dict[int, Siblings] = {}
    for anchor in anchors:
        node, parent = _climb(anchor, owners)
        by_parent.setdefault(parent.mem_id, Siblings(parent, [])).rows.append(Candidate(node, anchor))
    return _merged(by_parent)


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
            title = max(rows, key=_worth)
            lifted.setdefault(above.mem_id, Siblings(above, [])).rows.append(Candidate(node, title.anchor))
        else:
            lifted.setdefault(parent.mem_id, Siblings(parent, [])).rows.extend(rows)
    for parent, rows in lifted.values():
        yield Siblings(parent, sorted(rows, key=lambda row: row.anchor.order))


def _worth(row: Candidate) -> tuple[bool, bool, int]:
    """Which link of an item is its title: rather an article than a column, rather a long text than a short one."""
    url = row.anchor.url
    return is_article_url(url) or not is_column_url(url), is_article_url(url), len(row.anchor.text)


def _is_one_item(parent: LexborNode, rows: list[Candidate]) -> bool:
    if not 2 <= len({row.anchor.url for row in rows}) <= _LINKS_IN_ITEM:
        return False
    if parent.tag not in _ITEM_TAGS and not has_twin(parent):
        return False
    if parent.tag == "tr" and _is_of_columns(parent, rows):
        return False
    return sum(bool(date_of(texts_of(row.node, row.anchor.node))[1]) for row in rows) < 2


def _is_of_columns(line: LexborNode, rows: list[Candidate]) -> bool:
    """Whether a table's line holds several items side by side: links and dates take turns, or all are articles."""
    roots = {row.node.mem_id for row in rows}
    cells = [cell for cell in line.iter(include_text=False) if cell.tag in ("td", "th")]
    kinds = ("L" if cell.mem_id in roots else "D" if whole_date(tidy(cell.text())) else "" for cell in cells)
    if _TURNS.fullmatch("".join(kinds)):
        return True
    table = line.parent.parent if line.parent is not None and line.parent.tag == "tbody" else line.parent
    first = table.css_first("tr") if table is not None else None
    headed = first is not None and first.css_first("th") is not None
    return not headed and all(is_article_url(row.anchor.url) for row in rows)


def _outermost(node: LexborNode) -> LexborNode:
    """The highest element around `node` that holds nothing else."""
    for _ in range(DEPTH):
        parent = node.parent
        alone = neighbour(node, forward=True) is None and neighbour(node, forward=False) is None
        if parent is None or parent.tag not in ("li", "tr", "td", "div", "p", "dd") or not alone:
            break
        node = parent
    return node
