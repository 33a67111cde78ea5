"""What the column of a page is called, by the page's own words.

Meta ColumnName where it is filled and names neither the site nor the article nor a mere year; else the last step of
the breadcrumb; on list pages else the front part of `<title>`. Internal names in hidden nodes never count (the
breadcrumb skips them).
"""

from __future__ import annotations

import re

from config.cms import page_words
from crawler.facts import Crumb, Found, Identity, TextFact
from crawler.kinds import PageKind
from crawler.reading.meta import meta
from crawler.reading.page import Page

_PARTS = re.compile(r"\s*[-_|—–>]+\s*")
_YEAR = re.compile(r"\d{1,4}|(?:19|20)\d\d\s?年度?")
"""What portals write into ColumnName for the part of a column that is kept for one year (cms-patterns 2.3)."""
_LIST_KINDS = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.ATTACHMENT_LIST, PageKind.SINGLE_ARTICLE})


def title_parts(title: str) -> list[str]:
    """The parts of a `<title>`, as templates join them: page, column, site. Never empty."""
    return _PARTS.split(title)


def column_name(page: Page, kind: PageKind, identity: Identity, breadcrumb: tuple[Crumb, ...]) -> str | None:
    """The name of the column that `page` shows, or (for an article) belongs to; None when it does not say."""
    if kind is PageKind.HOME:
        return None
    site = _text(identity.site_name)
    others = {"", site, _text(meta(page, "ArticleTitle"))} if kind is PageKind.ARTICLE else {"", site}
    named = _text(identity.column_name)
    if named not in others and not _YEAR.fullmatch(named):
        return named
    steps = [crumb.text for crumb in breadcrumb if crumb.text.replace(" ", "") not in page_words().breadcrumb.home]
    if kind is PageKind.ARTICLE and breadcrumb and breadcrumb[-1].url is None and len(steps) > 1:
        steps = steps[:-1] if _is_title(page, steps[-1]) else steps
    if steps and steps[-1] not in others:
        return steps[-1]
    front = title_parts(page.title)[0]
    if kind in _LIST_KINDS and front not in others:
        return front
    return named if named not in others else None


def _is_title(page: Page, step: str) -> bool:
    """Whether the last step of an article's breadcrumb is the article itself, perhaps cut short."""
    shown = step.rstrip("….")
    return bool(shown) and (page.title.startswith(shown) or _text(meta(page, "ArticleTitle")).startswith(shown))


def _text(fact: TextFact) -> str:
    return fact.value if isinstance(fact, Found) else ""
