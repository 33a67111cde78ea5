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

from config.loaded_lists import LoadedUnits, Paging, TableSearch
from config.model import StrictModel, broken
from config.page_scripts import JsonRows, PageScripts, RequestParameters
from config.rubric import Status
from config.wording import check_patterns
from config.yaml_file import load_yaml

Confidence = Literal["V", "S", "S2", "I"]
_FOLDER = Path(str(resources.files("config") / "cms"))


class Mark(StrictModel):
    """One fingerprint. Exactly one of `html` (literal in the source), `pattern` (regular expression) or `url`."""

    html: str | None = None
    pattern: str | None = None
    hint: str | None = Field(
        default=None,
        pattern="^[^A-Z]+$",
        description="a text, in lower case, without which in the source the pattern cannot match",
    )
    url: str | None = Field(default=None, description="regular expression searched in the page's URL")
    weight: int = Field(ge=1, le=3)

    @property
    def sign(self) -> str | None:
        """What stands in the source, in lower case, wherever the mark does; None for one of the URL."""
        return self.html.lower() if self.html is not None else self.hint


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
    request: RequestParameters | None = Field(default=None, description="how a page asks it for a list")
    paging: Paging | None = Field(default=None, description="how a call says what part of the list it wants")
    json_rows: JsonRows | None = None
    fragment: tuple[str, ...] = Field(default=(), description="paths of a text of markup inside a JSON answer")
    source: str
    confidence: Confidence

    @field_validator("path")
    @classmethod
    def _is_pattern(cls, path: str) -> str:
        return check_patterns((path,))[0]


class AttributePager(StrictModel):
    """A pager whose links have no `href`: a script opens the address that stands in another attribute."""

    target: str = Field(
        pattern="^[a-z][a-z-]*$", description="attribute of the pager's links that holds the address of a list page"
    )
    pages: str | None = Field(
        default=None, pattern="^[a-z][a-z-]*$", description="attribute, of any element, with the number of all pages"
    )
    number: str = Field(description="regular expression for the page's number inside such an address")
    source: str
    confidence: Confidence

    @field_validator("number")
    @classmethod
    def _is_pattern(cls, number: str) -> str:
        return check_patterns((number,))[0]


class Cap(StrictModel):
    """A limit of publication: older rows exist, but the portal lists no more.

    A list has reached it when it declares exactly `limit` rows, or exactly `limit` pages and no number of rows; with
    `or_more`, every list of at least `limit` has. `hosts` and `areas` say where (both empty: wherever the family is).
    """

    limit: int = Field(ge=1)
    of: Literal["records", "pages"]
    or_more: bool = False
    hosts: tuple[str, ...] = Field(default=(), description="hosts and all below them")
    areas: tuple[str, ...] = Field(default=(), description="first digits of the 网站标识码 (an area code)")
    source: str
    confidence: Confidence


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
    scripts: PageScripts = Field(default_factory=PageScripts)
    interfaces: tuple[Interface, ...] = ()
    units: LoadedUnits | None = None
    search: TableSearch | None = None
    hidden_block: str | None = Field(default=None, description="selector of a hidden element with the first rows")
    attribute_pager: AttributePager | None = None
    caps: tuple[Cap, ...] = ()


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
def family_named(family_id: str) -> Family:
    """The family with this id. Raises `KeyError` for an unknown one."""
    return {family.id: family for family in families().families}[family_id]


@cache
def interfaces() -> tuple[tuple[re.Pattern[str], Family, Interface], ...]:
    """All interfaces of all families, each with the pattern of its path."""
    return tuple(
        (re.compile(interface.path), family, interface)
        for family in families().families
        for interface in family.interfaces
    )
