"""Whether a document is one of this portal's units or comes from a higher level. Unknown is a third answer.

The first letter of a number (历政发) stands for a place; that of an office (财, 农) may be a ministry's as well.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from checks.policy.paper import Paper
from config.policy_words import found_in, policy_words
from config.registry import Portal, Unit
from crawler.store.ownership import owns_all


class Origin(Enum):
    """Who made a document."""

    OWN = "own"
    UPPER = "upper"
    UNKNOWN = "unknown"


class Origins:
    """Tells the origin of documents on one portal, seen from one of its units, by their names and places."""

    def __init__(self, portal: Portal, unit: Unit) -> None:
        self._names = [portal.name, *(each.name for each in portal.units)]
        self._places = {place for name in self._names if (place := _place(name))}
        self._letters = {letter for place in self._places or self._names for letter in _without_level(place)}
        self._own = "" if owns_all(unit) else unit.name

    def of(self, paper: Paper) -> Origin:
        """The origin of a document: signs of a higher level come first, and of another unit of the portal."""
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
        found = re.match(policy_words().issuer, title)
        issuer = found["issuer"] if found else ""
        if "市" in issuer and not self._is_named(issuer):
            return Origin.UPPER
        if self._is_by_another(issuer):
            return Origin.UPPER
        if self._is_named(issuer) and not found_in(upper.forwarded, title):
            return Origin.OWN
        if not foreign and code:
            return Origin.OWN
        if self._is_named(title) or self._is_named(paper.publisher):
            return Origin.UNKNOWN if foreign else Origin.OWN
        return Origin.UNKNOWN

    def passes_on(self, paper: Paper) -> bool:
        """Whether an interpretation was taken over from a higher level: by its source, its columns or its title."""
        words, upper = policy_words().upward, policy_words().upper
        if found_in(words.sources, paper.source) or any(found_in(upper.columns, path) for path, _ in paper.columns):
            return True
        if found_in(words.cities, paper.source) and not self._is_named(paper.source):
            return bool(self._places)
        named = (re.sub(r"\s+", "", paper.title), *paper.names)
        return any(found_in(upper.titles, each) for each in named) and not self._is_named(paper.title)

    def _is_by_another(self, issuer: str) -> bool:
        """Whether another unit of the portal issued it, for units that do not own all of it."""
        if not self._own or self._own in issuer or self._own in issuer.replace("人民", ""):
            return False
        return any(name in issuer for name in self._names)

    def _is_named(self, text: str) -> bool:
        """Whether `text` names a unit of the portal or its place."""
        return any(name in text for name in self._names) or any(place in text for place in self._places)


@cache
def _place(name: str) -> str:
    """The place that governs itself under this name, without those above it: 历下区 of 济南市历下区人民政府."""
    found = re.match(policy_words().governed, name)
    return found["place"] if found else ""


def _without_level(place: str) -> str:
    return re.sub(policy_words().level, "", place)
