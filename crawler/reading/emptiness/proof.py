"""Positive proof that a column holds nothing. Without proof nobody says "empty".

Two proofs are accepted (reference "cms-patterns" 1.12 and 4.2), and only after `crawler.reading.emptiness.doubts` has
nothing to say: an explicit wording that is all the main area shows, and, in a family whose lists stand in the markup, a
list element without rows together with a pager that declares no more than one page and no record. A pager that a script
sets up by literal numbers shows by itself that the list is written into the markup.

Neither counts for a page that leads on to columns of its own, or shows frames, files or films: it holds something; nor
where the page tells something besides (`crawler.reading.emptiness.beside`, which readers ask before they believe).
A wording counts for nothing where it is a value (解读：暂无), belongs to a list at the side, or is shown and hidden by
a script; a list element counts for nothing when a script names it.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.kinds import Region, TargetKind
from crawler.reading.articles.media import is_icon
from crawler.reading.emptiness.frames import shows_other_sites
from crawler.reading.emptiness.spoken import Emptiness, names_element, spoken_alone
from crawler.reading.links import target_kind
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager
from crawler.reading.text.places import tidy
from crawler.urlforms import is_article_url

__all__ = ["Emptiness", "prove_empty"]

_NAMED_BLOCKS = "div[id],ul[id],ol[id],table[id],tbody[id],section[id]"
_CLASSED_BLOCKS = "ul,ol,tbody,dl,div[class],section[class]"
_LIST_TAGS = ("ul", "ol", "tbody", "dl")
_MEDIA = "object[data],embed[src],video,audio,canvas"
_PICTURES = "img:not(a img)"
_MOST_NODES = 200
_WORD_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_INDEX = re.compile(r"/(?:(?:index|default)\w*\.\w+)?$")
_NUMBERED = re.compile(r"(?:\w*_)?\d+")


def prove_empty(page: Page, pager: Pager | None, *, static_family: bool) -> Emptiness:
    """The proof that `page` has no rows, if there is one. The caller has read no rows and has no doubt left."""
    if _has_own_columns(page) or _shows_other_things(page):
        return Emptiness()
    spoken, node = spoken_alone(page)
    if spoken.declared or (spoken.proof and (static_family or not _awaits_content(page, node))):
        return spoken
    if static_family and pager is not None and _counts_nothing(pager) and not _shows_picture(page):
        container = _empty_list(page)
        if container is not None:
            return Emptiness(proof=f"{pager.evidence}; {_opening_tag(container)}")
    return Emptiness()


def _counts_nothing(pager: Pager) -> bool:
    said = pager.pages is not None or pager.total is not None
    return said and bool(pager.evidence) and (pager.pages or 0) <= 1 and not pager.total


def _has_own_columns(page: Page) -> bool:
    """Whether the page links columns below its own address: then it is their entrance, whatever its list shows."""
    address = page.url.partition("?")[0]
    is_folder = _INDEX.search(address) is not None
    base = _INDEX.sub("/", address) if is_folder else address.rpartition(".")[0] + "/"
    if base.count("/") <= 3:  # the root of the host holds everything
        return False
    for _, link, place in page.links:
        inside = link.url is not None and link.url.startswith(base) and link.kind is TargetKind.PAGE
        if not inside or link.url is None or place.region is Region.FOOTER or is_article_url(link.url):
            continue
        below = link.url[len(base) :].partition("?")[0]
        own = below.partition("/")[0].partition(".")[0]
        if own and ("/" in below or not is_folder) and not _NUMBERED.fullmatch(own):
            return True
    return False


def _shows_other_things(page: Page) -> bool:
    """Whether the main area shows a file, a film, a page of another site in a frame, or links to several of them."""
    media = (page.region_of(node) for node in page.tree.css(_MEDIA)[:_MOST_NODES])
    if shows_other_sites(page) or any(region is Region.BODY for region in media):
        return True
    lists = (group.rows for group in page.groups if group.region is Region.BODY)
    return any(sum(target_kind(row.url, page.hosts) is TargetKind.EXTERNAL for row in rows) > 1 for rows in lists)


def _shows_picture(page: Page) -> bool:
    """Whether the main area shows a picture that is no icon and no link: a chart of the offices, a scanned notice."""
    return any(
        page.region_of(node) is Region.BODY and not is_icon(node, node.attributes.get("src") or "")
        for node in page.tree.css(_PICTURES)[:_MOST_NODES]
    )


def _awaits_content(page: Page, wording: LexborNode | None) -> bool:
    """Whether the main area has a block for a list that shows nothing, on a page with scripts of its own.

    In a family that fills lists by scripts the wording may be what stands there until, or unless, the list comes. An
    empty list without a name right beside the wording is the one that it speaks of.
    """
    if page.tree.css_first("script[src]") is None:
        return False
    element = wording.parent if wording is not None else None
    beside = element.parent.mem_id if element is not None and element.parent is not None else None
    named = [node for node in page.tree.css(_NAMED_BLOCKS)[:_MOST_NODES] if not _is_for_pages(node)]
    classed = [
        node
        for node in page.tree.css(_CLASSED_BLOCKS)[:_MOST_NODES]
        if _is_for_list(node) and (node.tag not in _LIST_TAGS or node.parent is None or node.parent.mem_id != beside)
    ]
    return any(_is_bare(node) and page.region_of(node) is Region.BODY for node in (*named, *classed))


def _is_for_pages(node: LexborNode) -> bool:
    return "page" in (node.attributes.get("id") or "").lower()


def _is_for_list(node: LexborNode) -> bool:
    parts = {part.lower() for part in _WORD_PART.findall(node.attributes.get("class") or "")}
    return not page_words().list_words.isdisjoint(parts) or (node.tag in _LIST_TAGS and not parts)


def _empty_list(page: Page) -> LexborNode | None:
    """A visible list element of the main area that holds neither text nor link, not even in a comment.

    One that a script names by its id, or by that of the element around it, may be filled by it.
    """
    for node in page.tree.css(",".join(_LIST_TAGS))[:_MOST_NODES]:
        around = (node, node.parent)
        ids = {part.attributes.get("id") or "" for part in around if part is not None} - {""}
        awaited = any(names_element(script, ident) for script in page.scripts for ident in ids)
        if _is_bare(node) and not awaited and page.region_of(node) is Region.BODY and not _is_menu(node):
            return node
    return None


def _is_bare(node: LexborNode) -> bool:
    return not tidy(node.text()) and node.css_first("a,img,input,script,iframe") is None


def _is_menu(node: LexborNode) -> bool:
    names = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
    return any(word in names.split() for word in page_words().nav_words)


def _opening_tag(node: LexborNode) -> str:
    names = [f'{name}="{value}"' for name, value in node.attributes.items() if name in ("id", "class") and value]
    return f"<{' '.join((node.tag or '', *names))}></{node.tag}>"
