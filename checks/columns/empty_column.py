"""The check `empty-column`: columns without any content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from config.registry import Unit
from crawler.kinds import ListSource, PageKind
from crawler.store.crawl import Column, Crawl
from crawler.urls import page_key

EMPTY = "empty"
UNDER_CONSTRUCTION = "under-construction"
NO_PROOF = "no-empty-proof"


class EmptyColumn(Check):
    """Columns (栏目) in which there is nothing to read.

    ## What it finds

    `empty`: a column whose list is proven to have no rows. `under-construction`: a column that says so itself
    (建设中, 敬请期待).

    ## Why it matters

    国办秘函〔2019〕19号 单项否决“栏目不更新”: 空白栏目数量超过（含）5个 ends the site's year. One wrong accusation
    costs more here than ten missed columns.

    ## How it decides

    Only by positive proof: a list interface that answers zero, a declared total of zero, an empty list container of a
    CMS family that is known to be static, or an explicit wording in the main area. The reader names the proof and the
    finding shows it. Landing pages, single articles (机构职能, 指南) and lists of attachments are examined and are
    not empty, because they legitimately have no rows. A construction wording is `suspected` where further
    pages or parts of the list may hold rows. Both are `suspected` where articles that were read name the column in
    their breadcrumb, or a column below it holds something: the list is blank then, the column perhaps not.

    ## When it does not apply

    Columns that the registry exempts. Nothing is said about a list that a script fills in and that we cannot read,
    nor about one whose declared pages were not all observed and that has no construction wording, nor where the page
    tells why there is nothing or where it stands now, shows one year or state of several, or answers a query: these
    are listed as not judged, with the reason.

    ## Known errors

    A picture beside a wording of emptiness, or shown by a style only, counts for nothing; exempt such a column in the
    registry.
    """

    id = "empty-column"
    title = "空白栏目"
    needs = ("columns",)
    codes = (EMPTY, UNDER_CONSTRUCTION)
    clause = "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》单项否决“栏目不更新”：空白栏目数量超过（含）5个"

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding per empty column of `unit`. The as-of date plays no part."""
        columns = [column for column in crawl.columns(unit) if not column.exempt]
        if not columns:
            yield NotApplicable("all-exempt")
        for column in columns:
            said = self._judge(column, unit, columns)
            if said:
                yield said
            if not isinstance(said, Unjudged):
                yield Examined(1)

    def _judge(self, column: Column, unit: Unit, columns: Sequence[Column]) -> Finding | Unjudged | None:
        if column.items or column.shape is not PageKind.COLUMN:
            return None
        doubt = why_unread(column)
        if column.construction and not column.obstacle:
            state = State.SUSPECTED if doubt or holds_elsewhere(column, columns) else State.CONFIRMED
            return _finding(UNDER_CONSTRUCTION, unit, column, state, column.construction)
        if doubt:
            return Unjudged(column.url, doubt, EMPTY, column.url, column_facts(column) | {"column": column.path})
        state = State.SUSPECTED if holds_elsewhere(column, columns) else State.CONFIRMED
        return _finding(EMPTY, unit, column, state, column.empty_proof or "")


def holds_elsewhere(column: Column, columns: Sequence[Column]) -> bool:
    """Whether pages that were read say that a column with an empty list holds something.

    An article names it in its breadcrumb, or a column (of `columns`) below it has rows or a text.
    """
    below = f"{column.path}>"
    children = (each for each in columns if each.path.startswith(below))
    filled = (bool(each.items) or each.shape is not PageKind.COLUMN for each in children)
    return column.newest_filed is not None or any(filled)


def why_unread(column: Column) -> str | None:
    """Why a column without items may nevertheless have some (a key below `reason.`); None when it is proven empty."""
    if column.obstacle:
        return column.obstacle
    if column.missing_pages:
        return column.missing_reasons[0] if column.missing_reasons else "missing-list-pages"
    if column.source is ListSource.UNKNOWN or not column.empty_proof:
        return NO_PROOF
    return None


def column_facts(column: Column) -> dict[str, Any]:
    """What rubrics filter columns by, and what people ask first."""
    return {"kind": column.kind, "level": column.level, "name": column.name}


def _finding(code: str, unit: Unit, column: Column, state: State, proof: str) -> Finding:
    return Finding(
        check=EmptyColumn.id,
        code=code,
        unit=unit.id,
        subject=page_key(column.url),
        url=column.url,
        state=state,
        column=column.path,
        found_on=(column.url,),
        found_on_count=1,
        text=column.name,
        facts=column_facts(column) | {"proof": proof},
        evidence={
            "list_source": column.source.value,
            "kind_reason": column.kind_reason,
            "kind_word": column.kind_word,
            "total": column.total,
            "pages_declared": column.pages_declared,
            "notes": list(column.notes),
        },
    )
