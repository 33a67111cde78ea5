"""Which rows of a column on leaders are leaders."""

from __future__ import annotations

import pytest

from config.leaders import leader_words


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("张某明", True),
        ("县长 张某明", True),
        ("副县长、县公安局局长 李某", True),
        ("欧阳某某同志", True),
        ("王某个人简历", True),
        ("领导分工", False),
        ("政府信息公开指南", False),
        ("关于规范领导信息公开的规定", False),
        ("县长赴乡镇调研防汛工作", False),
    ],
)
def test_names(text: str, is_one: bool) -> None:
    assert leader_words().is_leader(text) is is_one
