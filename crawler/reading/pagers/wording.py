"""What a page says in words about the length of its list: 共98条, 第3/20页.

The same words stand in sentences (《规划》共25页, 共收到12件), so a declaration counts only on a line that consists of
a pager's words and numbers and little else. The text of a link counts if it is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.cms import page_words
from config.pagers import pager_signs
from crawler.reading.page import Page

_LINKED = re.compile(r"[\d\s/／:：,，.共总第计页条篇项件个记录信息有数当前次码]{1,20}")
"""The text of a link that says nothing but numbers of a pager."""
_PAGERS = 2
"""Pagers of one list on a page: above and below it, or for computer and phone (own rule)."""
_LONGEST_LINE = 1_000
"""Characters of a line on both sides of a declaration; longer lines are no pager's (own rule)."""
_RESIDUE = 12
"""Characters that may stand on a pager's line beside its words and numbers (own rule)."""
_MARK = re.compile(r"[页条篇项件个总]|记录")
_REACH = 40
"""Characters around such a mark in which the numbers stand (own rule)."""
_FILLING = re.compile(
    r"[\W\d_]+|每页|显示|当前|记录|信息|转到|跳转|跳至|到第|页码|页次|总数|本页|翻页|[第页共条到至总计有]"
)


class Declaration(NamedTuple):
    """Numbers that the text of a pager gives; `evidence` quotes it."""

    page: int | None = None
    pages: int | None = None
    total: int | None = None
    evidence: str = ""


def read_declaration(page: Page) -> Declaration:
    """What the visible text of `page` declares. Of several pagers (above and below the list) the first counts."""
    text = "\n".join(
        [
            shown
            for shown, _, hidden, in_link in page.segments
            if not hidden and (not in_link or _LINKED.fullmatch(shown))
        ]
    )
    places = list(_places(text))
    current, pages, total = (_first(pattern, text, places) for pattern in _patterns())
    evidence = "; ".join(dict.fromkeys(" ".join(found.group().split()) for found in (pages, total) if found))
    return Declaration(_value(current), _value(pages), _value(total), evidence)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The parts of `text` around the marks without which no declaration is written."""
    start = end = -1
    for mark in _MARK.finditer(text):
        if mark.start() - _REACH > end:
            if end > 0:
                yield start, end
            start = max(0, mark.start() - _REACH)
        end = mark.end() + _REACH
    if end > 0:
        yield start, end


def _first(pattern: re.Pattern[str], text: str, places: list[tuple[int, int]]) -> re.Match[str] | None:
    """The first declaration in `places`; None when many that differ show that they are fields of rows (共8页)."""
    hits = (found for start, end in places for found in pattern.finditer(text, start, end))
    said = [found for found in hits if _is_of_a_pager(text, found)]
    return said[0] if said and (len(said) <= _PAGERS or len({_value(found) for found in said}) == 1) else None


def _is_of_a_pager(text: str, found: re.Match[str]) -> bool:
    start = text.rfind("\n", max(0, found.start() - _LONGEST_LINE), found.start()) + 1
    end = text.find("\n", found.end(), found.end() + _LONGEST_LINE)
    if (start == 0 and found.start() > _LONGEST_LINE) or (end < 0 and len(text) > found.end() + _LONGEST_LINE):
        return False
    line = f"{text[start : found.start()]} {text[found.end() : end if end >= 0 else None]}"
    return len(_FILLING.sub("", _words().sub("", line))) <= _RESIDUE


def _value(found: re.Match[str] | None) -> int | None:
    return next((int(group) for group in found.groups() if group), None) if found else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = page_words().pager
    return (
        re.compile("|".join(pager_signs().current)),
        re.compile("|".join(words.pages)),
        re.compile("|".join(words.total)),
    )


@cache
def _words() -> re.Pattern[str]:
    words = page_words().pager
    named = sorted((*words.next, *words.last, *words.other), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, named)))
