"""How alike two names are, and which of many are nearest to those that were looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Indel

from config.wording import plain

NEAREST = 3
"""So many of the most similar names are shown to the person who may overrule (own choice: they fit a table cell)."""

UNLIKE = 0.3
"""Names with a likeness below this are not worth showing (own choice: fewer than a third of the letters agree)."""


class Near(NamedTuple):
    """A name on the portal, where it leads, and how alike it is to what was looked for (0 to 1)."""

    title: str
    url: str
    likeness: float

    def told(self) -> str:
        """As a fact of a finding: name, likeness, address."""
        return f"{self.title} ({self.likeness:.2f}) {self.url}"


def nearest(words: Iterable[str], names: Mapping[str, tuple[str, str]], *, most: int = NEAREST) -> list[Near]:
    """The names most like one of `words`, best first.

    `names` are made `plain` already and lead to the name as shown and its address. Likeness is twice the letters that
    both share in order, divided by all letters of both (normalised Indel similarity).
    """
    best: dict[str, float] = {}
    for word in dict.fromkeys(map(plain, words)):
        found = process.extract(word, names.keys(), scorer=Indel.normalized_similarity, limit=most, score_cutoff=UNLIKE)
        for name, likeness, _ in found:
            best[name] = max(likeness, best.get(name, 0.0))
    order = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    return [Near(*names[name], round(likeness, 2)) for name, likeness in order]
