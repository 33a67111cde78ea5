"""Wordings by which a page says that it holds nothing, where they speak for the whole column.

A wording counts only if it stands alone in the visible main area. It counts for nothing as a value (解读：暂无), in a
list at the side (热点推荐), or where a script shows and hides it (reference "cms-patterns" 4.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from config.lexicon import empty_wordings
from crawler.kinds import Region
from crawler.reading.breadcrumb import read_breadcrumb
from crawler.reading.emptiness.placeholders import LONGEST_WORDING
from crawler.reading.page import Page
from crawler.reading.text.places import tidy

_OTHER_TEXT = 120
"""Characters that may stand in the main area beside the wording and outside links: headings, breadcrumb, labels."""
_NEAR = 3
"""Elements that are climbed from a wording to see what it belongs to (own rule)."""
_SHOWS = re.compile(r"\.(?:show|hide|toggle|remove|empty|html|text|append|css|fadeIn|fadeOut)\(|style\.display")


class Emptiness(NamedTuple):
    """What proves that nothing is there, quoted from the page; `declared`: the unit states that it has none."""

    proof: str | None = None
    construction: str | None = None
    declared: str | None = None


def spoken_alone(page: Page) -> tuple[Emptiness, LexborNode | None]:
    """A wording that stands alone in the main area, and its node: outside links, values, with little text around."""
    texts = texts_beside(page)
    spoken = {text: said for text in texts if len(text) <= LONGEST_WORDING and (said := _said_by(text))}
    all_text = sum(map(len, texts))
    for text, node in _nodes_of(page, spoken):
        alone = all_text - len(text) * texts.count(text) <= _OTHER_TEXT
        if alone and not (_is_value(node) or _is_aside(node) or _is_toggled(page, node)):
            return spoken[text], node
    return Emptiness(), None


def texts_beside(page: Page) -> list[str]:
    """The visible texts of the main area outside links and breadcrumb."""
    crumbs = {crumb.text for crumb in read_breadcrumb(page)}
    return [
        segment.text
        for segment in page.segments
        if segment.region is Region.BODY and not segment.hidden and not segment.in_link and segment.text not in crumbs
    ]


def _said_by(text: str) -> Emptiness | None:
    wordings = empty_wordings()
    if wordings.declared_in(text):
        return Emptiness(declared=text)
    if wordings.construction_in(text):
        return Emptiness(proof=text, construction=text)
    return Emptiness(proof=text) if wordings.empty_in(text) else None


def _nodes_of(page: Page, texts: dict[str, Emptiness]) -> Iterator[tuple[str, LexborNode]]:
    """The visible text nodes of the main area that consist of one of `texts`."""
    body = page.tree.body if texts else None
    for node in body.traverse(include_text=True) if body is not None else ():
        text = tidy(node.text_content) if node.tag == "-text" else ""
        if text in texts and not page.is_hidden(node) and page.region_of(node) is Region.BODY:
            yield text, node


def _is_value(node: LexborNode) -> bool:
    """Whether a wording is a value: in a row of several cells, behind a term, behind a label with a colon."""
    part: LexborNode | None = node
    for _ in range(_NEAR):
        if part is None or part.tag == "body":
            return False
        before = part.prev
        said = tidy(before.text_content if before.tag == "-text" else before.text()) if before is not None else ""
        row = part.parent
        in_row = part.tag in ("td", "th") and row is not None and len(row.css("td,th")) > 1
        if in_row or part.tag == "dd" or said.endswith((":", "：")):
            return True
        part = row
    return False


def _is_aside(node: LexborNode) -> bool:
    """Whether the heading before a wording names a list that is not the column's (热点推荐)."""
    part = node.parent
    for _ in range(_NEAR):
        if part is None or part.tag == "body":
            return False
        sibling = part.prev
        while sibling is not None and sibling.tag in ("-text", "-comment"):
            sibling = sibling.prev
        heading = tidy(sibling.text()) if sibling is not None else ""
        if heading:
            return len(heading) <= LONGEST_WORDING and any(word in heading for word in page_words().side_headings)
        part = part.parent
    return False


def _is_toggled(page: Page, node: LexborNode) -> bool:
    """Whether an inline script that shows and hides things names the element of a wording, or the one around it."""
    element = node.parent
    for part in (element, element.parent if element is not None else None):
        attributes = part.attributes if part is not None and part.tag != "body" else {}
        names = {attributes.get("id") or "", *(attributes.get("class") or "").split()} - {""}
        scripts = [script for script in page.scripts if _SHOWS.search(script)]
        if any(names_element(script, name) for script in scripts for name in names):
            return True
    return False


def names_element(script: str, name: str) -> bool:
    """Whether a script names an id or a class in a string."""
    return re.search(rf"[\"'#. ]{re.escape(name)}[\"' .:,>\[)]", script) is not None
