"""The dates of an article: of publication, by the order of trust, and of the document.

The date of publication is taken from the displayed label (发布时间 …), else from a date that stands above the text,
alone or beside what is told of the text (来源, 作者, 浏览, 字体 …), else from the URL, else from the meta PubDate, and
last from the label of a change (更新时间) or of the document (发文日期). In the Kaipu cluster PubDate is the second in
which the page was written (meta `others` 页面生成时间): then it says nothing (reference "cms-patterns" 0.4). 成文日期
is the date of the document and never one of publication.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.article_words import article_fields
from config.cms import page_words
from crawler.facts import DateFact, Found, FoundEmpty, NotFound
from crawler.reading.articles.fields import ABOVE, Field, value_of
from crawler.reading.meta import generation_time, meta
from crawler.reading.page import Page
from crawler.reading.text.dates import find_dates, first_date, whole_date
from crawler.urlforms import url_date

_HEAD = 1_500
"""Characters in front of an article whose body was not found in which its fields are looked for (own rule)."""
_AFTER_LABEL = 24
GENERAL_LABEL = 2
"""Characters of labels (日期, 时间) that may stand before any date, so that they count in their place only."""
_BODY_START = 24


class Publication(NamedTuple):
    """A labelled date of publication, and the text of the main area in front of its label."""

    date: dt.date
    before: str


def has_publication_date(page: Page) -> bool:
    """Whether the page shows a date of publication (a label with a date) outside navigation and footer."""
    return _labelled_date(head_of(page, ""), page_words().article.date_labels) is not None


def labelled_publication(page: Page) -> Publication | None:
    """The date that surely is one of publication: its label says so, or a general one (时间) beside a source does."""
    labels = page_words().article.date_labels
    head = head_of(page, "")
    found = _first_labelled(head, tuple(label for label in labels if len(label) > GENERAL_LABEL))
    if found is None and _sourced().search(head):
        found = _first_labelled(head, tuple(label for label in labels if len(label) <= GENERAL_LABEL))
    return Publication(found[2], head[: found[1]]) if found else None


def is_generation_time(page: Page, published: str) -> bool:
    """Whether a PubDate equals the page's generation time to the second."""
    generated = generation_time(page)
    return generated is not None and " ".join(published.split()) == " ".join(generated.split())


def head_of(page: Page, body: str) -> str:
    """The visible text of the main area down to where the body begins."""
    start = page.main_text.find(body[:_BODY_START]) if body else -1
    return page.main_text[: start if start > 0 else _HEAD]


def publication_dates(page: Page, body: str) -> Iterator[tuple[str, dt.date]]:
    """All dates of publication with their sources, the most trusted first; `body` is the article's text."""
    head = head_of(page, body)
    labels = page_words().article.date_labels
    late = article_fields().labels.late_date
    shown = _labelled_date(head, tuple(x for x in labels if x not in late)) or _labelled_date(
        page.main_text, tuple(x for x in labels if len(x) > GENERAL_LABEL and x not in late)
    )
    if shown:
        yield shown
    elif beside := _standing_alone(head) or _beside_other_words(page, head):
        yield "displayed", beside
    filed = url_date(page.url)
    if filed:
        yield "url", filed
    published = meta(page, "PubDate")
    if isinstance(published, Found) and not is_generation_time(page, published.value):
        hit = first_date(published.value)
        if hit:
            yield "meta PubDate", hit.date
    changed = _labelled_date(head, late) if not shown else None
    if changed:
        yield changed


def _standing_alone(head: str) -> dt.date | None:
    """The first date that is all there is on its line, no clock, and not labelled as another date before it."""
    for hit in find_dates(head):
        start, end = head.rfind("\n", 0, hit.start) + 1, head.find("\n", hit.end)
        above = head[head.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
        alone = whole_date(head[start : end if end >= 0 else None]) == hit.date
        if alone and not any(map(is_other_label, (head[start : hit.start], above))):
            return hit.date
    return None


def _beside_other_words(page: Page, head: str) -> dt.date | None:
    """The only date of a line that tells who wrote the text, how often it was read or how large its letters are."""
    for line in without_title(page, head):
        hits = find_dates(line) if _told_beside().search(line) else []
        if len(hits) == 1 and not is_other_label(line[: hits[0].start]):
            return hits[0].date
    return None


def without_title(page: Page, head: str) -> Iterator[str]:
    """The lines of the text above a body that do not repeat the page's title, in which any date may stand."""
    titles = [_bare(page.title), *(_bare(title) for title in page.metas.get("articletitle", ()))]
    return (line for line in head.split("\n") if (said := _bare(line)) and not any(said in title for title in titles))


def _bare(text: str) -> str:
    return "".join(text.split())


def is_other_label(text: str) -> bool:
    """Whether `text` is the label of a date that is none of publication (会议时间, 成文日期)."""
    bare = re.sub(r"[\s【】\[\]:：]", "", text)
    return bare.endswith(("日期", "时间")) and bare not in page_words().article.date_labels


def document_date(page: Page, fields: tuple[Field, ...]) -> DateFact:
    """The date of the document (成文日期), which is none of publication."""
    labels = article_fields().labels.document_date
    for label in labels:
        for field in fields:
            hit = first_date(field.value) if field.label == label and field.zone in ABOVE else None
            if hit:
                return Found(hit.date, f"label {label}")
    found = _first_labelled(page.main_text, labels)
    if found:
        return Found(found[2], f"label {found[0]}")
    shown = value_of(fields, labels, ABOVE)
    return shown if isinstance(shown, FoundEmpty) else NotFound()


def _labelled_date(text: str, labels: tuple[str, ...]) -> tuple[str, dt.date] | None:
    """The first date behind one of `labels` with its source, the best label first."""
    found = _first_labelled(text, labels)
    return (f"label {found[0]}", found[2]) if found else None


def _first_labelled(text: str, labels: tuple[str, ...]) -> tuple[str, int, dt.date] | None:
    """The label, its position and the first date behind one of `labels`, the best label first."""
    for label in labels:
        for found in label_pattern(label).finditer(text):
            hit = first_date(text[found.end() : found.end() + _AFTER_LABEL], labelled=len(label) > GENERAL_LABEL)
            if hit and hit.start <= 2:
                return label, found.start(), hit.date
    return None


@cache
def label_pattern(label: str) -> re.Pattern[str]:
    """A label that is not the end of a longer word, with what may stand between it and its value.

    It begins with a character, and looks behind itself afterwards, so that most places are passed over quickly.
    """
    first, *others = map(re.escape, label)
    spaced = r"\s?".join((f"{first}(?<![一-鿿]{first})", *others))
    return re.compile(rf"{spaced}\s?[】\]]?\s?[:：]?\s*")


@cache
def _told_beside() -> re.Pattern[str]:
    """What is told of a text beside its date: its source, who answers for it, how often it was read, and buttons."""
    labels = article_fields().labels
    words = "|".join(map(re.escape, (*labels.source, *labels.reviewers, *labels.beside)))
    return re.compile(rf"(?<![一-鿿])(?:{words})\s?(?:[:：\[【(（]|\d)")


@cache
def _sourced() -> re.Pattern[str]:
    """The label of a source, as it stands beside a general date label."""
    labels = article_fields().labels
    return re.compile(f"(?<![一-鿿])(?:{'|'.join((*labels.source, *labels.publisher))})" + r"\s?[】\]]?\s?(?:[:：]|\n)")
