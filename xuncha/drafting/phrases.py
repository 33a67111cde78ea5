"""Finds what a sentence demands: how many, by when, which elements. Patterns: config/lexicons/plan-language.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config.plan_language import Comparison, Confidence, PhraseKind, PhraseRule, PlanLanguage, plan_language
from xuncha.drafting.enumerations import BLOT, enumerations_in
from xuncha.drafting.numerals import number
from xuncha.drafting.squeezed import Squeezed, squeeze

_NUMBERS = ("n", "m", "year", "month", "day", "last", "quarter", "every")


@dataclass(frozen=True)
class Phrase:
    """A quantity or a time that a sentence speaks of.

    `start` and `end` are places in the searched text, `text` is what stands there. `values` hold what was read: `n`
    (and `m` of a range), `measure`, `per` and `per_count` (period), `span` (unit of a time limit), `year`, `month`,
    `day`, `quarter`, `end`, `items`. `rule` is the rule of the lexicon, `reason` why the confidence is what it is.
    """

    kind: PhraseKind
    rule: str
    comparison: Comparison | None
    text: str
    start: int
    end: int
    values: Mapping[str, object]
    confidence: Confidence
    reason: str


def phrases_in(text: str) -> tuple[Phrase, ...]:
    """The phrases of `text` (one sentence, or a cell of a table), in their order."""
    squeezed = squeeze(text)
    masked = _masked(squeezed.text)
    language = plan_language()
    found = [*_by_rules(text, squeezed, masked, language), *_enumerated(text, squeezed, masked, language)]
    return tuple(sorted(found, key=lambda phrase: (phrase.start, phrase.end)))


def _masked(text: str) -> str:
    """`text` with every set expression blotted out, letter by letter, so that places stay what they were."""
    for pattern in plan_language().fixed_patterns:
        text = pattern.sub(lambda found: BLOT * len(found.group()), text)
    return text


def _by_rules(text: str, squeezed: Squeezed, masked: str, language: PlanLanguage) -> Iterator[Phrase]:
    taken: list[tuple[int, int]] = []
    for rule, patterns in language.rules:
        for pattern in patterns:
            for match in pattern.finditer(masked):
                if match.end() == match.start() or _overlaps(match.span(), taken) or _skipped(rule, match):
                    continue
                taken.append(match.span())
                yield _phrase(text, squeezed, masked, rule, match)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _skipped(rule: PhraseRule, match: re.Match[str]) -> bool:
    return match.groupdict().get("n") in rule.skip_n


def _phrase(text: str, squeezed: Squeezed, masked: str, rule: PhraseRule, match: re.Match[str]) -> Phrase:
    start, end = squeezed.original_span(*match.span())
    values: dict[str, object] = dict(rule.values)
    for name, written in match.groupdict().items():
        if written is not None:
            values[name] = number(written) if name in _NUMBERS and _is_number(written) else written
    confidence, reason = rule.confidence, f"rule-{rule.confidence.value}"
    if rule.kind is PhraseKind.COUNT:
        per, certain = _period(values, masked, match.span())
        values |= per
        if not certain and per and confidence is Confidence.HIGH:
            confidence, reason = Confidence.MEDIUM, "period-from-context"
        elif not per and rule.comparison is Comparison.MIN and rule.id == "at-least":
            reason = "no-period"
    return Phrase(rule.kind, rule.id, rule.comparison, text[start:end], start, end, values, confidence, reason)


def _is_number(written: str) -> bool:
    return re.fullmatch("[0-9]+|[零〇一二两三四五六七八九十百千]+", written) is not None


def _period(values: dict[str, object], masked: str, span: tuple[int, int]) -> tuple[dict[str, object], bool]:
    """The period that a number belongs to, and whether the words say so beside it."""
    language = plan_language()
    own = values.pop("period", None)
    if isinstance(own, str):
        return {"per": language.periods[own], "per_count": values.pop("every", 1)}, True
    start, end = span
    cues = [(found, cue) for cue, pattern in language.cues for found in pattern.finditer(masked, 0, end)]
    if not cues:
        return {}, values.get("measure") in language.periods
    found, cue = max(cues, key=lambda each: each[0].start())
    near = "，" not in masked[found.start() : start] and cue.confidence is Confidence.HIGH
    named = found.groupdict()
    every = number(named["every"]) if named.get("every") else 1
    return {"per": language.periods[cue.period or named["period"]], "per_count": every}, near


def _enumerated(text: str, squeezed: Squeezed, masked: str, language: PlanLanguage) -> Iterator[Phrase]:
    for found in enumerations_in(masked, language.enumeration):
        start, end = squeezed.original_span(found.items[0][0], found.items[-1][1])
        items = tuple(squeezed.text[first:last] for first, last in found.items)
        comparison = Comparison.MIN if found.open else Comparison.EXACT
        yield Phrase(
            kind=PhraseKind.ELEMENTS,
            rule="enumeration",
            comparison=comparison,
            text=text[start:end],
            start=start,
            end=end,
            values={"n": len(items), "items": items, "open": found.open},
            confidence=Confidence.LOW,
            reason=f"enumeration-{found.cue}",
        )
