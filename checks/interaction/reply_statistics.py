"""The check `reply-statistics`: published numbers of letters and replies, their age, and whether the letters fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.disclosure.holdings import own_gap
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.interaction.letters import NO_LETTERS, Letter, each_once, letters_of, place_of, silence
from checks.interaction.period import period_of
from checks.places import title_of
from checks.scanning import ScanCheck, SeenPage
from config.interaction import interaction_words
from config.registry import Unit
from config.window import Window
from config.wording import plain
from crawler.facts import Found
from crawler.kinds import PageKind
from crawler.store.crawl import Crawl
from crawler.urls import page_key

STALE, DISAGREES = "stale", "disagrees"
NO_STATISTICS = "letter-statistics-not-seen"
UNDATED = "letter-statistics-undated"
_TEXTS = frozenset({PageKind.ARTICLE, PageKind.SINGLE_ARTICLE})


class ReplyStatisticsParams(CheckParams):
    """How old statistics may be."""

    window: Window = Field(description="how far back from the as-of date the latest statistics may lie")


@dataclass(frozen=True, slots=True)
class Statistics:
    """A published text of numbers: when, for which period, how many letters it says were received and answered."""

    url: str
    title: str
    column: str | None
    day: date | None
    period: tuple[date, date] | None
    received: int | None
    answered: int | None


Note: TypeAlias = Statistics | Letter


class ReplyStatistics(ScanCheck[Note]):
    """Statistics of letters and replies (留言受理反馈统计): are they kept up to date, do the shown letters fit them?

    ## What it finds

    * `stale`: the latest statistics that were found are older than the window of the rubric.
    * `disagrees`: the portal shows more letters of the period than the statistics say were received, or they say that
      more were answered than received.

    ## Why it matters

    国办秘函〔2019〕19号 “互动交流—统计数据”: 留言受理反馈统计数据未公开，或者监测时间点前3个月内未更新的，扣分.

    ## How it decides

    Statistics are texts whose titles say so (`config/lexicons/interaction.yaml`). Their day is that of publication, or
    the last day of the period in the title where that is later; dates after the as-of date are not believed. `stale`
    needs a crawl that finished and saw all pages of the unit, a date of publication on every such text, and no newer
    row of that name in a list (it may lead to a file). Of several numbers received the largest counts; numbers answered
    are not compared where letters of earlier times are among them (结转).

    Letters are compared with a text that names its period and how many were received: those of one column beside it,
    named in its title where one is. Portals show only some of their letters, so fewer than the number are no fault.
    Everything is suspected, because numbers may also stand where no text of that title is.

    ## When it does not apply

    A unit without such a text, without letters and without a column for them. Of one that has letters or a column for
    them the check says that it saw no such text.

    ## Known errors

    Numbers in a box beside the list, in a picture or loaded by a script are not read.
    """

    id = "reply-statistics"
    title = "留言统计数据"
    needs = ("pages",)
    codes = (STALE, DISAGREES)
    only_suspects = True
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“互动交流—统计数据”：留言受理反馈统计数据未公开，"
        "或者监测时间点前3个月内未更新的，扣分（名称见于地方自查材料，其余凭记忆）"
    )
    Params = ReplyStatisticsParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[Note]:
        """Statistics, and letters to hold against them."""
        yield from letters_of(seen)
        page = seen.page
        if page.kind in _TEXTS and page.article and interaction_words().statistics.matches(title_of(page)):
            title = title_of(page)
            received, answered = interaction_words().numbers(page.article.text)
            day = page.article.date.value if isinstance(page.article.date, Found) else None
            yield Statistics(page.url, title, place_of(seen), day, period_of(title), received, answered)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Note]
    ) -> Iterator[Said]:
        """Whether the unit's statistics are up to date, and whether its letters fit them."""
        assert isinstance(params, ReplyStatisticsParams)
        texts = [note for note in notes if isinstance(note, Statistics)]
        letters = each_once(note for note in notes if isinstance(note, Letter))
        if not texts:
            asked = bool(letters) or silence(crawl, unit) is not None
            yield Unjudged(unit.id, NO_STATISTICS, STALE) if asked else NotApplicable(NO_LETTERS)
            return
        yield Examined(len(texts))
        yield from self._age(crawl, unit, params.window, as_of, texts)
        for each in texts:
            facts = {"received": each.received, "answered": each.answered}
            yield Recognised("letter-statistics", each.title, each.url, str(each.day) if each.day else None, facts)
            yield from _disagreement(each, letters, unit)

    def _age(
        self, crawl: Crawl, unit: Unit, window: Window, as_of: date, texts: Sequence[Statistics]
    ) -> Iterator[Finding | Unjudged]:
        since = window.since(as_of)
        latest = max(texts, key=lambda each: _as_new_as(each, as_of) or date.min)
        last = _as_new_as(latest, as_of)
        if (last and last >= since) or _has_newer_row(crawl, unit, since, as_of):
            return
        reason = UNDATED if any(each.day is None for each in texts) else own_gap(crawl, unit)
        if reason:
            yield Unjudged(f"{unit.id} statistics", reason, STALE, latest.url)
            return
        facts = {
            "last_update": str(last) if last else None,
            "age_days": (as_of - last).days if last else None,
            "limit_days": window.limit_days(as_of),
        }
        yield _finding(STALE, latest, unit, "letter-statistics", facts)


def _has_newer_row(crawl: Crawl, unit: Unit, since: date, as_of: date) -> bool:
    """Whether a column of the unit lists newer statistics, which may be a file or a picture."""
    rows = (item for column in crawl.columns(unit) for item in column.items)
    words = interaction_words().statistics
    return any(item.date and since <= item.date <= as_of and words.matches(item.title) for item in rows)


def _as_new_as(text: Statistics, as_of: date) -> date | None:
    days = (text.day, text.period[1] if text.period and text.day else None)
    return max((day for day in days if day and day <= as_of), default=None)


def _disagreement(text: Statistics, letters: Sequence[Letter], unit: Unit) -> Iterator[Finding]:
    if text.received is None:
        return
    if text.answered is not None and text.answered > text.received:
        facts = {"expected": text.received, "observed": text.answered, "basis": "answered"}
        yield _finding(DISAGREES, text, unit, page_key(text.url), facts)
        return
    shown = _shown(text, letters)
    if shown > text.received:
        period = [str(day) for day in text.period or ()]
        facts = {"expected": text.received, "observed": shown, "period": "—".join(period)}
        yield _finding(DISAGREES, text, unit, page_key(text.url), facts)


def _shown(text: Statistics, letters: Sequence[Letter]) -> int:
    """Most letters of the text's period that one column beside it shows."""
    if text.period is None or text.column is None:
        return 0
    first, last = text.period
    above = text.column.rpartition(">")[0]
    beside = [
        letter.column
        for letter in letters
        if letter.asked and first <= letter.asked <= last and letter.column and _is_beside(letter.column, above)
    ]
    named = [column for column in beside if plain(column.rpartition(">")[2]) in plain(text.title)]
    return max(Counter(named or beside).values(), default=0)


def _is_beside(column: str, above: str) -> bool:
    return bool(above) and column.rpartition(">")[0] == above


def _finding(code: str, text: Statistics, unit: Unit, subject: str, facts: dict[str, Any]) -> Finding:
    return Finding(
        check=ReplyStatistics.id,
        code=code,
        unit=unit.id,
        subject=subject,
        url=text.url,
        state=State.SUSPECTED,
        column=text.column,
        found_on=(text.url,),
        found_on_count=1,
        text=text.title,
        facts=facts,
    )
