"""`xuncha rubric diff` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import config
from tests.xuncha.runs import xuncha, xuncha_process

NATIONAL = Path(config.__file__).parent / "rubrics" / "national-2019.yaml"
CHANGES = (
    ("effective_from: 2019-04-01", "effective_from: 2020-04-01"),
    ("- id: V3\n", "- id: V33\n"),
    ("veto_at: 5", "veto_at: 6"),
    ("动态要闻: {days: 14}", "动态要闻: {days: 21}"),
)


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The national rubric as a next version could be."""
    text = NATIONAL.read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "later.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_two_versions_for_people(later: Path) -> None:
    done = xuncha("rubric", "diff", "national-2019", later)
    assert done.returncode == 0, done.stderr
    for said in ("生效日期：2019-04-01 → 2020-04-01", "原为 V3 ", "否决线：5 → 6", "windows.动态要闻.days：14 → 21"):
        assert said in done.stdout, said
    assert done.stdout == xuncha_process("rubric", "diff", "national-2019", later).stdout
    english = xuncha("rubric", "diff", "national-2019", later, "--lang", "en").stdout
    assert "veto at: 5 → 6" in english and "another id: was V3" in english


def test_two_versions_for_machines(later: Path) -> None:
    said = json.loads(xuncha("rubric", "diff", "national-2019", later, "--json").stdout)
    assert (said["same"], said["summary"]["renamed"], said["summary"]["added"]) == (False, 1, 0)
    assert [change["field"] for change in said["rubric"]] == ["effective_from"]
    (renamed,) = [each for each in said["indicators"]["changed"] if each["before"]["id"] == "V3"]
    assert (renamed["after"]["id"], renamed["matched_by"], renamed["likeness"]) == ("V33", "clause", 1)


def test_one_rubric_twice() -> None:
    done = xuncha("rubric", "diff", "pingyin-2023", "pingyin-2023")
    assert done.returncode == 0 and "相同" in done.stdout
    assert json.loads(xuncha("rubric", "diff", "pingyin-2023", "pingyin-2023", "--json").stdout)["same"] is True


def test_what_cannot_be_read() -> None:
    done = xuncha("rubric", "diff", "national-2019", "pingyin-2024", "--json")
    assert done.returncode == 2 and "pingyin-2023" in done.stderr and done.stdout == ""
