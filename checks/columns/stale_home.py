"""The check `stale-home`: a home page on which nothing new appeared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from checks.columns.freshness import TOLERANCE, ages, evidence_of, freshness, newest_item, why_undated, years_doubt
from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Unjudged
from config.registry import Unit, UnitClass
from config.window import Window
from crawler.facts import Found, PageFacts
from crawler.kinds import DateSource, ListSource, PageKind, Region
from crawler.store.crawl import Crawl, Item
from crawler.urls import netloc, page_key

STALE = "stale"
ON_HOME = "home"
IN_COLUMNS = "columns"
NEWER_HOME = "newer-home"


class StaleHomeParams(CheckParams):
    """The window of the rubric."""

    window: Window = Field(description="how far back from the as-of date the newest information may lie")


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest information, where it was looked for (`home` or `columns`), and why a newer one may be hidden."""

    item: Item | None
    basis: str
    doubt: str | None


class StaleHome(Check):
    """A home page without any information that is new within the window.

    ## What it finds

    `stale`: the newest dated information that the unit's home page shows is older than the window. `facts` give the
    last update, its age, the limit, and whether it was read on the home page or in the columns (`basis`).

    ## Why it matters

    国办秘函〔2019〕19号 单项否决“首页不更新”: 监测2周，首页无信息更新的. A single stale home page ends the site's year.

    ## How it decides

    Information on the home page are the rows of its lists, with the date of the row or else of the article behind it,
    and every dated article that the body of the home page links. An item without any date counts as not updated
    (未注明发布时间的视为不更新). If the home page shows no list and so is only an entrance to columns
    (首页仅为网站栏目导航入口), the newest item of all the unit's columns counts as well. An item exactly on the limit
    is in time; dates later than one day after the as-of date are ignored.

    Fresh information acquits at once. A finding needs proof that nothing newer is hidden: the home page was read, no
    list on it is unreadable, no row bears a date that we cannot complete or that might be newer in another year than
    the one inferred for it, no row without a date leads to a page that was not read as an article, and every page of
    the portal that its body links (for an entrance page: that it links anywhere) was observed. An entrance page also
    needs columns, and of each of them the proof that `stale-column` asks for. Otherwise the home page is not judged.

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
    links = crawl.links(home.url)
    rows = [*_rows(crawl, home)]
    body = {row.url for row in rows} | {link.url for link in links if link.url and link.region is Region.BODY}
    shown = rows + [item for url in sorted(body) if (item := _as_item(crawl.page(url)))]
    if rows:
        doubt = _unreadable(home) or _unseen(crawl, body) or _undated(crawl, rows) or years_doubt(rows, as_of, since)
        doubt = doubt or _moved_on(crawl, shown, as_of)
        return Newest(newest_item(shown, as_of), ON_HOME, doubt)
    newest, doubt = _newest_of_columns(crawl, unit, shown, as_of, since)
    everything = {link.url for link in links if link.url}
    doubt = _unreadable(home) or _unseen(crawl, everything) or _moved_on(crawl, shown, as_of) or doubt
    return Newest(newest, IN_COLUMNS, doubt)


def _rows(crawl: Crawl, home: PageFacts) -> Iterator[Item]:
    """The rows with their whole date, else that of their article, else with what the context tells of the year."""
    for row in home.list.rows if home.list else ():
        sure = row.date is not None and row.date_source is DateSource.LIST
        article = None if sure else _as_item(crawl.page(row.url))
        shown = Item(
            row.title, row.url, row.date, row.date_source if row.date else "", "" if row.date else row.date_text
        )
        yield article or shown


def _as_item(page: PageFacts | None) -> Item | None:
    """A dated article as an item."""
    if page is None or page.kind is not PageKind.ARTICLE or page.article is None:
        return None
    dated = page.article.date
    return Item(page.title, page.url, dated.value, DateSource.ARTICLE) if isinstance(dated, Found) else None


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


def _newest_of_columns(
    crawl: Crawl, unit: Unit, shown: Iterable[Item], as_of: date, since: date
) -> tuple[Item | None, str | None]:
    """The newest of what an entrance page `shown` and of all columns of the unit, and why it may not be the newest."""
    columns = [column for column in crawl.columns(unit) if column.shape is not PageKind.LANDING]
    seen = [freshness(crawl, column, as_of, since) for column in columns]
    newest = newest_item((*shown, *(fresh.newest for fresh in seen if fresh.newest)), as_of)
    doubts = sorted(fresh.doubt for fresh in seen if fresh.doubt) if columns else ["no-second-level"]
    return newest, doubts[0] if doubts else None


def _finding(unit: Unit, home: PageFacts, newest: Newest, facts: dict[str, Any]) -> Finding:
    return Finding(
        check=StaleHome.id,
        code=STALE,
        unit=unit.id,
        subject=page_key(home.url),
        url=home.url,
        found_on=(home.url,),
        found_on_count=1,
        text=home.title,
        facts={"basis": newest.basis, **facts},
        evidence={"newest": evidence_of(newest.item)},
    )
