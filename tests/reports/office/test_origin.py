"""A document bears from which judging it is, and only what another judging says makes it stale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from checks.finding import State
from reports.manual_entry import ManualEntry
from reports.office.origin import marks, stale
from reports.result import AuditResult
from tests.reports.county import audit
from tests.reports.office.word import made
from tests.reports.samples import broken, empty, outcome
from xuncha.assessing import scored_with


def judged(*numbers: int, state: State = State.CONFIRMED) -> AuditResult:
    found = [broken(number, state=state) for number in numbers]
    return audit(
        outcomes=[outcome("broken-link", *found), outcome("empty-column", empty("甲", "beihe"), owner="beihe")]
    )


def written(result: AuditResult, folder: Path, **more: object) -> Path:
    for name, content in made(result, **more).items():
        (folder / name).write_bytes(content)
    return folder


def named(folder: Path, result: AuditResult) -> set[str]:
    return {path.name for path in stale(folder, marks([result]))}


def test_letters_of_the_same_results_are_not_stale(tmp_path: Path) -> None:
    result = judged(1, 2)
    folder = written(result, tmp_path, number="第1号")
    later = replace(result, run=replace(result.run, judged="2026-01-01T00:00:00Z"), lang="en")
    assert named(folder, result) == named(folder, later) == set()
    entry = ManualEntry("yunling", "D4", Decimal(3), None, "", "", "李四", date(2025, 11, 21), "得分!F2")
    entered = scored_with(result, {result.judgements[0].rubric.id: {"yunling": {"D4": entry}}})
    assert named(folder, entered) == set(), "what assessors enter adds to a judging"


@pytest.mark.parametrize("otherwise", ["found", "state", "day", "rubric"])
def test_letters_of_units_of_which_another_judging_says_something_else_are_stale(
    tmp_path: Path, otherwise: str
) -> None:
    result = judged(1, 2)
    folder = written(result, tmp_path)
    (folder / "整改通知单-云岭县人民政府.pdf").write_bytes(b"%PDF")
    (folder / "别的.docx").write_bytes(b"no Word file")
    (county,) = result.judgements
    other = {
        "found": judged(1),
        "state": judged(1, 2, state=State.SUSPECTED),
        "day": replace(result, run=replace(result.run, as_of=result.run.as_of + timedelta(days=1))),
        "rubric": replace(result, judgements=(replace(county, rubric_hash="0" * 32),)),
    }[otherwise]
    county_only = {f"{kind}-云岭县人民政府.docx" for kind in ("评估报告", "整改通知单", "自查表")}
    county_only |= {"检查通报.docx", "整改通知单-云岭县人民政府.pdf"}
    found = named(folder, other)
    if otherwise in ("found", "state"):
        assert found == county_only, "the township's letters still say what the results say"
    else:
        assert found > county_only and "整改通知单-北河镇人民政府.docx" in found


def test_letters_about_others_are_not_judged(tmp_path: Path) -> None:
    result = judged(1)
    other = replace(result, portal=result.portal.model_copy(update={"id": "other"}))
    assert named(written(result, tmp_path), other) == set()
