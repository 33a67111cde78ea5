"""Acceptances: until the last day, for the portal that they name, and none twice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from config.problems import InvalidData
from config.suppressions import Suppression, Suppressions, load_suppressions

PRINT, DAY = "0123456789abcdef", date(2026, 7, 1)


def known(**more: object) -> Suppressions:
    one = Suppression.model_validate({"fingerprint": PRINT, "reason": "已报备", "by": "张三", **more})
    return Suppressions(suppressions=(one,))


@pytest.mark.parametrize(("until", "holds"), [(DAY, True), (DAY - timedelta(days=1), False), (None, True)])
def test_the_last_day_counts_and_the_next_does_not(until: date | None, *, holds: bool) -> None:
    assert (known(until=until).of(PRINT, DAY, "yunling") is not None) is holds


def test_one_that_names_its_portal_is_for_that_alone() -> None:
    assert known(portal="yunling").of(PRINT, DAY, "yunling") and known().of(PRINT, DAY, "other")
    assert known(portal="yunling").of(PRINT, DAY, "other") is None
    assert known().of("f" * 16, DAY, "yunling") is None


def test_none_is_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "accepted.yaml"
    line = f"  - {{fingerprint: '{PRINT}', reason: 已报备, by: 张三%s}}\n"
    path.write_text("suppressions:\n" + line % ", portal: a" + line % ", portal: b", encoding="utf-8")
    assert len(load_suppressions(path).suppressions) == 2
    path.write_text("suppressions:\n" + line % "" + line % "", encoding="utf-8")
    with pytest.raises(InvalidData):
        load_suppressions(path)
