"""An office's own list of wrong forms is read with the parameters, so that it is a part of the rubric."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.content.wording import WordingParams
from config.errors import ConfigError

OWN = "entries:\n  - {wrong: [青和县], right: 青禾县, source: 青禾县规范用语表}\n"


def test_a_file_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    read = WordingParams.model_validate({"files": [str(path)]})
    assert read.files == ()
    assert [entry.right for entry in read.own] == ["青禾县"]
    assert "青和县" in read.search


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(OWN.replace("right", "rihgt"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own\.yaml"):
        WordingParams.model_validate({"files": [str(path)]})
