"""How pagers show themselves beside their words (`config.cms.PagerWords`), as data: `config/cms/pagers.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from config.cms import Sourced
from config.model import StrictModel
from config.wording import check_patterns
from config.yaml_file import load_yaml


class PagerCall(StrictModel):
    """A function of a common pager script, by which a page says how many rows or pages its list has."""

    name: str = Field(description="the function as calls write it; with a dot in front a method of any element")
    first: Literal["pages", "total"] | None = Field(
        default=None, description="what the first argument counts, if it is a number; none = all stands in an object"
    )


class PagerSigns(Sourced):
    """Signs of pagers. All names of classes, options and parameters are in lower case."""

    numbers: str = Field(
        description="regular expression for the text of a link to a list page; its group is the number"
    )
    current: tuple[str, ...] = Field(description="regular expressions; their group is the number of the page shown")
    boxes: frozenset[str] = Field(description="words in class names and ids of the element around a pager")
    disabled: frozenset[str] = Field(description="words in class names of links of a pager that lead nowhere")
    parameters: frozenset[str] = Field(description="query parameters that hold the number of a list page")
    calls: tuple[PagerCall, ...]
    pages: tuple[str, ...] = Field(description="names under which a pager script is told the number of pages")
    total: tuple[str, ...] = Field(description="names under which a pager script is told the number of rows")
    size: tuple[str, ...] = Field(description="names under which a pager script is told the number of rows on a page")

    @field_validator("current")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)

    @field_validator("numbers")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        return check_patterns((pattern,))[0]


@cache
def pager_signs() -> PagerSigns:
    """The signs. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "pagers.yaml")), PagerSigns)
