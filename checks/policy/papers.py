"""Reads the note on a page of the policy chain: what is kept of a document, of its interpretation, or of its draft.

What is a policy document is told with care: it is listed in a column of the kind 政策文件 (or bears a document number),
its title ends like one, and it is none of what the lexicon rules out (personnel, meetings, replies, public notices).
Every check of the policy chain takes the same notes; of one page they are made once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any

from checks.content.passages import Text
from checks.places import INTERPRETATIONS, POLICY_FILES, title_of
from checks.policy.paper import Dated, Paper, Role
from checks.policy.statements import (
    MOST_NAMES,
    end_in_field,
    end_of_validity,
    repeals_in,
    says_it_is_over,
    without_marks,
)
from checks.policy.titles import SHORTEST_NAME, Number, document_names, numbers_in, quoted, subject_names
from checks.scanning import SeenPage
from checks.signatures import signed_on
from config.article_words import article_fields
from config.policy_words import found_in, policy_words
from config.wording import plain
from crawler.facts import ArticleFacts, DateFact, Found, FoundEmpty, TextFact
from crawler.kinds import PageKind
from crawler.urls import page_key

HEAD = 400
"""Characters of an interpretation in which it says which document it explains (own rule)."""
ALL = 6_000
"""Characters in which further documents are looked for (own rule)."""
SHORT = 200
"""Characters of a body below which its files or pictures are the document (own rule)."""


@lru_cache(maxsize=1)
def papers_of(seen: SeenPage) -> tuple[Paper, ...]:
    """The note on one page, if it belongs to the policy chain. Several checks ask about the same page in turn."""
    if seen.page.kind is not PageKind.ARTICLE or seen.page.article is None:
        return ()
    role = _role(seen, seen.page.article)
    return (_paper(seen, seen.page.article, role),) if role else ()


def _role(seen: SeenPage, article: ArticleFacts) -> Role | None:
    words = policy_words()
    title = without_marks(title_of(seen.page))
    kinds = {listing.kind for listing in seen.listings}
    explains = found_in(words.interpretation, title) and not found_in(words.not_interpretation, title)
    if explains or (INTERPRETATIONS in kinds and POLICY_FILES not in kinds and not _is_genre(title)):
        return Role.INTERPRETATION
    if found_in(words.draft, title):
        return Role.DRAFT
    number = _number_of(article)
    among = POLICY_FILES in kinds
    if not among and number is None:
        return None
    if found_in(words.not_policy, title) and not (_is_normative(seen, article) and found_in(words.rules, title)):
        return Role.OTHER_DOCUMENT
    return Role.DOCUMENT if number or _is_genre(title) else Role.OTHER_DOCUMENT


def _is_genre(title: str) -> bool:
    return found_in(policy_words().genres, title)


def _paper(seen: SeenPage, article: ArticleFacts, role: Role) -> Paper:
    title = title_of(seen.page)
    explains = role is Role.INTERPRETATION
    head = article.text[:HEAD]
    quotes = quoted(article.text[:ALL]) if explains else ()
    near = quoted(head) if explains else ()
    return Paper(
        url=seen.page.url,
        key=page_key(seen.page.url),
        title=title,
        unit=seen.unit,
        role=role,
        names=_subjects(title, near[:1]) if explains else document_names(without_marks(title)),
        published=_published(article),
        written=_dated(article.document_date),
        number=_number_of(article),
        numbers=numbers_in(title + "\n" + head),
        mentions=_mentioned(quotes),
        publisher=_text(article.publisher) or "",
        source=_text(article.source) or "",
        validity=_text(article.validity),
        expires=_expiry(article),
        fields=_fields(article),
        columns=tuple((listing.path, listing.kind) for listing in seen.listings[:6]),
        media=tuple((kind.value, number) for kind, number in article.media),
        length=article.body_length,
        normative=_is_normative(seen, article),
        hidden=_is_hidden(article),
        **({} if explains else _stated(seen, article)),
    )


def _stated(seen: SeenPage, article: ArticleFacts) -> dict[str, Any]:
    """What a document's text states; an interpretation tells that of others."""
    title = title_of(seen.page)
    written = article.document_date.value if isinstance(article.document_date, Found) else None
    repeals, since = repeals_in(title, article.text)
    return {
        "until": end_of_validity(Text(seen.page.url, title, article.text, seen.column, article), written),
        "ended": says_it_is_over(article.text),
        "extended": _is_extended(article),
        "repeals": repeals,
        "repeals_from": since,
        "signed": signed_on(article.text),
        "explained": found_in(policy_words().explained, article.text),
    }


