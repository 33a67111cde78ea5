"""An audit of every theme of the sample finds exactly what its file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from xuncha.cli.demo import theme_board, theme_job
from xuncha.cli.one_audit import audit_one
from xuncha.sample.themes import serve_theme, theme_ids


@pytest.mark.parametrize("theme_id", theme_ids())
def test_every_planted_defect_is_found_and_nothing_else(theme_id: str, tmp_path: Path) -> None:
    with serve_theme(theme_id) as theme:
        audit_one(theme_job(theme), tmp_path, "zh")
        board = theme_board(theme, tmp_path)
    assert board.true_positives
    assert not board.missed, str(board)
    assert not board.false_accusations, str(board)
