"""The names of documents in titles and texts, and document numbers (文号): pure functions over the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.policy_words import found_in, policy_words
from config.wording import plain

SHORTEST_NAME = 6
"""Letters from which a name may be looked for inside another text (own rule: shorter ones are anywhere)."""

_QUOTED = re.compile(r"[《〈]([^《》〈〉]{2,80})[》〉]")
_NESTED = re.compile(r"《([^《》]*(?:〈[^〉]*〉)?[^《》]*)》")
_BRACKETS = re.compile(r"[（(〔\[【][^（）()〔〕\[\]【】]{1,20}[）)〕\]】]\s*$")
_SPACE = re.compile(r"\s+")


class Number(NamedTuple):
    """A document number: the issuer's code, the year, the serial number."""

    issuer: str
    year: int
    serial: int

    def __str__(self) -> str:
        return f"{self.issuer}〔{self.year}〕{self.serial}号"


def numbers_in(text: str) -> tuple[Number, ...]:
    """All document numbers in `text`, each once, in order."""
    found = (Number(hit["issuer"], int(hit["year"]), int(hit["serial"])) for hit in _number().finditer(text))
    return tuple(dict.fromkeys(found))


def quoted(text: str) -> tuple[str, ...]:
    """The titles in 《》 that stand in `text`, each once, in order."""
    return tuple(dict.fromkeys([*_NESTED.findall(text), *_QUOTED.findall(text)]))


def document_names(title: str) -> tuple[str, ...]:
    """The `plain` names under which a document may be spoken of, the most telling first.

    关于印发《青禾县水价办法（试行）》的通知 is spoken of as 青禾县水价办法 and as 水价办法.
    """
    bare = _SPACE.sub("", title)
    cores = quoted(bare)[::-1] or (_core(bare),)
    names = [name for core in cores for name in (plain(core), plain(_BRACKETS.sub("", core)))]
    names += map(without_place, tuple(names))
    return tuple(dict.fromkeys(name for name in names if len(name) >= SHORTEST_NAME or name == names[0]))


def subject_names(title: str) -> tuple[str, ...]:
    """The `plain` names of what an interpretation is about, by its title."""
    bare = _SPACE.sub("", title)
    cores = quoted(bare) or (_core(re.sub(policy_words().interpretation_words, "", bare).strip(":：丨|—-")),)
    within = tuple(map(_core, cores))  # 《关于印发青禾县水价办法的通知》解读 is about 青禾县水价办法
    found = (name for core in (*cores, *within) for name in (plain(core), plain(_BRACKETS.sub("", core))))
    return tuple(dict.fromkeys(name for name in found if name))


def without_place(name: str) -> str:
    """A `plain` name without the place that it begins with."""
    return _place().sub("", name)


def agree(names: tuple[str, ...], subjects: tuple[str, ...]) -> bool:
    """Whether an interpretation with these subjects is about a document with these names: equal, or one in the other.

    Between names that only contain each other, the shorter one must be no mere fragment, and the longer one must not
    be another document that follows from it (水价办法, 水价办法实施细则). What one town names is not another one's.
    """
    return any(
        _same(name, subject) and not _is_of_another_town(names, subject) for name in names for subject in subjects
    )


def _is_of_another_town(names: tuple[str, ...], subject: str) -> bool:
    town, towns = _town_of(subject), {town for name in names if (town := _town_of(name))}
    return bool(town and towns) and town not in towns


def _town_of(name: str) -> str:
    found = re.match(policy_words().town, name)
    return found["town"] if found else ""


def _same(name: str, subject: str) -> bool:
    if name == subject:
        return True
    short, long = (name, subject) if len(name) <= len(subject) else (subject, name)
    if len(short) < SHORTEST_NAME or 2 * len(short) < len(long) or short not in long:
        return False
    genres = policy_words().genres
    return not (found_in(genres, short) and found_in(genres, long.partition(short)[2]))


def _core(bare: str) -> str:
    return next(_cores(bare), bare)


def _cores(bare: str) -> Iterator[str]:
    for pattern in policy_words().names:
        found = re.search(pattern, bare)
        if found:
            yield found["core"]


@cache
def _number() -> re.Pattern[str]:
    return re.compile(policy_words().number)


@cache
def _place() -> re.Pattern[str]:
    return re.compile(policy_words().place)
