"""The scoreboard counts what was found, missed and wrongly accused, and says why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from xuncha.sample import AnswerSheet, SamplePortal, compare
from xuncha.sample.expectations import BY_ITEM, Expectation, normal_place

Line = dict[str, Any]


def _perfect(truth: AnswerSheet) -> list[Line]:
    return [_line(each) for each in truth.expected]


def _line(each: Expectation) -> Line:
    facts = dict(each.facts) | ({"item": each.place} if each.check in BY_ITEM else {})
    return {
        "check": each.check,
        "code": each.code,
        "unit": each.unit,
        "url": each.place,
        "state": each.state or "confirmed",
        "column": each.column,
        "facts": facts,
    }


def test_perfect_audit(sample: SamplePortal) -> None:
    board = compare(_perfect(sample.truth), sample.truth)
    assert (board.precision, board.recall) == (1.0, 1.0)
    assert board.true_positives == sample.truth.expected
    assert str(board).startswith("precision 1.000, recall 1.000")


def test_silent_audit(sample: SamplePortal) -> None:
    board = compare([], sample.truth)
    assert (board.precision, board.recall) == (1.0, 0.0)
    assert board.missed == sample.truth.expected


def test_missed_defect_is_named(sample: SamplePortal) -> None:
    lines = _perfect(sample.truth)
    board = compare(lines[1:], sample.truth)
    assert board.missed == sample.truth.expected[:1]
    assert f"missed  {sample.truth.expected[0].id}" in str(board)


def test_accused_innocent_is_named(sample: SamplePortal) -> None:
    place = next(each.places[0] for each in sample.truth.innocents if each.id == "newest-on-second-page")
    accusation = {"check": "stale-column", "code": "stale", "unit": "scj", "url": place, "facts": {}}
    board = compare([accusation], sample.truth)
    assert board.precision == 0.0
    assert board.false_accusations[0].why == "innocent: newest-on-second-page"


def test_same_fault_twice_is_one_hit_and_one_accusation(sample: SamplePortal) -> None:
    line = _line(sample.truth.expected[0])
    board = compare([line, line], sample.truth)
    assert len(board.true_positives) == 1
    assert board.false_accusations[0].why == "reported twice"
    assert board.precision == 0.5


def test_wrong_code_and_wrong_unit_say_what_is_planted(sample: SamplePortal) -> None:
    line = _line(next(each for each in sample.truth.expected if each.id == "gone-page"))
    board = compare([line | {"code": "http-404"}, line | {"unit": "jyj"}], sample.truth)
    whys = [each.why for each in board.false_accusations]
    assert whys == ["planted there: http-410 (qinghe), http-410 (scj)"] * 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "confirmed"}, "state is 'confirmed', not 'suspected'"),
        ({"facts": {"kind": "external"}}, "kind is 'external', not 'page'"),
    ],
)
def test_wrong_description_is_no_hit(sample: SamplePortal, change: Line, said: str) -> None:
    line = _line(next(each for each in sample.truth.expected if each.id == "forbidden-folder"))
    board = compare([line | change], sample.truth)
    assert not board.true_positives
    assert said in board.false_accusations[0].why


def test_column_path_must_agree(sample: SamplePortal) -> None:
    case = next(each for each in sample.truth.expected if each.id == "news-one-day-late")
    assert case.column == "首页>县直部门>青禾县交通运输局>工作动态"
    board = compare([_line(replace(case, column="首页>工作动态"))], sample.truth)
    assert "column is '首页>工作动态'" in board.false_accusations[0].why


def test_checks_without_truth_are_set_aside(sample: SamplePortal) -> None:
    stranger = {"check": "typing-errors", "code": "x", "unit": "qinghe", "url": sample.url, "facts": {}}
    board = compare([stranger], sample.truth)
    assert board.unjudged == (stranger,)
    assert board.precision == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a/x/index.html", "http://a/x/"),
        ("http://a/附件.doc", "http://a/%E9%99%84%E4%BB%B6.doc"),
        ("http://a/x#part", "http://a/x"),
    ],
)
def test_spellings_of_one_place(one: str, other: str) -> None:
    assert normal_place(one) == normal_place(other)
