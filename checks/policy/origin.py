"""Whether a document is one of this portal's units or comes from a higher level. Unknown is a third answer."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from checks.policy.papers import Paper
from config.policy_words import found_in, policy_words
from config.registry import Portal

_NOT_TELLING = frozenset("县区市镇乡省局府府人民政委办公室街道")
"""Characters of names that say nothing about which place it is."""


class Origin(Enum):
    """Who made a document."""

    OWN = "own"
    UPPER = "upper"
    UNKNOWN = "unknown"


class Origins:
    """Tells the origin of documents on one portal, by its names and those of its units."""

    def __init__(self, portal: Portal) -> None:
        self._names = [portal.name, *(unit.name for unit in portal.units)]
        self._letters = {letter for name in self._names for letter in name} - _NOT_TELLING
        self._places = {place for name in self._names if (place := _place(name))}

    def of(self, paper: Paper) -> Origin:
        """The origin of a document: signs of a higher level come first."""
        upper = policy_words().upper
        title = re.sub(r"\s+", "", paper.title)
        code = paper.number.issuer if paper.number else ""
        foreign = bool(code) and code[0] not in self._letters
        if foreign and (found_in(upper.central, code) or code[0] in upper.provinces):
            return Origin.UPPER
        if found_in(upper.titles, title) and not self._is_named(title):
            return Origin.UPPER
        if any(found_in(upper.columns, path) for path, _ in paper.columns):
            return Origin.UPPER
        issuer = re.match(policy_words().issuer, title)
        if issuer and not self._is_named(issuer["issuer"]) and "市" in issuer["issuer"]:
            return Origin.UPPER
        if not foreign and code:
            return Origin.OWN
        if self._is_named(title) or self._is_named(paper.publisher):
            return Origin.UNKNOWN if foreign else Origin.OWN
        return Origin.UNKNOWN

    def _is_named(self, text: str) -> bool:
        """Whether `text` names a unit of the portal or its place."""
        return any(name in text for name in self._names) or any(place in text for place in self._places)


@cache
def _place(name: str) -> str:
    found = re.match(r"[一-鿿]{1,6}?(?:县|区|市|镇|乡|街道)", name)
    return found[0] if found else ""
