"""Names that Excel takes for worksheets, made of the names of bodies."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 31
"""Characters of a worksheet's name (Excel specifications and limits)."""
FORBIDDEN = str.maketrans("[]:*?/\\'", "〔〕：＊？／＼’")
"""What a worksheet's name may not hold, and what reads alike. An apostrophe may stand inside, but not at the ends."""
RESERVED = frozenset({"history"})
"""Excel keeps this name for itself."""


def sheet_names(titles: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each title: short enough, without forbidden characters, and no two alike (whatever their case)."""
    used = {name.casefold() for name in taken} | RESERVED
    names = []
    for title in titles:
        name = _free(" ".join(title.translate(FORBIDDEN).split()) or "-", used)
        used.add(name.casefold())
        names.append(name)
    return names


def _free(wanted: str, used: set[str]) -> str:
    name, number = _cut(wanted, LONGEST), 1
    while name.casefold() in used:
        number += 1
        mark = f" ({number})"
        name = _cut(wanted, LONGEST - len(mark)) + mark
    return name


def _cut(text: str, most: int) -> str:
    """So much of `text` as Excel counts it: a character beyond the basic plane is two."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.rstrip()
