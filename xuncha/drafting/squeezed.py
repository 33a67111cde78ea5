"""Text as the patterns see it: no blanks, half-width digits, one kind of brackets; each letter knows its place."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_SAME = str.maketrans({"(": "（", ")": "）", ",": "，", ";": "；", ":": "：", "﹑": "、", "–": "—"})


@dataclass(frozen=True)
class Squeezed:
    """`text` without blanks; `positions[i]` is where its letter `i` stands in the original."""

    text: str
    positions: tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The part of the original that the letters `start` to `end` (exclusive) came from."""
        return self.positions[start], self.positions[end - 1] + 1


def squeeze(original: str) -> Squeezed:
    """`original` with blanks left out and each letter in its usual width; brackets and commas in full width."""
    letters = [(letter, at) for at, letter in enumerate(original) if not letter.isspace()]
    return Squeezed("".join(_usual(letter) for letter, _ in letters), tuple(at for _, at in letters))


def _usual(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    usual = plain if len(plain) == 1 and plain.isalnum() else letter
    return usual.translate(_SAME)
