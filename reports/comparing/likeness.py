"""When two findings of different runs are one fault although their fingerprints differ: the page has moved.

A fingerprint says: the same fault at the same place. A portal that moves to another host, renames its folders or hangs
a column under another parent puts the same faults at other places. Fingerprints stay as they are, because stored runs,
suppressions and SARIF files rest on them; here is what else two findings may share, the most telling first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlsplit

from checks.finding import Finding
from config.comparing import comparing
from crawler.urls import page_key

Key: TypeAlias = tuple[str, ...]
"""What two findings share that are one fault; empty when there is nothing to go by."""

_SUFFIX = re.compile(r"\.[a-z]{3,5}$", re.IGNORECASE)
_LETTERS = re.compile(r"\w")
_DIGITS = re.compile(r"\d")


Apart: TypeAlias = Callable[[Finding, Finding], bool]
"""Says of a lost and a new finding whether they are two faults for certain, however alike they are."""


@dataclass(frozen=True)
class Likeness:
    """Compares findings of two runs of a portal that moved from or to `hosts` (with their ports).

    A path on one of these is the same path on another of them. Hosts that the portal has in both runs are none of them:
    they are different servers, whose `/index.html` are different pages.
    """

    hosts: Collection[str]
    _own: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        names = sorted({host.removeprefix("www.") for host in self.hosts}, key=lambda host: (-len(host), host))
        either = "|".join(map(re.escape, names)) or "(?!)"
        object.__setattr__(self, "_own", re.compile(rf"(?:https?://)?(?:www\.)?(?:{either})(?![\w.:-])", re.IGNORECASE))

    def place(self, url: str) -> str:
        """What an address is compared by (`page_key`), on a host that moved without it; what is no address as it is."""
        key = page_key(url)
        if not self._own.match(url):
            return key
        return key[key.find("/") :] if "/" in key else "/"

    def pairs(
        self,
        lost: Iterable[Finding],
        come: Iterable[Finding],
        stays: Collection[Finding] = (),
        apart: Apart = lambda _old, _new: False,
    ) -> Iterator[tuple[Finding, Finding]]:
        """Findings that are gone, each with the new one that continues it, unless both are `apart`.

        Only what is alike to no other is paired; words that a finding which `stays` has as well tell nothing.
        """
        old = {found.fingerprint: found for found in lost}
        new = {found.fingerprint: found for found in come}
        for key_of in self._keys():
            before, after = _alone(old.values(), key_of), _alone(new.values(), key_of)
            both = before.keys() & after.keys()
            if both and key_of not in (self._by_place, self._by_file):
                both -= set(map(key_of, stays))
            for key in both:
                if key_of == self._by_place or not apart(before[key], after[key]):
                    yield before[key], after[key]
                    del old[before[key].fingerprint], new[after[key].fingerprint]

    def _keys(self) -> Sequence[Callable[[Finding], Key]]:
        return (self._by_place, self._by_file, self._in_column, self._in_namesake, self._by_words)

    def _by_place(self, found: Finding) -> Key:
        """The same path and query, whatever scheme, session or spelling, and whatever host of a move."""
        place = self.place(found.url)
        return () if place == found.url else (*self._kind(found), place)

    def _by_file(self, found: Finding) -> Key:
        """The same numbered page (`t20260611_4821.html`) in another folder, or with another suffix."""
        name = _SUFFIX.sub("", urlsplit(self.place(found.url)).path.rstrip("/").rpartition("/")[2])
        telling = len(_DIGITS.findall(name)) >= comparing().telling_digits
        return (*self._kind(found), name, found.text) if telling else ()

    def _in_column(self, found: Finding) -> Key:
        """The same words in the same column."""
        return (*self._kind(found), found.column, *words) if found.column and (words := _words(found)) else ()

    def _in_namesake(self, found: Finding) -> Key:
        """The same words in a column of the same name, under whatever parent."""
        return (*self._kind(found), _name(found), *words) if found.column and (words := _words(found)) else ()

    def _by_words(self, found: Finding) -> Key:
        """The same words anywhere in the unit; not those of a column, which would then be another one."""
        return (*self._kind(found), found.text) if _telling(found.text) and found.text != _name(found) else ()

    def _kind(self, found: Finding) -> Key:
        """Whose fault of which kind it is, and what its subject says beside its address and the way to its column."""
        rest = self._own.sub("", found.subject)
        spellings = {found.url, self._own.sub("", found.url), page_key(found.url), self.place(found.url)}
        for spelling in sorted(spellings, key=len, reverse=True):
            if spelling and rest.startswith(spelling):
                rest = rest[len(spelling) :]
        if found.column:
            rest = rest.replace(found.column, _name(found))
        return (found.unit, found.check, found.code, rest.strip())


def _words(found: Finding) -> Key:
    """What a finding is known by within a column: its words, or for the column itself its name or its folder's."""
    if found.text:
        return (found.text,) if _telling(found.text) or found.text == _name(found) else ()
    return ("", urlsplit(found.url).path.rstrip("/").rpartition("/")[2])


def _name(found: Finding) -> str:
    return (found.column or "").rpartition(">")[2]


def _telling(words: str) -> bool:
    return len(_LETTERS.findall(words)) >= comparing().telling_letters


def _alone(findings: Iterable[Finding], key_of: Callable[[Finding], Key]) -> dict[Key, Finding]:
    """The findings by what they are alike in, those alone that share it with no other."""
    groups: dict[Key, list[Finding]] = {}
    for found in findings:
        key = key_of(found)
        if key:
            groups.setdefault(key, []).append(found)
    return {key: each[0] for key, each in sorted(groups.items()) if len(each) == 1}
