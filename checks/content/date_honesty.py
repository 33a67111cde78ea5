"""The check `date-honesty`: dates of publication that cannot be the true ones."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import NamedTuple

from pydantic import Field

from checks.content.passages import NO_TEXTS, Spot, finding_of, title_at
from checks.contract import CheckParams, Said
from checks.finding import Examined, Unjudged
from checks.scanning import ScanCheck, SeenPage
from config.registry import Unit
from crawler.facts import Found
from crawler.store.crawl import Crawl

LATER_SEEN = "not-there-before"
URL_LATER = "earlier-than-address"
BATCH = "same-minute-batch"
REBUILT = "portal-rebuilt"
MOVED = "archive-of-one-day"
_CHINA = dt.timezone(dt.timedelta(hours=8))
_EXAMPLES = 5


class Dated(NamedTuple):
    """A dated article, and the day in its address when that is another one."""

    url: str
    column: str | None
    day: int
    address_day: int


class DateHonestyParams(CheckParams):
    """How far dates may lie apart."""

    tolerance_days: int = Field(
        default=7,
        ge=1,
        description="from so many days before the look that did not see it a date is suspected (own rule)",
    )
    lookback_days: int = Field(
        default=90,
        ge=1,
        description="up to so many days before that look a date is suspected; what is older fills up an archive "
        "(own rule)",
    )
    address_days: int = Field(
        default=30, ge=1, description="from so many days before the one in the address a date is suspected (own rule)"
    )
    archive_articles: int = Field(
        default=30,
        ge=2,
        description="articles with one day in their addresses from which they may be an archive that was moved; fewer "
        "may have been put there before an inspection (own rule)",
    )
    archive_days: int = Field(
        default=365,
        ge=1,
        description="days over which the dates of such articles must be spread for that; the indicators ask for "
        "updates within a year at most (own rule)",
    )
    batch: int = Field(
        default=5,
        ge=2,
        description="articles of one minute, or of one day in their addresses, that make a batch (own rule)",
    )
    batch_days: int = Field(default=14, ge=1, description="days over which the dates of a batch are spread (own rule)")
    credible: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="share of other articles written on their own day, or one beside it, from which a server's "
        "times are believed; and of articles new since the last look from which a portal was rebuilt (own rule)",
    )


class DateHonesty(ScanCheck[Dated]):
    """Displayed dates of publication (发布日期) that contradict what else is known about the page.

    ## What it finds

    * `not-there-before`: an article that an earlier complete crawl of the same portal did not see, although its date
      lies before that crawl.
    * `earlier-than-address`: an article whose date lies well before the day in its own address.
    * `same-minute-batch`: articles of one column that were written within one minute, and whose dates are spread over
      weeks. One suspicion for each batch.

    ## Why it matters

    国办秘函〔2019〕19号 单项否决“严重错误”: dates that are made up to look like updates (伪造发稿日期).

    ## How it decides

    An earlier crawl counts when it was taken as evidence (`--previous`) and had finished; dates from `tolerance_days`
    to `lookback_days` before it are looked at, because archives are filled up lawfully with older texts. Where at least
    the share `credible` of all articles is new, the portal was rebuilt and nothing is said. Articles that bear one
    later day in their addresses, at least `archive_articles` of them with dates spread over `archive_days`, are an
    archive that was moved; they are open together. The time of writing is the header Last-Modified. It is believed only
    where the unit has at least as many other articles with it as the batch holds, and at least the share `credible` of
    them was written on the day that they bear, or one beside it: a portal that writes all pages anew, or makes them for
    every visitor, tells nothing.

    ## When it does not apply

    Without an earlier crawl and without believable times only the addresses are judged. A unit without dated articles
    is not judged.

    ## Known errors

    Articles that moved to another address, or were withdrawn and restored, look as if they had not been there; a moved
    archive of fewer articles, or of a shorter time, looks as if its dates were made up. Addresses may bear the day on
    which a draft was opened, which lies before; only later days are suspected.
    """

    id = "date-honesty"
    title = "疑似发布日期不实"
    needs = ("pages",)
    codes = (LATER_SEEN, URL_LATER, BATCH)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决“严重错误”：伪造发稿日期"
        "（表述见于地方通报，待对照原文）"
    )
    only_suspects = True
    Params = DateHonestyParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[Dated]:
        """The dates of an article."""
        article = seen.page.article
        if article is None or not isinstance(article.date, Found) or article.date.value > as_of:
            return
        filed = next((day for source, day in article.conflicts if source == "url"), None)
        day = article.date.value.toordinal()
        address = dt.date.fromisoformat(filed).toordinal() if filed and article.date.source != "url" else day
        yield Dated(seen.page.url, seen.column, day, address)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Dated]
    ) -> Iterator[Said]:
        """Each kind of contradiction by itself."""
        assert isinstance(params, DateHonestyParams)
        if not notes:
            yield Unjudged(unit.id, NO_TEXTS, LATER_SEEN)
            return
        yield Examined(len(notes))
        yield from _before_address(crawl, unit, params, notes)
        yield from _not_seen(crawl, unit, params, notes)
        for spot in _batches(crawl, unit, params, notes):
            yield finding_of(self.id, unit, spot)


def _before_address(crawl: Crawl, unit: Unit, params: DateHonestyParams, notes: Collection[Dated]) -> Iterator[Said]:
    """Articles dated before their address. When a portal moves, its whole archive bears the day of the move."""
    spans: dict[int, tuple[int, int, int, str]] = {}
    for each in notes:
        if each.address_day - each.day >= params.address_days:
            number, first, last, url = spans.get(each.address_day, (0, each.day, each.day, each.url))
            spans[each.address_day] = (number + 1, min(first, each.day), max(last, each.day), url)
    moved = {
        address_day: (number, url)
        for address_day, (number, first, last, url) in spans.items()
        if number >= params.archive_articles and last - first >= params.archive_days
    }
    for each in notes if len(moved) < len(spans) else ():
        if each.address_day - each.day >= params.address_days and each.address_day not in moved:
            yield finding_of(DateHonesty.id, unit, _spot(crawl, URL_LATER, each, address_date=_iso(each.address_day)))
    for address_day, (number, url) in sorted(moved.items()):
        facts = {"articles": number, "address_date": _iso(address_day)}
        yield Unjudged(f"{unit.id} {_iso(address_day)}", MOVED, URL_LATER, url, facts)


def _not_seen(crawl: Crawl, unit: Unit, params: DateHonestyParams, notes: Collection[Dated]) -> Iterator[Said]:
    looks = sorted(dt.date.fromisoformat(day).toordinal() for day in crawl.meta.get("looks", ()))
    if not looks:
        return
    missed, new = [], 0
    for each, day in _with(notes, crawl.known_since(unit)):
        since = dt.date.fromisoformat(day).toordinal()
        new += since > looks[-1]
        before = [look for look in looks if look < since]
        if before and params.tolerance_days <= before[-1] - each.day <= params.lookback_days:
            missed.append((each, before[-1], since))
    if missed and new >= params.credible * len(notes):
        yield Unjudged(unit.id, REBUILT, LATER_SEEN, facts={"new": new, "articles": len(notes)})
        return
    for each, look, since in missed:
        facts = {"look": _iso(look), "first_seen": _iso(since)}
        yield finding_of(DateHonesty.id, unit, _spot(crawl, LATER_SEEN, each, **facts))


def _batches(crawl: Crawl, unit: Unit, params: DateHonestyParams, notes: Collection[Dated]) -> Iterator[Spot]:
    written = _Written(crawl, unit, notes)
    for minute, group in written.batches(params.batch):
        first, last = min(group, key=lambda each: (each.day, each.url)), max(each.day for each in group)
        day = minute.date().toordinal()
        if last - first.day < params.batch_days or day < last:
            continue
        others = written.count - len(group)
        on_their_day = written.on_their_day - sum(abs(day - each.day) <= 1 for each in group)
        if others < len(group) or on_their_day < params.credible * others:
            continue
        days = {"first_date": _iso(first.day), "last_date": _iso(last)}
        facts = {"minute": f"{minute:%Y-%m-%d %H:%M}", "count": len(group), **days}
        examples = [each.url for each in group][:_EXAMPLES]
        yield _spot(crawl, BATCH, first, examples=examples, **facts)._replace(key=f"{minute:%Y-%m-%d %H:%M}")


class _Written:
    """When the server says that articles were written, by column and minute in China."""

    def __init__(self, crawl: Crawl, unit: Unit, notes: Collection[Dated]) -> None:
        self._crawl, self._unit, self._notes = crawl, unit, notes
        self.count = self.on_their_day = 0
        self._written: Counter[tuple[str, int]] = Counter()
        for each, minute in self._each():
            self.count += 1
            self.on_their_day += abs(_moment(minute).date().toordinal() - each.day) <= 1
            if each.column:
                self._written[each.column, minute] += 1

    def batches(self, least: int) -> list[tuple[dt.datetime, list[Dated]]]:
        """The articles of one column and minute, where there are that many."""
        large = {place: list[Dated]() for place, number in sorted(self._written.items()) if number >= least}
        for each, minute in self._each() if large else ():
            if each.column and (each.column, minute) in large:
                large[each.column, minute].append(each)
        return [(_moment(minute), group) for (_, minute), group in large.items()]

    def _each(self) -> Iterator[tuple[Dated, int]]:
        """The articles of which that is known, with the minute since 1970."""
        for each, header in _with(self._notes, self._crawl.last_modified(self._unit)):
            if (minute := _minute(header)) is not None:
                yield each, minute


def _with(notes: Collection[Dated], known: Iterator[tuple[str, str]]) -> Iterator[tuple[Dated, str]]:
    """The notes of which something is known, with it. Both are in the order of addresses."""
    url, what = next(known, ("", ""))
    for each in notes:
        while url and url < each.url:
            url, what = next(known, ("", ""))
        if url == each.url:
            yield each, what


@lru_cache(maxsize=4096)  # many pages are written in one second
def _minute(header: str) -> int | None:
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()) // 60


def _moment(minute: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(60 * minute, _CHINA)


def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _spot(crawl: Crawl, code: str, each: Dated, **facts: object) -> Spot:
    return Spot(code, each.url, each.column, title_at(crawl, each.url), "", (("date", _iso(each.day)), *facts.items()))
