"""How the lists of a page stand to each other: parts of one list, and lists that stand beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from config.cms import page_words
from config.rows import row_words
from crawler.reading.rows.groups import RowGroup
from crawler.reading.rows.shapes import shape_of
from crawler.reading.text.places import tidy

_HEADING = 40
"""Characters of a text above a list that can be its heading (own rule)."""
_LEVELS = 3
_NEIGHBOURS = 60
"""Neighbours of a list among which its other parts are looked for (own rule)."""
_INERT = frozenset({"-comment", "script", "style", "hr", "br"})
_NAME = re.compile(r"[a-z]+")
_YEAR = re.compile(r"\D{0,8}(?:19|20)\d\d\s*年?度?\D{0,4}")


def parts_of(best: RowGroup, groups: list[RowGroup]) -> list[RowGroup]:
    """Groups that belong to the list `best`.

    They stand beside it with nothing but the heading of a year between (pinned rows), or all stand under the heading
    of a year in boxes of one shape. Dates tell that they are items, even in an element that is named like a
    navigation (`class="top"`).
    """
    items = [group for group in groups if group is not best and all(row.date_text for row in group.rows)]
    return list(dict.fromkeys((*_beside(best, items), *_of_years(best, items))))


def _beside(best: RowGroup, items: list[RowGroup]) -> Iterator[RowGroup]:
    lists = {group.container.mem_id: group for group in items}
    for forward in (True, False):
        node = best.container.next if forward else best.container.prev
        for _ in range(_NEIGHBOURS):
            if node is None:
                break
            group = lists.get(node.mem_id)
            if group is not None:
                yield group
            elif node.tag not in _INERT and not _divides_nothing(node):
                break
            node = node.next if forward else node.prev


def _of_years(best: RowGroup, items: list[RowGroup]) -> Iterator[RowGroup]:
    """The lists in boxes that have the shape of the box around `best` and stand beside it, each named by its year."""
    box = best.container.parent
    if box is None or box.parent is None or not _YEAR.fullmatch(_heading_of(best)):
        return
    for group in items:
        other = group.container.parent
        twins = other is not None and other.parent is not None and other.parent.mem_id == box.parent.mem_id
        if twins and other is not None and shape_of(other) == shape_of(box) and _YEAR.fullmatch(_heading_of(group)):
            yield group


def _divides_nothing(node: LexborNode) -> bool:
    text = tidy(node.text_content if node.tag == "-text" else node.text())
    return not text or _is_year(text)


def _is_year(text: str) -> bool:
    """Whether a heading names a year and nothing else."""
    return len(text) <= _HEADING and _YEAR.fullmatch(text) is not None


def is_aside(group: RowGroup) -> bool:
    """Whether the heading above says that the rows belong elsewhere (相关阅读, 热点推荐 …)."""
    heading = _heading_of(group)
    return any(word in heading for word in page_words().side_headings)


def is_beside(group: RowGroup) -> bool:
    """Whether the heading or the name of an element around says that the rows stand beside a list, if there is one."""
    words = row_words()
    heading = _heading_of(group)
    if any(word in heading for word in words.beside_headings):
        return True
    node: LexborNode | None = group.container
    for _ in range(_LEVELS):
        if node is None or node.tag in ("body", "td"):
            return False
        names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
        if node.tag == "aside" or not words.beside_names.isdisjoint(_NAME.findall(names)):
            return True
        node = node.parent
    return False


def _heading_of(group: RowGroup) -> str:
    """The short text above a list; empty when there is none, or a longer one."""
    node: LexborNode | None = group.container
    for _ in range(_LEVELS):
        if node is None or node.tag in ("body", "td"):
            return ""
        heading = _text_before(node)
        if heading:
            return heading if len(heading) <= _HEADING else ""
        node = node.parent
    return ""


def _text_before(node: LexborNode) -> str:
    sibling = node.prev
    for _ in range(_LEVELS):
        if sibling is None:
            return ""
        if sibling.tag not in ("-comment", "script", "style"):
            text = tidy(sibling.text_content if sibling.tag == "-text" else sibling.text(separator=" "))
            if text:
                return text
        sibling = sibling.prev
    return ""
