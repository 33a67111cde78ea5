"""Judges one consultation: was it answered, and in time?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from checks.contract import Said
from checks.decisions.papers import Paper, Role, same_subject
from checks.finding import Examined, Finding, Recognised, State, Unjudged
from config.registry import Unit
from config.rubric import Within
from config.span import last_day

CHECK = "adoption-feedback"
MISSING = "missing"
LATE = "late"

PERIOD_NOT_TOLD = "comment-period-not-told"
NO_DECISION = "decision-not-found"
WORKDAYS_UNKNOWN = "working-days-unknown"
UNDATED = "undated-entry"


class FeedbackJudge:
    """Holds consultations of one unit against its answers and documents (`papers`)."""

    def __init__(
        self,
        unit: Unit,
        papers: Sequence[Paper],
        *,
        within: Within,
        after_decision: bool,
        likeness: float,
        seen_until: date,
        links: Callable[[str], frozenset[str]],
        why_unseen: Callable[[], str | None],
    ) -> None:
        self._unit = unit
        self._answers = [paper for paper in papers if paper.role is Role.FEEDBACK]
        self._documents = [paper for paper in papers if paper.role is Role.DOCUMENT]
        self._within = within
        self._after_decision = after_decision
        self._likeness = likeness
        self._seen_until = seen_until
        self._links = links
        self._why_unseen = why_unseen

    def judge(self, asked: Paper) -> Iterator[Said]:
        """All that there is to say about one consultation."""
        answers = [answer for answer in self._answers if self._answers_to(answer, asked)]
        if asked.answered and not answers:
            yield Examined(1)
            yield self._recognised(asked, asked)
            return
        start = self._decided(asked) if self._after_decision else (asked.period.last if asked.period else None)
        until = last_day(start, self._within) if start else None
        if answers:
            yield Examined(1)
            yield from self._in_time(asked, answers, start, until)
        elif start is None:
            yield self._open(asked, MISSING, NO_DECISION if self._after_decision else PERIOD_NOT_TOLD)
        elif until is None:
            yield self._open(asked, MISSING, WORKDAYS_UNKNOWN)
        elif self._seen_until <= until:
            yield Examined(1)
        elif reason := self._why_unseen():
            yield self._open(asked, MISSING, reason)
        else:
            yield Examined(1)
            yield self._finding(asked, MISSING, until, None, start)

    def _in_time(
        self, asked: Paper, answers: Sequence[Paper], start: date | None, until: date | None
    ) -> Iterator[Said]:
        dated = sorted((answer.day, answer.url, answer) for answer in answers if answer.day is not None)
        first = dated[0][2] if dated else answers[0]
        yield self._recognised(asked, first)
        if not dated or not first.sure:
            yield self._open(asked, LATE, UNDATED)
        elif until is None:
            reason = WORKDAYS_UNKNOWN if start else NO_DECISION if self._after_decision else PERIOD_NOT_TOLD
            yield self._open(asked, LATE, reason)
        elif dated[0][0] > until:
            yield self._finding(asked, LATE, until, first, start)

    def _answers_to(self, answer: Paper, asked: Paper) -> bool:
        if answer.url in self._links(asked.url) or asked.url in self._links(answer.url):
            return True
        if answer.day and asked.day and answer.day < asked.day:
            return False
        return same_subject(answer.subject, asked.subject, self._likeness)

    def _decided(self, asked: Paper) -> date | None:
        """The day on which the document in the end was published; of several the last, for it may be revised."""
        days = [
            paper.day
            for paper in self._documents
            if paper.day and paper.sure and (asked.day is None or paper.day >= asked.day)
            if same_subject(paper.subject, asked.subject, self._likeness)
        ]
        return max(days, default=None)

    def _facts(self, asked: Paper) -> dict[str, Any]:
        last = asked.period.last.isoformat() if asked.period else None
        return {"title": asked.title, "last_day": last, "stage": "decision" if self._after_decision else "closing"}

    def _open(self, asked: Paper, code: str, reason: str) -> Unjudged:
        return Unjudged(asked.url, reason, code, asked.url, self._facts(asked))

    def _recognised(self, asked: Paper, answer: Paper) -> Recognised:
        day = answer.day.isoformat() if answer.day else None
        return Recognised(asked.subject, answer.title, answer.url, day, self._facts(asked) | {"notice": asked.url})

    def _finding(self, asked: Paper, code: str, until: date, answer: Paper | None, start: date | None) -> Finding:
        observed = answer.day.isoformat() if answer and answer.day else None
        begun = start.isoformat() if start else None
        return Finding(
            check=CHECK,
            code=code,
            unit=self._unit.id,
            subject=asked.url,
            url=answer.url if answer else asked.url,
            state=State.SUSPECTED,
            column=asked.column,
            text=asked.title,
            facts=self._facts(asked) | {"expected": until.isoformat(), "observed": observed, "start": begun},
        )
