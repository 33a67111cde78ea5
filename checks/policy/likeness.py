"""How much of one text stands in another: shared runs of characters, whatever the punctuation and the order."""

from __future__ import annotations

from config.wording import plain


def runs(text: str, length: int) -> frozenset[str]:
    """All runs of `length` letters of `text`, without blanks and punctuation."""
    bare = plain(text)
    return frozenset(bare[at : at + length] for at in range(len(bare) - length + 1))


def contained(part: str, whole: str, length: int) -> float:
    """The share of runs of `part` that stand in `whole`, 0 to 1; 0 for a text shorter than a run."""
    own = runs(part, length)
    return len(own & runs(whole, length)) / len(own) if own else 0.0
