"""What stands literally in the scripts of a page: calls with their arguments, and strings. Nothing is ever run.

Enough of the language is known to find a call, to tell a comment from code, and to take arguments apart; what is no
literal stays as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from crawler.reading.scripts.literals import outside_strings, read_value, sane

STRING = re.compile(r"\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*'", re.DOTALL)
"""A string literal, quotes included."""
LONGEST_CALL = 1_000
"""Characters of the arguments of a call that is taken apart (own rule; pagers' calls have fewer than 100)."""
_MOST_CALLS = 200
"""Calls of one script that are looked at (own rule)."""
_LINE_COMMENT = re.compile(r"(?<!:)//|[\"']")
_BLOCK_COMMENT = re.compile(r"(?<!\w)/\*")
_DEFINES = re.compile(r"\bfunction\s+$")
_BEFORE = 60
_LONGEST_LINE = 20_000
"""Characters in front of a place on its line in which the beginning of a comment is looked for (own rule)."""
_OPENING, _CLOSING = frozenset("([{"), frozenset(")]}")


class Call(NamedTuple):
    """A call as it is written: its arguments, blanks around them cut off, and all that stands between the brackets."""

    arguments: tuple[str, ...]
    written: str


def calls_of(name: str, script: str) -> Iterator[Call]:
    """The calls of the function `name` in `script`; its definition and what is commented out are none."""
    for found in islice(re.finditer(rf"(?<![\w$.]){re.escape(name)}\s*\(", script), _MOST_CALLS):
        start = found.start()
        if _DEFINES.search(script, max(0, start - _BEFORE), start) or is_comment(script, start):
            continue
        call = _taken_apart(script, found.end())
        if call is not None:
            yield call


def is_comment(script: str, position: int) -> bool:
    """Whether the place in `script` lies in a comment. Slashes in strings and addresses begin none."""
    line = max(0, position - _LONGEST_LINE, script.rfind("\n", 0, position) + 1)
    if any(outside_strings(_LINE_COMMENT, script[line:position])):
        return True
    opened = script.rfind("/*", 0, position)
    return opened >= 0 and script.find("*/", opened + 2) >= position and bool(_BLOCK_COMMENT.match(script, opened))


def string_of(literal: str) -> str | None:
    """The text that a string literal means, without its escapes; None for anything else."""
    return sane(read_value(literal)[0]) if STRING.fullmatch(literal) else None


def _taken_apart(script: str, start: int) -> Call | None:
    """The call whose arguments begin at `start`; None when its end is not found."""
    arguments: list[str] = []
    depth, begin, at, end = 0, start, start, min(len(script), start + LONGEST_CALL)
    while at < end:
        text = STRING.match(script, at, end)
        if text is not None:
            at = text.end()
            continue
        mark = script[at]
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING and depth:
            depth -= 1
        elif mark == ")" or (mark == "," and not depth):
            arguments.append(script[begin:at].strip())
            begin = at + 1
            if mark == ")":
                return Call(tuple(arguments), script[start:at])
        at += 1
    return None
