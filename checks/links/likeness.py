"""How much of one text is found in another, by pairs of neighbouring letters."""

from __future__ import annotations

from collections.abc import Collection

from config.lexicon import link_promises


class Subjects:
    """Compares what titles are about. `names` (of the portal and its units) stand in all of them and tell nothing."""

    def __init__(self, names: Collection[str] = ()) -> None:
        self._names = frozenset(names)

    def letters(self, title: str) -> int:
        """How many letters of a title tell it from others."""
        return sum(map(len, link_promises().subject_of(title, self._names)))

    def share_in(self, title: str, other: str) -> float:
        """The share of the pairs of `title` that stand in `other` too: 1 when it has none to compare."""
        wanted = self._pairs(title)
        return len(wanted & self._pairs(other)) / len(wanted) if wanted else 1.0

    def alike(self, title: str, other: str) -> float:
        """The share of common pairs in the shorter of two titles: 1 when one has none to compare."""
        return max(self.share_in(title, other), self.share_in(other, title))

    def _pairs(self, title: str) -> set[str]:
        runs = link_promises().subject_of(title, self._names)
        return {run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1))}
