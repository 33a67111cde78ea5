"""Who is responsible, by the words of a sentence: 责任单位：…, 由…负责, or the subject in front of 要, 每年, 应."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.plan_language import Confidence, plan_language
from xuncha.drafting.squeezed import squeeze

_BETWEEN = r"(?:[、，和及与]|以及)"


class NamedUnits(NamedTuple):
    """Units as the sentence names them, where they stand in it, and how far that can be relied on."""

    text: str
    start: int
    end: int
    confidence: Confidence
    reason: str


def units_in(sentence: str) -> tuple[NamedUnits, ...]:
    """The responsible units that `sentence` names, in their order."""
    squeezed = squeeze(sentence)
    found = [*_marked(squeezed.text), *_subjects(squeezed.text)]
    units: list[NamedUnits] = []
    for start, end, confidence, reason in sorted(found):
        if any(start < other.end and other.start < end for other in units):
            continue
        first, last = squeezed.original_span(start, end)
        units.append(NamedUnits(sentence[first:last], first, last, confidence, reason))
    return tuple(units)


def _marked(text: str) -> Iterator[tuple[int, int, Confidence, str]]:
    for pattern in plan_language().units.markers:
        for match in re.finditer(pattern, text):
            yield (*match.span("units"), Confidence.HIGH, "unit-marked")


def _subjects(text: str) -> Iterator[tuple[int, int, Confidence, str]]:
    for match in _subject_pattern().finditer(text):
        yield (*match.span("units"), Confidence.MEDIUM, "unit-subject")


@cache
def _subject_pattern() -> re.Pattern[str]:
    """A list of names of units at the beginning of a part of the sentence, followed by a modal word."""
    words = plan_language().units
    names = "|".join(map(re.escape, sorted(words.names, key=len, reverse=True)))
    modals = "|".join(map(re.escape, words.modals))
    verbs = "|".join(map(re.escape, words.verbs))
    name = rf"(?!{verbs})[^，。；：、的]{{0,10}}?(?:{names})(?:（[^）]{{1,6}}）)?"
    heads = "|".join(map(re.escape, words.heads))
    return re.compile(
        rf"(?:^|(?<=[，。；：]))(?P<units>{name}(?:{_BETWEEN}{name}){{0,6}}?(?:{heads})?)(?=原则上|{modals})"
    )
