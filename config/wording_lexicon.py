"""Wrong forms of names and phrases, each with the right one."""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property
from typing import Literal

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class WordingEntry(StrictModel):
    """Wrong forms with the right one.

    `unless` found around the place acquits; with `only_with` it must stand around, too.
    """

    kind: Literal["sovereignty", "name", "phrase", "own"] = "own"
    wrong: tuple[str, ...] = Field(min_length=1)
    right: str
    source: str
    status: Status = Status.UNCONFIRMED
    unless: Pattern | None = None
    only_with: Pattern | None = None


class CountryLists(StrictModel):
    """Lists of countries and regions that are called countries (`names` are the regions)."""

    names: Pattern
    pattern: Pattern
    right: str
    source: str
    status: Status

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions; without one of them there is no list."""
        return tuple(self.names.split("|"))


class TitledName(StrictModel):
    """An office with the name of a person who left it on `until`."""

    words: str
    until: dt.date
    right: str
    source: str
    status: Status


class WordingLexicon(StrictModel):
    """The house's list of wrong forms; `learning` are the words of those who teach or forbid them in the same sentence,
    `teaching` those in titles of texts that do nothing else."""

    learning: Pattern
    teaching: Pattern
    sources: dict[str, str] = Field(default_factory=dict)
    entries: tuple[WordingEntry, ...]
    countries: CountryLists
    titles: tuple[TitledName, ...]
    former: Pattern

    @cached_property
    def forms(self) -> frozenset[str]:
        """All wrong forms."""
        return frozenset(
            [word for entry in self.entries for word in entry.wrong] + [each.words for each in self.titles]
        )


class OwnWording(StrictModel):
    """A list of wrong forms that an office keeps itself."""

    entries: tuple[WordingEntry, ...] = Field(min_length=1)


@cache
def wording_lexicon() -> WordingLexicon:
    """Wrong forms of names and phrases."""
    return load_yaml(LEXICONS / "wording.yaml", WordingLexicon)
