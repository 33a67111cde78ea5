"""The check `adoption-feedback`: after a consultation, is it published what became of the opinions, and in time?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.decisions.feedback_judge import LATE, MISSING, FeedbackJudge
from checks.decisions.papers import (
    NO_CONSULTATION,
    NOT_FOR_CLASS,
    ConsultationParams,
    Paper,
    Role,
    Scope,
    is_meant,
    paper_of,
)
from checks.finding import NotApplicable
from checks.gaps import why_unlisted, why_unseen
from checks.scanning import ScanCheck, SeenPage
from config.decision_words import decision_words
from config.registry import Unit
from config.rubric import Period, Within
from crawler.kinds import Region
from crawler.store.crawl import Crawl


class After(StrEnum):
    """From when the span counts."""

    CLOSING = "closing"
    """The last day for comments."""
    DECISION = "decision"
    """The day on which the document was published that was consulted on."""


class AdoptionFeedbackParams(ConsultationParams):
    """In which span after what, and which consultations."""

    within: Within = Field(description="span in which it must be published what became of the opinions")
    after: After = Field(description="from when the span counts: closing (of the comment period) or decision")
    scope: Scope = Field(default=Scope.DRAFT, description="which consultations, as at `comment-period` (own rule)")
    same_subject: float = Field(
        default=0.8, ge=0, le=1, description="likeness from which on two subjects are the same (own rule)"
    )


class AdoptionFeedback(ScanCheck[Paper]):
    """Every consultation on a decision is answered: what was proposed, what was adopted, and why the rest was not.

    ## What it finds

    * `missing`: the span is over, and nothing is published on what became of the opinions.
    * `late`: it was published after the span. `facts.expected` is the last day in time, `observed` the day it came.

    ## Why it matters

    《重大行政决策程序暂行条例》（国令第713号） has the public's opinions studied and answered; work plans add spans:
    ten working days after the decision is out, a month after the consultation. The rubric gives span and starting
    point.

    ## How it decides

    Notices and answers are known by their headlines. They belong together when one links the other, or when they have
    the same subject: the document named in the headline, without marks like 征求意见稿 and the words around it. The
    span counts from the last day for comments as read from the notice, or from the publication of the document with
    the same subject, as the rubric says. A notice whose own text tells what became of the opinions is answered.
    Nothing is missed unless the span ended before both the as-of date and the day of the crawl. Everything is
    `suspected`.

    ## When it does not apply

    Units without such a consultation in the period; other classes of units. Without a readable closing day, or without
    the document in the end, the consultation is not judged.

    ## Known errors

    An answer under a headline that names neither the document nor the consultation is not found. An answer that is
    added to the notice later bears no day of its own, and counts as in time.
    """

    id = "adoption-feedback"
    title = "意见采纳情况反馈"
    needs = ("pages",)
    codes = (MISSING, LATE)
    clause = "《重大行政决策程序暂行条例》（国令第713号）第二章第二节公众参与；期限见指标体系所引各地工作要点"
    only_suspects = True
    Params = AdoptionFeedbackParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Paper]:
        """A note on each notice, each answer and, where the span counts from it, each document."""
        assert isinstance(params, AdoptionFeedbackParams)
        if seen.page.article is None:
            return ()
        paper = paper_of(seen, documents=params.after is After.DECISION)
        if paper is None or (paper.role is Role.CONSULTATION and not is_meant(paper, params.scope)):
            return ()
        return (paper,)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """A finding for each consultation without an answer in time."""
        assert isinstance(params, AdoptionFeedbackParams)
        if not unit.unit_class.among(params.applies_to):
            yield NotApplicable(NOT_FOR_CLASS)
            return
        span = params.period or Period(since=params.window.since(as_of), until=as_of)
        asked = [
            paper
            for paper in notes
            if paper.role is Role.CONSULTATION and (paper.day is None or span.since <= paper.day <= span.until)
        ]
        if not asked:
            yield NotApplicable(NO_CONSULTATION)
            return
        judge = FeedbackJudge(
            unit,
            [paper for paper in notes if paper.role is not Role.CONSULTATION],
            within=params.within,
            after_decision=params.after is After.DECISION,
            likeness=params.same_subject,
            seen_until=min(as_of, crawl.crawled_on or as_of),
            links=cache(lambda url: _links(crawl, url)),
            why_unseen=cache(lambda: _why_unseen(crawl, unit)),
        )
        for paper in asked:
            yield from judge.judge(paper)


def _links(crawl: Crawl, url: str) -> frozenset[str]:
    return frozenset(link.url for link in crawl.links(url) if link.region is Region.BODY and link.url)


def _why_unseen(crawl: Crawl, unit: Unit) -> str | None:
    unlisted = next((doubt for column in crawl.columns(unit) if (doubt := why_unlisted(column))), None)
    return unlisted or why_unseen(crawl, unit, decision_words().feedback.matches)
