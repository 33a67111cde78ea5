"""Every reason that the survey gives has its sentence and its advice in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.messages import LANGUAGES, has_text

ROOM = Path(__file__).parents[3] / "crawler"
REASONS = sorted(
    {
        key
        for module in ("survey/survey.py", "store/sight.py")
        for key in re.findall(r'"(list-[a-z-]+)"', (ROOM / module).read_text("utf-8"))
    }
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_are_written(lang: str) -> None:
    assert len(REASONS) >= 6
    for key in REASONS:
        assert has_text(f"reason.{key}", lang)
        assert has_text(f"reason.{key}-advice", lang)
