"""The check `date-honesty`: dates of publication that cannot be the true ones."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from email.utils import parsedate_to_datetime
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
        default=7, ge=1, description="days by which a date may lie before the look that did not see it (own rule)"
    )
    lookback_days: int = Field(
        default=90,
        ge=1,
        description="days before that look from which an article is an archive's, filled up (own rule)",
    )
    address_days: int = Field(
        default=30, ge=1, description="days by which a date may lie before the one in the address (own rule)"
    )
    batch: int = Field(default=5, ge=2, description="articles of one minute that make a batch (own rule)")
    batch_days: int = Field(default=14, ge=1, description="days over which the dates of a batch are spread (own rule)")
    credible: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="share of other articles written on their own day from which a server's "
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
    to `lookback_days` before it are looked at, because archives are filled up lawfully with older texts. Where most
    articles are new, the portal was rebuilt and nothing is said. The time of writing is the header Last-Modified. It
    is believed only where at least the share `credible` of the unit's other articles was written on the day that they
    bear: a portal that writes all pages anew, or makes them for every visitor, tells nothing.

    ## When it does not apply

    Without an earlier crawl and without believable times only the addresses are judged. A unit without dated articles
    is not judged.

    ## Known errors

    Articles that moved to another address, or were withdrawn and restored, look as if they had not been there.
    Addresses may bear the day on which a draft was opened, which lies before; only later days are suspected.
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
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Sequence[Dated]
    ) -> Iterator[Said]:
        """Each kind of contradiction by itself."""
        assert isinstance(params, DateHonestyParams)
        if not notes:
            yield Unjudged(unit.id, NO_TEXTS, LATER_SEEN)
            return
        yield Examined(len(notes))
        for each in notes:
            if each.address_day - each.day >= params.address_days:
                yield finding_of(self.id, unit, _spot(crawl, URL_LATER, each, address_date=_iso(each.address_day)))
        yield from _not_seen(crawl, unit, params, notes)
        for spot in _batches(crawl, params, notes):
            yield finding_of(self.id, unit, spot)


def _not_seen(crawl: Crawl, unit: Unit, params: DateHonestyParams, notes: Sequence[Dated]) -> Iterator[Said]:
    looks = sorted(dt.date.fromisoformat(day).toordinal() for day in crawl.meta.get("looks", ()))
    if not looks:
        return
    since = {each.url: day.toordinal() for each in notes if (day := crawl.known_since(each.url))}
    missed = []
    for each in notes:
        before = [look for look in looks if look < since.get(each.url, 0)]
        if before and params.tolerance_days <= before[-1] - each.day <= params.lookback_days:
            missed.append((each, before[-1]))
    new = sum(1 for day in since.values() if day > looks[-1])
    if missed and new >= params.credible * len(notes):
        yield Unjudged(unit.id, REBUILT, LATER_SEEN, facts={"new": new, "articles": len(notes)})
        return
    for each, look in missed:
        facts = {"look": _iso(look), "first_seen": _iso(since[each.url])}
        yield finding_of(DateHonesty.id, unit, _spot(crawl, LATER_SEEN, each, **facts))


def _batches(crawl: Crawl, params: DateHonestyParams, notes: Sequence[Dated]) -> Iterator[Spot]:
    written = {each.url: moment for each in notes if (moment := _written(crawl, each.url))}
    groups: dict[tuple[str, dt.datetime], list[Dated]] = defaultdict(list)
    for each in notes:
        if each.column and each.url in written:
            groups[each.column, written[each.url].replace(second=0, microsecond=0)].append(each)
    for (_, minute), group in sorted(groups.items()):
        spread = max(each.day for each in group) - min(each.day for each in group)
        if len(group) < params.batch or spread < params.batch_days:
            continue
        inside = {each.url for each in group}
        others = [each for each in notes if each.url in written and each.url not in inside]
        on_their_day = sum(abs(written[each.url].date().toordinal() - each.day) <= 1 for each in others)
        if len(others) < len(group) or on_their_day < params.credible * len(others):
            continue
        if minute.date().toordinal() < max(each.day for each in group):
            continue
        first = min(group, key=lambda each: (each.day, each.url))
        days = {"first_date": _iso(first.day), "last_date": _iso(max(each.day for each in group))}
        facts = {"minute": f"{minute:%Y-%m-%d %H:%M}", "count": len(group), **days}
        examples = [each.url for each in group][:_EXAMPLES]
        yield _spot(crawl, BATCH, first, examples=examples, **facts)._replace(key=f"{minute:%Y-%m-%d %H:%M}")


def _written(crawl: Crawl, url: str) -> dt.datetime | None:
    """When the server says that the page was written, in China."""
    answer = crawl.answer(url)
    if answer is None or not answer.last_modified:
        return None
    try:
        moment = parsedate_to_datetime(answer.last_modified)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(_CHINA)


def _iso(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _spot(crawl: Crawl, code: str, each: Dated, **facts: object) -> Spot:
    return Spot(code, each.url, each.column, title_at(crawl, each.url), "", (("date", _iso(each.day)), *facts.items()))
