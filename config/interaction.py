"""The words of the checks on letters and their answers: config/lexicons/interaction.yaml."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, Wording, plain
from config.yaml_file import load_yaml

INTERACTION = Path(__file__).parent / "lexicons" / "interaction.yaml"


class Substance(StrictModel):
    """What a reply consists of: letters in all, letters beyond polite words, and the first words that pass it on."""

    letters: int
    rest: int
    passing_on: str | None
    concrete: bool


class InteractionWords(StrictModel):
    """Patterns are searched in `plain` text; `received` and `answered` in texts as they are shown."""

    source: str
    status: Status
    bodies: Pattern
    courtesies: tuple[Pattern, ...] = Field(min_length=1)
    passing_on: tuple[Pattern, ...] = Field(min_length=1)
    facts: tuple[Pattern, ...] = Field(min_length=1)
    answers: tuple[Pattern, ...]
    not_letters: Wording
    statistics: Wording
    received: Pattern
    answered: Pattern
    carried_over: Pattern

    def body_name(self, name: str) -> str:
        """`name` if it is that of a body; empty for anything else, a person's name above all."""
        return name if re.fullmatch(self.bodies, name) else ""

    def substance(self, reply: str) -> Substance:
        """What `reply` says beyond polite words."""
        whole = plain(reply)
        left = self._courteous.sub("", whole)
        concrete = self._concrete.search(whole) is not None or self._answering.search(left) is not None
        passed = self._passing.search(left)
        rest = self._passing.sub("", left)
        return Substance(
            letters=len(whole), rest=len(rest), passing_on=passed.group() if passed else None, concrete=concrete
        )

    def numbers(self, text: str) -> tuple[int | None, int | None]:
        """How many letters a text says were received (the largest number) and answered (the first one).

        The latter is not told where letters of earlier times may be among them.
        """
        received = max((int(found["n"]) for found in self._received.finditer(text)), default=None)
        answered = None if re.search(self.carried_over, text) else self._answered.search(text)
        return received, int(answered["n"]) if answered else None

    @cached_property
    def _courteous(self) -> re.Pattern[str]:
        return re.compile("|".join(self.courtesies))

    @cached_property
    def _passing(self) -> re.Pattern[str]:
        return re.compile("|".join(self.passing_on))

    @cached_property
    def _concrete(self) -> re.Pattern[str]:
        return re.compile("|".join(self.facts))

    @cached_property
    def _answering(self) -> re.Pattern[str]:
        return re.compile("|".join(self.answers)) if self.answers else re.compile(r"(?!)")

    @cached_property
    def _received(self) -> re.Pattern[str]:
        return re.compile(self.received)

    @cached_property
    def _answered(self) -> re.Pattern[str]:
        return re.compile(self.answered)


@cache
def interaction_words() -> InteractionWords:
    """The words of letters and replies. Raises `ConfigError` for a broken data file."""
    return load_yaml(INTERACTION, InteractionWords)
