"""Compares what an audit of the sample found with what is planted there: precision, recall, and every single miss."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xuncha.sample.expectations import (
    BY_ADDRESS,
    BY_COLUMN,
    BY_ITEM,
    BY_UNIT,
    AnswerSheet,
    Expectation,
    column_place,
    normal_place,
)

Key = tuple[str, str, str, str]
"""Check, code, unit, place."""


@dataclass(frozen=True, slots=True)
class FalseAccusation:
    """A finding that should not be there, and why we think so."""

    finding: Mapping[str, Any]
    why: str

    def __str__(self) -> str:
        return f"{' · '.join(_key(self.finding))}: {self.why}"


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """The comparison. `unjudged` are findings of checks about which the answer sheet says nothing."""

    true_positives: tuple[Expectation, ...]
    missed: tuple[Expectation, ...]
    false_accusations: tuple[FalseAccusation, ...]
    unjudged: tuple[Mapping[str, Any], ...] = ()

    @property
    def precision(self) -> float:
        """Share of the findings that are true; 1 when there are none."""
        found = len(self.true_positives) + len(self.false_accusations)
        return len(self.true_positives) / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of the planted defects that were found; 1 when there are none."""
        planted = len(self.true_positives) + len(self.missed)
        return len(self.true_positives) / planted if planted else 1.0

    def __str__(self) -> str:
        lines = [
            f"precision {self.precision:.3f}, recall {self.recall:.3f}: {len(self.true_positives)} found, "
            f"{len(self.missed)} missed, {len(self.false_accusations)} false accusations"
        ]
        lines += [f"missed  {each.id}: {each.check} {each.code} {each.unit} {each.place}" for each in self.missed]
        lines += [f"false   {each}" for each in self.false_accusations]
        return "\n".join(lines)


def compare(findings: Iterable[Mapping[str, Any]], truth: AnswerSheet) -> Scoreboard:
    """Hold findings (lines of findings.jsonl) against the answer sheet.

    A finding is right when check, code, unit, place, and the state, column and facts that the sheet names agree. The
    same fault found twice is one hit and one false accusation.
    """
    open_cases = {(each.check, each.code, each.unit, each.place): each for each in truth.expected}
    hits: list[Expectation] = []
    wrong: list[FalseAccusation] = []
    unjudged: list[Mapping[str, Any]] = []
    for finding in findings:
        if finding["check"] not in truth.checks:
            unjudged.append(finding)
            continue
        expected = open_cases.get(_key(finding))
        difference = _difference(finding, expected) if expected else _suspicion(finding, truth, hits)
        if expected is None or difference:
            wrong.append(FalseAccusation(finding, difference))
        else:
            hits.append(open_cases.pop(_key(finding)))
    return Scoreboard(tuple(hits), tuple(open_cases.values()), tuple(wrong), tuple(unjudged))


def _key(finding: Mapping[str, Any]) -> Key:
    return finding["check"], finding["code"], finding["unit"], _place(finding)


def _place(finding: Mapping[str, Any]) -> str:
    """Where a finding says the fault is, in the terms of its check."""
    check = finding["check"]
    if check in BY_ITEM:
        return str(finding["facts"]["item"])
    if check in BY_UNIT:
        return str(finding["unit"])
    if check in BY_COLUMN:
        return column_place(finding["url"])
    if check in BY_ADDRESS:
        return normal_place(finding["url"])
    return str(finding["url"])


def _difference(finding: Mapping[str, Any], expected: Expectation) -> str:
    """What a finding at the right place says wrongly; empty when all agrees."""
    said = {"state": finding.get("state"), "column": finding.get("column"), **finding.get("facts", {})}
    wanted = {"state": expected.state, "column": expected.column, **expected.facts}
    differing = (name for name, value in wanted.items() if value is not None and said.get(name) != value)
    wrong = [f"{name} is {said.get(name)!r}, not {wanted[name]!r}" for name in differing]
    return f"{expected.id}: {'; '.join(wrong)}" if wrong else ""


def _suspicion(finding: Mapping[str, Any], truth: AnswerSheet, hits: Iterable[Expectation]) -> str:
    """The likeliest reason why a finding is wrong."""
    check, code, unit, place = _key(finding)
    if any((each.check, each.code, each.unit, each.place) == (check, code, unit, place) for each in hits):
        return "reported twice"
    for innocent in truth.innocents:
        if check in innocent.checks and (place in innocent.places or normal_place(finding["url"]) in innocent.places):
            return f"innocent: {innocent.id}"
    others = [each for each in truth.expected if each.check == check and each.place == place]
    if others:
        return f"planted there: {', '.join(sorted({f'{each.code} ({each.unit})' for each in others}))}"
    return "nothing is planted there"
