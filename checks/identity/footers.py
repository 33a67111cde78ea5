"""Whether the footer of a page was read: only then does a missing mark say anything."""

from __future__ import annotations

from crawler.facts import PageFacts
from crawler.kinds import ListSource, MarkKind, PageKind
from crawler.store.crawl import Crawl

BY_SCRIPT = "marks-by-script"
NO_FOOTER = "footer-not-read"
OF_FOOTER = frozenset(
    {MarkKind.SITE_CODE, MarkKind.FIND_ERROR, MarkKind.PARTY_BADGE, MarkKind.ICP, MarkKind.POLICE}
    | {MarkKind.HOST_BY, MarkKind.RUN_BY, MarkKind.SITE_MAP}
)
"""Marks that stand in footers."""
_NUMBERS = frozenset({MarkKind.SITE_CODE, MarkKind.ICP, MarkKind.POLICE})
"""Marks that stand nowhere else, and in the source only where the text of the footer does: scripts insert others."""
SHOWN = frozenset(
    {PageKind.HOME, PageKind.COLUMN, PageKind.ARTICLE, PageKind.SINGLE_ARTICLE, PageKind.ATTACHMENT_LIST}
    | {PageKind.LANDING}
)
"""Kinds of pages that a template with a footer makes; others are parts, forms, answers of programs."""
_BY_SCRIPT = frozenset({ListSource.RENDERED, ListSource.UNKNOWN})
_UNREAD_NOTES = (BY_SCRIPT, "page-app-root")


def kinds_of(page: PageFacts) -> frozenset[MarkKind]:
    """The kinds of marks that a page bears."""
    return frozenset(mark.kind for mark in page.marks)


def why_unread(page: PageFacts) -> str | None:
    """Why marks may stand on the page that we did not see (a key below `reason.`); None when its footer was read.

    A footer that shows other marks was read; where nothing of it was seen, it may be inserted in a way that we do not
    know.
    """
    if not page.judgeable:
        return page.reason or NO_FOOTER
    for note in page.notes:
        if note in _UNREAD_NOTES:
            return note
    if OF_FOOTER & kinds_of(page):
        return None
    listed = page.list
    made_by_script = listed is not None and (listed.obstacle or listed.source in _BY_SCRIPT)
    return BY_SCRIPT if made_by_script else NO_FOOTER


def shows_numbers(page: PageFacts) -> bool:
    """Whether the text of the page's footer was surely read: other marks may come by scripts or stand in an article."""
    return bool(_NUMBERS & kinds_of(page))


def is_part(crawl: Crawl, url: str) -> bool:
    """Whether a page is only shown inside others (a frame): every link that leads to it is one without words."""
    uses = crawl.uses(url).examples
    return bool(uses) and not any(use.text for use in uses)
