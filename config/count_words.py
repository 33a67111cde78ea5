"""How texts announce numbers of things and deadlines, and what the law lists."""

from __future__ import annotations

from functools import cache

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class StatutoryList(StrictModel):
    """Things that a law lists; `also` are other words for one of them."""

    id: str
    items: tuple[str, ...] = Field(min_length=2)
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    least: int = Field(ge=2, description="listed in a row from which the text follows the law (own rule)")
    hint: str
    followed_by: Pattern
    source: str
    status: Status
    note: str | None = None


class StatutoryLists(StrictModel):
    """All lists of law that texts repeat."""

    lists: tuple[StatutoryList, ...]


class CountWords(StrictModel):
    """How texts announce numbers of things, and deadlines."""

    source: str
    status: Status
    counted: Pattern
    flow_nouns: Pattern
    flow: Pattern
    flow_open: Pattern
    flow_changed: Pattern
    list_end: Pattern
    list_of_parts: Pattern
    heading: Pattern
    joined: Pattern
    points_hint: str
    points: Pattern
    point_marks: Pattern
    deadline_hints: tuple[str, ...]
    deadline: Pattern
    deadline_past: Pattern
    deadline_selects: Pattern
    signed_by: Pattern
    signed_end: Pattern
    plans: Pattern
    extract: Pattern
    article: Pattern
    first_article: Pattern
    amended: Pattern
    table_row: Pattern


@cache
def statutory_lists() -> StatutoryLists:
    """Lists of law."""
    return load_yaml(LEXICONS / "statutory-lists.yaml", StatutoryLists)


@cache
def count_words() -> CountWords:
    """Announced numbers and deadlines."""
    return load_yaml(LEXICONS / "counts.yaml", CountWords)
