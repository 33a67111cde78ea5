"""The plan of the sample portal: units and columns as data, before anything is planted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from pydantic import Field

from config.model import StrictModel
from config.parsing import own_data
from config.registry import Slug, UnitClass


class Family(StrEnum):
    """How a unit's pages are made: the two families that have readers of their own."""

    TRS = "trs"
    GENERIC = "generic"


class Shape(StrEnum):
    """What a column page consists of (see `site.yaml`)."""

    HOME = "home"
    LIST = "list"
    GATHER = "gather"
    FILES = "files"
    LINKS = "links"
    LANDING = "landing"
    DIRECTORY = "directory"
    JUMP = "jump"
    SINGLE = "single"
    TABLE = "table"
    SCRIPT = "script"
    EMPTY = "empty"


class Dates(StrEnum):
    """Where a reader finds the dates of a column's rows."""

    LIST = "list"
    ARTICLE = "article"
    GENERATED = "generated"  # the article's PubDate is the time at which the page was generated
    NOWHERE = "nowhere"


class ColumnPlan(StrictModel):
    """One column. Every field can be changed for one unit by an entry of `truth.yaml`."""

    key: str
    name: str
    slug: str = ""
    under: str | None = None
    shape: Shape = Shape.LIST
    texts: str | None = None
    rows: int = Field(default=0, ge=0)
    age: int = Field(default=0, ge=0, description="days from the newest row to the as-of date")
    newest: dt.date | None = Field(default=None, description="wins over `age`")
    step: int = Field(default=7, ge=0, description="days from one row to the next")
    skip: int = Field(default=0, ge=0, description="where in the texts this column begins, so that columns differ")
    pinned: int = Field(default=0, ge=0, description="old rows put first, as 置顶 does")
    future: int = Field(default=0, ge=0, description="rows put first that are dated after the as-of date, in days")
    dates: Dates = Dates.LIST
    short_dates: bool = Field(default=False, description="dates without a year")
    says: str | None = Field(default=None, description="wording shown instead of a list")
    gathers: UnitClass | None = None
    files: tuple[str, ...] = ()
    menu: bool = False
    absent: bool = False
    exempt: bool = Field(default=False, description="the registry exempts it from update rules")
    decoys: tuple[str, ...] = Field(default=(), description="harmless markup that looks like a fault: decoys.html.j2")

    @property
    def folder(self) -> str:
        """The path segment of the column."""
        return self.slug or self.key


class Publisher(StrictModel):
    """Who publishes. `number` is where its page numbers begin; `mark` begins its document numbers."""

    id: Slug
    name: str
    short: str
    unit_class: UnitClass = Field(alias="class")
    path: str
    number: int
    mark: str
    subjects: tuple[str, ...]
    encoding: str = "utf-8"
    date_format: str = "%Y-%m-%d"


class UnitPlan(Publisher):
    """A unit of the county portal."""

    family: Family


class SiteFacts(StrictModel):
    """What header and footer say about the portal."""

    name: str
    code: str
    icp: str
    police: str
    host_by: str
    phone: str
    address: str


class SitePlan(StrictModel):
    """The whole plan."""

    site: SiteFacts
    units: tuple[UnitPlan, ...]
    columns: Mapping[UnitClass, tuple[ColumnPlan, ...]]

    @property
    def portal(self) -> UnitPlan:
        """The unit that owns the whole portal."""
        return next(unit for unit in self.units if unit.unit_class is UnitClass.PORTAL)

    def unit(self, unit_id: str) -> UnitPlan:
        """The unit with this id. Raises `KeyError`."""
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)

    def owner_of(self, path: str) -> UnitPlan:
        """The unit in whose subtree a path of the portal lies."""
        return max((unit for unit in self.units if path.startswith(unit.path)), key=lambda unit: len(unit.path))


def sample_data(name: str) -> Any:
    """The content of one of the YAML files of this package."""
    return own_data((resources.files(__package__) / name).read_text(encoding="utf-8"))


@cache
def load_plan() -> SitePlan:
    """The plan of `site.yaml`."""
    return SitePlan.model_validate(sample_data("site.yaml"))
