"""What a page's facts are after its visit in the browser: those of what it showed, or the static ones and a reason.

"Empty" needs the positive proof that any page needs, and besides that everything must have come and worked. Rows that
only the browser shows are the column's rows, unless a request failed that might have brought others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from crawler.facts import ListFacts, PageFacts, PageReading
from crawler.fetch.verdict import is_login
from crawler.kinds import ListSource, PageKind
from crawler.reading.pagers.pager import BY_SCRIPT, TOO_FEW, UNREACHED, Pager, rows_beyond
from crawler.reading.read_page import read_page
from crawler.render.need import why
from crawler.render.visit import TIMEOUT, Seen
from crawler.urls import canonical, same_page

RENDERED = "page-rendered"
OUTSIDE = "rendered-without-outside-parts"
UNCLEAR = "list-rendered-unclear"
_MOST_NOTES = 10
"""Of one kind that the crawl file keeps for a visit."""
_UNREACHED = frozenset({BY_SCRIPT, UNREACHED, TOO_FEW})
"""Obstacles of lists that were read, but not to their end."""


def unrendered(static: PageFacts, reason: str) -> PageFacts:
    """The facts of a page that could not be opened in the browser; the reader's own reason becomes a note."""
    notes = _with_notes(static, why(static))
    if static.list is None:
        return replace(static, judgeable=False, reason=reason, notes=notes)
    return replace(static, list=replace(static.list, obstacle=reason), notes=notes)


def rendered(
    static: PageFacts,
    seen: Seen,
    *,
    base_hosts: frozenset[str] = frozenset(),
    home_urls: frozenset[str] = frozenset(),
) -> tuple[PageReading | None, PageFacts]:
    """The reading of what the browser showed, and the page's facts from now on.

    The reading is None when the static one stays; its links are those of the page then. `base_hosts` and `home_urls`
    are as in `read_page`.
    """
    if seen.markup is None:
        return None, unrendered(static, seen.failure or UNCLEAR)
    reading = read_page(
        static.url, seen.markup, seen.content_type, base_hosts=base_hosts, home_urls=home_urls, rendered=True
    )
    notes = (RENDERED, why(static), OUTSIDE if seen.traffic.outside else None)
    target = _target(static, seen)
    if target is not None and not _urls(static.list) and not _urls(reading.facts.list):
        facts = replace(reading.facts, family=static.family, kind=_landing(static), list=None, landing_target=target)
        facts = _noted(facts, *notes)
        return replace(reading, facts=facts), facts
    doubt = UNCLEAR if seen.settled else TIMEOUT
    if not reading.facts.judgeable:
        return None, _noted(unrendered(static, doubt), *notes)
    listed = _with_static_parts(_shown(reading.facts.list), static.list)
    facts = replace(_noted(reading.facts, *notes), family=static.family, list=listed)
    if not _understood(static, facts, seen):
        if facts.list is None or _urls(static.list) - _urls(facts.list):
            return None, _noted(unrendered(static, doubt), *notes)
        unclear = replace(facts.list, source=ListSource.UNKNOWN, obstacle=doubt, empty_proof=None)
        facts = _noted(replace(facts, list=unclear), facts.list.obstacle)
    return replace(reading, facts=facts), facts


def account(seen: Seen, facts: PageFacts) -> dict[str, Any]:
    """How a visit went, as JSON values for the crawl file: the outcome, and everything that was missing. No times."""
    traffic = seen.traffic
    missing = {
        "lost": traffic.lost,
        "doubtful": traffic.doubtful,
        "outside": traffic.outside,
        "sent_on": traffic.sent_on,
        "windows": traffic.windows,
        "errors": seen.errors,
    }
    outcome = facts.reason or (facts.list.obstacle if facts.list else None) or "read"
    told = {name: sorted(set(notes))[:_MOST_NOTES] for name, notes in missing.items() if notes}
    return {"outcome": outcome, "settled": seen.settled, "detail": seen.detail, **told}


def _target(static: PageFacts, seen: Seen) -> str | None:
    """Where the page sends every visitor on; not a log-in, and not the page itself, which a bot wall's script asks for
    again."""
    target = canonical(seen.traffic.sent_on[0]) if seen.traffic.sent_on else None
    return None if target is None or is_login(target) or same_page(target, static.url) else target


def _landing(static: PageFacts) -> PageKind:
    return PageKind.HOME if static.kind is PageKind.HOME else PageKind.LANDING


def _understood(static: PageFacts, facts: PageFacts, seen: Seen) -> bool:
    """Whether what the browser showed can be judged like any page."""
    listed = facts.list
    if seen.traffic.lost or not seen.steady or (listed is not None and _is_unread(listed)):
        return False
    if listed is not None and listed.rows:
        return seen.whole or bool(_urls(listed) - _urls(static.list))
    if facts.article is not None and facts.article.body_length:
        return True
    if static.list is None:  # nothing is demanded of such a page, so all it needs is to show something
        return facts.text_length > static.text_length
    return seen.whole and facts.kind is not PageKind.OTHER


def _is_unread(listed: ListFacts) -> bool:
    """Whether the list was not read: for an obstacle, or because its length is declared and no row is there.

    Rows that only are not all of them were read.
    """
    if listed.obstacle is not None:
        return not (listed.rows and listed.obstacle in _UNREACHED)
    declared = listed.further_pages or (listed.pages or 0) > 1 or listed.total
    return bool(declared) and not listed.rows


def _shown(listed: ListFacts | None) -> ListFacts | None:
    """A list that stands in the browser's markup, with the browser as its source."""
    if listed is None or listed.source is not ListSource.STATIC:
        return listed
    return replace(listed, source=ListSource.RENDERED)


def _with_static_parts(listed: ListFacts | None, static: ListFacts | None) -> ListFacts | None:
    """The list with what the source had said about its length and its parts, wherever the browser shows nothing of it.

    A pager that leads nowhere in the browser is no obstacle where the source had named the addresses.
    """
    if listed is None or static is None:
        return listed
    page = listed.page if listed.page > 1 else static.page
    pages, total = listed.pages or static.pages, listed.total or static.total
    further = listed.further_pages or static.further_pages
    unreached = UNREACHED if page == 1 and (pages or 0) > 1 and not further else None
    obstacle = listed.obstacle
    if listed.rows and (obstacle is None or obstacle in _UNREACHED):
        left = obstacle if not further else None
        obstacle = left or rows_beyond(Pager(page, pages, total, further, obstacle=unreached), len(listed.rows))
    return replace(
        listed,
        page=page,
        pages=pages,
        total=listed.total if total is None else total,
        further_pages=further,
        obstacle=obstacle,
        columns=listed.columns or static.columns,
        name=listed.name or static.name,
    )


def _urls(listed: ListFacts | None) -> set[str]:
    return {row.url for row in listed.rows} if listed is not None else set()


def _noted(facts: PageFacts, *notes: str | None) -> PageFacts:
    return replace(facts, notes=_with_notes(facts, *notes))


def _with_notes(facts: PageFacts, *notes: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*facts.notes, *filter(None, notes))))
