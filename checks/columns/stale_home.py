"""The check `stale-home`: a home page on which nothing new appeared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from pydantic import Field

from checks.columns.freshness import (
    TOLERANCE,
    ages,
    evidence_of,
    freshness,
    newest_item,
    suspicion_of,
    why_undated,
    years_doubt,
)
from checks.columns.home_items import shown_on
from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from config.registry import Unit, UnitClass
from config.window import Window
from crawler.facts import PageFacts
from crawler.kinds import ListSource, PageKind
from crawler.store.crawl import Crawl, Item
from crawler.urls import netloc, page_key

STALE = "stale"
ON_HOME = "home"
IN_COLUMNS = "columns"
NEWER_HOME = "newer-home"


class StaleHomeParams(CheckParams):
    """The window of the rubric."""

    window: Window = Field(description="how far back from the as-of date the newest information may lie")


class Newest(NamedTuple):
    """The newest information, where it was looked for (`home` or `columns`), and why a newer one may be hidden.

    `suspicion`: why a last update that is too old is only suspected to be the last one (a key below `reason.`).
    """

    item: Item | None
    basis: str
    doubt: str | None
    suspicion: str | None


class StaleHome(Check):
    """A home page without any information that is new within the window.

    ## What it finds

    `stale`: the newest dated information that the unit's home page shows is older than the window. `facts` give the
    last update, its age, the limit, and whether it was read on the home page or in the columns (`basis`).

    ## Why it matters

    国办秘函〔2019〕19号 单项否决“首页不更新”: 监测2周，首页无信息更新的. A single stale home page ends the site's year.

    ## How it decides

    Information on the home page are the rows of its lists, with the date of the row or else of the text behind it, and
    every dated article that the body of the home page links; a page of the portal whose address says a day within the
    window counts too, whatever it is, because no link is older than what it leads to. An item without any date counts
    as not updated (未注明发布时间的视为不更新). If the home page shows no list and so is only an entrance to columns
    (首页仅为网站栏目导航入口), the newest item of all the unit's columns counts as well. An item exactly on the limit
    is in time; dates later than one day after the as-of date are ignored.

    Fresh information acquits at once. A finding needs proof that nothing newer is hidden: the home page was read, no
    list on it is unreadable, no row bears a date that we cannot complete or that might be newer in another year than
    the one inferred for it, no row without a date leads to a page that was not read as an article, every page of
    the portal that its body links (for an entrance page: that it links anywhere) was observed, and no article among
    those, known by its address, could not be read (pages that are no articles, such as 关于我们, do not matter). An
    entrance page also needs columns, and of each of them the proof that `stale-column` asks for. Otherwise the home
    page is not judged.

    A finding is `suspected` when the article or the URL of what the home page shows gives another date that lies within
    the window, when its body links an address on another site that says such a day or a page of the portal that has the
    address of an article and was not recognised as one, and for an entrance page when the finding of one of its columns
    would be.

    ## When it does not apply

    Units without a home page of their own (no entry address), other than the portal itself.

    ## Known errors

    News that the home page shows only as pictures or by a script are not seen; the reader reports such a list as
    unreadable where it recognises it. Judging as of a day before the crawl sees today's home page, not the one of that
    day: when it shows news from between the two, it may acquit and never accuses.
    """

    id = "stale-home"
    title = "首页不更新"
    needs = ("pages",)
    codes = (STALE,)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决“首页不更新”：监测2周，首页无信息更新的。"
        "如首页仅为网站栏目导航入口，所有二级页面无信息更新的"
    )
    Params = StaleHomeParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """At most one finding: the home page of `unit` is out of date on `as_of`."""
        assert isinstance(params, StaleHomeParams)
        if not unit.entry_urls and unit.unit_class is not UnitClass.PORTAL:
            yield NotApplicable("no-own-home")
            return
        home = crawl.home(unit)
        if home is None or not home.judgeable:
            address = unit.entry_urls[0] if unit.entry_urls else crawl.portal.start_urls[0]
            reason = home.reason if home and home.reason else "home-not-observed"
            yield Unjudged(address, reason, STALE, address)
            return
        newest = _newest(crawl, unit, home, as_of, params.window.since(as_of))
        last = newest.item.date if newest.item else None
        if last and last >= params.window.since(as_of):
            yield Examined(1)
        elif newest.doubt:
            yield Unjudged(home.url, newest.doubt, STALE, home.url)
        else:
            yield Examined(1)
            yield _finding(unit, home, newest, ages(last, params.window, as_of))


def _newest(crawl: Crawl, unit: Unit, home: PageFacts, as_of: date, since: date) -> Newest:
    """What the body of the home page shows; for an entrance page also what it leads to, navigation included."""
    shown = shown_on(crawl, home, since)
    suspicion = suspicion_of(shown.items, as_of, since) or shown.suspicion
    doubt = _moved_on(crawl, shown.items, as_of) or shown.doubt
    if rows := shown.rows:
        hidden = _unreadable(home) or _unseen(crawl, shown.addresses) or _undated(crawl, rows)
        doubt = hidden or years_doubt(rows, as_of, since) or doubt
        return Newest(newest_item(shown.items, as_of), ON_HOME, doubt, suspicion)
    below = _newest_of_columns(crawl, unit, shown.items, as_of, since)
    everything = {link.url for link in crawl.links(home.url) if link.url}
    doubt = _unreadable(home) or _unseen(crawl, everything) or doubt or below.doubt
    return below._replace(doubt=doubt, suspicion=suspicion or below.suspicion)


def _unreadable(home: PageFacts) -> str | None:
    if home.list and (home.list.obstacle or home.list.source is ListSource.UNKNOWN):
        return home.list.obstacle or "home-list-not-read"
    return None


def _undated(crawl: Crawl, rows: Iterable[Item]) -> str | None:
    """A row without a date may have one that we could not read."""
    doubts = (why_undated(crawl, row) for row in rows if row.date is None)
    return next(filter(None, doubts), None)


def _moved_on(crawl: Crawl, shown: Iterable[Item], as_of: date) -> str | None:
    """News from between the as-of date and the crawl: it has pushed out what the home page showed on that day."""
    seen_until = crawl.crawled_on
    later = (item.date for item in shown if item.date and item.date > as_of + TOLERANCE)
    return NEWER_HOME if seen_until and any(day <= seen_until + TOLERANCE for day in later) else None


def _unseen(crawl: Crawl, shown: Collection[str]) -> str | None:
    """A page of the portal that the home page shows was not observed and may be new."""
    gaps = (gap.url for gap in crawl.not_observed() if gap.url in shown)
    return "home-links-unseen" if any(netloc(url) in crawl.portal.all_hosts for url in gaps) else None


def _newest_of_columns(crawl: Crawl, unit: Unit, shown: Iterable[Item], as_of: date, since: date) -> Newest:
    """The newest of what an entrance page `shown` and of all columns of the unit."""
    columns = [column for column in crawl.columns(unit) if column.shape is not PageKind.LANDING]
    seen = [freshness(crawl, column, as_of, since) for column in columns]
    newest = newest_item((*shown, *(fresh.newest for fresh in seen if fresh.newest)), as_of)
    doubts = sorted(fresh.doubt for fresh in seen if fresh.doubt) if columns else ["no-second-level"]
    suspicions = sorted(fresh.suspicion for fresh in seen if fresh.suspicion)
    return Newest(newest, IN_COLUMNS, next(iter(doubts), None), next(iter(suspicions), None))


def _finding(unit: Unit, home: PageFacts, newest: Newest, facts: dict[str, Any]) -> Finding:
    return Finding(
        check=StaleHome.id,
        code=STALE,
        unit=unit.id,
        subject=page_key(home.url),
        url=home.url,
        state=State.SUSPECTED if newest.suspicion else State.CONFIRMED,
        found_on=(home.url,),
        found_on_count=1,
        text=home.title,
        facts={"basis": newest.basis, **facts},
        evidence={"suspicion": newest.suspicion, "newest": evidence_of(newest.item)},
    )
