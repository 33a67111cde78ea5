"""The check `comment-period`: are drafts of decisions open for comments as long as they must be?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.decisions.papers import (
    NO_CONSULTATION,
    NOT_FOR_CLASS,
    ConsultationParams,
    Paper,
    Role,
    is_meant,
    paper_of,
)
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.scanning import ScanCheck, SeenPage
from config.registry import Unit
from config.rubric import Period
from crawler.store.crawl import Crawl

TOO_SHORT = "too-short"
PERIOD_NOT_TOLD = "comment-period-not-told"


class CommentPeriodParams(ConsultationParams):
    """How long, and which consultations."""

    min_days: int = Field(ge=1, description="days for comments at least, first and last day included")


class CommentPeriodCheck(ScanCheck[Paper]):
    """Drafts of major decisions are open for comments for at least thirty days.

    ## What it finds

    * `too-short`: the notice of a consultation leaves fewer days than required. `facts.expected` and `observed` are
      numbers of days, `first_day` and `last_day` what was read.

    ## Why it matters

    《重大行政决策程序暂行条例》（国令第713号） article 15: the period for public comments is generally not shorter than
    thirty days; where it must be shorter for urgency or the like, the notice says so.

    ## How it decides

    A notice is known by its headline. Its period is read from its text: two days joined by 至 behind words like
    征求意见时间, a last day (截至…, …前, 延长至…), or a length (30日, 三十日); without a first day the day of
    publication is the first, if the page has only one. Two days joined by 至 go before all other readings; of several
    the longest counts, a rule that is quoted (一般不少于30日) last, and both ends count as days for comments. Days of
    something else (报名, 有效期) count for nothing, nor do lengths in a draft that follows (第一章 …). By default only
    notices that speak of a major decision are judged, in headline, text or the name of their column; 重大决策部署 is
    no such word. A notice that gives a reason for a shorter period is not reported. Everything is `suspected`: a
    person says what is a major decision.

    ## When it does not apply

    Units without such a notice in the period; other classes of units.

    ## Known errors

    A period that stands only in an attachment or a picture is not read: then the notice is not judged. Where two
    rounds of comments follow each other in two notices, each is measured by itself.
    """

    id = "comment-period"
    title = "公开征求意见期限"
    needs = ("pages",)
    codes = (TOO_SHORT,)
    clause = "《重大行政决策程序暂行条例》（国令第713号）第十五条：公开征求意见的期限一般不少于30日"
    only_suspects = True
    Params = CommentPeriodParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Paper]:
        """A note on each notice of a consultation."""
        assert isinstance(params, CommentPeriodParams)
        paper = paper_of(seen) if seen.page.article is not None else None
        return (paper,) if paper and paper.role is Role.CONSULTATION and is_meant(paper, params.scope) else ()

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """A finding for each notice that leaves too little time."""
        assert isinstance(params, CommentPeriodParams)
        if not unit.unit_class.among(params.applies_to):
            yield NotApplicable(NOT_FOR_CLASS)
            return
        asked = params.period or Period(since=params.window.since(as_of), until=as_of)
        papers = [paper for paper in notes if paper.day is None or asked.since <= paper.day <= asked.until]
        if not papers:
            yield NotApplicable(NO_CONSULTATION)
            return
        for paper in papers:
            yield from self._judge(paper, unit, params.min_days)

    def _judge(self, paper: Paper, unit: Unit, least: int) -> Iterator[Said]:
        facts = {"title": paper.title, "expected": least}
        if paper.period is None or not (paper.period.told or paper.sure):
            yield Unjudged(paper.url, PERIOD_NOT_TOLD, TOO_SHORT, paper.url, facts)
            return
        read = paper.period
        days = {"first_day": read.first.isoformat(), "last_day": read.last.isoformat()}
        day = paper.day.isoformat() if paper.day else None
        yield Examined(1)
        yield Recognised(paper.subject, paper.title, paper.url, day, days | {"days": read.days})
        if read.days < least and not paper.urgent:
            yield Finding(
                check=self.id,
                code=TOO_SHORT,
                unit=unit.id,
                subject=paper.url,
                url=paper.url,
                state=State.SUSPECTED,
                column=paper.column,
                text=paper.title,
                facts=facts | days | {"observed": read.days, "first_day_told": read.told},
            )
