"""What an article page says: title, date of publication, source, document fields, body, attachments.

The date is taken from the displayed label (发布时间 …), else from a date that stands alone above the text, else from
the URL, else from the meta PubDate. In the Kaipu cluster PubDate is the second in which the page was written (meta
`others` 页面生成时间): then it says nothing (reference "cms-patterns" 0.4). Dates that disagree are kept, not judged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.cms import page_words
from crawler.facts import ArticleFacts, Attachment, DateFact, Found, FoundEmpty, NotFound, TextFact
from crawler.kinds import Region, TargetKind
from crawler.reading.articlebody import body_of, body_text
from crawler.reading.dates import first_date, whole_date
from crawler.reading.meta import generation_time, meta
from crawler.reading.page import Page
from crawler.reading.segments import tidy
from crawler.urlforms import url_date

_MOST_ATTACHMENTS = 200
_HEAD = 1_500
"""Characters in front of an article whose body was not found in which its fields are looked for (own rule)."""
_AFTER_LABEL = 24
_GENERAL_LABEL = 2
"""Characters of labels (日期, 时间) that may stand before any date, so that they count in their place only."""
_BODY_START = 24
_SITE_NAME = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]*$")


class Publication(NamedTuple):
    """A labelled date of publication, and the text of the main area in front of its label."""

    date: dt.date
    before: str


def read_article(page: Page) -> ArticleFacts:
    """The facts of an article page. Fields that are nowhere are `NotFound`; metas without content `FoundEmpty`."""
    body = body_of(page)
    text = body_text(body) if body is not None else ""
    head = _head(page, text)
    title = read_title(page)
    dates = list(_dates(page, head))
    return ArticleFacts(
        title=title,
        date=_date_fact(page, dates),
        source=_source(page, head),
        document_number=_document_number(page, head),
        index_number=_labelled(head, page_words().article.index_labels),
        body_length=len(text),
        attachments=_attachments(page),
        conflicts=tuple((source, day.isoformat()) for source, day in dates[1:] if day != dates[0][1]),
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
        return Found(_SITE_NAME.sub("", page.title) or page.title, "title")
    return named


def has_publication_date(page: Page) -> bool:
    """Whether the page shows a date of publication (a label with a date) outside navigation and footer."""
    return _labelled_date(_head(page, ""), page_words().article.date_labels) is not None


def labelled_publication(page: Page) -> Publication | None:
    """The date that surely is one of publication: its label says so, or a general one (时间) beside a source does."""
    words = page_words().article
    head = _head(page, "")
    sourced = not isinstance(_labelled(head, words.source_labels), NotFound)
    labels = tuple(label for label in words.date_labels if sourced or len(label) > _GENERAL_LABEL)
    found = _first_labelled(head, labels)
    return Publication(found[2], head[: found[1]]) if found else None


def _head(page: Page, body: str) -> str:
    """The visible text of the main area down to where the body begins."""
    start = page.main_text.find(body[:_BODY_START]) if body else -1
    return page.main_text[: start if start > 0 else _HEAD]


def _dates(page: Page, head: str) -> Iterator[tuple[str, dt.date]]:
    """All dates of publication with their sources, the most trusted first."""
    labels = page_words().article.date_labels
    shown = _labelled_date(head, labels) or _labelled_date(
        page.main_text, tuple(x for x in labels if len(x) > _GENERAL_LABEL)
    )
    if shown:
        yield shown
    else:
        alone = next((day for line in head.split("\n") if (day := whole_date(line))), None)
        if alone:
            yield "displayed", alone
    filed = url_date(page.url)
    if filed:
        yield "url", filed
    published = meta(page, "PubDate")
    if isinstance(published, Found) and not is_generation_time(page, published.value):
        hit = first_date(published.value)
        if hit:
            yield "meta PubDate", hit.date


def is_generation_time(page: Page, published: str) -> bool:
    """Whether a PubDate equals the page's generation time to the second."""
    generated = generation_time(page)
    return generated is not None and " ".join(published.split()) == " ".join(generated.split())


def _date_fact(page: Page, dates: list[tuple[str, dt.date]]) -> DateFact:
    if dates:
        return Found(dates[0][1], dates[0][0])
    published = meta(page, "PubDate")
    return published if isinstance(published, FoundEmpty) else NotFound()


def _labelled_date(text: str, labels: tuple[str, ...]) -> tuple[str, dt.date] | None:
    """The first date behind one of `labels` with its source, the best label first."""
    found = _first_labelled(text, labels)
    return (f"label {found[0]}", found[2]) if found else None


def _first_labelled(text: str, labels: tuple[str, ...]) -> tuple[str, int, dt.date] | None:
    """The label, its position and the first date behind one of `labels`, the best label first."""
    for label in labels:
        for found in _label(label).finditer(text):
            hit = first_date(text[found.end() : found.end() + _AFTER_LABEL])
            if hit and hit.start <= 2:
                return label, found.start(), hit.date
    return None


def _source(page: Page, head: str) -> TextFact:
    named = meta(page, "ContentSource")
    if isinstance(named, Found):
        return named
    shown = _labelled(head, page_words().article.source_labels)
    return shown if isinstance(shown, Found) else named


def _document_number(page: Page, head: str) -> TextFact:
    labelled = _labelled(head, page_words().article.number_labels)
    if isinstance(labelled, Found):
        return labelled
    pattern = _number_pattern()
    for line in page.main_text.split("\n"):
        if pattern.fullmatch(line):
            return Found(line, "text")
    return labelled


def _labelled(text: str, labels: tuple[str, ...]) -> TextFact:
    """The value behind one of `labels`: on the same line after a colon, or on the next line (a table's cell)."""
    present: str | None = None
    for label in labels:
        for found in _field(label).finditer(text):
            value = found["same"] or found["next"] or ""
            if value and not value.rstrip().endswith((":", "：")):
                return Found(value.strip(), f"label {label}")
            present = present or label
    return FoundEmpty(f"label {present}") if present else NotFound()


def _attachments(page: Page) -> tuple[Attachment, ...]:
    found: dict[str, Attachment] = {}
    for linked in page.links:
        link = linked.link
        if linked.node.tag == "a" and link.url and link.kind is TargetKind.ATTACHMENT and link.region is Region.BODY:
            found.setdefault(link.url, Attachment(link.text, link.url))
    return tuple(found.values())[:_MOST_ATTACHMENTS]


def _title_selector() -> str:
    return ",".join(page_words().article.titles)


@cache
def _label(label: str) -> re.Pattern[str]:
    """A label that is not the end of a longer word, with what may stand between it and its value."""
    spaced = r"\s?".join(map(re.escape, label))
    return re.compile(rf"(?<![一-鿿]){spaced}\s?[】\]]?\s?[:：]?\s*")


@cache
def _field(label: str) -> re.Pattern[str]:
    spaced = r"\s?".join(map(re.escape, label))
    return re.compile(
        rf"(?<![一-鿿]){spaced}\s?[】\]]?\s?(?:[:：][^\S\n]?(?P<same>[^\s]{{1,60}})|[:：]?[^\S\n]*\n(?P<next>[^\n]{{1,60}})|[:：])"
    )


@cache
def _number_pattern() -> re.Pattern[str]:
    return re.compile(page_words().article.number_pattern)
