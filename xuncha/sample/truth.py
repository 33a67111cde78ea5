"""What is planted on the sample portal: defects that an audit must report and innocents that it must leave alone.

`truth.yaml` is both the order to the generator and the answer sheet, so that the two cannot drift apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import Field, model_validator

from config.model import StrictModel
from xuncha.sample.loopback import Conduct
from xuncha.sample.plan import sample_data


class Markup(StrEnum):
    """How a planted link is written."""

    ANCHOR = "a"
    IMAGE = "img"
    COMMENT = "comment"
    SCRIPT = "script"
    TEMPLATE = "template"


class LinkPlant(StrictModel):
    """A link written into pages.

    `on` names pages: `unit` (its home page), `unit/column`, `unit/column/3` (third article), `unit/*` (the footer of
    all its own pages). With `date` the link becomes a row of that column's list, dated so.
    """

    on: tuple[str, ...] = Field(min_length=1)
    href: str = Field(description="as written, or a reference such as `portal:/x` or `outside:/x` (see Hosts.address)")
    text: str = ""
    markup: Markup = Field(default=Markup.ANCHOR, alias="as")
    date: dt.date | None = None


class Body(StrEnum):
    """The named bodies of planted answers (`answers.py`)."""

    PAGE = "page"
    HOME = "home"
    NOT_FOUND = "not-found"
    RUISHU = "ruishu"
    JSL = "jsl"
    WZWS = "wzws"
    WAF = "waf"
    LOGIN = "login"
    NOTHING = "nothing"
    PLAIN_TEXT = "plain-text"
    PDF = "pdf"


class PagePlant(StrictModel):
    """The wording of a page that is no part of the plan: other people's sites have their own."""

    title: str
    paragraphs: tuple[str, ...] = ()
    lang: str = "zh-CN"


class AnswerPlant(StrictModel):
    """How a server answers one address. Without it, pages of the plan are served and everything else is a 404."""

    at: str
    status: int = 200
    body: Body = Body.PAGE
    page: PagePlant | None = Field(default=None, description="the wording of the body PAGE, when not the usual one")
    head: int | None = Field(default=None, description="status for HEAD, when it differs from that for GET")
    location: str | None = None
    cookie: str | None = Field(default=None, description="redirect to the same address until this cookie comes back")
    type: str | None = Field(default=None, description="media type, when not the one of the body")
    retry_after: int | None = None
    conduct: Conduct = Conduct.ANSWER


class ArticlePlant(StrictModel):
    """An article with its own wording, put into a column's list by its date."""

    column: str = Field(alias="in")
    path: str
    title: str
    date: dt.date
    paragraphs: tuple[str, ...]


class Plant(StrictModel):
    """Anything planted: what is changed on the portal, and why it is there."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    why: str
    links: tuple[LinkPlant, ...] = ()
    answers: tuple[AnswerPlant, ...] = ()
    articles: tuple[ArticlePlant, ...] = ()
    columns: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict, description="`unit/column` -> new values")


class Defect(Plant):
    """A fault that must be found.

    `where` is an address for broken-link and mislink, the href for bad-href, `unit/column` for the column checks, the
    unit for stale-home and the item for mandated-item. `units` are the owners; the unit of the whole portal is added in
    `expectations.py`. `state` is given only where a program cannot be sure.
    """

    check: str
    code: str
    units: tuple[str, ...] = Field(min_length=1)
    where: str
    facts: Mapping[str, Any] = Field(default_factory=dict)
    state: str | None = None


class Innocent(Plant):
    """Something that looks like a fault to these checks and is none. `at` are references as in `where`."""

    guards: tuple[str, ...] = Field(min_length=1)
    at: tuple[str, ...] = Field(min_length=1)


class Truth(StrictModel):
    """The whole answer sheet."""

    as_of: dt.date
    notes: tuple[str, ...] = ()
    defects: tuple[Defect, ...]
    innocents: tuple[Innocent, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Truth:
        ids = [plant.id for plant in self.plants()]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise ValueError(f"planted twice: {', '.join(twice)}")
        return self

    def plants(self) -> Iterator[Plant]:
        """Everything that is planted, defects first."""
        yield from self.defects
        yield from self.innocents

    def column_changes(self, reference: str) -> dict[str, Any]:
        """All fields that are changed in the column `unit/key`."""
        changes: dict[str, Any] = {}
        for plant in self.plants():
            changes.update(plant.columns.get(reference, {}))
        return changes

    def defects_of(self, *checks: str) -> tuple[Defect, ...]:
        """The defects that these checks must find."""
        return tuple(defect for defect in self.defects if defect.check in checks)


@cache
def load_truth() -> Truth:
    """The answer sheet of `truth.yaml`."""
    return Truth.model_validate(sample_data("truth.yaml"))
