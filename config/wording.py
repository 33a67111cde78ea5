"""How the words of a portal are compared with the words of our data: after taking away what only looks different."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, Field

from config.faults import fault_of
from config.model import StrictModel, broken
from config.problems import nearest

Entry = TypeVar("Entry")

_NOT_LETTERS = re.compile(r"[\W_]+")
_APART = re.compile(r"\\\d|\(\?[a-zA-Z]|\(\?P")
"""What makes a pattern depend on where it stands: references to groups, flags, names of groups."""
_LONGEST_KEPT = 200
"""Characters up to which a text is a name or a title, which is asked for again and again; longer ones are not."""
_TEXTS_KEPT = 4_096
_WIDE_SIGNS = tuple((sign, unicodedata.normalize("NFKC", sign)) for sign in "，：；（）！？％～…\u3000\xa0")
"""Signs of every Chinese text. Without them it is mostly in its normal form, which is seen at once; to bring all of a
text into it takes fifty times as long (own measurement)."""
_TRAILING_BRACKET = re.compile(r"\s*[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]\s*$")
_CLOSING = (")", "]", "〕", "】")


def plain(text: str) -> str:
    """`text` in half-width, lower-case letters and digits only: no blanks, no punctuation, no brackets."""
    if len(text) > _LONGEST_KEPT:
        return _letters(half_width(text))
    readings = _readings(text)
    return readings[0] if readings else ""


def half_width(text: str) -> str:
    """`text` with one letter for all that only look different (Unicode's NFKC)."""
    for sign, usual in _WIDE_SIGNS:
        text = text.replace(sign, usual)
    return unicodedata.normalize("NFKC", text)


def _letters(normal: str) -> str:
    return _NOT_LETTERS.sub("", normal.lower())


def _check_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise broken("bad-pattern", pattern=pattern, fault=fault_of(fault)) from fault
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
        readings = _readings(text)
        for reading in readings:  # a million times in a big crawl: no generator, one pattern
            if reading.endswith(self.endings) or self._any.fullmatch(reading):
                word = self._word(reading)
                if word is not None:
                    return None if self._excluded(readings[0]) else word
        return None

    def rules_out(self, text: str) -> bool:
        """Whether an exclusion is found in `text`."""
        return self._excluded(plain(text))

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return _union(self.patterns)

    def _word(self, reading: str) -> str | None:
        if reading.endswith(self.endings):
            return next(name for known, name in self._plain_names.items() if reading.endswith(known))
        return next((each.pattern for each in self._compiled if each.fullmatch(reading)), None)

    def _excluded(self, whole: str) -> bool:
        return any(each.search(whole) for each in self._compiled_excludes)

    @cached_property
    def _plain_names(self) -> dict[str, str]:
        return {plain(name): name for name in self.names}

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """The names, made `plain`: what a text that goes under one of them ends with."""
        return tuple(self._plain_names)

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.patterns))

    @cached_property
    def _compiled_excludes(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.excludes))


class AnyOf:
    """Many wordings at once: tells quickly of nearly every text that it goes under none of them."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        every = list(wordings)
        self._endings = tuple(dict.fromkeys(ending for each in every for ending in each.endings))
        self._patterns = _union(pattern for each in every for pattern in each.patterns)

    def may_match(self, text: str) -> bool:
        """Whether `text` may go under one of the wordings: False is certain, exclusions are not looked at."""
        for reading in _readings(text):  # noqa: SIM110  # a million times in a big crawl: no generator
            if reading.endswith(self._endings) or self._patterns.fullmatch(reading):
                return True
        return False


def _union(patterns: Iterable[str]) -> re.Pattern[str]:
    """All patterns in one; one that fits everything where groups and flags of one might reach another."""
    every = list(patterns)
    if any(_APART.search(pattern) for pattern in every):
        return re.compile(".*", re.DOTALL)
    return re.compile("|".join(f"(?:{pattern})" for pattern in every) if every else r"(?!)")


@lru_cache(maxsize=_TEXTS_KEPT)
def _readings(text: str) -> tuple[str, ...]:
    """How a text may be read: whole, and without a trailing bracket; nothing when it has no letter.

    Kept because the same texts are held against the words of one item, and asked for by one check, after the other.
    """
    normal = half_width(text)
    whole = _letters(normal)
    if not normal.rstrip().endswith(_CLOSING):  # nearly always
        return (whole,) if whole else ()
    short = _letters(_TRAILING_BRACKET.sub("", normal))
    return tuple(dict.fromkeys(reading for reading in (whole, short) if reading))


WORD_LISTS = ("names", "patterns", "excludes")


def joined(entry: Wording, written: Mapping[str, Any], names: Iterable[str] = WORD_LISTS) -> dict[str, Any]:
    """The lists `names` of a lexicon's entry with what is written beside it. Leaves what is no list as it is."""
    lists = {name: written.get(name, ()) for name in names}
    return {
        name: [*getattr(entry, name), *(word for word in own if word not in getattr(entry, name))]
        for name, own in lists.items()
        if isinstance(own, list | tuple)
    }


def entry_named(data: Any, entries: Callable[[], Mapping[str, Entry]], problem: str) -> Entry | None:
    """The entry of a lexicon that `data` takes over by its key `words`; None when it takes over nothing.

    Raises the error `problem` for a key that the lexicon has not.
    """
    key = data.get("words") if isinstance(data, Mapping) else None
    if not isinstance(key, str):
        return None
    known = entries()
    if key not in known:
        near = ", ".join(nearest(key, tuple(known)) or sorted(known))
        raise broken(problem, at=("words",), words=key, known=near)
    return known[key]
