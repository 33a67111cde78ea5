"""How a website shows that it is in other hands than those it was linked for. Data: lexicons/hijacked.yaml.

The domain of a body or a firm runs out, and somebody else registers it: to show gambling or pornography under an
address that government sites link, or to sell it. News about gambling use the same words, but also those of the police
and of the law.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, half_width, plain

_NO_WORD = re.compile(r"[\W_]+")
_LETTER = r"[^\W一-鿿]"
"""A letter of a language that divides words: Chinese may follow a word without a blank."""


class WordGroup(StrictModel):
    """Words of one trade: regular expressions over `plain` text, and phrases of languages that divide words."""

    id: str
    patterns: tuple[Pattern, ...] = Field(min_length=1)
    phrases: tuple[Pattern, ...] = ()
    source: str
    status: Status

    @cached_property
    def words(self) -> Words:
        """All of them."""
        return Words(self.patterns, self.phrases)


class Words:
    """Finds patterns in `plain` text, and phrases, as whole words, in the same text with its blanks."""

    def __init__(self, patterns: tuple[str, ...], phrases: tuple[str, ...] = ()) -> None:
        self._patterns = _any_of(patterns)
        self._phrases = re.compile(rf"(?<!{_LETTER})(?:{_any_of(phrases).pattern})(?!{_LETTER})") if phrases else None

    def found_in(self, text: str) -> tuple[str, ...]:
        """What fits, sorted, without words that are only a part of another one: such are not independent of it."""
        found = {match.group() for match in self._patterns.finditer(plain(text)) if match.group()}
        if self._phrases is not None:
            found |= {match.group() for match in self._phrases.finditer(_spaced(text))}
        return tuple(sorted(word for word in found if not any(word in other for other in found - {word})))


class Acquitting(StrictModel):
    """Words by which news, law and warnings about such trades are told from the trades."""

    patterns: tuple[Pattern, ...] = Field(min_length=1)
    source: str
    status: Status


class Parking(StrictModel):
    """How a page speaks that stands for a domain without an owner, and the hosts of those who trade in domains."""

    title: tuple[Pattern, ...]
    text: tuple[Pattern, ...]
    phrases: tuple[Pattern, ...]
    hosts: tuple[str, ...]
    source: str
    status: Status


class HijackWords(StrictModel):
    """The whole dictionary. Every method takes text as it is and returns what was found, sorted, each word once."""

    groups: tuple[WordGroup, ...] = Field(min_length=1)
    acquitting: Acquitting
    parking: Parking

    def trades_in(self, text: str) -> dict[str, tuple[str, ...]]:
        """The words of each trade that `text` bears, by the id of the group; groups without any are left out."""
        found = {group.id: group.words.found_in(text) for group in self.groups}
        return {group: seen for group, seen in found.items() if seen}

    def acquitting_in(self, text: str) -> tuple[str, ...]:
        """The words of news, law and warnings that `text` bears."""
        return self._acquitting.found_in(text)

    def parked_title(self, title: str) -> tuple[str, ...]:
        """What a title says of a domain that is for sale, or has expired."""
        return self._parked_title.found_in(title)

    def parked_text(self, text: str) -> tuple[str, ...]:
        """What the text of a short page says of a domain that is for sale, or has expired."""
        return self._parked_text.found_in(text)

    @cached_property
    def _acquitting(self) -> Words:
        return Words(self.acquitting.patterns)

    @cached_property
    def _parked_title(self) -> Words:
        return Words(self.parking.title, self.parking.phrases)

    @cached_property
    def _parked_text(self) -> Words:
        return Words(self.parking.text, self.parking.phrases)

    def traders(self, hosts: Collection[str]) -> tuple[str, ...]:
        """Those of `hosts` that belong to traders in domains."""
        return tuple(sorted(host for host in hosts if belongs_to(host, self.parking.hosts)))


def belongs_to(host: str, names: Collection[str]) -> bool:
    """Whether a host (with or without port) is one of `names` or lies below one."""
    bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return any(bare == name or bare.endswith(f".{name}") for name in names)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _spaced(text: str) -> str:
    """Words in half width and lower case, with single blanks between them."""
    return " ".join(_NO_WORD.split(half_width(text).lower()))
