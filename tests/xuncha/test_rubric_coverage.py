"""`xuncha rubric coverage` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.xuncha.runs import xuncha


def test_for_people_and_for_machines() -> None:
    printed = xuncha("rubric", "coverage", "pingyin-2023")
    assert printed.returncode == 0, printed.stderr
    for word in ("32-blank", "empty-column: empty", "附件第32行", "部分自动", "各组统计", "没有自动检查的共同要求"):
        assert word in printed.stdout
    read = json.loads(xuncha("rubric", "coverage", "pingyin-2023", "--json").stdout)
    by_id = {clause["id"]: clause for clause in read["clauses"]}
    assert by_id["32-blank"]["automation"] == "auto"
    assert by_id["32-blank"]["rules"][0]["checks"][0]["check"] == "empty-column"
    assert read["total"]["total"] == len(by_id) == sum(read["total"][how] for how in ("auto", "partly", "manual"))
    assert "SIT-BLANK" not in read["requirements_without_check"]
    assert "decided by" in xuncha("rubric", "coverage", "national-2019", "--lang", "en").stdout


def test_what_cannot_be_read(tmp_path: Path) -> None:
    unknown = xuncha("rubric", "coverage", "pingyin-2024")
    assert unknown.returncode == 2 and "pingyin-2023" in unknown.stderr and unknown.stdout == ""
    missing = xuncha("rubric", "coverage", tmp_path / "none.yaml", "--json")
    assert missing.returncode == 2 and "none.yaml" in missing.stderr and "Traceback" not in missing.stderr
