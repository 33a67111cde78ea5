"""How the words of a portal are compared with the words of our data: after taking away what only looks different."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

from config.model import StrictModel, broken

_NOT_LETTERS = re.compile(r"[\W_]+")
_TRAILING_BRACKET = re.compile(r"\s*[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]\s*$")


def plain(text: str) -> str:
    """`text` in half-width, lower-case letters and digits only: no blanks, no punctuation, no brackets."""
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text).lower())


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise broken("bad-pattern", pattern=pattern, fault=str(fault)) from fault
    return pattern


def check_patterns(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns unchanged. Raises the error `bad-pattern` for one that is no regular expression."""
    return tuple(_check_pattern(pattern) for pattern in patterns)


def _check_name(name: str) -> str:
    if not plain(name):
        raise broken("bad-name", name=name)
    return name


Pattern = Annotated[str, AfterValidator(_check_pattern)]
"""A regular expression, to be matched with `plain` text."""

Name = Annotated[str, AfterValidator(_check_name)]
"""A name with at least one letter or digit in it."""


class Wording(StrictModel):
    """The names under which something goes on portals.

    A text matches when, made `plain`, it equals a name or ends with one ("平阴县政府信息公开指南" ends with
    "信息公开指南"), or is wholly matched by a pattern; a trailing bracket such as "（2024年修订）" may be ignored. It
    never matches when an exclusion is found anywhere in it. Containment is not enough: news about a guide is no guide.
    """

    names: tuple[Name, ...] = ()
    patterns: tuple[Pattern, ...] = Field(default=(), description="regular expressions that match the whole plain text")
    excludes: tuple[Pattern, ...] = Field(default=(), description="regular expressions; one found anywhere rules out")

    def matches(self, text: str) -> bool:
        """Whether `text` (a column name, a link text, a title) goes under one of these names."""
        return self.word_in(text) is not None

    def word_in(self, text: str) -> str | None:
        """The name or pattern by which `text` goes under one of these names; None when it does not."""
        word = next((word for candidate in _readings(text) if (word := self._word(candidate))), None)
        return None if word is None or self.rules_out(text) else word

    def rules_out(self, text: str) -> bool:
        """Whether an exclusion is found in `text`."""
        whole = plain(text)
        return any(re.search(pattern, whole) for pattern in self.excludes)

    def _word(self, candidate: str) -> str | None:
        if candidate.endswith(self._endings):
            return next(name for known, name in self._plain_names.items() if candidate.endswith(known))
        return next((pattern for pattern in self.patterns if re.fullmatch(pattern, candidate)), None)

    @cached_property
    def _plain_names(self) -> dict[str, str]:
        return {plain(name): name for name in self.names}

    @cached_property
    def _endings(self) -> tuple[str, ...]:
        return tuple(self._plain_names)


@lru_cache(maxsize=1 << 16)  # the texts of a portal are compared with every item
def _readings(text: str) -> tuple[str, ...]:
    whole = plain(text)
    short = plain(_TRAILING_BRACKET.sub("", unicodedata.normalize("NFKC", text)))
    return tuple(dict.fromkeys(reading for reading in (whole, short) if reading))
