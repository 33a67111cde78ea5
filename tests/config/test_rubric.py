"""The rules that a rubric must keep, each broken once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from config.errors import ConfigError
from config.model import StrictModel, digest
from config.problems import InvalidData
from config.rubrics import load_rubric, rubric_ids, rubric_path
from config.window import Window

GOOD = """\
id: little
title: 小指标
issuer: 某县
document_number: 某政办发〔2026〕1号
source: https://www.qinghe.example/1.html
effective_from: 2026-01-01
base_points: 10
bonus_points: 2
pass_mark: 6
bonus_gate: 8
coverage_floor: 0.9
min_pages: 10
checks:
  stale-home:
    values: {window: {days: 14}}
    clause: 首页
    source: 同上
    status: confirmed
groups:
  - {name: 否决, part: veto, clause: 否决, source: 同上, status: confirmed}
  - {name: 首页, part: deduction, points: 10, clause: 首页, source: 同上, status: confirmed}
indicators:
  - id: V1
    part: veto
    group: 否决
    title: 首页
    clause: 首页不更新
    source: 同上
    status: confirmed
    rules:
      - {id: V1.1, mode: veto, text: 首页不更新, count: [{check: stale-home, codes: [stale]}], veto_at: 5, warn_at: 2}
  - id: D1
    part: deduction
    group: 首页
    title: 首页
    points: 4
    clause: 首页
    source: 同上
    status: confirmed
    rules:
      - {id: D1.1, mode: per-occurrence, text: 首页, count: [{check: stale-home, codes: [stale]}], points_each: 0.5}
  - id: D2
    part: deduction
    group: 首页
    title: 版面
    points: 6
    clause: 版面
    source: 同上
    status: unconfirmed
    manual_reason: 由人评定
"""


class HomeParams(StrictModel):
    window: Window


def load(folder: Path, text: str) -> str:
    path = folder / "little.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_good_rubric(tmp_path: Path) -> None:
    rubric = load_rubric(load(tmp_path, GOOD), {"stale-home": HomeParams})
    assert rubric.indicators[1].rules[0].points_each == Decimal("0.5")
    other = load_rubric(load(tmp_path, GOOD.replace("pass_mark: 6", "pass_mark: 5")))
    assert digest(rubric) != digest(other)
    assert digest(rubric) == digest(load_rubric(load(tmp_path, GOOD)))


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        (", veto_at: 5, warn_at: 2", "", 31, "rules.0.veto_at: this required field is missing"),
        (
            "mode: per-occurrence, ",
            "",
            41,
            "the field mode is missing, which says how the rest is read; add it: veto, boolean",
        ),
        ("mode: per-occurrence", "mode: each", 41, "each is not known here; use: veto, boolean, per-occurrence"),
        ("points_each: 0.5", "points_each: 0.5, points: 1", 41, "unknown field; did you mean points_each?"),
        ("points_each: 0.5", "points_each: -1", 41, "rules.0.points_each: must not be less than 0"),
        (
            "mode: per-occurrence, text: 首页, count: [{check: stale-home, codes: [stale]}], points_each: 0.5",
            "mode: bonus, text: 首页, count: [{check: stale-home, codes: [stale]}], points: 0.5",
            41,
            "mode bonus of rule D1.1 does not fit the part deduction",
        ),
        ("mode: veto, text: 首页不更新", "mode: boolean, text: 首页不更新", 31, "unknown field"),
        (
            "mode: veto, text: 首页不更新, count: [{check: stale-home, codes: [stale]}], veto_at: 5, warn_at: 2",
            "mode: boolean, text: 首页不更新, count: [{check: stale-home, codes: [stale]}]",
            31,
            "mode boolean of rule V1.1 does not fit the part veto",
        ),
        ("warn_at: 2", "warn_at: 5", 31, "must be less than its veto_at"),
        ("points_each: 0.5", "points_each: 5", 41, "takes more than the 4 points of the indicator"),
        ("    manual_reason: 由人评定\n", "", 42, "say in manual_reason"),
        (
            "    title: 首页\n    clause: 首页不更新",
            "    title: 首页\n    points: 3\n    clause: 首页不更新",
            27,
            "in the part veto, which has no points",
        ),
        ("id: D2", "id: D1", 42, "already used at indicators.1"),
        ("id: D1.1", "id: V1.1", 41, "already used at indicators.0.rules.0"),
        ("group: 首页\n    title: 版面", "group: 页面\n    title: 版面", 44, "no group has the id 页面; use: "),
        ("check: stale-home, codes: [stale]}], veto", "check: stale-hom, codes: [stale]}], veto", 31, "no parameters"),
        ("points: 6", "points: 7", 21, "come to 11 and should be 10"),
        ("points: 6", "points: 5", 21, "come to 9 and should be 10"),
        ("pass_mark: 6", "pass_mark: 9", 9, "out of order"),
        ("effective_from: 2026-01-01", "effective_from: 2026-01-01\neffective_until: 2025-01-01", 7, "before"),
        ("effective_from: 2026-01-01", "effective_from: 上月", 6, "YYYY-MM-DD"),
        ("coverage_floor: 0.9", "coverage_floor: 90", 11, "must not be greater than 1"),
        ("status: unconfirmed", "status: maybe", 49, "confirmed, unconfirmed"),
        ("veto_at: 5, warn_at: 2", "veto_at: 5, warn_at: 2, points: 1", 31, "unknown field"),
        ("{window: {days: 14}}", "{windw: {days: 14}}", 15, "did you mean window?"),
        ("{window: {days: 14}}", "{window: {days: 14, months: 1}}", 15, "exactly one of days and months"),
    ],
)
def test_each_mistake_names_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in GOOD
    with pytest.raises(InvalidData) as caught:
        load_rubric(load(tmp_path, GOOD.replace(old, new, 1)), {"stale-home": HomeParams})
    assert caught.value.problems[0].place.line == line
    assert says in str(caught.value)
    assert caught.value.text("zh") != str(caught.value)


def test_unknown_points_must_still_fit(tmp_path: Path) -> None:
    loose = GOOD.replace("    points: 6\n", "")
    assert load_rubric(load(tmp_path, loose)).indicators[2].points is None
    with pytest.raises(InvalidData, match="come to 11"):
        load_rubric(load(tmp_path, loose.replace("points: 4", "points: 11")))


def test_rules_may_leave_a_part_to_people(tmp_path: Path) -> None:
    text = GOOD.replace("    rules:\n      - {id: D1.1", "    manual_reason: 版式由人看\n    rules:\n      - {id: D1.1")
    assert load_rubric(load(tmp_path, text)).indicators[1].manual_reason == "版式由人看"


def test_parameters_of_a_check_that_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(InvalidData) as caught:
        load_rubric(load(tmp_path, GOOD), {"stale-column": HomeParams})
    assert "there is no check stale-home; use: stale-column" in str(caught.value)
    assert caught.value.problems[0].place.line == 14


def test_unknown_ids_suggest_the_nearest() -> None:
    assert "national-2019" in rubric_ids()
    assert rubric_path("national-2019").is_file()
    with pytest.raises(ConfigError) as caught:
        load_rubric("national-2018")
    assert "did you mean national-2019" in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        load_rubric("zzz")
    assert caught.value.key == "rubric-unknown"
    assert "national-2019" in str(caught.value)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_rubric(str(tmp_path / "none.yaml"))
    assert caught.value.key == "file-missing"
