"""The check `reply-latency`: letters from the public that were answered late or not at all."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.interaction.due import told
from checks.interaction.letters import NO_LETTERS, Letter, each_once, letters_of, silence
from checks.scanning import ScanCheck, SeenPage
from config.registry import Unit
from config.rubric import Within
from config.span import last_day_of
from config.window import Window
from config.wording import Pattern
from config.workdays import UnknownYear
from crawler.store.crawl import Crawl

LATE, OVERDUE, UNANSWERED = "late-reply", "overdue", "unanswered"
NO_REPLY_DATE = "reply-date-not-shown"
STATE_UNKNOWN = "letter-state-not-shown"
UNDATED = "letters-undated"
REVERSED = "letter-dates-reversed"
NO_CALENDAR = "calendar-year-unknown"


class ReplyLatencyParams(CheckParams):
    """Limits of the rubric."""

    look_back: Window = Field(
        description="letters asked before this window (counted back from the as-of date) are left"
    )
    unanswered_after: Within = Field(description="a letter that is shown as waiting for longer is unanswered")
    reply_within: Within | None = Field(
        default=None,
        description="a reply after that is late, a letter that waits longer is overdue; without it only unanswered",
    )
    limit_in_clause: bool = Field(
        default=False,
        description="whether the clause itself gives `reply_within`, so that two shown dates prove a late reply; "
        "otherwise it is only suspected (own rule)",
    )
    exempt: tuple[Pattern, ...] = Field(
        default=(), description="columns (paths, searched) whose letters are not judged by this clause"
    )
    shown: int = Field(default=20, ge=0, description="the latest letters that are told one by one (own rule)")


class ReplyLatency(ScanCheck[Letter]):
    """Letters from the public (来信, 留言) that were answered late, or not at all.

    ## What it finds

    * `late-reply`: the reply is dated after the limit that the rubric counts from the day of the letter.
    * `overdue`: the letter is shown as waiting, and the limit for replies has passed.
    * `unanswered`: the letter is shown as waiting, and has waited for longer than the rubric bears (3 months).

    `facts` name the days, the working days or days between them, the limit and the body that replied. What the letter
    says, its title and its writer are never told.

    ## Why it matters

    国办秘函〔2019〕19号 单项否决“互动回应差”: within the year before the inspection, messages in columns for public
    inquiries that must be answered and were not for more than three months. Work plans ask that the limits of each
    channel be kept.

    ## How it decides

    Letters are read on their own pages and in the rows of lists (labelled fields, heads of tables, states); one letter
    is counted once, and its own page has the say, except that one shown as answered anywhere is answered. Letters go by
    their addresses; an address that a list gives to several letters (apart after `#` only) names none of them. The days
    are those that the portal shows. Working days follow the State Council's calendar; the day of the letter does not
    count, the last day of the limit is in time. A letter waits only where the portal says so (未回复, 办理中,
    暂无回复): an empty place proves nothing. Waiting is counted up to the as-of date or the day of the crawl, whichever
    is earlier.

    `unanswered` and `overdue` are always suspected, because whether a message is a valid one (有效留言) is for a person
    to say. `late-reply` is suspected unless the rubric says that the clause itself gives the limit; and where pages
    show different days for the letter, unless it is late by all of them.

    Letters whose days or state are not shown are open, together and once for each reason.

    ## When it does not apply

    A unit without letters and without a column for them. Columns that the rubric exempts (在线访谈, 调查征集, 网上信访,
    举报). Letters before the window.

    ## Known errors

    A limit that was lawfully extended is not known. A channel that shows the day of publication as that of the reply
    makes replies look late. Letters in systems that are not crawled are not seen.
    """

    id = "reply-latency"
    title = "留言答复时限"
    needs = ("pages",)
    codes = (LATE, OVERDUE, UNANSWERED)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决“互动回应差”：监测时间点前1年内，对网民留言应及时答复处理的"
        "政务咨询类栏目（在线访谈、调查征集、网上信访、纪检举报类栏目除外）存在超过3个月未回应有效留言的现象；答复时限以指标体系为准"
    )
    Params = ReplyLatencyParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Letter]:
        """The letters on the page."""
        return letters_of(seen)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Letter]
    ) -> Iterator[Said]:
        """A finding for every letter that was answered late, or that waits for too long."""
        assert isinstance(params, ReplyLatencyParams)
        exempt = re.compile("|".join(params.exempt)) if params.exempt else re.compile(r"(?!)")
        letters = [letter for letter in each_once(notes) if not exempt.search(letter.column or "")]
        if not letters:
            reason = silence(crawl, unit)
            yield Unjudged(unit.id, reason, UNANSWERED) if reason else NotApplicable(NO_LETTERS)
            return
        since = params.look_back.since(as_of)
        until = min(as_of, crawl.crawled_on or as_of)
        open_for: dict[str, list[Letter]] = {}
        judged: list[Letter] = []
        for letter in letters:
            if letter.asked and not since <= letter.asked <= until:
                continue
            said = self._judge(letter, unit, params, until)
            if isinstance(said, str):
                open_for.setdefault(said, []).append(letter)
                continue
            judged.append(letter)
            if said:
                yield said
        yield Examined(len(judged))
        yield from _told(judged, params)
        for reason, each in sorted(open_for.items()):
            code = LATE if reason in (NO_REPLY_DATE, REVERSED) else UNANSWERED
            yield Unjudged(f"{unit.id} {reason}", reason, code, each[0].shown_on, {"letters": len(each)})

    def _judge(self, letter: Letter, unit: Unit, params: ReplyLatencyParams, until: date) -> Finding | str | None:
        """The finding about a letter, or why it is open (a key below `reason.`), or None when all is well."""
        if letter.asked is None:
            return UNDATED
        try:
            if letter.replied:
                return self._late(letter, letter.asked, letter.replied, unit, params)
            if letter.answered is False:
                return self._waiting(letter, letter.asked, unit, params, until)
            overdue = until > last_day_of(letter.asked, params.unanswered_after)
        except UnknownYear:
            return NO_CALENDAR
        if letter.answered:
            return NO_REPLY_DATE if params.reply_within else None
        return STATE_UNKNOWN if overdue else None

    def _late(
        self, letter: Letter, asked: date, replied: date, unit: Unit, params: ReplyLatencyParams
    ) -> Finding | str | None:
        limit = params.reply_within
        if replied < asked:
            return REVERSED
        if limit is None or replied <= last_day_of(asked, limit):
            return None
        mildly = letter.replied_first or replied, last_day_of(letter.asked_last or asked, limit)
        state = State.CONFIRMED if params.limit_in_clause and mildly[0] > mildly[1] else State.SUSPECTED
        return _finding(LATE, letter, unit, state, told(asked, replied, limit))

    def _waiting(
        self, letter: Letter, asked: date, unit: Unit, params: ReplyLatencyParams, until: date
    ) -> Finding | None:
        for code, limit in ((UNANSWERED, params.unanswered_after), (OVERDUE, params.reply_within)):
            if limit is not None and until > last_day_of(asked, limit):
                return _finding(code, letter, unit, State.SUSPECTED, told(asked, until, limit))
        return None


def _finding(code: str, letter: Letter, unit: Unit, state: State, facts: dict[str, Any]) -> Finding:
    return Finding(
        check=ReplyLatency.id,
        code=code,
        unit=unit.id,
        subject=letter.key,
        url=letter.shown_on,
        state=state,
        column=letter.column,
        found_on=(letter.shown_on,),
        found_on_count=1,
        facts=letter.facts | facts,
    )


def _told(judged: Sequence[Letter], params: ReplyLatencyParams) -> Iterator[Recognised]:
    """The latest letters, so that a person can follow the dates."""
    latest = sorted(judged, key=lambda letter: (letter.asked or date.min, letter.key), reverse=True)[: params.shown]
    for letter in latest:
        title = letter.column or letter.shown_on
        yield Recognised("letters", title, letter.shown_on, letter.facts["asked"], letter.facts)
