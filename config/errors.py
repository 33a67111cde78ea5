"""Errors that a user can mend. Each says what is wrong, where, and what to do, in the user's language."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.messages import has_text, text


@dataclass(frozen=True)
class Place:
    """Where an error stands: a file with an optional line, or any other label (a flag, a URL, a cell)."""

    file: Path | str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else str(self.file)


def in_words(error: OSError, lang: str) -> str:
    """What the operating system objects to, in `lang` where it is one of the usual things."""
    key = f"system.{errno.errorcode.get(error.errno or 0, '')}"
    return text(key, lang) if has_text(key, lang) else error.strerror or str(error)


class UserError(Exception):
    """Bad usage, configuration or input. Ends the command with exit status 2 (or `exit_status`) and one clear message.

    `key` names a text `error.<key>` in the message catalogue (what is wrong and what to do); `facts` fill it, errors of
    the operating system among them in words.
    """

    exit_status = 2

    def __init__(self, key: str, *, place: Place | None = None, **facts: Any) -> None:
        super().__init__(key)
        self.key = key
        self.place = place
        self.facts = facts

    def text(self, lang: str = "zh") -> str:
        """The message with its place in front, in `lang`."""
        facts = {name: in_words(fact, lang) if isinstance(fact, OSError) else fact for name, fact in self.facts.items()}
        sentence = text(f"error.{self.key}", lang, **facts)
        return f"{self.place}: {sentence}" if self.place else sentence

    def __str__(self) -> str:
        return self.text("en")


class ConfigError(UserError):
    """A registry, rubric, settings, lexicon or calendar file that cannot be used."""


class UnreachableError(UserError):
    """The portal could not be reached at all (exit status 3)."""

    exit_status = 3
