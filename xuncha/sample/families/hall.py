"""A unit of the exhibits and its columns, written: what the family templates turn into pages and answers."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from xuncha.sample.articles import write_column
from xuncha.sample.content import Article, Crumb, Row
from xuncha.sample.families.plan import ExhibitPlan, HallPlan
from xuncha.sample.plan import Dates, Shape, SiteFacts
from xuncha.sample.wording import load_texts

if TYPE_CHECKING:
    from xuncha.sample.families.system import PublishingSystem

DRAFTING_DAYS = 6
"""Days between the signing of a document (成文日期) and its publication."""


class Sheet(NamedTuple):
    """One page or file: its address on the host (with a query where the family uses one), body, and media type."""

    path: str
    body: bytes
    media_type: str


@dataclass
class Hall:
    """A unit with its exhibits in the order of the plan."""

    plan: HallPlan
    system: PublishingSystem
    exhibits: list[Exhibit] = field(default_factory=list)

    def exhibit(self, key: str) -> Exhibit:
        """The exhibit with this key. Raises `KeyError`."""
        for exhibit in self.exhibits:
            if exhibit.plan.key == key:
                return exhibit
        raise KeyError(key)


@dataclass
class Exhibit:
    """A column with everything in it. `path` is the address of its first page, `number` the system's own id of it."""

    plan: ExhibitPlan
    hall: Hall
    number: int
    path: str
    crumbs: tuple[Crumb, ...] = ()
    articles: list[Article] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    children: list[Exhibit] = field(default_factory=list)

    @property
    def unit(self) -> HallPlan:
        """The unit that publishes here."""
        return self.hall.plan

    @property
    def reference(self) -> str:
        """`unit/key`."""
        return f"{self.unit.id}/{self.plan.key}"

    @property
    def breadcrumb(self) -> str:
        """The column's path in words, as findings name it."""
        return ">".join(crumb.text for crumb in self.crumbs)

    @property
    def first_number(self) -> int:
        """Where the numbers of its articles begin."""
        return self.number * 100

    @property
    def link(self) -> str:
        """The address at which visitors find the column."""
        return self.hall.system.link_to(self)

    @property
    def dated_rows(self) -> bool:
        """Whether the list itself shows dates."""
        return self.plan.dates is Dates.LIST

    @property
    def pages(self) -> int:
        """The number of pages of its list; 0 for a list without rows."""
        return -(-len(self.rows) // self.hall.system.per_page)

    def page_rows(self, number: int) -> list[Row]:
        """The rows of list page `number`, counted from 1."""
        size = self.hall.system.per_page
        return self.rows[(number - 1) * size : number * size]

    def article_path(self, day: dt.date, number: int) -> str:
        """The address of an article, in the dialect of the family."""
        return self.hall.system.article_path(self, day, number)

    def file_path(self, article: str, day: dt.date, index: int, extension: str) -> str:
        """The address of a file that belongs to the article at `article`."""
        return self.hall.system.file_path(self, f"{article}/{index}", day, extension)

    def hex_id(self, name: object, length: int = 32) -> str:
        """A made-up hexadecimal id for something of this column, always the same."""
        return hex_id(f"{self.reference}/{name}", length)


def hex_id(name: str, length: int = 32) -> str:
    """A made-up hexadecimal id of `length` digits for a name, always the same."""
    return hashlib.blake2b(name.encode(), digest_size=32).hexdigest()[:length]


def build_hall(plan: HallPlan, system: PublishingSystem, site: SiteFacts, as_of: dt.date) -> Hall:
    """The unit with all its columns written."""
    hall = Hall(plan, system)
    for position, column in enumerate(plan.columns, start=1):
        number = plan.number + position
        hall.exhibits.append(Exhibit(column, hall, number, system.column_path(plan, column, number)))
    for exhibit in hall.exhibits:
        exhibit.crumbs = _crumbs(exhibit)
        if exhibit.plan.under:
            hall.exhibit(exhibit.plan.under).children.append(exhibit)
        write_column(exhibit, site, as_of)
        exhibit.articles = [_signed(article, hall, turn) for turn, article in enumerate(exhibit.articles)]
    for exhibit in hall.exhibits:
        if exhibit.plan.repeats:
            exhibit.rows.extend(hall.exhibit(exhibit.plan.repeats).rows)
    return hall


def _crumbs(exhibit: Exhibit) -> tuple[Crumb, ...]:
    trail = [Crumb(exhibit.plan.name, exhibit.link)]
    if exhibit.plan.under:
        parent = exhibit.hall.exhibit(exhibit.plan.under)
        trail.insert(0, Crumb(parent.plan.name, parent.link))
    return (Crumb("首页", "/"), Crumb(exhibit.unit.name, exhibit.unit.path), *trail)


def _signed(article: Article, hall: Hall, turn: int) -> Article:
    """The article with its editor, and with a day of signing where it is a document."""
    persons = load_texts().persons
    signed = article.date - dt.timedelta(days=DRAFTING_DAYS) if article.document_number and article.date else None
    return replace(article, editor=persons[(hall.plan.number + turn) % len(persons)], document_date=signed)


def is_list(exhibit: Exhibit) -> bool:
    """Whether the column shows a list (perhaps one without rows) rather than a notice, a text or an entrance."""
    return exhibit.plan.shape in {Shape.LIST, Shape.FILES}
