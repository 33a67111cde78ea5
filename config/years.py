"""Years of this century as Chinese names and titles write them in numerals."""

from __future__ import annotations

import re

_DIGIT = "[〇零○一二三四五六七八九]"
_IN_NUMERALS = re.compile(rf"(?<!{_DIGIT})二[〇零○OＯo0]{_DIGIT}{{2}}(?!{_DIGIT})")
_VALUES = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def years_in_numerals(text: str) -> set[int]:
    """The years from 2000 to 2099 that a text writes in numerals (二〇二四年), also with a letter O for the nought."""
    return {2000 + int(found[2:].translate(_VALUES)) for found in _IN_NUMERALS.findall(text)}
