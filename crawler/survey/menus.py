"""Undated lists that look like menus: told apart after the crawl, when it is known where their links lead.

On the page itself a list of titles without dates is no different from a menu of sub-columns. Once its targets were
read, it is: rows lead to articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from crawler.facts import Link, ListFacts, PageFacts, Row
from crawler.kinds import ListSource, PageKind, Region, TargetKind

FEWEST_ROWS = 3
"""With fewer links to articles a landing page stays one: it may show its latest news beside its sub-columns."""


def told_apart(page: PageFacts, links: Iterable[Link], is_article: Callable[[str], bool]) -> PageFacts:
    """`page` itself, or as a column when it is a landing page that mostly leads to articles in its own folder.

    `links` are those of the page; `is_article` says whether an address was read as an article.
    """
    if page.kind is not PageKind.LANDING or page.landing_target:
        return page
    if page.list and (page.list.obstacle or page.list.columns):
        return page  # its columns have lists of their own
    targets = dict(_targets(page, links))
    folder = page.url.rpartition("/")[0] + "/"
    rows = tuple(Row(text, url) for url, text in targets.items() if url.startswith(folder) and is_article(url))
    if len(rows) < FEWEST_ROWS or 2 * len(rows) <= len(targets):
        return page
    return replace(page, kind=PageKind.COLUMN, list=ListFacts(ListSource.STATIC, rows))


def _targets(page: PageFacts, links: Iterable[Link]) -> Iterator[tuple[str, str]]:
    """Pages that the body leads to, with the text of the link; the breadcrumb apart."""
    above = {crumb.url for crumb in page.breadcrumb} | {page.url}
    for link in links:
        in_body = link.kind is TargetKind.PAGE and link.region is Region.BODY
        if in_body and link.url and link.text and link.url not in above:
            yield link.url, link.text
