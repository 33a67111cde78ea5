"""What an article page says: title, dates, source, document fields, those who answer for it, text, attachments.

Dates are read by `crawler.reading.articles.dates`; those that disagree are kept, not judged. How fields are labelled is
data; `crawler.reading.articles.fields` finds them.
"""

from __future__ import annotations

import re
from functools import cache

from config.article_words import article_fields
from config.cms import page_words
from crawler.facts import ArticleFacts, Found, FoundEmpty, NotFound, NotObserved, TextFact
from crawler.reading.articles.attachments import read_attachments
from crawler.reading.articles.body import paragraphs, text_of
from crawler.reading.articles.clock import publication_clock
from crawler.reading.articles.dates import document_date, head_of, publication_dates
from crawler.reading.articles.fields import ABOVE, ANYWHERE, Field, document_fields, read_fields, value_of
from crawler.reading.articles.media import read_media
from crawler.reading.articles.remnants import read_remnants
from crawler.reading.articles.unread_date import UNREAD, may_be_dated
from crawler.reading.limits import LONGEST_TEXT
from crawler.reading.meta import meta
from crawler.reading.page import Page
from crawler.reading.text.places import tidy

_LONGEST_NAMES = 40
"""Characters of the names behind 责任编辑 and the like (own rule)."""
_SITE_NAME = re.compile(r"(?<![-_|—–])[-_|—–]++[^-_|—–]*+$")


def read_article(page: Page) -> ArticleFacts:
    """The facts of an article page. Fields that are nowhere are `NotFound`; those without a value `FoundEmpty`."""
    body = text_of(page)
    text = body.text if body is not None else ""
    dates = list(publication_dates(page, text))
    fields = read_fields(page)
    labels = article_fields().labels
    return ArticleFacts(
        title=read_title(page),
        date=Found(dates[0][1], dates[0][0]) if dates else _without_date(page, head_of(page, text)),
        source=_source(page, fields),
        document_number=_document_number(page, fields),
        index_number=value_of(fields, labels.index_number, ABOVE),
        document_date=document_date(page, fields),
        validity=value_of(fields, labels.validity, ABOVE),
        publisher=value_of(fields, labels.publisher, ABOVE),
        reviewers=_reviewers(fields),
        text=paragraphs(body.node)[:LONGEST_TEXT] if body is not None else "",
        body_length=len(text),
        attachments=read_attachments(page),
        conflicts=tuple((source, day.isoformat()) for source, day in dates[1:] if day != dates[0][1]),
        clock=publication_clock(page, text, dates[0][1]) if dates else "",
        fields=document_fields(fields),
        media=read_media(page),
        remnants=read_remnants(body.node, page.signs) if body is not None else (),
    )


def read_title(page: Page) -> TextFact:
    """The title: meta ArticleTitle, else the heading that `<title>` repeats, else a single h1, else `<title>`."""
    named = meta(page, "ArticleTitle")
    if isinstance(named, Found):
        return named
    headings = [text for node in page.tree.css(_title_selector())[:50] if 2 <= len(text := tidy(node.text())) <= 200]
    whole = page.title.replace(" ", "")
    repeated = [text for text in headings if text.replace(" ", "") in whole and len(text) >= 4]
    if repeated:
        return Found(max(repeated, key=len), "heading")
    main = page.tree.css("h1")
    if len(main) == 1 and tidy(main[0].text()):
        return Found(tidy(main[0].text()), "h1")
    if page.title:
        return Found(_SITE_NAME.sub("", page.title).rstrip() or page.title, "title")
    return named


def _without_date(page: Page, head: str) -> FoundEmpty | NotFound | NotObserved:
    if may_be_dated(page, head):
        return UNREAD
    published = meta(page, "PubDate")
    return published if isinstance(published, FoundEmpty) else NotFound()


def _source(page: Page, fields: tuple[Field, ...]) -> TextFact:
    named = meta(page, "ContentSource")
    if isinstance(named, Found):
        return named
    labels = article_fields().labels
    above = value_of(fields, (*labels.source, *labels.publisher), ABOVE)
    if isinstance(above, Found):
        return above
    below = value_of(fields, labels.source, ANYWHERE)
    if isinstance(below, Found):
        return below
    return named if isinstance(named, FoundEmpty) else above


def _document_number(page: Page, fields: tuple[Field, ...]) -> TextFact:
    labelled = value_of(fields, article_fields().labels.document_number, ABOVE)
    if isinstance(labelled, Found):
        return labelled
    pattern = _number_pattern()
    for line in page.main_text.split("\n"):
        if pattern.fullmatch(line):
            return Found(line, "text")
    return labelled


def _reviewers(fields: tuple[Field, ...]) -> tuple[tuple[str, str], ...]:
    """Who answers for the text, in the order in which the page names them."""
    labels = frozenset(article_fields().labels.reviewers)
    named: dict[str, str] = {}
    for field in fields:
        if field.label in labels and 0 < len(field.value) <= _LONGEST_NAMES:
            named.setdefault(field.label, field.value)
    return tuple(named.items())


def _title_selector() -> str:
    return ",".join(page_words().article.titles)


@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(page_words().article.number_pattern)
