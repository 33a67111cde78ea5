"""The check `stale-column`: columns that had to be updated and were not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import Field

from checks.columns.empty_column import column_facts, why_unread
from checks.columns.freshness import Freshness, ages, evidence_of, freshness, newest_item
from checks.columns.set_aside import leads_nowhere, why_set_aside
from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, SurveyedColumn, Unjudged
from config.registry import Unit
from config.window import Window
from crawler.store.crawl import Column, Crawl
from crawler.urls import page_key

STALE = "stale"
UNDATED = "undated"
NO_LIST = "column-without-list"


class StaleColumnParams(CheckParams):
    """Windows of the rubric."""

    windows: dict[str, Window] = Field(
        min_length=1,
        description="kind of column (动态要闻, 通知公告 …) -> how far back from the as-of date its newest item may lie",
    )


class StaleColumn(Check):
    """Columns (栏目) that must be updated within a window and were not.

    ## What it finds

    * `stale`: a column whose newest item is older than the window of its kind.
    * `undated`: a column in which neither the rows nor their articles bear a date, so that no update can be shown
      (未注明发布时间的视为不更新).

    `facts` name the kind, the level, the last update, its age and the limit in days.

    ## Why it matters

    国办秘函〔2019〕19号 单项否决“栏目不更新”: 动态、要闻类栏目 within two weeks, 通知公告、政策文件类一级栏目 within
    six months; 5 of them not updated, or 10 columns that should be updated, end the site's year.

    ## How it decides

    The window comes from the rubric by the column's kind, whatever its level; `facts.level` lets a rubric count
    first-level columns only. A column is fresh when its newest date lies on or after the first day of the window; an
    item exactly on the limit is in time. The newest date is the latest of all rows, not that of the first one. Dates
    later than one day after the as-of date are ignored. The date of the list row counts, else that of its article
    (displayed, else in its URL, else its meta `PubDate`, unless that is the time of page generation).

    A finding needs proof that nothing newer is hidden: the first list page was observed; the later ones were observed
    too, or at least the second one and all rows fall by date (a single page may be filled with pinned rows); and every
    undated row that could be newer leads to an article that was read, bears no sign of a date that was not read
    (发布时间 with a picture or a script behind it, 3天前, `<time>`), and is not signed with a date. Otherwise the
    column is not judged, with the reason.

    Rows that show month and day only take their year from the article, else from a heading, their neighbours, their
    URL, or the day of the crawl (`date_source` names it). An inferred year may acquit. It never accuses: unless even
    the latest such day up to one day after the as-of date lies outside the window, the column is not judged.

    A finding is `suspected` when the article or the URL of any row gives another date that lies within the window, when
    the date of any row is that on which a file was put there, and when the newest article whose breadcrumb leads to
    the column lies within the window though the list does not show it (a list may be cached).

    Each shape of column has its own rule:

    * a list of files (attachment list) is judged by the dates of its rows, else by those in the addresses of the files;
    * a list whose rows lead to other portals is judged by the dates of its rows; what lies elsewhere is not fetched, so
      undated rows leave it not judged;
    * a text as a column (single article: 机构职能, 指南) has no window: what it must contain is asked by
      `mandated-item`;
    * a landing page is not judged itself, its columns are; one of a kind with a window that neither has a column below
      it nor forwards to another page is listed as not judged, because it may be a list that we could not read.

    ## When it does not apply

    Kinds without a window, among them columns that say of themselves that they are no longer updated (已停更,
    历史公告); single articles; columns kept for past years or five-year plans (2019年, 二〇一九年, 十三五规划); and
    columns that the registry exempts. An empty column is the business of `empty-column` and is not also stale.
    Every column stands in the report's list of columns (栏目清单) all the same, with its kind, what told the kind, its
    last update, and why it was not asked for one.

    ## Known errors

    The kind follows from the column's name (see `kind_reason` in the evidence); a misleading name gives the wrong
    window and is mended by an override in the registry. A column that was emptied and refilled with old texts under
    new dates looks fresh.
    """

    id = "stale-column"
    title = "栏目不更新"
    needs = ("columns",)
    codes = (STALE, UNDATED)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决“栏目不更新”：监测时间点前2周内的动态、要闻类栏目，"
        "以及前6个月内的通知公告、政策文件类一级栏目，累计超过（含）5个未更新；应更新但长期未更新的栏目数量超过（含）10个"
    )
    Params = StaleColumnParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding per column of `unit` that is out of date on `as_of`."""
        assert isinstance(params, StaleColumnParams)
        applicable = False
        columns = crawl.columns(unit)
        for column in columns:
            window = params.windows.get(column.kind)
            aside = why_set_aside(crawl, column, columns, window, as_of)
            yield _surveyed(column, window, as_of, aside)
            if window is None or aside:
                continue
            applicable = True
            if leads_nowhere(crawl, column, columns):
                yield Unjudged(column.url, NO_LIST, STALE, column.url, column_facts(column) | {"column": column.path})
                continue
            said = self._judge(crawl, unit, column, window, as_of)
            if said:
                yield said
            if not isinstance(said, Unjudged):
                yield Examined(1)
        if not applicable:
            yield NotApplicable("no-column-with-window")

    def _judge(
        self, crawl: Crawl, unit: Unit, column: Column, window: Window, as_of: date
    ) -> Finding | Unjudged | None:
        if not column.items and (column.construction or why_unread(column) is None):
            return None
        since = window.since(as_of)
        fresh = freshness(crawl, column, as_of, since)
        if fresh.last_update and fresh.last_update >= since:
            return None
        code = UNDATED if column.items and not any(item.date for item in column.items) else STALE
        if fresh.doubt:
            facts = column_facts(column) | {"column": column.path}
            return Unjudged(column.url, fresh.doubt, code, column.url, facts)
        facts = column_facts(column) | ages(fresh.last_update, window, as_of)
        return _finding(unit, column, fresh, facts | {"items": len(column.items), "undated": column.undated})


def _surveyed(column: Column, window: Window | None, as_of: date, aside: str | None) -> SurveyedColumn:
    """How the column was taken, for those who look through all of them."""
    newest = newest_item(column.items, as_of)
    return SurveyedColumn(
        column.path,
        column.url,
        column.kind,
        column.kind_reason,
        items=len(column.items),
        last_update=newest.date.isoformat() if newest and newest.date else None,
        limit_days=window.limit_days(as_of) if window and not aside else None,
        aside=aside,
    )


def _finding(unit: Unit, column: Column, fresh: Freshness, facts: dict[str, Any]) -> Finding:
    return Finding(
        check=StaleColumn.id,
        code=STALE if fresh.newest else UNDATED,
        unit=unit.id,
        subject=page_key(column.url),
        url=column.url,
        state=State.SUSPECTED if fresh.suspicion else State.CONFIRMED,
        column=column.path,
        found_on=(column.url,),
        found_on_count=1,
        text=column.name,
        facts=facts,
        evidence=_evidence(column, fresh),
    )


def _evidence(column: Column, fresh: Freshness) -> dict[str, Any]:
    return {
        "kind_reason": column.kind_reason,
        "kind_word": column.kind_word,
        "list_source": column.source.value,
        "pages_seen": column.pages_seen,
        "pages_declared": column.pages_declared,
        "sorted_desc": column.sorted_desc,
        "suspicion": fresh.suspicion,
        "newest": evidence_of(fresh.newest),
    }
