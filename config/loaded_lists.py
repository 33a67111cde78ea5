"""How pages ask interfaces for the parts of a list, where the request stands on the page, as data.

For families whose pages write the request down as an address or as attributes, ready to be sent; requests that a
script puts together are described by `config.page_scripts`.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import Field, field_validator

from config.model import StrictModel
from config.wording import check_patterns
from config.yaml_file import load_yaml


class Paging(StrictModel):
    """The parameters with which a call says what part of a list it wants; all others stand on the column's page.

    Servers of one family heed different ones of them, so all that are named are sent, and they agree with each other.
    """

    page: str | None = Field(default=None, description="number of the page, counted from 1")
    size: str | None = Field(default=None, description="rows of a page")
    first: str | None = Field(default=None, description="number of the first row, counted from 1")
    last: str | None = Field(default=None, description="number of the last row")
    json_in: str | None = Field(default=None, description="parameter that holds page and size as compact JSON")
    visible: str | None = Field(default=None, description="rows of a visible page, where a call asks for several pages")
    rows: int = Field(ge=1, description="rows that are asked for at once, unless the page says how many")
    needed: tuple[str, ...] = Field(default=(), description="parameters without which the interface gives nothing")
    fixed: dict[str, str] = Field(default_factory=dict, description="parameters that each call has")
    source: str


class LoadedUnits(StrictModel):
    """Parts of a page that are loaded one by one: script elements whose attributes hold the request for each.

    Pages have several (menus, position, list), with free names; these data tell which one is the list.
    """

    parameters: str = Field(description="attribute with the parameters, as an object")
    address: str = Field(description="attribute with the address of the interface")
    usual_address: str = Field(description="the address where that attribute is missing")
    from_meta: dict[str, str] = Field(default_factory=dict, description="metas that hold a parameter which is missing")
    name: str = Field(description="parameter with the name of the part")
    lists: frozenset[str] = Field(description="names of lists that were met, in lower case")
    list_words: tuple[str, ...] = Field(description="words in names of lists, in lower case")
    other_words: tuple[str, ...] = Field(description="words in names of other parts, in lower case; they win")
    total: str = Field(description="attribute, of an element of an answer, with the number of all rows")
    number: str = Field(description="attribute of the same element with the number of the page")
    size: str = Field(description="attribute of the same element with the rows of a page")
    source: str


class TableSearch(StrictModel):
    """A shell of a page around a table that a search fills, with or without a category.

    Without a category the answer holds the rows of a whole area; the column's are those that are filed under it.
    """

    address: str = Field(description="address of the search")
    shells: str = Field(description="regular expression for addresses in the source that tell the parameters")
    loader: str = Field(description="function of a script that is called with the address first")
    arguments: dict[str, int] = Field(description="parameters by their place among that function's arguments")
    of_address: dict[str, str] = Field(description="parameters of the column's own address: what the search calls them")
    sent: tuple[str, ...]
    category: str = Field(description="parameter that names a category")
    enough: tuple[tuple[str, ...], ...] = Field(description="groups of parameters; one group must have values")
    column: str = Field(description="parameter with the address of the column's page")
    filed: str = Field(description="what the addresses of the rows of {column} hold")
    most_pages: int = Field(ge=1, description="pages of an area's table that are searched for the rows of a column")
    source: str

    @field_validator("shells")
    @classmethod
    def _is_pattern(cls, shells: str) -> str:
        return check_patterns((shells,))[0]


class JPageScript(StrictModel):
    """The pager script "jpage" (`$('#unit').jpage({…})`), which several systems use: the names of its options."""

    method: str
    total: str
    per_page: str
    group: str = Field(description="visible pages of one request")
    address: str
    parameters: str
    rows: str = Field(description="the first rows, or the variable that holds them")
    source: str


@cache
def jpage_script() -> JPageScript:
    """The names of the options. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "jpage.yaml")), JPageScript)
