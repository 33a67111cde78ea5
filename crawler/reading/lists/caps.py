"""Lists that end at a limit of publication, so that what they declare says nothing about the archive behind them.

The limits are data (`config.family.Cap`); reference "cms-patterns" 0.5.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from config.family import Cap
from crawler.facts import Found, ListFacts
from crawler.kinds import TotalMeaning
from crawler.reading.meta import read_identity
from crawler.reading.page import Page


def with_cap(page: Page, listed: ListFacts | None) -> ListFacts | None:
    """`listed`, the list of `page`, marked when what it declares is a limit and no number of rows."""
    caps = page.family.caps if page.family is not None else ()
    if listed is None or not any(_is_reached(cap, listed) and _holds_for(cap, page) for cap in caps):
        return listed
    return replace(listed, total_means=TotalMeaning.CAP)


def _is_reached(cap: Cap, listed: ListFacts) -> bool:
    declared = listed.total if cap.of == "records" else listed.pages
    if declared is None:
        return False
    if cap.or_more:
        return declared >= cap.limit
    return declared == cap.limit and (cap.of == "records" or listed.total is None)


def _holds_for(cap: Cap, page: Page) -> bool:
    if not cap.hosts and not cap.areas:
        return True
    host = urlsplit(page.url).hostname or ""
    code = read_identity(page).site_code
    inside = any(host == each or host.endswith(f".{each}") for each in cap.hosts)
    return inside or (isinstance(code, Found) and code.value.startswith(cap.areas) and bool(cap.areas))
