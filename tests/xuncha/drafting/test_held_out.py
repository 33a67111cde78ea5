"""The language of plans beyond the four documents: sentences of our own, with figures for both directions."""

from __future__ import annotations

from typing import Any

import click
import pytest

from config.plan_language import plan_language
from tests.xuncha.drafting.measure import Score, is_read, load, touches
from xuncha.drafting.phrases import phrases_in

SETS: dict[str, list[dict[str, Any]]] = {
    name: load(f"{name}.yaml") for name in ("held_out", "held_out_blind", "held_out_third")
}
CASES = [case for cases in SETS.values() for case in cases]


def _params() -> list[Any]:
    known = pytest.mark.xfail(strict=True, reason="known error")
    return [pytest.param(case, marks=known if "known_error" in case else ()) for case in CASES]


@pytest.mark.parametrize("case", _params(), ids=lambda case: case["sentence"][:20])
def test_case(case: dict[str, Any]) -> None:
    read = phrases_in(case["sentence"])
    for quote, kind, values in case.get("find", ()):
        assert is_read(read, quote, kind, values), [(p.kind.value, p.text, dict(p.values)) for p in read]
    for word in case.get("not", ()):
        assert not [phrase.text for phrase in read if str(word) in phrase.text]
    expected = [*(found[0] for found in case.get("find", ())), *case.get("may", ())]
    assert [phrase.text for phrase in read if not touches(phrase, expected)] == []


def test_there_are_cases_of_both_sorts() -> None:
    assert sum("find" in case for case in CASES) >= 90
    assert sum("not" in case for case in CASES) >= 40


@pytest.mark.parametrize("name", SETS)
def test_figures(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    score = Score()
    for case in SETS[name]:
        read = phrases_in(case["sentence"])
        expected = case.get("find", ())
        score.expected += len(expected)
        score.found += sum(is_read(read, *each) for each in expected)
        known = [*(each[0] for each in expected), *case.get("may", ())]
        score.read += len(read)
        score.wrong += [phrase.text for phrase in read if not touches(phrase, known)]
    with capsys.disabled():
        click.echo(f"\n{name}: {score}")
    assert score.recall >= 0.95
    assert score.precision >= 0.90


@pytest.mark.parametrize(
    ("rule", "example"),
    [(rule.id, example) for rule in plan_language().phrases for example in rule.examples],
)
def test_every_example_of_the_lexicon_is_read_by_its_rule(rule: str, example: str) -> None:
    assert rule in {phrase.rule for phrase in phrases_in(example)}
