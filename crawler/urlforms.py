"""What the form of a URL says before the page is read: an article, a column, a home page, a date.

The forms are data (`config/cms/urls.yaml`). They are hints of different worth: `certain` article forms are produced by
one publishing system for articles only; a date in a URL is the day of filing, not of publication.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from config.cms import UrlForm, url_forms
from crawler.reading.text.dates import make_date

_MONTHS = 12
_FILED_BEFORE = dt.timedelta(days=31)
"""By so much a text may be filed before it is published (own rule; cms-patterns 0.3 shows days)."""
_DIGIT = re.compile(r"\d")
_USUAL = re.compile(r"https?://[a-z0-9.:-]+(/[A-Za-z0-9/_.~%-]*)")
"""Nine of ten addresses, whose path is all that counts."""
_FOLDER = re.compile(r"/(?P<y>(?:19|20)\d\d)(?:[-/]?(?P<m>\d\d))?/")


class ArticleForm(NamedTuple):
    """The article form that a URL has (see `config.cms.UrlForm`). `date` is written in the URL, if it is a real day."""

    id: str
    certain: bool
    overruled: bool
    date: dt.date | None


@lru_cache(maxsize=4096)
def article_form(url: str) -> ArticleForm | None:
    """The first article form that `url` fits, or None."""
    target = _target(url)
    if not _DIGIT.search(target):
        return None
    for form, pattern in _patterns("articles"):
        found = pattern.search(target)
        if found:
            named = found.groupdict()
            date = make_date(named["y"], named["m"], named["d"]) if "y" in named else None
            return ArticleForm(form.id, form.certain, form.overruled, date)
    return None


def is_article_url(url: str) -> bool:
    """Whether only articles have URLs of this form."""
    form = article_form(url)
    return form is not None and form.certain


@lru_cache(maxsize=4096)
def is_column_url(url: str) -> bool:
    """Whether columns have URLs of this form, and articles, search pages and the like certainly do not."""
    target = _target(url)
    if is_article_url(url) or any(pattern.search(target) for _, pattern in _patterns("others")):
        return False
    return any(pattern.search(target) for _, pattern in _patterns("columns"))


@lru_cache(maxsize=4096)
def is_home_url(url: str) -> bool:
    """Whether `url` is the home page of its host by its form."""
    usual = _USUAL.fullmatch(url)
    if usual:
        return any(pattern.search(usual[1]) for pattern in _homes())
    parts = urlsplit(url)
    return not parts.query and any(pattern.search(parts.path) for pattern in _homes())


def may_lead_home(url: str) -> bool:
    """Whether it may be the business of `url` to lead to the home page: a version for phones, the end of a log-in."""
    return re.search(url_forms().leading_home, urlsplit(url).path, re.IGNORECASE) is not None


def url_date(url: str) -> dt.date | None:
    """The day written in an article URL (dialects A, B, C …), or None."""
    form = article_form(url)
    return form.date if form else None


def file_date(url: str) -> dt.date | None:
    """The day written in the address of a file, on which it was put there, or None."""
    target = urlsplit(url).path
    hits = (found for _, pattern in _patterns("files") if (found := pattern.search(target)))
    return next((day for hit in hits if (day := make_date(hit["y"], hit["m"], hit["d"]))), None)


def url_limit(url: str) -> dt.date | None:
    """The latest day on which a list can show the article at `url` as published; None when its URL names no year.

    A text is filed (that is the day in its URL) before it is published, by weeks at most; a folder for a month or a
    year holds what was filed in it.
    """
    day = url_date(url)
    if day is not None:
        return _later(day)
    found = _FOLDER.search(_target(url))
    if found is None:
        return None
    year, month = int(found["y"]), int(found["m"] or 0)
    if not 1 <= month <= _MONTHS:
        return dt.date(year, _MONTHS, 31)
    return _later(dt.date(year, month, calendar.monthrange(year, month)[1]))


def _later(day: dt.date) -> dt.date:
    return day + _FILED_BEFORE if day <= dt.date.max - _FILED_BEFORE else dt.date.max


@cache
def _patterns(kind: Literal["articles", "columns", "others", "files"]) -> tuple[tuple[UrlForm, re.Pattern[str]], ...]:
    forms: tuple[UrlForm, ...] = getattr(url_forms(), kind)
    return tuple((form, re.compile(form.pattern, re.IGNORECASE)) for form in forms)


@cache
def _homes() -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, url_forms().homes))


def _target(url: str) -> str:
    usual = _USUAL.fullmatch(url)
    if usual:
        return usual[1]
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
