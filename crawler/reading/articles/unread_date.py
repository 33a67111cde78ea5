"""Whether a page on which no date of publication was read may bear one all the same.

That a text has no date is held against its owner, so it must be sure. These signs only leave a doubt; no date is ever
taken from them.
"""

from __future__ import annotations

import re
from functools import cache

from config.cms import page_words
from crawler.facts import NotObserved
from crawler.reading.articles.dates import GENERAL_LABEL, is_other_label, label_pattern, without_title
from crawler.reading.page import Page
from crawler.reading.text.dates import find_dates, split_date

UNREAD = NotObserved("article-date-unread")
_ANY_YEAR = 2000
"""A leap year, so that every day without a year is found."""
_ODD_FORMS = re.compile(
    r"(?<![\d./-])\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?![\d./-])"  # 26-05-06, 05/06/2026
    r"|(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"  # 20260506
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s+\d",  # May 6, 6 May 2026
    re.IGNORECASE,
)
_METAS = re.compile(r"publi[cs]|issued|pub[-_]?time", re.IGNORECASE)
"""Names of metas of publication besides PubDate (article:published_time, firstpublishedtime, dcterms.issued …). Those
of when a page was made or changed (maketime, createDate, lastmodifiedtime) say nothing."""
_JSON_LD = '"datePublished"'
"""The date of publication in the words of schema.org."""


def may_be_dated(page: Page, head: str) -> bool:
    """Whether `page` says that it is dated, or shows something like a date, in the text above the body (`head`), in
    its metas or in its markup."""
    lines = [*without_title(page, head)]
    return any(map(_tells_of_date, lines)) or split_date("\n".join(lines)) is not None or _is_marked_up(page)


def _tells_of_date(line: str) -> bool:
    hits = find_dates(line, year=_ANY_YEAR)
    shown = any(not is_other_label(line[: hit.start]) for hit in hits) or (not hits and _ODD_FORMS.search(line))
    return bool(shown) or _relative().search(line) is not None or _is_labelled(line)


def _is_labelled(line: str) -> bool:
    """Whether a label of the date of publication stands here, whatever follows it; a general one needs its colon."""
    said = (found.group().rstrip() for label in _labels() for found in label_pattern(label).finditer(line))
    return any(len(label) > GENERAL_LABEL for label in said)


def _is_marked_up(page: Page) -> bool:
    metas = (name for name in page.metas if _METAS.search(name))
    return (
        page.tree.css_first("time") is not None
        or any(find_dates(content) for name in metas for content in page.metas[name])
        or any(_JSON_LD in script for script in page.scripts)
    )


@cache
def _labels() -> tuple[str, ...]:
    words = page_words().article
    return (*words.date_labels, *words.short_date_labels)


@cache
def _relative() -> re.Pattern[str]:
    return re.compile("|".join(page_words().article.relative_dates))
