"""A page's bytes become facts: decoded, parsed once, recognised, read. Never raises, whatever the bytes.

What cannot be read is `judgeable=False` with a reason (a key below `reason.` in the message catalogue): our own
inability is not a fault of the page.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator

from crawler.facts import ArticleFacts, Found, FoundEmpty, Identity, ListFacts, PageFacts, PageReading
from crawler.kinds import ListSource, MarkKind, PageKind
from crawler.listcall import interface_at
from crawler.reading.articles.dates import is_generation_time
from crawler.reading.breadcrumb import read_breadcrumb
from crawler.reading.emptiness.doubts import is_bare_shell, unseen_list_sign
from crawler.reading.emptiness.landing import landing_target
from crawler.reading.exchanges import read_exchanges
from crawler.reading.families import GENERIC
from crawler.reading.limits import refusal_of_body, refusal_of_text
from crawler.reading.links import MOST_LINKS
from crawler.reading.lists.caps import with_cap
from crawler.reading.lists.choice import all_rows, find_lists
from crawler.reading.marks import written_elsewhere
from crawler.reading.meta import meta, page_tags, read_identity, second_site_code
from crawler.reading.naming import column_name
from crawler.reading.otherlinks import other_links
from crawler.reading.page import Page
from crawler.reading.pagekind import is_article, is_home, kind_of_list
from crawler.reading.pagers.pager import PAGER_OBSTACLES
from crawler.reading.readers import reader_for
from crawler.reading.rows.links import row_links
from crawler.reading.search import read_search
from crawler.reading.text.encoding import Decoded, decode, is_readable
from crawler.urls import canonical

_HEAD = 10_000
"""Characters at the beginning of a page in which the scripts of bot walls stand."""
_OF_FOOTERS = frozenset({MarkKind.FIND_ERROR, MarkKind.SITE_CODE, MarkKind.ICP, MarkKind.HOST_BY})
"""Marks that every footer bears: where one is missing, the footer may come from elsewhere."""
logger = logging.getLogger(__name__)


def read_page(
    url: str,
    body: bytes,
    content_type: str | None,
    *,
    base_hosts: frozenset[str] = frozenset(),
    home_urls: frozenset[str] = frozenset(),
    rendered: bool = False,
) -> PageReading:
    """The facts and links of one page.

    `url` is the address after redirects; `content_type` the response header; `base_hosts` the portal's hosts with
    their ports (without them the page's own host counts); `home_urls` the canonical addresses of home pages; with
    `rendered` the body is the markup that a browser showed in the end.
    """
    address = canonical(url) or url
    reason = refusal_of_body(body)
    if reason is not None:
        return _unjudged(address, reason)
    decoded = decode(body, content_type)
    reason = refusal_of_text(decoded.text) if is_readable(decoded) else "page-undecodable"
    if reason is not None:
        return _unjudged(address, reason)
    try:
        return read_text(address, decoded, base_hosts=base_hosts, home_urls=home_urls, rendered=rendered)
    except Exception:  # the last line of defence: a fault of ours must not end a crawl of ten thousand pages
        logger.exception("reader failed on %s", address)
        return _unjudged(address, "page-reader-failed")


def read_text(
    url: str,
    decoded: Decoded,
    *,
    base_hosts: frozenset[str] = frozenset(),
    home_urls: frozenset[str] = frozenset(),
    rendered: bool = False,
) -> PageReading:
    """The facts and links of a page that has been decoded. `url` is canonical."""
    page = Page(url, decoded.text, encoding=decoded.encoding, base_hosts=base_hosts, rendered=rendered)
    target = landing_target(page)
    kind, listed, article = _kind_and_content(page, target, home_urls)
    breadcrumb = read_breadcrumb(page)
    identity = read_identity(page)
    name = column_name(page, kind, identity, breadcrumb)
    names = " ".join([name or "", *(crumb.text for crumb in breadcrumb)])
    facts = PageFacts(
        url=url,
        family=page.family.id if page.family else GENERIC,
        kind=kind,
        title=page.title,
        identity=identity,
        breadcrumb=breadcrumb,
        column_name=name,
        list=listed,
        article=article,
        landing_target=target,
        text_length=page.text_length,
        # On a page that opens its columns by a script, a fragment chooses one of them (cms-patterns 1.5: hash routes).
        anchors=None if listed is not None and listed.columns else page.anchors,
        notes=tuple(_notes(page, decoded, identity, listed)),
        exchanges=() if target else read_exchanges(page, kind, names, commented=_is_commented(listed)),
        metas=page_tags(page),
        marks=page.marks,
        search=read_search(page, kind),
    )
    links = tuple(linked.link for linked in page.links)
    links = (*links, *other_links(page, links))
    opened = (*listed.rows, *(each for each in listed.columns if interface_at(each.url) is None)) if listed else ()
    return PageReading(facts, (*links, *row_links(opened, links, page.hosts)))


def _kind_and_content(
    page: Page, target: str | None, home_urls: frozenset[str]
) -> tuple[PageKind, ListFacts | None, ArticleFacts | None]:
    home = is_home(page, home_urls)
    if target is not None:
        return PageKind.HOME if home else PageKind.LANDING, None, None
    reader = reader_for(page)
    if not home and is_article(page):
        return PageKind.ARTICLE, None, reader.read_article(page)
    listed = with_cap(page, reader.read_list(page))
    if home:
        return PageKind.HOME, _home_list(page, listed), None
    kind = kind_of_list(page, listed)
    return kind, listed, reader.read_article(page) if kind is PageKind.SINGLE_ARTICLE else None


def _home_list(page: Page, listed: ListFacts | None) -> ListFacts | None:
    """All rows that a home page shows together; it has no pager, and no empty list of its own.

    Its newest row may stand in any of its many parts, so any sign of a list that we cannot see is an obstacle; a pager
    belongs to one of these parts or to a picture show.
    """
    rows = {row.url: row for row in (*all_rows(page), *(listed.rows if listed is not None else ()))}
    told = listed.obstacle if listed is not None and listed.obstacle not in PAGER_OBSTACLES else None
    obstacle = told or unseen_list_sign(page)
    if obstacle is None and listed is not None and listed.source is ListSource.API:
        obstacle = "list-own-interface"
    if not rows and obstacle is None:
        return None
    return ListFacts(ListSource.UNKNOWN if obstacle else ListSource.STATIC, tuple(rows.values()), obstacle=obstacle)


def _is_commented(listed: ListFacts | None) -> bool:
    return listed is not None and listed.source is ListSource.COMMENT


def _notes(page: Page, decoded: Decoded, identity: Identity, listed: ListFacts | None) -> Iterator[str]:
    """Remarks for people who want to know how the facts came about: keys below `reason.`."""
    if decoded.how in ("detected", "lossy") and not decoded.text.isascii():
        yield f"encoding-{decoded.how}"
    if len(page.links) == MOST_LINKS:
        yield "page-links-cut"
    if listed is None and is_bare_shell(page):
        yield "page-app-root"
    if listed is not None and listed.rows and find_lists(page).mixed:
        yield "lists-mixed"
    if isinstance(identity.site_code, FoundEmpty) and isinstance(second_site_code(page), Found):
        yield "site-code-only-in-box"
    if _OF_FOOTERS - {mark.kind for mark in page.marks} and written_elsewhere(page.links, page.scripts):
        yield "marks-by-script"
    published = meta(page, "PubDate")
    if isinstance(published, Found) and is_generation_time(page, published.value):
        yield "pubdate-is-generation-time"
    if page.has_wall_mark(_HEAD):
        yield "wall-script-in-good-page"


def _unjudged(url: str, reason: str) -> PageReading:
    return PageReading(PageFacts(url=url, family=GENERIC, kind=PageKind.OTHER, judgeable=False, reason=reason))
