"""Data in scripts of pages and in answers to them, as data: layouts of JSON, variables, parameters of requests."""

from __future__ import annotations

from pydantic import Field, field_validator

from config.model import StrictModel
from config.wording import check_patterns


class JsonRows(StrictModel):
    """Where the rows stand in a JSON answer (or in JSON inside a page). Paths are dotted names; the first that is
    there counts. A string on the way that is itself JSON is opened."""

    rows: tuple[str, ...] = Field(min_length=1, description="paths of the list of rows; an empty path is the whole")
    title: tuple[str, ...] = Field(min_length=1, description="paths inside one row")
    link: tuple[str, ...] = Field(min_length=1, description="paths inside one row")
    date: tuple[str, ...] = Field(default=(), description="paths inside one row: text, or seconds or ms since 1970")
    total: tuple[str, ...] = Field(default=(), description="paths of the number of all rows")
    pages: tuple[str, ...] = Field(default=(), description="paths of the number of all pages")
    held: tuple[str, ...] = Field(default=(), description="paths of the number of rows that exist, listed or not")
    name: tuple[str, ...] = Field(default=(), description="paths of the name of the column")
    moved: tuple[str, ...] = Field(default=(), description="paths of the address where the list really is")


class RequestParameters(StrictModel):
    """The parameters with which a page asks for its list. They are read from the page; none is ever made up.

    A script holds them as an object. One whose value cannot be told from the page stops the request, unless it is
    `free`.
    """

    address: str | None = Field(default=None, description="address of the interface from any page, where it is fixed")
    key: str = Field(description="the name by which the object with the parameters is known in a script")
    needed: tuple[tuple[str, ...], ...] = Field(
        default=(), description="groups of names: one of each must have a value"
    )
    passed: tuple[str, ...] = Field(default=(), description="the only names that are sent on; none named = all")
    free: tuple[str, ...] = Field(default=(), description="names that are left out when their value is not told")
    same: dict[str, str] = Field(
        default_factory=dict, description="only objects in which these names have these values"
    )
    page: str = Field(description="name of the number of the page")
    first: int = Field(default=1, description="number of the first page")
    size: str | None = Field(default=None, description="name under which the number of rows of a page is sent")
    size_from: tuple[str, ...] = Field(default=(), description="other names under which the page states that number")


class OwnColumn(StrictModel):
    """The variable in which a column's page describes the column itself."""

    variable: str
    codes: tuple[str, ...] = Field(description="paths of the ids by which requests name the column")
    count: str = Field(description="path of the number of the column's rows")
    children: JsonRows = Field(description="its sub-columns")


class Catalogue(StrictModel):
    """A variable that holds a tree of columns, each of which is loaded from an interface."""

    pages: str = Field(description="regular expression on the path of the pages that show the tree")
    variable: str
    tree: str = Field(description="path of the list of the outermost nodes")
    site: str = Field(description="path of the id of the site")
    id: str = Field(description="path inside a node")
    name: str = Field(description="path inside a node")
    children: str = Field(description="path inside a node")
    count: str = Field(description="path inside a node: number of articles")
    moved: str = Field(description="path inside a node: address where its list really is")
    call: str = Field(description="address of a node's list from the page, with {id} and {site}")

    @field_validator("pages")
    @classmethod
    def _is_pattern(cls, pages: str) -> str:
        return check_patterns((pages,))[0]


class ArticleVariable(StrictModel):
    """A variable that holds an article. Everything but the variable is a path in it; the first that is there counts."""

    variable: str
    title: tuple[str, ...]
    body: tuple[str, ...] = Field(description="markup of the text")
    date: tuple[str, ...] = Field(description="publication: text, or seconds or milliseconds since 1970")
    document_date: tuple[str, ...]
    document_number: tuple[str, ...]
    index_number: tuple[str, ...]
    publisher: tuple[str, ...]


class CountPatterns(StrictModel):
    """How a script that sets up a pager gives its numbers: regular expressions with one group.

    On pages at `address` the other pages have the same address with the number in `parameter`.
    """

    near: str = Field(description="literal that stands in the same script")
    pages: str
    total: str
    address: str = Field(description="regular expression on the path of a page")
    parameter: str

    @field_validator("pages", "total", "address")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        return check_patterns((pattern,))[0]


class PageScripts(StrictModel):
    """All that is known about the scripts in the pages of one publishing system."""

    rows: str | None = Field(default=None, description="variable with the rows (laid out as `Family.inline_json`)")
    own_column: OwnColumn | None = None
    catalogue: Catalogue | None = None
    article: ArticleVariable | None = None
    counts: CountPatterns | None = None