def _is_hidden(article: ArticleFacts) -> bool:
    inside = article.body_length < SHORT and bool(article.attachments or article.media)
    return inside or article.body_length > len(article.text)


def _subjects(title: str, near: Iterable[str]) -> tuple[str, ...]:
    """What an interpretation is about: by its title, else by the first document that its text names."""
    named = subject_names(title)
    generic = not quoted(title) and max(map(len, named), default=0) < SHORTEST_NAME
    return tuple(plain(each) for each in near) or named if generic else named


def _is_normative(seen: SeenPage, article: ArticleFacts) -> bool:
    """Whether a document is a 规范性文件: by its registration, or by the column that lists it."""
    words = policy_words()
    labels = words.labels_of("registration")
    if any(label in labels and value for label, value in article.fields):
        return True
    index = words.labels_of("index-number")  # these may look like a registration
    values = " ".join(value for label, value in article.fields if label not in index)
    registered = _registration().search(values + article.text[:HEAD]) is not None
    return registered or any(found_in(words.normative.columns, listing.path) for listing in seen.listings)


def _number_of(article: ArticleFacts) -> Number | None:
    shown = _text(article.document_number)
    return next(iter(numbers_in(shown)), None) if shown else None


def _fields(article: ArticleFacts) -> tuple[tuple[str, bool], ...]:
    of_label = policy_words().field_of_label
    found: dict[str, bool] = {}
    for label, value in article.fields:
        field = of_label.get(label)
        if field:
            found[field] = found.get(field, False) or bool(value)
    found |= {"title": True} if isinstance(article.title, Found) else {}
    found |= {"text": True} if article.body_length or article.attachments or article.media else {}
    for field, fact in (
        ("index-number", article.index_number),
        ("document-number", article.document_number),
        ("document-date", article.document_date),
        ("published", article.date),
        ("publisher", article.publisher),
        ("validity", article.validity),
    ):
        if isinstance(fact, Found):
            found[field] = True
        elif isinstance(fact, FoundEmpty):
            found.setdefault(field, False)
    return tuple(sorted(found.items()))


def _expiry(article: ArticleFacts) -> dt.date | None:
    """The last day until which the document holds by its fields."""
    return max((day for label, value in article.fields if (day := end_in_field(label, value))), default=None)


def _is_extended(article: ArticleFacts) -> bool:
    """Whether a field of the document says that its validity was prolonged."""
    words = policy_words().validity
    labels = (*words.expiry_labels, *words.period_labels)
    return any(found_in(words.extended, value) for label, value in article.fields if label in labels)


def _mentioned(quotes: Sequence[str]) -> tuple[str, ...]:
    """The names of documents in 《》, whether they are called by their own names or 《关于印发…的通知》."""
    names = (name for each in quotes[:MOST_NAMES] for name in (plain(each), *document_names(each)))
    return tuple(dict.fromkeys(names))


def _published(article: ArticleFacts) -> Dated | None:
    """The date of publication; not surely, where the day of a change (更新时间) or of the document stands for it."""
    shown = _dated(article.date)
    late = shown and shown.source.removeprefix("label ") in article_fields().labels.late_date
    return shown._replace(sure=not (late or article.conflicts)) if shown else None


def _dated(fact: DateFact) -> Dated | None:
    return Dated(fact.value, fact.source) if isinstance(fact, Found) else None


def _text(fact: TextFact) -> str | None:
    if isinstance(fact, Found):
        return fact.value
    return "" if isinstance(fact, FoundEmpty) else None


@cache
def _registration() -> re.Pattern[str]:
    return re.compile(policy_words().registration)
