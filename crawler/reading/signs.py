"""Which of the signs that readers ask for stand in the source of a page: all are looked for in one pass.

A sign says that something may be there (a publishing system, a bot wall, a kind of element), so that nothing needs to
be looked for of which there is no sign. Upper and lower case are not told apart; who minds it looks once more.
"""

from __future__ import annotations

import re
from functools import cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

from config.cms import page_words
from config.family import families
from config.lexicon import bot_walls
from config.remnant_words import remnant_words

MARKUP = frozenset(
    {"srcset", "poster", "background", "<input", "<video", "<audio", "<track", "<object", "<svg", "<select", "onclick"}
    | {"download", "<form", "http-equiv"}
)
"""Signs of elements and attributes that few pages have, in lower case."""
_WORD = re.compile(r"[\w-]+")
_AT_ONCE = 65_536
"""Bytes that are searched at once, so that a page full of signs needs no more memory than another one."""


def signs_in(html: str | bytes) -> frozenset[str]:
    """The signs, in lower case, that stand in a source in some case; bytes are UTF-8.

    They are those of `MARKUP`, of selectors (`sign_of`), of families and of bot walls.
    """
    search, signs, longest = _search()
    source = (html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass")).lower()
    found: set[int] = set()
    for start in range(0, len(source), _AT_ONCE):
        part = source[max(0, start - longest) : start + _AT_ONCE] if len(source) > _AT_ONCE else source
        found.update(number for number, _, _ in search.find_matches_as_indexes(part, overlapping=True))
    return frozenset(signs[number] for number in found)


@cache
def sign_of(selector: str) -> str:
    """What stands in the source wherever a selector finds something: the name of a class, id, attribute or element.

    It is the last word of the selector, with its bracket where it is an element. (Character references could hide a
    class from this; no publishing system writes its own classes with them.)
    """
    word = _WORD.findall(selector)[-1].lower()
    return f"<{word}" if word == selector else word


@cache
def wall_marks() -> tuple[tuple[str, str], ...]:
    """Marks of bot walls that can stand in an answer with status 200, each behind its sign."""
    signs = (sign for wall in bot_walls().walls for sign in wall.signs if 200 in sign.statuses)
    return tuple(sorted({(mark.lower(), mark) for sign in signs for mark in sign.body}))


@cache
def _search() -> tuple[BytesAhoCorasick, list[str], int]:
    """The search, its signs by number, and the bytes of the longest one."""
    marks = {mark.sign for family in families().families for mark in family.marks if mark.sign}
    selectors = (*page_words().article.bodies, *(each for kind in remnant_words().markup.values() for each in kind))
    of_selectors = set(map(sign_of, selectors))
    signs = sorted(marks | {sign for sign, _ in wall_marks()} | MARKUP | of_selectors)
    written = [sign.encode() for sign in signs]
    return BytesAhoCorasick(written, implementation=Implementation.DFA), signs, max(map(len, written))
