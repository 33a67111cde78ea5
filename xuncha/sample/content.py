"""The content of the sample portal before it becomes HTML: columns with their rows, articles and files."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from xuncha.sample.plan import ColumnPlan, Dates, Family, Shape, UnitPlan


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article or a list offers."""

    title: str
    path: str

    @property
    def extension(self) -> str:
        """The kind of the file, without the dot."""
        return self.path.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Article:
    """A content page. `date` is None when the page shows none; `clock` is the time of day of its publication.

    `document_date` is the 成文日期 of a document, `editor` the 责任编辑; both only where the page shows them.
    """

    path: str
    title: str
    date: dt.date | None
    clock: str
    paragraphs: tuple[str, ...]
    source: str
    document_number: str | None = None
    index_number: str | None = None
    document_date: dt.date | None = None
    editor: str | None = None
    pictures: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list. `href` is a path of the portal or an absolute address; `date` None: the list shows none."""

    title: str
    href: str
    date: dt.date | None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of a breadcrumb."""

    text: str
    path: str


@dataclass(slots=True)
class Column:
    """A column of one unit with everything in it. `path` is the address of its first page."""

    plan: ColumnPlan
    unit: UnitPlan
    path: str
    crumbs: tuple[Crumb, ...]
    articles: list[Article] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    children: list[Column] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """`unit/key`, as plants name it."""
        return f"{self.unit.id}/{self.plan.key}"

    @property
    def breadcrumb(self) -> str:
        """The column's path in words, as findings name it."""
        return ">".join(crumb.text for crumb in self.crumbs)

    @property
    def shown(self) -> list[Row]:
        """The rows as the list shows them: with dates only where the list has them."""
        if self.plan.dates is Dates.LIST:
            return self.rows
        return [Row(row.title, row.href, None, row.pinned) for row in self.rows]

    @property
    def first_number(self) -> int:
        """Where the numbers of the column's articles begin."""
        return self.unit.number + zlib.crc32(self.plan.key.encode()) % 90 * 10

    def article_path(self, day: dt.date, number: int) -> str:
        """The address of an article that was published on this day."""
        folder = self.path.rpartition("/")[0]
        if self.plan.dates is Dates.NOWHERE:
            return f"{folder}/{number}.html"
        if self.unit.family is Family.TRS:
            return f"{folder}/{day:%Y%m}/t{day:%Y%m%d}_{number}.html"
        return f"{folder}/{day:%Y-%m}/{day:%d}/content_{number}.html"

    def file_path(self, article: str, day: dt.date, index: int, extension: str) -> str:
        """The address of the file with this index (from 0) that belongs to the article at `article`."""
        folder, _, name = article.rpartition("/")
        number = name.rpartition("_")[2].removesuffix(".html")
        return f"{folder}/W0{day:%Y%m%d}{number:0>9}{index:03}.{extension}"

    def page_path(self, number: int) -> str:
        """The address of list page `number`, counted from 1: TRS counts from 0, the generic family from 1."""
        if number == 1:
            return self.path
        if self.unit.family is Family.TRS:
            return f"{self.path}index_{number - 1}.html"
        return self.path.replace("list.html", f"list_{number}.html")


ROWS_PER_PAGE = {Family.TRS: 10, Family.GENERIC: 6}
"""Rows on one page of a list."""


def first_page(unit: UnitPlan, column: ColumnPlan) -> str:
    """The address of a column's first page: a folder in TRS, a named file in the generic family."""
    if column.shape is Shape.HOME:
        return unit.path
    return f"{unit.path}{column.folder}/" + ("" if unit.family is Family.TRS else "list.html")


def crumbs_of(
    unit: UnitPlan, column: ColumnPlan, columns: Mapping[str, ColumnPlan], above: Crumb | None
) -> tuple[Crumb, ...]:
    """The breadcrumb of a column: 首页, the directory of units (`above`) and the unit, parent columns, the column."""
    trail = [Crumb(column.name, first_page(unit, column))]
    parent = column.under
    while parent is not None:
        plan = columns[parent]
        trail.append(Crumb(plan.name, first_page(unit, plan)))
        parent = plan.under
    if above is not None:
        trail += [Crumb(unit.name, unit.path), above]
    return (Crumb("首页", "/"), *reversed(trail))
