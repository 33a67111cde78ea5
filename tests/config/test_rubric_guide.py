"""Every example in docs/rubric-guide.md loads, and every mode has one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from ruamel.yaml import YAML

from config.mandated import MandatedItem
from config.rubric import Rubric, Rule
from tests.config.rubrics import indicator, rubric

GUIDE = Path(__file__).parents[2] / "docs" / "rubric-guide.md"
EXAMPLES = re.findall(r"^```yaml (\w+)(?: (\w+))?\n(.*?)^```", GUIDE.read_text(encoding="utf-8"), re.M | re.S)
CHECKS = ("empty-column", "mandated-item", "broken-link", "stale-home")


def whole(kind: str, part: str, written: Any) -> dict[str, Any]:
    """The rubric around an example."""
    checks = {check: {"values": {}, "clause": "条", "source": "源", "status": "confirmed"} for check in CHECKS}
    other = indicator("I2", points=90)
    match kind:
        case "rubric":
            return dict(written)
        case "rule":
            points = None if part == "veto" else 10
            mine = indicator("I1", part=part or "deduction", points=points, rules=[written])
            rest = indicator("I2", points=100 if part else 90)
            return rubric(mine, rest, checks=checks, bonus_points=10)
        case "indicator":
            return rubric(written, other | {"variants": [{"classes": ["township"], "points": 95}]})
        case "reweighting":
            return rubric(indicator("I1", points=10), other, reweighting=written)
        case "checks":
            return rubric(indicator("I1", points=100)) | dict(written)
        case "additive":
            common = {"part": "credit", "source": "源", "status": "confirmed"}
            return rubric(form="additive", checks=checks, defaults=common) | written
        case "checklist":
            return rubric(form="checklist", base_points=None, pass_mark=None, bonus_gate=None) | dict(written)
    raise AssertionError(f"unknown kind of example: {kind}")


@pytest.mark.parametrize(("kind", "part", "text"), EXAMPLES)
def test_examples_load(kind: str, part: str, text: str) -> None:
    data = whole(kind, part, YAML(typ="safe", pure=True).load(text))
    assert Rubric.model_validate(data).indicators


def test_items_in_examples_can_be_looked_for() -> None:
    [written] = [YAML(typ="safe", pure=True).load(text) for kind, _, text in EXAMPLES if kind == "checks"]
    items = [MandatedItem.model_validate(item) for item in written["checks"]["mandated-item"]["values"]["items"]]
    assert [item.by_name for item in items] == [True, False]
    assert items[0].matches("青禾县公开须知") and items[0].matches("政府信息公开指南")


def test_every_mode_has_an_example() -> None:
    written = [YAML(typ="safe", pure=True).load(text) for kind, _, text in EXAMPLES if kind == "rule"]
    shown = {rule["mode"] for rule in written if isinstance(rule, Mapping)}
    modes = {get_args(model.model_fields["mode"].annotation)[0] for model in get_args(get_args(Rule)[0])}
    assert shown == modes
