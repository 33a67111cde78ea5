"""What a page is for: home, column, article, landing page, single article, list of attachments, or something else.

The form of the URL decides where it is certain (`config/cms/urls.yaml`); elsewhere the page must show what it is. A
page that shows neither a list nor the signs of a column is "other", and nothing is demanded of it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from config.cms import page_words, url_forms
from config.lexicon import empty_wordings
from crawler.facts import Found, ListFacts
from crawler.kinds import ListSource, PageKind, TargetKind
from crawler.reading.articles.body import body_of
from crawler.reading.articles.dates import has_publication_date
from crawler.reading.articles.short import LIST_ROWS, is_short_article
from crawler.reading.breadcrumb import read_breadcrumb
from crawler.reading.emptiness.placeholders import placeholder
from crawler.reading.links import target_kind
from crawler.reading.lists.choice import find_lists
from crawler.reading.meta import meta
from crawler.reading.naming import title_parts
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager
from crawler.reading.text.places import tidy
from crawler.urlforms import article_form, is_column_url, is_home_url
from crawler.urls import same_page

_NOT_IN_MARKUP = frozenset({ListSource.CDATA, ListSource.JSON})
"""The lists that the markup shows beside such rows say nothing about them."""


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
    if body is None and len(find_lists(page).rows) >= LIST_ROWS:
        return is_short_article(page)
    if form is not None and form.certain:
        return True
    if body is not None:
        return form is not None or has_publication_date(page)
    return is_short_article(page)


def is_column_like(page: Page, pager: Pager | None) -> bool:
    """Whether a page without rows has the signs of a column: its URL, its metas, a pager, a wording."""
    if is_column_url(page.url) or _is_blank_column(page):
        return True
    named = isinstance(meta(page, "ColumnName"), Found) and not isinstance(meta(page, "ArticleTitle"), Found)
    return named or (pager is not None and bool(pager.evidence))


def is_single_article(page: Page) -> bool:
    """Whether a column's page consists of a text: 机构职能, 指南, or the statement that there is nothing to publish."""
    return _declares_nothing(page) or body_of(page) is not None


def is_text_with_links(page: Page) -> bool:
    """Whether a column's page is an article of its own (with an article's title and a body) that links a few pages."""
    titled = isinstance(meta(page, "ArticleTitle"), Found)
    return titled and len(find_lists(page).rows) < LIST_ROWS and body_of(page) is not None


def kind_of_list(page: Page, facts: ListFacts | None) -> PageKind:
    """The kind of a page that is neither home nor article, from the list that was (or was not) read on it."""
    if facts is not None:
        if facts.rows and facts.source in _NOT_IN_MARKUP:
            files = sum(target_kind(row.url, page.hosts) is TargetKind.ATTACHMENT for row in facts.rows)
            return PageKind.ATTACHMENT_LIST if files > len(facts.rows) / 2 else PageKind.COLUMN
        lists = find_lists(page)
        if (facts.rows and lists.modules) or (facts.columns and not facts.rows and not facts.further_pages):
            return PageKind.LANDING
        return PageKind.ATTACHMENT_LIST if facts.rows and lists.attachments else PageKind.COLUMN
    if not is_column_like(page, None):
        return PageKind.OTHER
    if is_single_article(page):
        return PageKind.SINGLE_ARTICLE
    return PageKind.LANDING if find_lists(page).menu > 1 else PageKind.OTHER


def _is_blank_column(page: Page) -> bool:
    """Whether a page at any address is a column that shows nothing yet.

    It says so, it has no date of publication, and its heading or title is the last step of its breadcrumb.
    """
    breadcrumb = read_breadcrumb(page)
    if not breadcrumb or placeholder(page) is None or has_publication_date(page) or _depends_on_visitor(page.url):
        return False
    names = {*title_parts(page.title), *(tidy(node.text()) for node in page.tree.css("h1,h2"))}
    return breadcrumb[-1].text in names


def _depends_on_visitor(url: str) -> bool:
    """Whether only searches, forms and accounts have addresses of this form: they list nothing of their own."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return any(re.search(form.pattern, target, re.IGNORECASE) for form in url_forms().others)


def _declares_nothing(page: Page) -> bool:
    """Whether a text of the main area is the unit's statement that it has no such information."""
    least = page_words().article.least_body
    lines = [line for line in page.main_text.split("\n") if len(line) <= least]
    return any(empty_wordings().declared_in(line) for line in lines[:200])
