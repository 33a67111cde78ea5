"""What a theme's file says: units, columns, articles, answers, and the truth about all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import Field, model_validator

from config.model import StrictModel
from config.parsing import own_data
from config.registry import Slug, UnitClass, require_unique
from crawler.kinds import AnswerKind
from xuncha.sample.loopback import Conduct


class FilePlan(StrictModel):
    """A file that an article offers: made for its extension, with `text` in it (by default its title).

    A `spoilt` one opens and cannot be read (see `xuncha.sample.files.spoilt_file`); a `ruled` PDF draws its lines with
    tabs as rows of a table.
    """

    title: str
    path: str = Field(description="below the article's folder, or from the root")
    text: str | None = None
    spoilt: Literal["scanned", "cut", "locked", "bomb"] | None = None
    ruled: bool = False
    status: int = 200


class LinkPlan(StrictModel):
    """A link in the body of an article or column: `to` a path, an address, or `unit/column/3` (its third article)."""

    text: str
    to: str


class ArticlePlan(StrictModel):
    """An article. `body` has a paragraph a line; lines that begin with `<` are markup as it stands.

    `document` is a text of `config/documents` that stands in the place of a body, a paragraph a line as it was
    published. `fields` are the labelled fields above a document; `metas` replace the usual page tags (null takes one
    away).
    """

    title: str
    date: dt.date | None
    clock: str = "09:30"
    path: str | None = Field(default=None, description="below the column's folder, or from the root")
    source: str | None = None
    body: str = ""
    document: Slug | None = Field(default=None, description="id of a text in config/documents")
    fields: Mapping[str, str] = Field(default_factory=dict)
    files: tuple[FilePlan, ...] = ()
    links: tuple[LinkPlan, ...] = ()
    metas: Mapping[str, str | None] = Field(default_factory=dict)
    listed: str | None = Field(default=None, description="the date that the list shows, when it is another")


class ThemeColumn(StrictModel):
    """A column: a list of articles, or with `text` one text, or with `html` whatever stands in its main part."""

    unit: str
    key: str
    name: str
    path: str
    under: str | None = Field(default=None, description="key of the column above, in the same unit")
    menu: bool = Field(default=True, description="whether the unit's home page and menu lead to it")
    articles: tuple[ArticlePlan, ...] = ()
    text: str | None = None
    html: str | None = None
    links: tuple[LinkPlan, ...] = ()
    metas: Mapping[str, str | None] = Field(default_factory=dict)


class HostPlan(StrictModel):
    """A name that the audit is told to find on loopback, as if it had been switched over to the theme's server.

    One that no unit bears is somebody else's site, on which every address opens.
    """

    name: str = Field(pattern=r"^[a-z0-9-]+(?:\.[a-z0-9-]+)+$")
    https: bool = Field(default=False, description="answers over https as well, with a certificate it made for itself")
    ipv6: bool = Field(default=False, description="has an address of the newer kind, at which nobody answers")


class WatchedPlan(StrictModel):
    """How often a unit's home page opened while it was watched, over the days until the as-of date."""

    unit: str
    days: int = Field(default=7, ge=1)
    per_day: int = Field(default=24, ge=1)
    failed: int = Field(default=0, ge=0, description="looks that did not open it, on each day")
    answer: AnswerKind = Field(default=AnswerKind.HTTP_5XX, description="what these looks met")
    control: bool = Field(default=True, description="whether a control answered when the page did not")
    limit_s: float = 15.0


class Furniture(StrictModel):
    """What stands on every page: the site's name and marks. A theme may change or take away (empty) any of them."""

    site_name: str = ""
    code: str = "9901230009"
    icp: str = "禾ICP备26000129号-1"
    police: str = "禾公网安备 99012302000029号"
    host_by: str = "青禾县人民政府办公室"
    phone: str = "0000-5550900"
    address: str = "青禾县青苗路9号"
    accessible: str = Field(default="长者模式", description="the text of the entry for the elderly, on every page")
    head: str = Field(default="", description="markup added to the head of every page")
    footer: str = Field(default="", description="markup added to the footer of every page")


class ThemeUnit(StrictModel):
    """A unit; that of class portal has the path `/`. `host` is one of the theme's names, on which its pages are."""

    id: Slug
    name: str
    unit_class: UnitClass = Field(alias="class")
    path: str
    mandated_columns: tuple[str, ...] = ()
    host: str | None = None
    furniture: Furniture | None = Field(default=None, description="in the place of the theme's")


