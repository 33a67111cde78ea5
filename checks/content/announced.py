"""Numbers of things that a text announces, and how many of them it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from checks.content.numerals import number_of
from config.content_words import StatutoryList, count_words, statutory_lists

_DASHES = re.compile(r"[-—－–→➝]+")
_SEPARATORS = re.compile(r"[、，,；;]|”“")
_LONGEST_LIST = 160
_SHORT = 16
_LEAST = 3
"""Things from which a list is a list (own rule)."""
_ITEM = re.compile(r"[“”\"《》（(）)\s即为是:：]+")
_POINTS = "一二三四五六七八九十"


class Announced(NamedTuple):
    """A place where `said` things are announced and `listed` are there."""

    said: int
    listed: int
    noun: str
    start: int
    end: int


class Left(NamedTuple):
    """A place where things of a list of law are left out."""

    id: str
    missing: tuple[str, ...]
    source: str
    start: int
    end: int


def wrong_counts(text: str) -> Iterator[Announced]:
    """Places of a text in one line whose number does not fit what is listed there."""
    words = count_words()
    done = 0
    for number in _compiled(words.counted).finditer(text):
        if number.start() < done:
            continue
        found = _flow(text, number.start(), number.end()) or _heading(text, number.start())
        if found:
            done = found.end
            yield found
    if words.points_hint in text:
        yield from _points(text)


def left_out(text: str) -> Iterator[Left]:
    """Lists of law in a text in one line that lack something."""
    for law in statutory_lists().lists:
        for place in places(text, law.hint):
            anchor = _compiled(law.followed_by).search(text, max(0, place - _SHORT), place + len(law.hint))
            before = text[max(0, place - _LONGEST_LIST) : anchor.start()] if anchor else ""
            items = _words_before(before, law)
            present = {item for item in law.items if {item, *law.also.get(item, ())} & items}
            missing = tuple(item for item in law.items if item not in present)
            if anchor and len(present) >= law.least and missing and "等" not in anchor.group():
                yield Left(law.id, missing, law.source, anchor.start() - 40, anchor.end())


def places(text: str, word: str) -> Iterator[int]:
    """Where `word` stands in a text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _words_before(before: str, law: StatutoryList) -> set[str]:
    """The members of the enumeration that ends at the end of `before`."""
    words = {each for item in law.items for each in (item, *law.also.get(item, ()))}
    listed = re.split(r"[、，和及与]", before.replace(" ", ""))
    found: set[str] = set()
    for member in reversed(listed):
        word = next((each for each in words if member.endswith(each)), None)
        if word is None:
            break
        found.add(word)
    return found


def _flow(text: str, start: int, end: int) -> Announced | None:
    """A list with dashes before a number."""
    if not _DASHES.search(text, max(0, start - _SHORT), start):
        return None
    words = count_words()
    if not _compiled(words.flow_nouns).match(text, end + 1):
        return None
    found = _compiled(words.flow).search(text, max(0, start - _LONGEST_LIST), end + _SHORT)
    if found is None or not found.start("number") <= start < found.end("number"):
        return None
    said, listed = number_of(found["number"]), len(_DASHES.split(found["list"]))
    if not said or listed < _LEAST or said == listed:
        return None
    return Announced(said, listed, found["noun"], found.start(), found.end())


def _heading(text: str, start: int) -> Announced | None:
    """A list behind a number, whose things are called like the noun."""
    before = text[start - 1 : start]
    found = _compiled(count_words().heading).match(text, start - 1 if before and number_of(before) else start)
    said = number_of(found["number"]) if found else None
    if found is None or not said or said < _LEAST:
        return None
    rest = text[found.end() : found.end() + _LONGEST_LIST]
    end = _compiled(count_words().list_end).search(rest)
    is_open = end is not None and end.group().startswith("等")
    listed = _alike(rest[: end.start()] if end else rest, found["noun"])
    short = said - listed
    if listed < _LEAST or not short or (is_open and (short != 1 or listed == _LEAST)):
        return None
    return Announced(said, listed, found["noun"], found.start(), found.end() + (end.start() if end else 0))


def _alike(listing: str, noun: str) -> int:
    """How many things stand at the beginning of a list that are all called like the noun: by one of its characters at
    their ends, or by the noun at their beginnings; 0 where they are not, so that nothing is known."""
    members = [_ITEM.sub("", each) for each in _SEPARATORS.split(listing)]
    last = members[0][-1:]
    ends = _leading(members, lambda each: each.endswith(last) and len(each) <= 8) if last and last in noun else 0
    return max(ends, _leading(members, lambda each: each.startswith(noun[:2]) and len(each) <= 12))


def _leading(members: list[str], fits: Callable[[str], bool]) -> int:
    count = 0
    for each in members:
        if not fits(each):
            break
        count += 1
    return count


def _points(text: str) -> Iterator[Announced]:
    for found in _compiled(count_words().points).finditer(text):
        said = number_of(found["number"])
        listed, at = 0, found.end()
        for numeral in _POINTS:
            place = text.find(f"{numeral}是", at)
            if place < 0:
                break
            listed, at = listed + 1, place + 2
        if said and 2 <= listed < said:
            yield Announced(
                said, listed, found.group()[len(found["number"]) :].rstrip("：:"), found.start(), found.end()
            )
