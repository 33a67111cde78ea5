"""Words by which the parts of a list's row are told apart, as data: `config/cms/rows.yaml`."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import field_validator

from config.cms import Sourced
from config.wording import check_patterns
from config.yaml_file import load_yaml


class RowWords(Sourced):
    """Words in rows of lists.

    `minor`: texts of links that belong to a row but name something else than the item. `badges`: marks before or
    behind a title that are no part of it. `titles`: regular expressions for the titles of documents, by which a list
    without dates is told from a menu. `title_labels`, `field_labels`: the words before the title and before other
    fields where a row's `title=` holds all of them.
    """

    minor: frozenset[str]
    badges: frozenset[str]
    titles: tuple[str, ...]
    title_labels: tuple[str, ...]
    field_labels: tuple[str, ...]
    beside_headings: tuple[str, ...]
    beside_names: frozenset[str]

    @field_validator("titles")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)


@cache
def row_words() -> RowWords:
    """The words. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "rows.yaml")), RowWords)
