"""Why something may stand where a crawl did not look: asked before anything is said to be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from checks.scanning import Listing
from config.registry import Unit
from config.wording import plain
from crawler.kinds import EndReason, TargetKind
from crawler.store.crawl import Column, Crawl
from crawler.survey.column import Item
from crawler.urlforms import is_article_url
from crawler.urls import netloc

CRAWL_INCOMPLETE = "crawl-incomplete"
PAGES_NOT_OBSERVED = "pages-not-observed"
LIST_INCOMPLETE = "missing-list-pages"

FILES = frozenset({TargetKind.ATTACHMENT, TargetKind.IMAGE, TargetKind.RESOURCE})
"""Targets that hold no links of ours."""
TITLE = 8
"""Letters from which on a link text is the title of an article and not a word like 查看更多 (own choice)."""
CUT = ("…", "...")
"""How a title ends that the list cut short."""


def why_unseen(crawl: Crawl, unit: Unit, may_be: Callable[[str], bool]) -> str | None:
    """Why a page of `unit` that we look for may be one that was not seen (a key below `reason.`); None when all were.

    An article that was not seen but whose whole title stands in a link matters only when it `may_be` one of those
    looked for; files that were not seen do not matter.
    """
    return why_incomplete(
        crawl,
        unit,
        owns=lambda url: netloc(url) in crawl.portal.all_hosts,
        harmless=lambda titles: bool(titles) and not any(map(may_be, titles)),
    )


def why_incomplete(
    crawl: Crawl,
    unit: Unit,
    owns: Callable[[str], bool] = lambda url: True,
    harmless: Callable[[Sequence[str]], bool] = lambda titles: False,
) -> str | None:
    """Why the unit's pages were not all seen (a key below `reason.`); None when everything was.

    Only gaps at addresses that the unit `owns` count. A file that was not observed hides no column; neither does an
    article whose titles, as links tell them whole, are `harmless`.
    """
    if crawl.end_reason is not EndReason.FINISHED:
        return CRAWL_INCOMPLETE
    unseen = {gap.url for gap in crawl.not_observed(unit) if owns(gap.url)}
    if unseen:
        unseen.difference_update(crawl.linked(unit, FILES))
    if not unseen:
        return None
    articles: dict[str, list[str]] = {url: [] for url in unseen if is_article_url(url)}
    for text, url in crawl.link_texts(unit) if len(articles) == len(unseen) else ():
        if url in articles and len(plain(text)) >= TITLE and not text.endswith(CUT):
            articles[url].append(text)
    return None if len(articles) == len(unseen) and all(map(harmless, articles.values())) else PAGES_NOT_OBSERVED


def why_unlisted(column: Column) -> str | None:
    """Why a column may list more than we read (a key below `reason.`)."""
    if column.obstacle:
        return column.obstacle
    if column.missing_pages:
        return column.missing_reasons[0] if column.missing_reasons else LIST_INCOMPLETE
    return None


def rows_of(crawl: Crawl, unit: Unit) -> Iterator[tuple[Item, Listing]]:
    """Every row of the columns of `unit`, with the column that lists it."""
    for column in crawl.columns(unit):
        listing = Listing(column.path, column.kind, column.unit)
        yield from ((item, listing) for item in column.items)
