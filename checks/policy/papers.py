"""What is kept of a page that may be a policy document, its interpretation, or its draft: a small note.

What is a policy document is told with care: it is listed in a column of the kind 政策文件 (or bears a document number),
its title ends like one, and it is none of what the lexicon rules out (personnel, meetings, replies, public notices).
Every check of the policy chain takes the same notes; of one page they are made once.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from checks.places import INTERPRETATIONS, POLICY_FILES, title_of
from checks.policy.titles import SHORTEST_NAME, Number, document_names, numbers_in, quoted, subject_names
from checks.scanning import SeenPage
from config.policy_words import found_in, policy_words
from config.wording import plain
from crawler.facts import ArticleFacts, DateFact, Found, FoundEmpty, TextFact
from crawler.kinds import PageKind
from crawler.reading.text.dates import first_date
from crawler.urls import page_key

HEAD = 400
"""Characters of an interpretation in which it says which document it explains (own rule)."""
ALL = 6_000
"""Characters in which further documents are looked for (own rule)."""
MOST_NAMES = 30


class Role(Enum):
    """What a page is in the policy chain."""

    DOCUMENT = "document"
    INTERPRETATION = "interpretation"
    DRAFT = "draft"
    OTHER_DOCUMENT = "other-document"
    """Bears a document number or stands among the documents, but is nothing that must be interpreted."""


class Dated(NamedTuple):
    """A date of a page and where it was read; `sure` tells whether no other source disagrees."""

    day: dt.date
    source: str
    sure: bool = True


class Paper(NamedTuple):
    """A page of the policy chain.

    `names` are those of the document or of what the page explains; `mentions` and `numbers` further documents named in
    its text. `until` is the end of validity that a document's text states, `ended` whether it says that it holds no
    longer, `repeals` the names of documents that it repeals. `fields` are (id of the lexicon, whether it has a value);
    `validity` is the shown 有效性, None without a place for it. `columns` are (path, kind) of those that list it.
    """

    url: str
    key: str
    title: str
    unit: str
    role: Role
    names: tuple[str, ...]
    published: Dated | None
    written: Dated | None
    number: Number | None
    numbers: tuple[Number, ...]
    mentions: tuple[str, ...]
    publisher: str
    source: str
    validity: str | None
    expires: str
    fields: tuple[tuple[str, bool], ...]
    columns: tuple[tuple[str, str], ...]
    media: tuple[tuple[str, int], ...]
    length: int
    normative: bool
    until: dt.date | None = None
    ended: bool = False
    repeals: tuple[str, ...] = ()

    @property
    def column(self) -> str | None:
        """The path of the first column that lists it."""
        return self.columns[0][0] if self.columns else None

    @property
    def archived(self) -> bool:
        """Whether a column of repealed documents lists it."""
        return any(found_in(policy_words().validity.columns, path) for path, _ in self.columns)

    @property
    def in_library(self) -> bool:
        """Whether a column of the kind 政策文件 lists it."""
        return any(kind == POLICY_FILES for _, kind in self.columns)


@lru_cache(maxsize=1)
def papers_of(seen: SeenPage) -> tuple[Paper, ...]:
    """The note on one page, if it belongs to the policy chain. Several checks ask about the same page in turn."""
    if seen.page.kind is not PageKind.ARTICLE or seen.page.article is None:
        return ()
    role = _role(seen, seen.page.article)
    return (_paper(seen, seen.page.article, role),) if role else ()


def _role(seen: SeenPage, article: ArticleFacts) -> Role | None:
    words = policy_words()
    title = _without_marks(re.sub(r"\s+", "", title_of(seen.page)))
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
    if found_in(words.not_policy, title) or not (number or _is_genre(title)):
        return Role.OTHER_DOCUMENT
    return Role.DOCUMENT


def _without_marks(title: str) -> str:
    """A title without the words that call the document repealed."""
    for pattern in _validity(policy_words().validity.marks):
        title = pattern.sub("", title)
    return title


def _is_genre(title: str) -> bool:
    return found_in(policy_words().genres, title)


def _paper(seen: SeenPage, article: ArticleFacts, role: Role) -> Paper:
    title = title_of(seen.page)
    explains = role is Role.INTERPRETATION
    head = article.text[:HEAD]
    quotes = quoted(article.text[:ALL]) if explains else ()
    near = quoted(head) if explains else ()
    fields = _fields(article)
    registered = bool(_registration().search(" ".join(value for _, value in article.fields) + article.text[:HEAD]))
    named = dict(fields)
    return Paper(
        url=seen.page.url,
        key=page_key(seen.page.url),
        title=title,
        unit=seen.unit,
        role=role,
        names=_subjects(title, near[:1]) if explains else document_names(title),
        published=_dated(article.date, contradicted=bool(article.conflicts)),
        written=_dated(article.document_date),
        number=_number_of(article),
        numbers=numbers_in(title + "\n" + head),
        mentions=tuple(plain(each) for each in quotes[:MOST_NAMES]),
        publisher=_text(article.publisher) or "",
        source=_text(article.source) or "",
        validity=_text(article.validity),
        expires=_expiry(article),
        fields=fields,
        columns=tuple((listing.path, listing.kind) for listing in seen.listings[:6]),
        media=tuple((kind.value, number) for kind, number in article.media),
        length=article.body_length,
        normative=registered or named.get("registration", False) or _in_normative_column(seen),
        until=None if explains else _until(article.text),
        ended=not explains and found_in(policy_words().validity.text, article.text),
        repeals=() if explains else _repeals(article.text),
    )


def _subjects(title: str, near: Iterable[str]) -> tuple[str, ...]:
    """What an interpretation is about: by its title, else by the first document that its text names."""
    named = subject_names(title)
    generic = not quoted(title) and max(map(len, named), default=0) < SHORTEST_NAME
    return tuple(plain(each) for each in near) or named if generic else named


def _in_normative_column(seen: SeenPage) -> bool:
    return any(found_in(policy_words().normative.columns, listing.path) for listing in seen.listings)


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


def _expiry(article: ArticleFacts) -> str:
    labels = policy_words().validity.expiry_labels
    return next((value for label, value in article.fields if label in labels and value), "")


def _until(text: str) -> dt.date | None:
    """The last end of validity that a text states (有效期至2029年5月31日)."""
    ends = [hit["day"] for pattern in _validity(policy_words().validity.until) for hit in pattern.finditer(text)]
    days = [hit.date for end in ends if (hit := first_date(end))]
    return max(days, default=None)


def _repeals(text: str) -> tuple[str, ...]:
    hits = (hit for pattern in _validity(policy_words().validity.repeal) for hit in pattern.finditer(text))
    return tuple(dict.fromkeys(name for hit in hits for name in document_names(hit["title"])))[:MOST_NAMES]


@cache
def _validity(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))


def _dated(fact: DateFact, *, contradicted: bool = False) -> Dated | None:
    return Dated(fact.value, fact.source, not contradicted) if isinstance(fact, Found) else None


def _text(fact: TextFact) -> str | None:
    if isinstance(fact, Found):
        return fact.value
    return "" if isinstance(fact, FoundEmpty) else None


@cache
def _registration() -> re.Pattern[str]:
    return re.compile(policy_words().registration)
