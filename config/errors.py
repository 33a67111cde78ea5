"""Errors that a user can mend. Each says what is wrong, where, and what to do, in the user's language."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.faults import Spoken, fault_of
from config.messages import text


@dataclass(frozen=True)
class Place:
    """Where an error stands: a file with an optional line and column, or any other label (a flag, a URL, a cell)."""

    file: Path | str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.line and self.column) if part)


class UserError(Exception):
    """Bad usage, configuration or input. Ends the command with exit status 2 (or `exit_status`) and one clear message.

    `key` names a text `error.<key>` in the message catalogue (what is wrong and what to do); `facts` fill it. What can
    say itself (`config.faults`) does so in the user's language, and so do errors of libraries and of the system.
    """

    exit_status = 2

    def __init__(self, key: str, *, place: Place | None = None, **facts: Any) -> None:
        super().__init__(key)
        self.key = key
        self.place = place
        self.facts = {name: _kept(fact) for name, fact in facts.items()}

    def text(self, lang: str = "zh") -> str:
        """The message with its place in front, in `lang`."""
        facts = {name: fact.text(lang) if isinstance(fact, Spoken) else fact for name, fact in self.facts.items()}
        sentence = text(f"error.{self.key}", lang, **facts)
        return f"{self.place}: {sentence}" if self.place else sentence

    def __str__(self) -> str:
        return self.text("en")


def _kept(fact: Any) -> Any:
    """What an error means instead of the error, which not every process can be handed."""
    return fault_of(fact) if isinstance(fact, BaseException) and not isinstance(fact, UserError) else fact


class ConfigError(UserError):
    """A registry, rubric, settings, lexicon or calendar file that cannot be used."""


class UnreachableError(UserError):
    """The portal could not be reached at all (exit status 3)."""

    exit_status = 3
