"""One channel of one unit: does it open, and how new is what stands in it?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from checks.columns.freshness import ages, freshness
from checks.contract import Said
from checks.disclosure.holdings import Holdings
from checks.disclosure.named import NamedLink
from checks.finding import Examined, Finding, Recognised, State, Unjudged
from config.interaction import interaction_words
from config.mandated import MandatedItem
from config.registry import Unit
from crawler.kinds import PageKind, Region
from crawler.store.crawl import Column, Crawl, Item
from crawler.urls import page_key

CHECK = "interaction-channels"
DEAD, SILENT = "dead", "silent"
NOT_FOUND = "channel-not-found"
NO_LIST = "channel-without-list"
NO_DATES = "channel-undated"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest day in a channel, where it was seen, and why a newer one cannot be ruled out."""

    day: date | None
    url: str
    column: Column | None = None
    doubt: str | None = None


class ChannelJudge:
    """Judges `channel` by what the unit shows (`holdings`) and the days of letters (`days`, by page key)."""

    def __init__(
        self,
        crawl: Crawl,
        unit: Unit,
        channel: MandatedItem,
        *,
        holdings: Holdings,
        days: Mapping[str, date],
        as_of: date,
    ) -> None:
        self._crawl = crawl
        self._unit = unit
        self._channel = channel
        self._holdings = holdings
        self._hits = holdings.find(channel)
        self._days = days
        self._as_of = as_of
        self._facts: dict[str, Any] = {"item": channel.id, "title": channel.title}

    def judge(self) -> Iterator[Said]:
        """Whether its entrance opens, then how new it is."""
        if self._hits.on_portal:
            yield Examined(1)
            yield from self._age(self._newest())
        elif unseen := self._unseen():
            reason, url = unseen
            yield Unjudged(self._channel.id, reason, DEAD, url, self._facts)
        else:
            yield Examined(1)
            link = self._entrances()[0]
            yield self._finding(DEAD, link.url, None, observed=link.answer.value if link.answer else None)

    def _unseen(self) -> tuple[str, str] | None:
        """Why an entrance that we have not read may be alive, and the link to show for it; None when all are dead."""
        links = self._entrances()
        if not links:
            return NOT_FOUND, ""
        unread = next(((link.why_unread, link.url) for link in links if link.why_unread), None)
        incomplete = self._holdings.why_incomplete
        return unread or ((incomplete, links[0].url) if incomplete else None)

    def _entrances(self) -> list[NamedLink]:
        """The links by the channel's name, without those that only articles hold, perhaps of years ago."""
        return [link for link in self._hits.links if link.why_unread or not self._only_in_articles(link.url)]

    def _only_in_articles(self, url: str) -> bool:
        uses = self._crawl.uses(url, self._unit)
        pages = [self._crawl.page(use.page_url) for use in uses.examples if use.region == Region.BODY.value]
        told = [page for page in pages if page and page.kind is PageKind.ARTICLE]
        return bool(told) and len(told) == uses.count

    def _age(self, newest: Newest) -> Iterator[Said]:
        channel, window = self._channel, self._channel.max_age
        day = newest.day.isoformat() if newest.day else None
        yield Recognised(channel.id, channel.title, newest.url, day, self._facts)
        exempt = any(column.exempt for column in self._hits.columns)
        if window is None or exempt or (newest.day and newest.day >= window.since(self._as_of)):
            return
        doubt = newest.doubt or (None if newest.day else NO_DATES)
        if doubt:
            yield Unjudged(channel.id, doubt, SILENT, newest.url, self._facts)
        else:
            yield self._finding(SILENT, newest.url, newest.column, **ages(newest.day, window, self._as_of))

    def _newest(self) -> Newest:
        found = [self._in_column(column) for column in self._hits.columns]
        found += [Newest(self._days.get(page_key(page.url)), page.url) for page in self._hits.pages]
        best = max(found, key=lambda each: each.day or date.min)
        nothing = not best.day and not any(_letters(column) for column in self._hits.columns)
        doubt = next((each.doubt for each in found if each.doubt), NO_LIST if nothing else None)
        return Newest(best.day, best.url, best.column, doubt)

    def _in_column(self, column: Column) -> Newest:
        """The newest of the rows and of the letters in the column's list and behind its rows."""
        since = self._channel.max_age.since(self._as_of) if self._channel.max_age else None
        letters = _letters(column)
        keys = (page_key(column.url), *(page_key(item.url) for item in letters))
        if column.items and not letters and not column.missing_pages:
            return Newest(max((self._days[key] for key in keys if key in self._days), default=None), column.url, column)
        fresh = freshness(self._crawl, replace(column, items=letters), self._as_of, since)
        days = [self._days[key] for key in keys if key in self._days]
        if fresh.last_update and fresh.last_update <= self._as_of:
            days.append(fresh.last_update)
        return Newest(max(days, default=None), column.url, column, fresh.doubt or fresh.suspicion)

    def _finding(self, code: str, url: str, column: Column | None, **facts: Any) -> Finding:
        return Finding(
            check=CHECK,
            code=code,
            unit=self._unit.id,
            subject=self._channel.id,
            url=url,
            state=State.SUSPECTED,
            column=column.path if column else None,
            found_on=(url,),
            found_on_count=1,
            text=column.name if column else self._channel.title,
            facts=self._facts | facts,
        )


def _letters(column: Column) -> tuple[Item, ...]:
    """The rows of a column without rules and notices (写信须知), which nobody wrote as a letter."""
    return tuple(item for item in column.items if not interaction_words().not_letters.matches(item.title))
