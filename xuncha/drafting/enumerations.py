"""Lists of things within a sentence (A、B、C等要素), which name the elements that something must have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.plan_language import Enumeration

_RUN = re.compile(r"(?:[^，。；：！？\n的]|(?<=目)的)+")
_LAST = re.compile(r"以及|(?<![惠涉普波触])及(?![时其])|和(?!谐)|与(?!会)|或(?!者)")
_ETC = re.compile(r"(?<![高中初同平])等+(?![级待次于候])")
BLOT = "\u25a0"
"""Stands for each letter of a set expression that is no quantity; an item that is nothing else is no thing."""
_BEHIND = 12
"""Letters behind 等 in which the noun must come that says what the items are."""


@dataclass(frozen=True)
class Listed:
    """A list: where its items stand, whether it ends openly (等), and what marked it: `cue` = before, after."""

    items: tuple[tuple[int, int], ...]
    open: bool
    cue: str


def enumerations_in(text: str, rules: Enumeration) -> Iterator[Listed]:
    """The lists in `text` (without blanks) that `rules` take for lists of required elements.

    Set expressions may be blotted out in `text`.
    """
    before = re.compile("|".join(sorted(rules.before, key=len, reverse=True)))
    for run in _RUN.finditer(text):
        if "、" in run.group():
            listed = _listed(text, run, before, rules)
            if listed is not None and _names_things([text[start:end] for start, end in listed.items], rules):
                yield listed


def _listed(text: str, run: re.Match[str], before: re.Pattern[str], rules: Enumeration) -> Listed | None:
    words = run.group()
    first, last = words.find("、"), words.rfind("、")
    end, is_open, named = _tail(words, last, text[run.end() : run.end() + 6], rules)
    leads = list(before.finditer(words, 0, first))
    begin = leads[-1].end() if leads and leads[-1].end() < first else 0
    after_of = run.start() > 0 and text[run.start() - 1] == "的"
    if not (is_open and named) and not leads and not (after_of and named):
        return None
    return Listed(_items(text, run.start() + begin, run.start() + end), is_open, "before" if leads else "after")


def _tail(words: str, last: int, behind: str, rules: Enumeration) -> tuple[int, bool, bool]:
    """Where the last item ends, whether the list is open, and whether a noun says what the items are."""
    etc = _ETC.search(words, last)
    if etc:
        said = words[etc.end() : etc.end() + _BEHIND] + behind
        return etc.start(), True, any(noun in said for noun in rules.after)
    nouns = [at for noun in rules.after if (at := words.find(noun, last + 2)) > 0]
    return (min(nouns) if nouns else len(words)), False, bool(nouns) or any(noun in behind for noun in rules.after)


def _items(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Where the things stand that the list between `start` and `end` names: parted by 、, the last two by 和."""
    marks = [*re.finditer("、", text[start:end])]
    tail = marks[-1].end() if marks else 0
    joint = _LAST.search(text[start:end], tail)
    breaks = [(start + mark.start(), start + mark.end()) for mark in (*marks, *((joint,) if joint else ()))]
    begins = [start, *(after for _, after in breaks)]
    ends = [*(before for before, _ in breaks), end]
    return tuple((first, last) for first, last in zip(begins, ends, strict=True) if first < last)


def _names_things(items: Sequence[str], rules: Enumeration) -> bool:
    return (
        len(items) >= rules.least
        and all(len(item) <= rules.longest and item.strip(BLOT) for item in items)
        and not any(item.endswith(rules.manner) or item.startswith(rules.manner) for item in items[:-1])
    )
