"""How much a text that was decoded by some encoding looks like what people write in it.

Nearly every pair of bytes is a character in GB18030, in Big5 and in others, so that bytes decode without a fault does
not prove much. Chinese texts consist of usual characters: those that the two national standards put into their first
part, by frequency of use (GB 2312 level 1, Big5 level 1). Read by a wrong encoding they become rare ones.
"""

from __future__ import annotations

import re
from functools import cache

_SAMPLE = 4_000
"""So many characters beyond ASCII are looked at, spread evenly over a text (own rule)."""
_ASCII = re.compile(r"[\x00-\x7f]+")
_LEVEL_1 = (("gb2312", 0xA1, 0xA3), ("gb2312", 0xB0, 0xD7), ("big5", 0xA1, 0xA3), ("big5", 0xA4, 0xC6))
"""First bytes of the signs and of the usual characters, by encoding."""
_KANA_OF_JAPANESE = 3
"""At least one of so many characters of Japanese text is kana, which Chinese text never has (own rule)."""
_OF_NO_SCRIPT = 0.3
"""For encodings of one byte, by which all bytes are letters: not very likely on a Chinese portal (own rule)."""
_LOST = 5
"""A byte that cannot be read speaks against an encoding as much as so many characters speak for it (own rule)."""
_UNDECIDED = 10
"""Few characters prove little: so many are added that look right, and so many that look wrong (own rule)."""


def likeness(text: str, encoding: str) -> float:
    """How much `text` looks written in `encoding` (a codec of `crawler.reading.text.encoding`).

    1 = surely, 0 = not at all, below that nonsense with many unreadable bytes.
    """
    beyond = _ASCII.sub("", text)
    sample = beyond[:: len(beyond) // _SAMPLE + 1]
    fitting = _fitting(sample, encoding)
    if fitting is None:
        return _OF_NO_SCRIPT
    return (fitting - _LOST * sample.count("\ufffd") + _UNDECIDED) / (len(sample) + 2 * _UNDECIDED)


def _fitting(sample: str, encoding: str) -> int | None:
    """How many characters are what `encoding` is used for; None for one without a script of its own."""
    if encoding == "utf-8":  # no other encoding forms three-byte sequences by chance
        return sum(char >= "\u0800" and char != "\ufffd" for char in sample)
    if encoding in ("gb18030", "big5", "big5hkscs"):
        return sum(char in _usual() for char in sample)
    if encoding in ("euc_jp", "cp932"):
        return min(len(sample), _KANA_OF_JAPANESE * sum("\u3041" <= char <= "\u30ff" for char in sample))
    if encoding == "cp949":
        return sum("가" <= char <= "힣" for char in sample)
    return None


@cache
def _usual() -> frozenset[str]:
    return frozenset(
        char
        for encoding, first, last in _LEVEL_1
        for lead in range(first, last + 1)
        for trail in range(0x40, 0xFF)
        if (char := bytes((lead, trail)).decode(encoding, "ignore")) > "\x7f"
    )
