"""A rubric under which every check runs: pingyin-2023, and parameters of the other checks from the other rubrics."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from checks.catalogue import checks_by_id
from checks.runner import parameters_of
from config.parsing import own_data
from config.rubrics import rubric_ids, rubric_path
from xuncha.judging import load_rubrics

BASE = "pingyin-2023"
"""The shipped rubric under which most checks run."""
_OWN: dict[str, dict[str, Any]] = {
    "https-entry": {"expected": "offered"},
    "leader-info": {"applies_to": ["portal"], "parts": ["resume", "duty"]},
    "slow-home": {"limit_s": 5},
}
"""Parameters that no shipped rubric gives (own choice)."""


def write_rubric(path: Path) -> Path:
    """Write the rubric to `path` (JSON, which is YAML). Raises `RuntimeError` when a check would still not run."""
    data = _data(BASE)
    others = [_data(name).get("checks", {}) for name in rubric_ids() if name != BASE]
    for check in sorted(set(checks_by_id()) - data["checks"].keys()):
        given = next((checks[check] for checks in others if check in checks), None)
        if given is None and check in _OWN:
            given = {"values": _OWN[check], "clause": "-", "source": "benchmarks/speed", "status": "unconfirmed"}
        if given is not None:
            data["checks"][check] = given
    data |= {"id": "every-check", "family": "every-check", "title": "性能测试用：运行全部检查"}
    path.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
    (rubric,) = load_rubrics([str(path)])
    idle = set(checks_by_id()) - parameters_of(rubric).keys()
    if idle:
        raise RuntimeError(f"checks that no rubric configures: {', '.join(sorted(idle))}")
    return path


def _data(name: str) -> Any:
    return own_data(rubric_path(name).read_text(encoding="utf-8"))
