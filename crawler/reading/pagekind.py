"""What a page is for: home, column, article, landing page, single article, list of attachments, or something else.

The form of the URL decides where it is certain (`config/cms/urls.yaml`); elsewhere the page must show what it is. A
page that shows neither a list nor the signs of a column is "other", and nothing is demanded of it.
"""

from __future__ import annotations

from config.cms import page_words
from config.lexicon import empty_wordings
from crawler.facts import Found, ListFacts
from crawler.kinds import PageKind
from crawler.reading.articlebody import body_of
from crawler.reading.articles import has_publication_date
from crawler.reading.lists import find_lists
from crawler.reading.meta import meta
from crawler.reading.page import Page
from crawler.reading.pagers import Pager
from crawler.urlforms import article_form, is_column_url, is_home_url
from crawler.urls import same_page

_LIST_ROWS = 3
"""Rows from which a page of unknown form is a list rather than a text with related links (own rule)."""


def is_home(page: Page, home_urls: frozenset[str]) -> bool:
    """Whether `page` is a home page: one of `home_urls`, or the root of its host."""
    return page.url in home_urls or is_home_url(page.url) or any(same_page(page.url, home) for home in home_urls)


def is_article(page: Page) -> bool:
    """Whether `page` is a content page that some column lists."""
    form = article_form(page.url)
    if form is not None and form.certain and not form.overruled:
        return True
    if is_column_url(page.url):
        return False
    if isinstance(meta(page, "ArticleTitle"), Found):
        return True
    body = body_of(page)
    if body is None and len(find_lists(page).rows) >= _LIST_ROWS:
        return False
    if form is not None and form.certain:
        return True
    return body is not None and (form is not None or has_publication_date(page))


def is_column_like(page: Page, pager: Pager | None) -> bool:
    """Whether a page without rows has the signs of a column: its URL, its metas, a declared pager."""
    if is_column_url(page.url):
        return True
    named = isinstance(meta(page, "ColumnName"), Found) and not isinstance(meta(page, "ArticleTitle"), Found)
    return named or (pager is not None and bool(pager.evidence))


def is_single_article(page: Page) -> bool:
    """Whether a column's page consists of a text: 机构职能, 指南, or the statement that there is nothing to publish."""
    return _declares_nothing(page) or body_of(page) is not None


def is_text_with_links(page: Page) -> bool:
    """Whether a column's page is an article of its own (with an article's title and a body) that links a few pages."""
    titled = isinstance(meta(page, "ArticleTitle"), Found)
    return titled and len(find_lists(page).rows) < _LIST_ROWS and body_of(page) is not None


def kind_of_list(page: Page, facts: ListFacts | None) -> PageKind:
    """The kind of a page that is neither home nor article, from the list that was (or was not) read on it."""
    if facts is not None:
        lists = find_lists(page)
        if facts.rows and lists.modules:
            return PageKind.LANDING
        return PageKind.ATTACHMENT_LIST if facts.rows and lists.attachments else PageKind.COLUMN
    if not is_column_like(page, None):
        return PageKind.OTHER
    if is_single_article(page):
        return PageKind.SINGLE_ARTICLE
    return PageKind.LANDING if find_lists(page).menu > 1 else PageKind.OTHER


def _declares_nothing(page: Page) -> bool:
    """Whether a text of the main area is the unit's statement that it has no such information."""
    least = page_words().article.least_body
    lines = [line for line in page.main_text.split("\n") if len(line) <= least]
    return any(empty_wordings().declared_in(line) for line in lines[:200])
