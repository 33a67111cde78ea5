"""Years that are written in Chinese numerals."""

from __future__ import annotations

import pytest

from config.years import years_in_numerals


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("二〇二四年政府信息公开年报", {2024}),
        ("二零一九年至二O二〇年", {2019, 2020}),
        ("二○二一年", {2021}),
        ("一二〇二四号", set()),
        ("二〇二四五", set()),
        ("十二五规划", set()),
    ],
)
def test_years_are_read(text: str, years: set[int]) -> None:
    assert years_in_numerals(text) == years
