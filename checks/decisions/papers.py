"""Papers of public decisions: notices of consultations, what became of the opinions, the documents in the end."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from pydantic import Field
from rapidfuzz import fuzz

from checks.contract import CheckParams
from checks.decisions.comment_dates import CommentPeriod, comment_period
from checks.places import POLICY_FILES, title_of
from checks.scanning import SeenPage
from config.decision_words import decision_words
from config.registry import UnitClass
from config.rubric import Period
from config.window import Window
from config.wording import plain
from crawler.facts import ArticleFacts, Found

SHORTEST_SUBJECT = 6
"""Letters from which on a subject found within another is the same one (own choice)."""

NOT_FOR_CLASS = "not-for-this-class"
NO_CONSULTATION = "no-consultation"
_QUOTED = re.compile(r"《([^《》]{4,80})")
_NAMED = re.compile(r"《[^《》]*》")
_QUICK = re.compile(r"意见|建议|征求|征集|采纳|听取|已反馈")


class Role(StrEnum):
    """What a paper is in the course of a decision."""

    CONSULTATION = "consultation"
    FEEDBACK = "feedback"
    DOCUMENT = "document"


class Scope(StrEnum):
    """Which consultations are meant."""

    MAJOR = "major"
    """Those that speak of a major decision (重大行政决策), or stand in a column for them."""
    DRAFT = "draft"
    """Those on the draft of a document, too."""
    EVERY = "every"


class ConsultationParams(CheckParams):
    """Which consultations a rubric asks about."""

    scope: Scope = Field(
        default=Scope.MAJOR,
        description="which consultations: major (重大行政决策), draft (drafts of documents, too), every (own rule)",
    )
    applies_to: tuple[UnitClass, ...] = Field(
        default=(UnitClass.PORTAL, UnitClass.DEPARTMENT, UnitClass.TOWNSHIP), description="classes of units"
    )
    period: Period | None = Field(default=None, description="when the notices were published; none: see `window`")
    window: Window = Field(
        default=Window(months=12), description="how far back from the as-of date without a period (own rule)"
    )


class Paper(NamedTuple):
    """A note on one page. `answered`: its own text tells what became of the opinions."""

    role: Role
    title: str
    url: str
    subject: str
    day: date | None
    sure: bool
    period: CommentPeriod | None = None
    scope: Scope = Scope.EVERY
    urgent: bool = False
    answered: bool = False
    column: str | None = None


def paper_of(seen: SeenPage, *, documents: bool = False) -> Paper | None:
    """What a page is in the course of a decision; None for all others. `documents`: take notes of those, too."""
    article = seen.page.article
    if article is None:
        return None
    title = title_of(seen.page)
    role = _role(title, seen, article, documents=documents)
    if role is None:
        return None
    day = article.date.value if isinstance(article.date, Found) else None
    paper = Paper(role, title, seen.page.url, subject_of(title), day, day is not None and not article.conflicts)
    if role is not Role.CONSULTATION:
        return paper._replace(column=seen.column)
    words = decision_words()
    return paper._replace(
        period=comment_period(article.text, day) if day else None,
        scope=_scope(title, words.notice_of(article.text), seen),
        urgent=words.is_urgent.search(words.notice_of(article.text)) is not None,
        answered=words.is_answered.search(article.text) is not None,
        column=seen.column,
    )


@lru_cache(maxsize=4096)
def subject_of(title: str) -> str:
    """What a headline is about, as letters: the document that it names, else the headline without its frame."""
    words = decision_words()
    quoted = _QUOTED.search(title)
    name = unicodedata.normalize("NFKC", quoted.group(1) if quoted else title)
    if not quoted:
        for frame in words.frames:
            name = re.sub(frame, "", name)
    bare = plain(name)
    for mark in words.draft_marks:
        bare = bare.replace(plain(mark), "")
    return bare or plain(title)


def same_subject(one: str, other: str, likeness: float) -> bool:
    """Whether two subjects are the same: equal, one within the other, or alike enough."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= SHORTEST_SUBJECT and short in long:
        return True
    return len(short) >= SHORTEST_SUBJECT and fuzz.ratio(one, other) >= likeness * 100


def _role(title: str, seen: SeenPage, article: ArticleFacts, *, documents: bool) -> Role | None:
    if _QUICK.search(title):
        words = decision_words()
        for called in (_NAMED.sub("《》", title), title):  # the document's own name may hold any of these words
            if words.consultation.matches(called):
                return Role.CONSULTATION
            if words.feedback.matches(called):
                return Role.FEEDBACK
    if not documents:
        return None
    listed = any(listing.kind == POLICY_FILES for listing in seen.listings)
    if not (listed or isinstance(article.document_number, Found)) or decision_words().is_about.search(title):
        return None
    return Role.DOCUMENT


def _scope(title: str, text: str, seen: SeenPage) -> Scope:
    words = decision_words()
    places = ">".join(listing.path for listing in seen.listings)
    if words.is_major.search(title) or words.is_major.search(text) or words.is_major.search(places):
        return Scope.MAJOR
    return Scope.DRAFT if words.is_draft.search(title) else Scope.EVERY


def is_meant(paper: Paper, scope: Scope) -> bool:
    """Whether a consultation is one of those that are meant."""
    order = [Scope.MAJOR, Scope.DRAFT, Scope.EVERY]
    return order.index(paper.scope) <= order.index(scope)
