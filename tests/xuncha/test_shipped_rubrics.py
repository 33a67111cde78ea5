"""Every rubric that comes with the house is listed, valid, apart from its kin, and shown whole."""

from __future__ import annotations

import pytest

from config.rubrics import load_rubric, rubric_ids, rubric_path
from tests.xuncha.runs import xuncha


def test_all_are_listed_and_valid_together() -> None:
    listed = xuncha("rubric", "list").stdout
    assert all(rubric_id in listed for rubric_id in rubric_ids())
    done = xuncha("rubric", "validate", *map(rubric_path, rubric_ids()))
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(rubric_ids())


@pytest.mark.parametrize("rubric_id", ["census-2015", "national-2019-media", "regulation-2019", "yishui-2022"])
def test_every_line_is_shown(rubric_id: str) -> None:
    shown = xuncha("rubric", "show", rubric_id)
    assert shown.returncode == 0, shown.stderr
    assert "None" not in shown.stdout
    for line in load_rubric(rubric_id).indicators:
        assert f"  {line.id}" in shown.stdout and line.clause in shown.stdout, line.id
