"""Every check has something planted on the sample that it must find, and something that it must leave alone."""

from __future__ import annotations

import pytest

from checks.catalogue import checks_by_id
from xuncha.sample.themes import load_theme, theme_ids
from xuncha.sample.truth import load_truth

THEMES = [load_theme(theme_id) for theme_id in theme_ids()]
FOUND = {defect.check for defect in load_truth().defects} | {one.check for theme in THEMES for one in theme.defects}
SPARED = {check for plant in load_truth().innocents for check in plant.guards}
SPARED |= {check for theme in THEMES for plant in theme.innocents for check in plant.guards}


@pytest.mark.parametrize("check_id", list(checks_by_id()))
def test_every_check_has_a_defect_and_an_innocent(check_id: str) -> None:
    assert check_id in FOUND
    assert check_id in SPARED
