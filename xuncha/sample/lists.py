"""The truth about the lists of the sample: which rows each of them has, from where, and how the column must be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.kinds import ListSource, PageKind
from xuncha.sample.content import Column, Row
from xuncha.sample.families.hall import Exhibit, is_list
from xuncha.sample.plan import Dates, Shape
from xuncha.sample.site import Site

_SHAPES = {
    Shape.LANDING: PageKind.LANDING,
    Shape.JUMP: PageKind.LANDING,
    Shape.DIRECTORY: PageKind.LANDING,
    Shape.SINGLE: PageKind.SINGLE_ARTICLE,
    Shape.FILES: PageKind.ATTACHMENT_LIST,
}
"""Every other shape is a column."""
_LISTS = frozenset({Shape.LIST, Shape.GATHER, Shape.FILES, Shape.LINKS, Shape.TABLE})


@dataclass(frozen=True, slots=True)
class RowTruth:
    """One row. `date` is that of the row, else of the article behind it; None when neither shows one."""

    title: str
    url: str
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class ListTruth:
    """One column and its rows, in the order of the list.

    * `source` is None where there is no list to be read from;
    * `readable`: how many rows can be had at all (the system refuses the rest); None for all;
    * `path`: the breadcrumb; None where the page shows none; `doubtful`: an honest reader says that there may be more;
    * `needs_browser`: rows are there only after scripts ran.
    """

    family: str
    unit: str
    name: str
    path: str | None
    url: str
    shape: PageKind
    source: ListSource | None
    rows: tuple[RowTruth, ...]
    readable: int | None = None
    needs_browser: bool = False
    doubtful: bool = False
    why: str = ""

    @property
    def reachable(self) -> tuple[RowTruth, ...]:
        """The rows that a reader can have without a browser."""
        return () if self.needs_browser else self.rows[: self.readable]


def exhibit_lists(site: Site) -> tuple[ListTruth, ...]:
    """Every column of the second portal, those without rows too."""
    return tuple(_exhibit(exhibit, site) for exhibit in site.exhibition.exhibits)


def county_lists(site: Site) -> tuple[ListTruth, ...]:
    """The columns of the county portal that have a list with rows."""
    return tuple(_county(site))


def _exhibit(exhibit: Exhibit, site: Site) -> ListTruth:
    plan, system = exhibit.plan, exhibit.hall.system
    dates = {article.path: article.date for article in exhibit.articles} if plan.dates is not Dates.LIST else {}
    rows = tuple(
        RowTruth(
            system.shown_title(exhibit, row.title),
            site.hosts.address(f"sites:{row.href}"),
            dates.get(row.href) if dates else row.date,
        )
        for row in exhibit.rows
    )
    return ListTruth(
        family=system.id,
        unit=exhibit.unit.id,
        name=plan.name,
        path=None if plan.crumbless else exhibit.breadcrumb,
        url=site.hosts.address(f"sites:{exhibit.path}"),
        shape=_SHAPES.get(plan.shape, PageKind.COLUMN),
        source=plan.source if is_list(exhibit) else None,
        rows=rows,
        readable=plan.readable,
        needs_browser=plan.needs_browser,
        doubtful=plan.doubtful,
        why=plan.why,
    )


def _county(site: Site) -> Iterator[ListTruth]:
    for column in site.columns.values():
        if column.plan.absent or column.plan.shape not in _LISTS or not column.rows:
            continue
        yield ListTruth(
            family=column.unit.family.value,
            unit=column.unit.id,
            name=column.plan.name,
            path=column.breadcrumb,
            url=site.hosts.address(f"portal:{column.path}"),
            shape=_SHAPES.get(column.plan.shape, PageKind.COLUMN),
            source=ListSource.STATIC,
            rows=tuple(
                RowTruth(row.title, _address(row, site), None if column.plan.dates is Dates.NOWHERE else row.date)
                for row in _each_once(column)
            ),
        )


def _each_once(column: Column) -> list[Row]:
    """The rows by their addresses."""
    return list({row.href: row for row in reversed(column.rows)}.values())[::-1]


def _address(row: Row, site: Site) -> str:
    return site.hosts.address(row.href if ":/" in row.href else f"portal:{row.href}")
