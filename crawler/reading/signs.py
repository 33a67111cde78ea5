"""Which of the signs that readers ask for stand in the source of a page: all are looked for in one pass.

A sign says that something may be there (a publishing system, a bot wall, a kind of element), so that nothing needs to
be looked for of which there is no sign. Upper and lower case are not told apart; who minds it looks once more.
"""

from __future__ import annotations

from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from config.family import families
from config.lexicon import bot_walls

MARKUP = frozenset(
    {"srcset", "poster", "background", "<input", "<video", "<audio", "<track", "<object", "<svg", "<select", "onclick"}
)
"""Signs of elements and attributes that few pages have, in lower case."""
_AT_ONCE = 65_536
"""Bytes that are searched at once, so that a page full of signs needs no more memory than another one."""


def signs_in(html: str) -> frozenset[str]:
    """The signs, in lower case, that stand in a source in some case: those of `MARKUP`, of families, of bot walls."""
    search, signs, longest = _search()
    source = html.encode("utf-8", "surrogatepass").lower()
    found: set[int] = set()
    for start in range(0, len(source), _AT_ONCE):
        part = source[max(0, start - longest) : start + _AT_ONCE] if len(source) > _AT_ONCE else source
        found.update(number for number, _, _ in search.find_matches_as_indexes(part, overlapping=True))
    return frozenset(signs[number] for number in found)


@cache
def wall_marks() -> tuple[tuple[str, str], ...]:
    """Marks of bot walls that can stand in an answer with status 200, each behind its sign."""
    signs = (sign for wall in bot_walls().walls for sign in wall.signs if 200 in sign.statuses)
    return tuple(sorted({(mark.lower(), mark) for sign in signs for mark in sign.body}))


@cache
def _search() -> tuple[BytesAhoCorasick, list[str], int]:
    """The search, its signs by number, and the bytes of the longest one."""
    marks = {mark.html for family in families().families for mark in family.marks if mark.html}
    signs = sorted({mark.lower() for mark in marks} | {sign for sign, _ in wall_marks()} | MARKUP)
    written = [sign.encode() for sign in signs]
    return BytesAhoCorasick(written, implementation=Implementation.DFA), signs, max(map(len, written))
