"""Numbers as plans write them: 5, ５, 五, 两, 十二, 二十, 一百二十."""

from __future__ import annotations

import unicodedata


def number(written: str) -> int:
    """The value of `written`, in Arabic or Chinese numerals below ten thousand.

    Raises `ValueError` for anything else.
    """
    if written.isdecimal():
        return int(written)
    total, digit, plain = 0, 0, True
    for letter in written:
        value = 2 if letter == "两" else int(unicodedata.numeric(letter))
        if value >= 10:
            total += (digit or 1) * value
            digit, plain = 0, False
        else:
            digit = digit * 10 + value if plain else value
    return total + digit
