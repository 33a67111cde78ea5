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
from config.wording import Pattern, plain


class WordGroup(StrictModel):
    """Words of one trade, as regular expressions over `plain` text."""

    id: str
    patterns: tuple[Pattern, ...] = Field(min_length=1)
    source: str
    status: Status

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """All patterns in one."""
        return _any_of(self.patterns)


class Acquitting(StrictModel):
    """Words by which news, law and warnings about such trades are told from the trades."""

    patterns: tuple[Pattern, ...] = Field(min_length=1)
    source: str
    status: Status


class Parking(StrictModel):
    """How a page speaks that stands for a domain without an owner, and the hosts of those who trade in domains."""

    title: tuple[Pattern, ...]
    text: tuple[Pattern, ...]
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
        words = plain(text)
        found = {group.id: _words(group.whole, words) for group in self.groups}
        return {group: seen for group, seen in found.items() if seen}

    def acquitting_in(self, text: str) -> tuple[str, ...]:
        """The words of news, law and warnings that `text` bears."""
        return _words(_any_of(self.acquitting.patterns), plain(text))

    def parked_title(self, title: str) -> tuple[str, ...]:
        """What a title says of a domain that is for sale, or has expired."""
        return _words(_any_of(self.parking.title), plain(title))

    def parked_text(self, text: str) -> tuple[str, ...]:
        """What the text of a short page says of a domain that is for sale, or has expired."""
        return _words(_any_of(self.parking.text), plain(text))

    def traders(self, hosts: Collection[str]) -> tuple[str, ...]:
        """Those of `hosts` that belong to traders in domains."""
        return tuple(sorted(host for host in hosts if belongs_to(host, self.parking.hosts)))


def belongs_to(host: str, names: Collection[str]) -> bool:
    """Whether a host (with or without port) is one of `names` or lies below one."""
    bare = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return any(bare == name or bare.endswith(f".{name}") for name in names)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _words(pattern: re.Pattern[str], words: str) -> tuple[str, ...]:
    """What fits, without words that are only a part of another one: such words are not independent of it."""
    found = {match.group() for match in pattern.finditer(words) if match.group()}
    return tuple(sorted(word for word in found if not any(word in other for other in found - {word})))
