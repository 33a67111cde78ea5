"""The names of mandated items on portals, kept once for all rubrics: config/lexicons/item-words.yaml."""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Name, Pattern, Wording
from config.yaml_file import load_yaml

ITEM_WORDS = Path(__file__).parent / "lexicons" / "item-words.yaml"


class ItemWording(Wording):
    """What an item is called, and what only sometimes means it: both are asked for by yearly entries alone."""

    rows: tuple[Name, ...] = Field(
        default=(), description="further names of a row of the item's own columns; elsewhere they mean other things too"
    )
    likely: tuple[Pattern, ...] = Field(
        default=(),
        description="regular expressions for the whole plain text of what elsewhere may well mean it, but need not",
    )

    @cached_property
    def in_rows(self) -> Wording:
        """What a row of the item's own columns is called."""
        return Wording(names=(*self.names, *self.rows), patterns=(*self.patterns, *self.likely), excludes=self.excludes)

    @cached_property
    def perhaps(self) -> Wording:
        """What elsewhere may mean it."""
        return Wording(patterns=self.likely, excludes=self.excludes)


class ItemWords(StrictModel):
    """Wordings by the key that rubrics call them by (`words`)."""

    source: str
    status: Status
    entries: dict[str, ItemWording] = Field(min_length=1)


@cache
def item_words() -> ItemWords:
    """What the things that units must publish are called on portals."""
    return load_yaml(ITEM_WORDS, ItemWords)
