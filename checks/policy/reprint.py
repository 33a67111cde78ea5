"""The check `reprint`: documents of higher levels that the portal reprinted late."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, Recognised, State, Unjudged
from checks.policy.chain import PolicyCheck
from checks.policy.corpus import Corpus
from checks.policy.paper import Paper
from config.policy_words import found_in, policy_words
from config.registry import Unit
from config.rubric import Period
from config.wording import plain
from crawler.facts import Glimpse
from crawler.kinds import TargetKind
from crawler.reading.text.dates import find_dates
from crawler.store.crawl import Crawl
from crawler.urlforms import url_date
from crawler.urls import netloc, page_key

LATE = "late"
NO_REPRINTS = "no-reprints"
ORIGINAL_UNSEEN = "original-date-unseen"
HOURS = 24
HEAD = 600
"""Characters of a page elsewhere in which its date of publication stands (own rule)."""


class ReprintParams(CheckParams):
    """How soon what a higher level publishes must be reprinted."""

    max_hours: int = Field(ge=1, description="hours between the original and the reprint")
    period: Period | None = Field(default=None, description="only reprints published between these days")


class Original(NamedTuple):
    """Where a reprint comes from, and the day on which that was published."""

    url: str
    day: date


class Copy(NamedTuple):
    """A reprint: a page of the portal, or a row of one of its lists, with its day."""

    title: str
    url: str
    day: date
    original: Original


class Reprint(PolicyCheck):
    """Reprints of documents of the State Council, the province or the city that came late.

    ## What it finds

    * `late`: between the original and the reprint lie more than `max_hours`, however both days are taken.

    ## Why it matters

    国办发〔2017〕47号: 国务院文件在中国政府网公开发布后，各地区、各部门要及时在本地区、本部门网站转载.
    国办函〔2016〕68号 counted who reprints within 24 hours; Fujian asks for 8 (人民日报 of 14 July 2017).

    ## How it decides

    Both sides must be seen: the reprint's date on this portal, and the original's date in the gov.cn address that the
    reprint or the list row links, or on the page at that address (not for list rows). Dates are days, so the shortest
    time that both days allow is compared. What is important enough to be reprinted a person decides, so every finding
    is `suspected`, and what was not reprinted at all is never told.

    ## When it does not apply

    Always asked. Without a reprint whose original's date is seen, it is not judged.

    ## Known errors

    An original whose address shows only the month is not judged when its page was not looked at, or a list row links
    it.
    """

    id = "reprint"
    title = "转载上级信息"
    codes = (LATE,)
    clause = "国务院文件在中国政府网公开发布后，各地区、各部门要及时在本地区、本部门网站转载（国办发〔2017〕47号）"
    only_suspects = True
    Params = ReprintParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """Findings on each reprint of `unit` that came late."""
        assert isinstance(params, ReprintParams)
        corpus = Corpus(crawl, unit, as_of, notes)
        glimpses = crawl.glimpses() or {}
        pages = [(each, _original(crawl, each, glimpses)) for each in corpus.upper_documents(params.period)]
        rows = list(_rows(crawl, unit, params.period, as_of))
        seen = [
            Copy(each.title, each.url, each.published.day, original)
            for each, original in pages
            if original and each.published
        ]
        for copy in [*seen, *rows]:
            original = {"original": copy.original.day.isoformat()}
            yield Recognised(self.title, copy.title, copy.url, copy.day.isoformat(), original)
            if _least_hours(copy.original.day, copy.day) > params.max_hours:
                yield self._late(unit, copy, params.max_hours)
        if seen or rows:
            yield Examined(len(seen) + len(rows))
        elif pages:
            yield Unjudged(LATE, ORIGINAL_UNSEEN, LATE, pages[0][0].url)
        else:
            yield Unjudged(LATE, NO_REPRINTS, LATE)

    def _late(self, unit: Unit, copy: Copy, limit: int) -> Finding:
        title, url, day, original = copy
        facts = {"title": title, "original": original.day.isoformat(), "published": day.isoformat(), "at": original.url}
        return Finding(
            check=self.id,
            code=LATE,
            unit=unit.id,
            subject=page_key(url),
            url=url,
            state=State.SUSPECTED,
            found_on=(url,),
            found_on_count=1,
            text=title,
            facts=facts | {"hours": _least_hours(original.day, day), "limit_hours": limit},
        )


def _least_hours(original: date, reprint: date) -> int:
    """The hours that lie at least between two days: from the last hour of the one to the first of the other."""
    return max(0, ((reprint - original).days - 1) * HOURS)


def _original(crawl: Crawl, paper: Paper, glimpses: dict[str, Glimpse]) -> Original | None:
    """The page that a reprint links as its original: on a gov.cn site, with the document's name in link or title."""
    for link in crawl.links(paper.url):
        if link.url is None or link.kind is not TargetKind.EXTERNAL or not _is_official(crawl, link.url):
            continue
        glimpse = glimpses.get(link.url)
        shown = plain(link.text + (glimpse.title + glimpse.heading if glimpse else ""))
        if any(name in shown for name in paper.names):
            day = url_date(link.url) or (_shown_date(glimpse) if glimpse else None)
            if day:
                return Original(link.url, day)
    return None


def _rows(crawl: Crawl, unit: Unit, period: Period | None, as_of: date) -> Iterator[Copy]:
    """Rows of columns for higher levels that lead to the original itself."""
    upper = policy_words().upper.columns
    for column in crawl.columns(unit):
        for item in column.items if found_in(upper, column.path) else ():
            day = url_date(item.url) if item.target is TargetKind.EXTERNAL else None
            if not (day and item.date and item.surely_dated and item.date <= as_of and _is_official(crawl, item.url)):
                continue
            if period is None or period.since <= item.date <= period.until:
                yield Copy(item.title, item.url, item.date, Original(item.url, day))


def _is_official(crawl: Crawl, url: str) -> bool:
    host = netloc(url)
    return host not in crawl.portal.all_hosts and found_in(policy_words().upward.hosts, host.partition(":")[0])


def _shown_date(glimpse: Glimpse) -> date | None:
    return next((hit.date for hit in find_dates(glimpse.text[:HEAD])), None)
