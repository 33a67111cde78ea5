"""Small numbers as Chinese texts write them."""

from __future__ import annotations

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def number_of(written: str) -> int | None:
    """1 to 99 in digits or in Chinese numerals (十二, 二十); None for what is no such number."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS.get(written)
    high, low = (_DIGITS.get(part, None) if part else default for part, default in ((tens, 1), (ones, 0)))
    return None if high is None or low is None else 10 * high + low
