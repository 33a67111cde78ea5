"""The publishing systems (CMS) of Chinese government portals, as data: one file each in `config/cms/families/`.

A file says by which marks a page of the family is recognised, where the rows of its lists stand, and which interfaces
its lists are loaded from. Code is needed only for what a list's protocol does beyond that (`crawler.reading.readers`).
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from config.model import StrictModel, broken
from config.rubric import Status
from config.wording import check_patterns
from config.yaml_file import load_yaml

Confidence = Literal["V", "S", "S2", "I"]
_FOLDER = Path(str(resources.files("config") / "cms"))


class Mark(StrictModel):
    """One fingerprint. Exactly one of `html` (literal in the source), `pattern` (regular expression) or `url`."""

    html: str | None = None
    pattern: str | None = None
    url: str | None = Field(default=None, description="regular expression searched in the page's URL")
    weight: int = Field(ge=1, le=3)


class JsonRows(StrictModel):
    """Where the rows stand in a JSON answer (or in JSON inside a page). Paths are dotted names; the first that is
    there counts. A string on the way that is itself JSON is opened."""

    rows: tuple[str, ...] = Field(min_length=1, description="paths of the list of rows; an empty path is the whole")
    title: tuple[str, ...] = Field(min_length=1, description="paths inside one row")
    link: tuple[str, ...] = Field(min_length=1, description="paths inside one row")
    date: tuple[str, ...] = Field(min_length=1, description="paths inside one row: text, or seconds or ms since 1970")
    total: tuple[str, ...] = Field(default=(), description="paths of the number of all rows")
    pages: tuple[str, ...] = Field(default=(), description="paths of the number of all pages")


class Interface(StrictModel):
    """An address of the portal itself that answers with rows of a list instead of a page.

    The spider asks it like any page: same host rules, same rate, same ledger.
    """

    id: str
    path: str = Field(description="regular expression for the whole path of the address")
    format: Literal["json", "jsonp", "xml", "html"]
    body: Literal["form", "json"] | None = Field(default=None, description="form of the request; none = GET")
    referer: bool = Field(default=False, description="whether the page that shows the list must be named as Referer")
    headers: dict[str, str] = Field(default_factory=dict)
    json_rows: JsonRows | None = None
    fragment: tuple[str, ...] = Field(default=(), description="paths of a text of markup inside a JSON answer")
    source: str
    confidence: Confidence

    @field_validator("path")
    @classmethod
    def _is_pattern(cls, path: str) -> str:
        return check_patterns((path,))[0]


class Family(StrictModel):
    """A publishing system: its marks, where the rows of its lists stand, and its interfaces.

    `rows`: `static` = in the HTML of the page; `mixed` = some lists there, others loaded by a script; `elsewhere` =
    never in the markup (then `obstacle` is the reason key for pages that no reader understands).
    """

    id: str
    name: str
    precedence: int = Field(description="families are asked in this order; the earlier one wins ties")
    rows: Literal["static", "mixed", "elsewhere"]
    obstacle: str | None = Field(default=None, description="reason key when its rows cannot be read")
    source: str
    confidence: Confidence
    marks: tuple[Mark, ...] = Field(min_length=1)
    inline_json: JsonRows | None = Field(default=None, description="rows that stand as JSON in a script of the page")
    interfaces: tuple[Interface, ...] = ()


class Families(StrictModel):
    """All families and the sum of weights from which one is recognised."""

    source: str
    status: Status
    threshold: int = Field(ge=1)
    families: tuple[Family, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Families:
        ids = [family.id for family in self.families]
        for position, one in enumerate(ids):
            if one in ids[:position]:
                raise broken("duplicate", at=("families", position, "id"), value=one, first=one)
        return self


@cache
def families() -> Families:
    """The families of publishing systems, in order of precedence. Raises `ConfigError` for a broken data file."""
    known = load_yaml(_FOLDER / "recognition.yaml", Families)
    found = [load_yaml(path, Family) for path in sorted((_FOLDER / "families").glob("*.yaml"))]
    return known.model_copy(update={"families": tuple(sorted(found, key=lambda family: family.precedence))})


@cache
def interfaces() -> tuple[tuple[re.Pattern[str], Family, Interface], ...]:
    """All interfaces of all families, each with the pattern of its path."""
    return tuple(
        (re.compile(interface.path), family, interface)
        for family in families().families
        for interface in family.interfaces
    )
