"""Every mistake in a rubric file is told once, with its place and what to change, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import config
from config.parsing import own_data
from config.problems import InvalidData
from config.rubrics import load_rubric

CASES: dict[str, Any] = own_data((Path(__file__).parent / "cases" / "rubric-mistakes.yaml").read_text(encoding="utf-8"))
BASE: str = CASES["base"]
ELSEWHERE = {"dates-overlap"}
"""Errors that take more than one file; see test_rubric_model.py."""


def test_the_base_is_good(tmp_path: Path) -> None:
    path = tmp_path / "rubric.yaml"
    path.write_text(BASE, encoding="utf-8")
    assert load_rubric(str(path)).id == "little"


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: f"{case['key']}: {case['new'][:40]}")
def test_each_mistake_names_place_and_remedy(tmp_path: Path, case: dict[str, Any]) -> None:
    assert case["old"] in BASE
    text = BASE.replace(case["old"], case["new"], 1)
    path = tmp_path / "rubric.yaml"
    path.write_text(text, encoding="utf-8")
    if case["key"] is None:
        load_rubric(str(path))
        return
    with pytest.raises(InvalidData) as caught:
        load_rubric(str(path))
    (problem,) = caught.value.problems
    assert (problem.key, problem.where) == (case["key"], case["at"]), str(caught.value)
    assert case["on"] in text.splitlines()[(problem.place.line or 0) - 1]
    assert str(caught.value).startswith(f"{path}:{problem.place.line}: ")
    assert case["says"] in str(caught.value)
    assert caught.value.text("zh") != str(caught.value)


def test_every_error_of_rubrics_has_a_case() -> None:
    file = Path(config.__file__).parent / "messages" / "zh" / "rubric.yaml"
    known = set(own_data(file.read_text(encoding="utf-8"))["error"]["problem"])
    assert known - {case["key"] for case in CASES["cases"]} == ELSEWHERE
