"""How much of one text is found in another, by pairs of neighbouring letters."""

from __future__ import annotations

from collections.abc import Collection

from config.lexicon import link_promises
from config.wording import plain


class Subjects:
    """Compares what titles are about. `names` (of the portal and its units) stand in all of them and tell nothing."""

    def __init__(self, names: Collection[str] = ()) -> None:
        self._untelling = link_promises().untelling(names)

    def of(self, title: str) -> tuple[str, ...]:
        """The letters of a title that tell it from others, in runs: without digits, common words and names."""
        return tuple(self._untelling.sub(" ", plain(title)).split())

    def letters(self, title: str) -> int:
        """How many letters of a title tell it from others."""
        return sum(map(len, self.of(title)))

    def share_in(self, title: str, other: str) -> float:
        """The share of the pairs of `title` that stand in `other` too: 1 when it has none to compare."""
        return _share(self._pairs(title), self._pairs(other))

    def alike(self, title: str, other: str) -> float:
        """The share of common pairs in the shorter of two titles: 1 when one has none to compare."""
        one, two = self._pairs(title), self._pairs(other)
        return max(_share(one, two), _share(two, one))

    def _pairs(self, title: str) -> set[str]:
        return {run[at : at + 2] for run in self.of(title) for at in range(max(1, len(run) - 1))}


def _share(wanted: set[str], there: set[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 1.0
