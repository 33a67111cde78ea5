"""Numbers that belong to persons: how they are recognised by themselves, and how they are masked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
"""GB 11643—1999: weights of the first seventeen digits, and the check character by the remainder of their sum by 11."""
_FIRST_BIRTH = 1900
_RUN = re.compile(r"[0-9０-９]+(?:[ -][0-9０-９]+)*[XxＸｘ]?")
"""Digits in a row, single blanks and hyphens between them allowed."""
_SHORTEST = 11
"""Digits of the shortest number that is looked for."""
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
_UNIONPAY = "62"
_CARD_LENGTHS = frozenset({16, 17, 18, 19})


def runs(text: str) -> Iterator[tuple[str, int, int]]:
    """Every long number of `text` without its blanks, and where it stands; parts of longer words are none."""
    for found in _RUN.finditer(text):
        if found.end() - found.start() < _SHORTEST:
            continue
        run = found.group().translate(_NARROW)  # only what was found: whole texts would take ten times as long
        for first, last in _numbers(run):
            start, end = found.start() + first, found.start() + last
            before, after = text[max(0, start - 2) : start], text[end : end + 2]
            if not (_is_joined(before[::-1].translate(_NARROW)) or _is_joined(after.translate(_NARROW))):
                yield re.sub(r"[ -]", "", run[first:last]), start, end


def _numbers(run: str) -> Iterator[tuple[int, int]]:
    """What of a run is one number: a long piece by itself, as cells of a table stand, short pieces together."""
    short: list[tuple[int, int]] = []
    for piece in re.finditer(r"[^ ]+", run):
        if piece.end() - piece.start() < _SHORTEST:
            short.append(piece.span())
            continue
        if short:
            yield short[0][0], short[-1][1]
            short = []
        yield piece.span()
    if short:
        yield short[0][0], short[-1][1]


def _is_joined(neighbours: str) -> bool:
    """Whether a run goes on: into a longer number, a word, or a number with hidden digits; the nearest stands first."""
    near, next_but_one = neighbours[:1], neighbours[1:]
    if near == ".":  # of a decimal number, or the end of a sentence
        return next_but_one.isdigit()
    return bool(near) and near.isascii() and (near.isalnum() or near in "*_")


def is_identity(number: str, today: dt.date, provinces: frozenset[str]) -> bool:
    """Whether eighteen characters are a citizen's number: a province, a day of birth, and the right check character."""
    if len(number) != 18 or not number[:17].isdigit() or number[:2] not in provinces:
        return False
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    if born.year < _FIRST_BIRTH or born > today:
        return False
    return _CHECK[sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11] == (
        number[17].upper()
    )


def is_mobile(number: str) -> bool:
    """Whether eleven digits are a number of a mobile network."""
    return len(number) == 11 and number.isdigit() and number[0] == "1" and number[1] in "3456789"


def is_card(number: str) -> bool:
    """Whether digits are the number of a bank card of China UnionPay: beginning, length, and Luhn's check digit."""
    if len(number) not in _CARD_LENGTHS or not number.isdigit() or not number.startswith(_UNIONPAY):
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def masked(number: str) -> str:
    """A number of which a third at most is left: its beginning (region, network, bank) and its last character."""
    shown = min(6, len(number) // 3)
    return number[: shown - 1] + "*" * (len(number) - shown) + number[-1]
