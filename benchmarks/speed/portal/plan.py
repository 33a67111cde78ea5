"""What stands on the portal: units, columns, articles, and which of them have a fault. No text, no markup."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import ceil, sqrt
from typing import NamedTuple

from benchmarks.speed.portal.truth import BROKEN_KINDS, Fault
from benchmarks.speed.portal.words import words

AS_OF = dt.date(2026, 6, 30)
ROWS = 20
"""Rows on a page of a list."""
SEED = 20260630
BROKEN_SHARE, SOFT_404_SHARE, FILES_SHARE = 0.015, 0.004, 0.05
"""Faults and files for each page: 150, 40 and 500 on 10,000 pages."""
COUNTY = "青禾县人民政府"


class Kind(NamedTuple):
    """A kind of column: folder, name, `ColumnType`, its share of a unit's articles, and how old its newest row is.

    `every` days there is a further row.
    """

    slug: str
    name: str
    type: str
    share: int
    newest: int
    every: int


KINDS = (
    Kind("gzdt", "工作动态", "工作动态", 44, 1, 1),
    Kind("tzgg", "通知公告", "通知公告", 20, 4, 3),
    Kind("zcwj", "政策文件", "政策文件", 6, 9, 9),
    Kind("zcjd", "政策解读", "政策解读", 6, 8, 9),
    Kind("rsxx", "人事信息", "人事信息", 5, 15, 12),
    Kind("tjxx", "统计信息", "统计信息", 6, 10, 10),
    Kind("yjgl", "应急管理", "应急管理", 6, 18, 11),
    Kind("zdxm", "重大建设项目", "重大建设项目", 7, 12, 8),
)
"""Shares are an own choice: most of what a portal publishes is news and notices."""
SERVICES = 40
"""Guides to services of the county, which the frame of every page links."""
STALE_AGE = 800
"""Days since the newest row of a column that is planted as stale: past every window of the rubrics."""


@dataclass(frozen=True)
class Unit:
    """Who publishes: the county, a bureau or a township."""

    name: str
    path: str
    number: int


@dataclass
class Article:
    """One page of a column. `fault`: a link in its body that leads nowhere; `file`: what is attached to it."""

    number: int
    day: dt.date
    path: str
    file: str | None = None
    fault: Fault | None = None


@dataclass
class Column:
    """A list and its articles, newest first. Pages: the first is the folder, then `index_1.html` …"""

    unit: Unit
    kind: Kind
    count: int
    stale: bool = False
    first_number: int = 0
    articles: list[Article] = field(default_factory=list)

    @property
    def path(self) -> str:
        return f"{self.unit.path}{self.kind.slug}/"

    @property
    def pages(self) -> list[str]:
        """The addresses of the list; an empty column has one page all the same."""
        more = range(1, ceil(self.count / ROWS))
        return [self.path, *(f"{self.path}index_{number}.html" for number in more)]


class Plan:
    """The portal of about `pages` pages (never more), faults included."""

    def __init__(self, pages: int) -> None:
        if pages < 200:
            raise ValueError("a portal has 200 pages at least")
        self.asked = pages
        self.units = _units(max(2, min(40, round(sqrt(pages) / 8))))
        self.columns = [Column(unit, kind, 0) for unit in self.units for kind in KINDS]
        self.services = Column(self.units[0], Kind("bszn", "办事指南", "办事服务", 0, 20, 9), SERVICES)
        chance = random.Random(SEED + pages)
        self._spoil_columns(chance)
        self._count_articles()
        for column in self.all_columns:
            column.articles = list(_articles(column))
        self._plant(chance)

    @property
    def all_columns(self) -> list[Column]:
        """Every list of the portal."""
        return [*self.columns, self.services]

    @cached_property
    def faults(self) -> list[tuple[Article, Fault]]:
        """Everything planted in articles."""
        return [(each, each.fault) for column in self.columns for each in column.articles if each.fault]

    @property
    def empty(self) -> list[Column]:
        """Columns without a row."""
        return [column for column in self.columns if not column.count]

    @property
    def page_count(self) -> int:
        """Pages that open: homes, lists, articles, site map and the one to report errors on; no soft-404 pages."""
        return 2 + len(self.units) + sum(len(column.pages) + column.count for column in self.all_columns)

    def _spoil_columns(self, chance: random.Random) -> None:
        """Some columns are stale and some empty, none of them the county's, whose rows the home page shows."""
        windowed = [column for column in self.columns[len(KINDS) :] if column.kind.slug in ("gzdt", "tzgg", "zcwj")]
        few = max(1, len(self.units) // 4)
        for column in chance.sample(windowed, few):
            column.stale = True
        others = [column for column in self.columns[len(KINDS) :] if column.kind.slug in ("tjxx", "yjgl", "zdxm")]
        self._empty = {column.path for column in chance.sample(others, few)}

    def _count_articles(self) -> None:
        alive = [column for column in self.columns if column.path not in self._empty]
        shares = sum(column.kind.share for column in alive)
        articles = self.asked
        while True:
            for column in alive:
                column.count = max(3, articles * column.kind.share // shares)
            over = self.page_count - self.asked
            if over <= 0:
                break
            articles -= max(1, over // 2)
        number = 1_000
        for column in self.all_columns:
            column.first_number = number
            number += column.count

    def _plant(self, chance: random.Random) -> None:
        """Faults and files, spread over all articles; each fault has its own address and one page that links it."""
        articles = [each for column in self.columns for each in column.articles]
        broken, soft = round(self.asked * BROKEN_SHARE), round(self.asked * SOFT_404_SHARE)
        files = round(self.asked * FILES_SHARE)
        for turn, each in enumerate(chance.sample(articles, broken + soft)):
            kind = BROKEN_KINDS[turn % len(BROKEN_KINDS)] if turn < broken else "soft-404"
            each.fault = Fault.planted(kind, turn, each.path)
        for turn, each in enumerate(chance.sample(articles, files)):
            each.file = f"{each.path.rpartition('/')[0]}/P0{each.number}.{('pdf', 'docx', 'xlsx')[turn % 3]}"


def _units(count: int) -> list[Unit]:
    bureaus = [(f"青禾县{name}局", f"/bm/b{number}/") for number, name in enumerate(words()["bureaus"])]
    towns = [(f"{name}镇人民政府", f"/xz/z{number}/") for number, name in enumerate(words()["towns"])]
    mixed = [each for pair in zip(bureaus, towns, strict=False) for each in pair] + bureaus[len(towns) :]
    named = [(COUNTY, "/"), *mixed][:count]
    return [Unit(name, path, number) for number, (name, path) in enumerate(named)]


def _articles(column: Column) -> Iterator[Article]:
    kind = column.kind
    # Long columns publish several times a day; no portal is older than about five years.
    a_day = max(1, ceil(column.count * kind.every / 1_700))
    for turn in range(column.count):
        back = (STALE_AGE if column.stale else kind.newest) + turn // a_day * kind.every
        day = AS_OF - dt.timedelta(days=back)
        number = column.first_number + turn
        yield Article(number, day, f"{column.path}t{day:%Y%m%d}_{number}.html")


def neighbours(column: Column, at: int) -> list[Article]:
    """The articles beside one in its column, for "previous", "next" and related links."""
    return [*column.articles[max(0, at - 3) : at], *column.articles[at + 1 : at + 5]]


def sections(column: Column) -> list[list[Article]]:
    """The articles of each page of a list."""
    cuts = [*range(0, column.count, ROWS), column.count]
    return [column.articles[begin:end] for begin, end in pairwise(cuts)] or [[]]
