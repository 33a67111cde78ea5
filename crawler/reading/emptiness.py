"""Positive proof that a column holds nothing. Without proof nobody says "empty".

Two proofs are accepted (reference "cms-patterns" 1.12 and 4.2), and only after `crawler.reading.doubts` has nothing to
say: an explicit wording that is all the main area shows, and, in a family whose lists stand in the markup, a list
element without rows together with a pager that declares no more than one page and no record. A pager that a script
sets up by literal numbers shows by itself that the list is written into the markup.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from config.lexicon import empty_wordings
from crawler.kinds import Region
from crawler.reading.breadcrumb import read_breadcrumb
from crawler.reading.page import Page
from crawler.reading.pagers import Pager
from crawler.reading.placeholders import LONGEST_WORDING
from crawler.reading.segments import tidy

_OTHER_TEXT = 120
"""Characters that may stand in the main area beside the wording and outside links: headings, breadcrumb, labels."""
_NAMED_BLOCKS = "div[id],ul[id],ol[id],table[id],tbody[id],section[id]"
_LISTS = "ul,ol,tbody,dl"
_MOST_LISTS = 200


class Emptiness(NamedTuple):
    """What proves that nothing is there, quoted from the page; `declared`: the unit states that it has none."""

    proof: str | None = None
    construction: str | None = None
    declared: str | None = None


def prove_empty(page: Page, pager: Pager | None, *, static_family: bool) -> Emptiness:
    """The proof that `page` has no rows, if there is one. The caller has read no rows and has no doubt left."""
    spoken = _spoken(page)
    if spoken.declared or (spoken.proof and (static_family or not _awaits_content(page))):
        return spoken
    if static_family and pager is not None and pager.evidence and (pager.pages or 0) <= 1 and not pager.total:
        container = _empty_list(page)
        if container is not None:
            return Emptiness(proof=f"{pager.evidence}; {_opening_tag(container)}")
    return Emptiness()


def _spoken(page: Page) -> Emptiness:
    """A wording that stands alone in the main area: outside links, tables, hidden nodes, with little text around."""
    crumbs = {crumb.text for crumb in read_breadcrumb(page)}
    texts = Counter(
        segment.text
        for segment in page.segments
        if segment.region is Region.BODY and not segment.hidden and not segment.in_link and segment.text not in crumbs
    )
    all_text = sum(len(text) * count for text, count in texts.items())
    wordings = empty_wordings()
    for text, count in texts.items():
        if len(text) > LONGEST_WORDING or all_text - len(text) * count > _OTHER_TEXT or _is_table_value(page, text):
            continue
        if wordings.declared_in(text):
            return Emptiness(declared=text)
        if wordings.construction_in(text):
            return Emptiness(proof=text, construction=text)
        if wordings.empty_in(text):
            return Emptiness(proof=text)
    return Emptiness()


def _awaits_content(page: Page) -> bool:
    """Whether the main area has a nameable block that shows nothing, on a page with scripts of its own.

    In a family that fills lists by scripts the wording may be what stands there until, or unless, the list comes.
    """
    if page.tree.css_first("script[src]") is None:
        return False
    for node in page.tree.css(_NAMED_BLOCKS)[:_MOST_LISTS]:
        bare = not tidy(node.text()) and node.css_first("a,img,input,iframe") is None
        if bare and "page" not in (node.attributes.get("id") or "").lower() and page.region_of(node) is Region.BODY:
            return True
    return False


def _is_table_value(page: Page, text: str) -> bool:
    """Whether `text` is a value in a table that has other values: there 暂无 is an ordinary entry."""
    for cell in page.tree.css("td"):
        if tidy(cell.text()) == text:
            row = cell.parent
            return row is not None and len(row.css("td")) > 1
    return False


def _empty_list(page: Page) -> LexborNode | None:
    """A visible list element of the main area that holds neither text nor link, not even in a comment."""
    for node in page.tree.css(_LISTS)[:_MOST_LISTS]:
        bare = not tidy(node.text()) and node.css_first("a,img,script,iframe") is None
        if bare and page.region_of(node) is Region.BODY and not _is_menu(node):
            return node
    return None


def _is_menu(node: LexborNode) -> bool:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
    return any(word in names.split() for word in page_words().nav_words)


def _opening_tag(node: LexborNode) -> str:
    names = [f'{name}="{value}"' for name, value in node.attributes.items() if name in ("id", "class") and value]
    return f"<{' '.join((node.tag or '', *names))}></{node.tag}>"
