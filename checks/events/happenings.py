"""From reports to events: the same event reported several times counts once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from checks.events.sighting import Sighting
from config.wording import plain

_ORDINAL = re.compile(r"第\s*([0-9]{1,4}|[〇零一二两三四五六七八九十百]{1,5})\s*(?:期|次|场|站|季|届|题|讲)")
_DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Happening:
    """One event with its reports, the earliest first."""

    reports: tuple[Sighting, ...]

    @property
    def first(self) -> Sighting:
        """The earliest report."""
        return self.reports[0]

    @property
    def day(self) -> date:
        """The day of the event as its reports tell it, else that of the first report."""
        return moment(self.first)

    @property
    def told(self) -> bool:
        """Whether a report names the day."""
        return bool(self.first.told)


def moment(shown: Sighting) -> date:
    """When the event was, as far as a report tells: the first day in it, else the day of publication."""
    assert shown.day is not None
    return shown.told[0] if shown.told else shown.day


def happenings(sightings: Iterable[Sighting], likeness: float, days: int) -> list[Happening]:
    """Dated reports put together by event, in order of time. The order of `sightings` does not matter.

    Two reports are of one event when they were published at most `days` apart and their headlines agree: by the number
    that both bear (第3期), or by a likeness of at least `likeness` (0 to 1) with the same figures in them, by the same
    unit. Reports that name different days are of different events.
    """
    groups: list[list[Sighting]] = []
    for shown in sorted(set(sightings), key=_order):
        assert shown.day is not None
        near = (group for group in groups if group[-1].day and (shown.day - group[-1].day).days <= days)
        same = next((group for group in near if any(_agree(known, shown, likeness) for known in group)), None)
        if same is None:
            groups.append([shown])
        else:
            same.append(shown)
    return sorted((Happening(tuple(group)) for group in groups), key=lambda one: (one.day, one.first.url))


def ordinal(title: str) -> int | None:
    """The number of an event in its series (第三期, 第12次); None when the headline names none."""
    found = _ORDINAL.search(unicodedata.normalize("NFKC", title))
    if found is None:
        return None
    word = found.group(1)
    return int(word) if word.isdigit() and word.isascii() else _numeral(word)


def _order(shown: Sighting) -> tuple[date, str, str, str, tuple[date, ...]]:
    return shown.day or date.min, shown.title, shown.url, shown.unit, shown.told


def _agree(one: Sighting, other: Sighting, likeness: float) -> bool:
    if one.url == other.url:
        return True
    if one.told and other.told and one.told[0] != other.told[0]:
        return False
    if plain(one.title) == plain(other.title):
        return True
    numbers = ordinal(one.title), ordinal(other.title)
    if None not in numbers:
        return numbers[0] == numbers[1]
    if one.unit != other.unit or _figures(one.title) != _figures(other.title):
        return False
    return fuzz.ratio(plain(one.title), plain(other.title)) >= likeness * 100


def _figures(title: str) -> list[str]:
    return _NUMBER.findall(unicodedata.normalize("NFKC", title))


def _numeral(word: str) -> int:
    """A Chinese numeral below a thousand (十二, 二十, 一百零三, 三〇)."""
    if not set(word) & set("十百"):
        return int("".join(str(_DIGITS[char]) for char in word))
    total = digit = 0
    for char in word:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit
