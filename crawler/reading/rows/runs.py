"""How rows lie beside each other: lists that templates break into pieces, and text that stands between rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborNode

from crawler.reading.rows.candidates import Candidate
from crawler.reading.rows.shapes import DEPTH, neighbour, shape_of
from crawler.reading.text.dates import may_hold_date
from crawler.reading.text.places import tidy

_LIST_TAGS = frozenset({"ul", "ol", "table", "dl"})
_ITEM_TAGS = frozenset({"li", "tr", "dl"})
_PARTS = frozenset({"tr"})
"""Elements that hold rows side by side and are themselves pieces of one list."""
_GAP = 4
_GRID = 8
"""Rows that one line of a grid of cards can hold (own rule)."""
_LEVELS = 12


class Runs:
    """The lists of a page that templates break into pieces. Ask in document order: a piece follows those before it."""

    def __init__(self) -> None:
        self._first: dict[int, LexborNode] = {}

    def first_of(self, container: LexborNode, rows: Sequence[Candidate], *, alone: bool = False) -> LexborNode:
        """What stands for the whole list of which `container` holds `rows`.

        That is the first of neighbouring lists of one shape (templates break lists after every fifth row, and into
        tabs), the first of the lines of a grid of cards, or the table whose lines hold several items each. `alone`:
        the only row fills all of `container`, which may be the last piece of whatever list stands before it.
        """
        if container.tag in _PARTS and container.parent is not None:
            return container.parent
        if not alone and container.tag not in _LIST_TAGS and not _is_line_of_cards(container, rows):
            return container
        first = container
        shape = shape_of(container)
        for _ in range(DEPTH):
            before = neighbour(first, forward=False)
            if before is None or shape_of(before) != shape:
                break
            first = self._first.get(before.mem_id, before)
            if first is not before:
                break
        self._first[container.mem_id] = first
        return first


def own_item(link: LexborNode, within: LexborNode) -> LexborNode | None:
    """The item of a list, inside the element `within`, in which a link stands together with a date; None without."""
    node = link.parent
    for _ in range(_LEVELS):
        if node is None or node.mem_id == within.mem_id:
            return None
        if node.tag in _ITEM_TAGS:
            return node if may_hold_date(node.text(separator=" ")) else None
        node = node.parent
    return None


def text_beside(candidates: Sequence[Candidate]) -> Mapping[int, tuple[str, ...]]:
    """The texts between rows, by the order of the row's link to which they belong."""
    roots = {candidate.node.mem_id for candidate in candidates}
    forward = _dates_follow(candidates, roots)
    return {each.anchor.order: _run_of_text(each.node, roots, forward=forward) for each in candidates}


def _dates_follow(candidates: Sequence[Candidate], roots: set[int]) -> bool:
    """Whether the text between rows belongs to the row before it: not so when only the first row has text before."""
    before = " ".join(_run_of_text(candidates[0].node, roots, forward=False))
    after = " ".join(_run_of_text(candidates[-1].node, roots, forward=True))
    return may_hold_date(after) or not may_hold_date(before)


def _run_of_text(node: LexborNode, roots: set[int], *, forward: bool) -> tuple[str, ...]:
    found: list[str] = []
    sibling = node.next if forward else node.prev
    for _ in range(_GAP):
        if sibling is None or sibling.mem_id in roots:
            break
        text = tidy(sibling.text_content if sibling.tag == "-text" else sibling.text(separator=" "))
        if text:
            found.append(text)
        sibling = sibling.next if forward else sibling.prev
    return tuple(found)


def _is_line_of_cards(container: LexborNode, rows: Sequence[Candidate]) -> bool:
    """Whether `container` is a line of a grid: it has a class, and nothing but a few rows stands in it."""
    if not container.attributes.get("class") or container.tag not in ("div", "section") or len(rows) > _GRID:
        return False
    roots = {row.node.mem_id for row in rows}
    parts = [part for part in container.iter(include_text=False) if part.tag not in ("script", "style", "br")]
    return all(part.mem_id in roots or _is_bare(part) for part in parts)


def _is_bare(part: LexborNode) -> bool:
    """Whether an element holds nothing but blanks (`<div class="clear"></div>`)."""
    inner = part.first_child
    return inner is None or (inner.tag == "-text" and inner.next is None and not tidy(inner.text_content))
