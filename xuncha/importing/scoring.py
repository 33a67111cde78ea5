"""What a scoring cell says becomes rules: so much for each fault, so much once, a share for each part (50%)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from config.indicator_tables import ScoringWords, indicator_tables
from config.rubric import Part

_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")


def proposed_rules(text: str, points: Decimal | None, part: Part) -> list[dict[str, Any]]:
    """Rules for the sentences of `text`, each with its words verbatim; those without numbers are judged by hand.

    Nothing is proposed for vetoes, where only a check can count, and for clauses, which have no points. In the additive
    form amounts that do not make up `points` are left out, because then they mean something that this reading misses.
    """
    if part in (Part.VETO, Part.CLAUSE):
        return []
    shares = [] if points is None else list(_shares(text, points))
    rules = shares or [rule for sentence in _SENTENCE.findall(text) for rule in _of_sentence(sentence, points, part)]
    if not any(_amounts(rule) for rule in rules):
        return []
    if part is Part.CREDIT and not _adds_up(rules, points):
        return [_by_hand(rule["text"]) for rule in rules]
    return rules


def _of_sentence(sentence: str, points: Decimal | None, part: Part) -> Iterator[dict[str, Any]]:
    words = sentence.strip()
    if not words:
        return
    bare = "".join(words.split())
    for said in indicator_tables().scoring:
        found = re.search(said.pattern, bare)
        if found:
            yield _rule(words, said, found, points, part)
            return
    yield _by_hand(words)


def _rule(words: str, said: ScoringWords, found: re.Match[str], points: Decimal | None, part: Part) -> dict[str, Any]:
    groups = found.groupdict()
    each, once, most = (_decimal(groups.get(name)) for name in ("each", "once", "most"))
    if said.whole:
        once = points
    amounts = [value for value in (each, once, most) if value is not None]
    over = points is not None and any(value > points for value in amounts)
    if over or not amounts or (said.mode == "bonus") != (part is Part.BONUS):
        return _by_hand(words)
    if said.mode == "boolean":
        return {"mode": "boolean", "points": once, "text": words}
    if once is not None:
        return {"mode": said.mode, "points": once, "text": words}
    return {"mode": said.mode, "points_each": each, "at_most": most, "text": words}


def _shares(text: str, points: Decimal) -> Iterator[dict[str, Any]]:
    """Partial credit: parts with percentages that make up the whole."""
    found = list(re.finditer(indicator_tables().shares, text))
    if len(found) >= 2 and sum(int(each["share"]) for each in found) == 100:
        for each in found:
            yield {"mode": "boolean", "points": points * int(each["share"]) / 100, "text": each.group().strip()}


def _by_hand(words: str) -> dict[str, Any]:
    return {"mode": "manual", "text": words}


def _amounts(rule: dict[str, Any]) -> bool:
    return any(rule.get(name) is not None for name in ("points", "points_each", "at_most"))


def _adds_up(rules: list[dict[str, Any]], points: Decimal | None) -> bool:
    worth = [rule.get("points", rule.get("at_most")) for rule in rules]
    known = [value for value in worth if value is not None]
    return points is not None and (sum(known) == points if len(known) == len(worth) else sum(known) <= points)


def _decimal(written: str | None) -> Decimal | None:
    try:
        return None if written is None else Decimal(written)
    except InvalidOperation:
        return None