class AnswerPlan(StrictModel):
    """How the server answers one path where it is not a page of the plan."""

    at: str
    status: int = 200
    body: str = ""
    data: str = Field(default="", description="the body in base64, for what is no text")
    type: str = "text/html; charset=utf-8"
    location: str | None = None
    conduct: Conduct = Conduct.ANSWER


class SearchPlan(StrictModel):
    """The search box on every page, and how its page of results answers (unless `answers` says something else there).

    It finds the articles whose title has the words in it; those of the columns `leaves_out` (`unit/column`) never.
    """

    at: str = "/search"
    field: str = "q"
    page_size: int = Field(default=10, ge=1)
    shows_query: bool = True
    leaves_out: tuple[str, ...] = ()
    nothing: str = "很抱歉，没有找到相关信息。"


class Defect(StrictModel):
    """A finding that must be there.

    `where` names its place: the subject, the path of its address, its column or its `facts.item`. `units` are all that
    must report it, the unit of the whole portal among them where it does.
    """

    id: str
    check: str
    code: str
    units: tuple[str, ...] = Field(min_length=1)
    where: str
    state: str | None = None
    facts: Mapping[str, Any] = Field(default_factory=dict)
    package: str | None = Field(default=None, description="Python package without which it cannot be found")
    why: str


class Innocent(StrictModel):
    """Something that looks like a fault and is none: no finding of these checks may name this place."""

    id: str
    guards: tuple[str, ...] = Field(min_length=1)
    where: str
    why: str


class ThemePlan(StrictModel):
    """A theme. `parameters` are those of checks, over the rubrics', for what none of them asks."""

    id: Slug
    name: str
    rubrics: tuple[str, ...] = Field(min_length=1)
    parameters: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    as_of: dt.date
    hosts: tuple[HostPlan, ...] = Field(
        default=(), description="names; none: the portal has an address and a port only"
    )
    watched: tuple[WatchedPlan, ...] = ()
    units: tuple[ThemeUnit, ...] = Field(min_length=1)
    columns: tuple[ThemeColumn, ...] = ()
    answers: tuple[AnswerPlan, ...] = ()
    search: SearchPlan | None = Field(default=SearchPlan(), description="null takes it away")
    furniture: Furniture = Furniture()
    defects: tuple[Defect, ...] = ()
    innocents: tuple[Innocent, ...] = ()
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_fit(self) -> ThemePlan:
        require_unique((unit.id for unit in self.units), "units", "id")
        require_unique((f"{column.unit}/{column.key}" for column in self.columns), "columns", "key")
        require_unique([*(each.id for each in self.defects), *(each.id for each in self.innocents)], "defects", "id")
        units = {unit.id for unit in self.units}
        left_out = {name.partition("/")[0] for name in self.search.leaves_out} if self.search else set()
        named = (
            left_out
            | {column.unit for column in self.columns}
            | {unit for each in self.defects for unit in each.units}
            | {watched.unit for watched in self.watched}
        )
        if named - units:
            raise ValueError(f"no such unit: {', '.join(sorted(named - units))}")
        require_unique((host.name for host in self.hosts), "hosts", "name")
        unknown = {unit.host for unit in self.units if unit.host} - {host.name for host in self.hosts}
        if unknown:
            raise ValueError(f"no such host: {', '.join(sorted(unknown))}")
        return self

    @property
    def portal_name(self) -> str | None:
        """The name of the portal's host, when it has one."""
        return next((unit.host for unit in self.units if unit.unit_class is UnitClass.PORTAL), None)

    def unit(self, unit_id: str) -> ThemeUnit:
        """The unit with this id. Raises `KeyError`."""
        return {unit.id: unit for unit in self.units}[unit_id]

    def columns_of(self, unit_id: str) -> Iterator[ThemeColumn]:
        """The columns of one unit, in order."""
        return (column for column in self.columns if column.unit == unit_id)


def theme_ids() -> tuple[str, ...]:
    """The ids of all themes, sorted."""
    folder = resources.files(__package__)
    return tuple(sorted(each.name.removesuffix(".yaml") for each in folder.iterdir() if each.name.endswith(".yaml")))


@cache
def load_theme(theme_id: str) -> ThemePlan:
    """The plan of one theme. Raises `FileNotFoundError` and pydantic's `ValidationError`."""
    text = (resources.files(__package__) / f"{theme_id}.yaml").read_text(encoding="utf-8")
    return ThemePlan.model_validate(own_data(text))
