"""How portals label letters from the public and their answers, as data: `config/cms/exchanges.yaml`."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib import resources
from pathlib import Path

from pydantic import Field, field_validator

from config.cms import Sourced
from config.model import StrictModel
from config.wording import check_patterns, plain
from config.yaml_file import load_yaml

Labels = tuple[str, ...]
OTHER = "other"
"""The slot of fields that are nobody's business here."""


class ExchangeLabels(StrictModel):
    """The labels of each part of a letter (a slot)."""

    title: Labels
    question: Labels
    asked: Labels
    status: Labels
    replier: Labels
    replied: Labels
    reply: Labels
    other: Labels = Field(description="labels of further fields, which end the value before them")

    @cached_property
    def slots(self) -> dict[str, str]:
        """The slot of every label; longer labels stand before those that they contain."""
        known = {label: slot for slot in reversed(type(self).model_fields) for label in getattr(self, slot)}
        return dict(sorted(known.items(), key=lambda pair: (-len(pair[0]), pair[0])))


class ListHeads(StrictModel):
    """Further heads of list columns."""

    title: Labels = ()
    asked: Labels = ()
    status: Labels = ()
    replier: Labels = ()


class ExchangeWords(Sourced):
    """What `config/cms/exchanges.yaml` holds."""

    places: tuple[str, ...]
    other_places: tuple[str, ...]
    labels: ExchangeLabels
    heads: ListHeads
    ends: tuple[str, ...]
    answered: tuple[str, ...]
    waiting: tuple[str, ...]
    no_reply: tuple[str, ...]
    speaking: tuple[str, ...] = Field(min_length=1)

    @field_validator("places", "other_places")
    @classmethod
    def _are_patterns(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(patterns)

    def is_place(self, names: str) -> bool | None:
        """Whether a page of these names (title, breadcrumb, column) holds letters; None when nothing says so."""
        if self._other_place.search(names):
            return False
        return True if self._place.search(names) else None

    def head_slot(self, text: str) -> str | None:
        """The slot that a list column of this head fills."""
        return self._heads.get(plain(text))

    def status_of(self, text: str) -> bool | None:
        """Whether a letter in the state `text` is answered; None for what is no known state."""
        return self._states.get(plain(text))

    def says_none(self, reply: str) -> bool:
        """Whether the place of the reply says that there is none."""
        return plain(reply) in self._none

    def speaks_of_letters(self, text: str) -> bool:
        """Whether a state or head is one that only letters have."""
        return self._speaking.search(text) is not None

    @cached_property
    def _place(self) -> re.Pattern[str]:
        return re.compile("|".join(self.places))

    @cached_property
    def _other_place(self) -> re.Pattern[str]:
        return re.compile("|".join(self.other_places))

    @cached_property
    def _speaking(self) -> re.Pattern[str]:
        return re.compile("|".join(map(re.escape, self.speaking)))

    @cached_property
    def _heads(self) -> dict[str, str]:
        further = {plain(label): slot for slot in ListHeads.model_fields for label in getattr(self.heads, slot)}
        return further | {plain(label): slot for label, slot in self.labels.slots.items()}

    @cached_property
    def _states(self) -> dict[str, bool]:
        return {plain(state): True for state in self.answered} | {plain(state): False for state in self.waiting}

    @cached_property
    def _none(self) -> frozenset[str]:
        return frozenset(map(plain, self.no_reply))


@cache
def exchange_words() -> ExchangeWords:
    """The labels and states of letters. Raises `ConfigError` for a broken data file."""
    return load_yaml(Path(str(resources.files("config") / "cms" / "exchanges.yaml")), ExchangeWords)
