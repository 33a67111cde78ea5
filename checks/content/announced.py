"""Numbers of things that a text announces, and how many of them it lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from checks.content.numerals import number_of
from checks.content.patterns import compiled
from config.count_words import StatutoryList, count_words, statutory_lists

_DASHES = re.compile(r"[-—－–→➝]+")
_SEPARATORS = re.compile(r"([、，,；;]|”“)")
_CLAUSE_ENDS = re.compile(r"[，,。；;：:！？]")
_BETWEEN_THINGS = frozenset({"、", "”“"})
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


class Listed(NamedTuple):
    """How many things a list has: `most` where what is joined by 和 counts as two things, `least` where as one."""

    least: int
    most: int

    def contradicts(self, said: int, *, is_open: bool) -> bool:
        """Whether the list cannot be what `said` announces. What `is_open` (等) names examples, unless it is nearly
        whole."""
        if is_open:
            return self.least == self.most == said - 1 and self.least > _LEAST
        return self.least >= _LEAST and not self.least <= said <= self.most


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
    for number in compiled(words.counted).finditer(text):
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
            anchor = compiled(law.followed_by).search(text, max(0, place - _SHORT), place + len(law.hint))
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
    if not compiled(words.flow_nouns).match(text, end + 1):
        return None
    lists = compiled(words.flow).finditer(text, max(0, start - _LONGEST_LIST), end + _SHORT)
    found = next((each for each in lists if each.start("number") <= start < each.end("number")), None)
    if found is None:
        return None
    if _DASHES.search(_CLAUSE_ENDS.split(text[max(0, found.start() - _LONGEST_LIST) : found.start()])[-1]):
        return None  # the list began earlier, with a thing that cannot be read (受理（窗口）, long ones)
    said, (first, *others) = number_of(found["number"]), _DASHES.split(found["list"])
    if compiled(words.flow_changed).search(others[-1]):
        return None
    listed = _listed([first[-1:], *others])  # the first may hold words from before the list (涉及受理)
    is_open = compiled(words.flow_open).search(others[-1]) is not None
    if not said or not listed.contradicts(said, is_open=is_open):
        return None
    return Announced(said, listed.most, found["noun"], found.start(), found.end())


def _heading(text: str, start: int) -> Announced | None:
    """A list behind a number, whose things are called like the noun."""
    before = text[start - 1 : start]
    words = count_words()
    found = compiled(words.heading).match(text, start - 1 if before and number_of(before) else start)
    said = number_of(found["number"]) if found else None
    if found is None or not said or said < _LEAST:
        return None
    rest = text[found.end() : found.end() + _LONGEST_LIST]
    end = compiled(words.list_end).search(rest)
    if end is None and found.end() + _LONGEST_LIST < len(text):
        rest += "、"  # nobody knows how the list goes on
    is_open = end is not None and end.group().startswith("等")
    listing = rest[: end.start()] if end else rest
    listed = _alike(listing, found["noun"])
    if compiled(words.list_of_parts).search(listing) or not listed.contradicts(said, is_open=is_open):
        return None
    return Announced(said, listed.most, found["noun"], found.start(), found.end() + (end.start() if end else 0))


def _alike(listing: str, noun: str) -> Listed:
    """How many things stand at the beginning of a list that are all called like the noun: by one of its characters at
    their ends, or by the noun at their beginnings; none where they are not, so that nothing is known."""
    parts = _SEPARATORS.split(listing)
    members, signs = [_ITEM.sub("", each) for each in parts[::2]], parts[1::2]
    last = members[0][-1:]
    starts = _leading(members, signs, lambda each: each.startswith(noun[:2]) and len(each) <= 12)
    if not last or last not in noun:
        return starts
    return max(starts, _leading(members, signs, lambda each: each.endswith(last) and len(each) <= 8))


def _leading(members: list[str], signs: list[str], fits: Callable[[str], bool]) -> Listed:
    """The members that fit. Nothing is known where another one stands behind a sign that separates things of the list:
    it is one of them (查询区、咨询区、阅览区、休息室)."""
    fitting = list(takewhile(lambda each: fits(each) or all(map(fits, _joined(each))), members))
    count = len(fitting)
    behind = signs[count - 1] if 0 < count < len(members) else ""
    return Listed(0, 0) if behind in _BETWEEN_THINGS.union(signs[: count - 1]) else _listed(fitting)


def _listed(members: Sequence[str]) -> Listed:
    return Listed(len(members), sum(len(_joined(each)) for each in members))


def _joined(member: str) -> list[str]:
    """The things that a member of a list may be (阅览区和休息区), at least one."""
    return [part for part in compiled(count_words().joined).split(member) if part] or [member]


def _points(text: str) -> Iterator[Announced]:
    for found in compiled(count_words().points).finditer(text):
        said = number_of(found["number"])
        listed, at = 0, found.end()
        for numeral in _POINTS:
            point = compiled(numeral + count_words().point_marks).search(text, at)
            if point is None:
                break
            listed, at = listed + 1, point.end()
        if said and 2 <= listed < said:
            yield Announced(
                said, listed, found.group()[len(found["number"]) :].rstrip("：:"), found.start(), found.end()
            )
