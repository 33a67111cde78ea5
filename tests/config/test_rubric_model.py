"""What a rubric can say: levels and weights, classes and conditions, variants, versions; and its schema for editors."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.problems import InvalidData
from config.registry import Unit, UnitClass
from config.rubric import AppliesIf, Automation, Fate, Indicator, Rubric
from config.rubric.schema import FILE, MODELINE, document, schema
from config.rubrics import RUBRICS, require_apart, rubric_ids
from tests.config.rubrics import group, indicator, rubric


def unit(unit_class: str, **more: Any) -> Unit:
    return Unit.model_validate({"id": "u", "name": "U", "class": unit_class, "scope": ["x.example/u/"]} | more)


def refused(data: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        Rubric.model_validate(data)
    return str(caught.value.errors()[0]["type"])


# ---------------------------------------------------------------- levels and weights


def chain(depth: int) -> dict[str, Any]:
    """A rubric with one indicator below `depth` groups, one inside the other."""
    groups = [group(f"g{level}", parent=f"g{level - 1}" if level else None) for level in range(depth)]
    return rubric(indicator("I1", group=f"g{depth - 1}", points=100), groups=groups)


@pytest.mark.parametrize("depth", [1, 2, 3, 4])
def test_up_to_five_levels(depth: int) -> None:
    made = Rubric.model_validate(chain(depth))
    assert made.tree.level(made.indicators[0]) == depth + 1
    assert [above.key for above in made.tree.ancestors(made.indicators[0])] == [f"g{n}" for n in reversed(range(depth))]


def test_six_levels_are_too_many() -> None:
    assert refused(chain(5)) == "too-deep"


def test_a_changed_copy_has_its_own_tree() -> None:
    made = Rubric.model_validate(chain(2))
    assert made.heading(made.indicators[0]) == "g1"
    groups = (made.groups[0], made.groups[1].model_copy(update={"name": "新"}))
    renamed = made.model_copy(update={"groups": groups})
    assert (renamed.heading(made.indicators[0]), made.heading(made.indicators[0])) == ("新", "g1")


def test_without_groups_an_indicators_group_is_only_a_heading() -> None:
    made = Rubric.model_validate(rubric(indicator("I1", points=100)))
    assert (made.tree.level(made.indicators[0]), made.heading(made.indicators[0])) == (1, "组")


@given(st.lists(st.lists(st.integers(1, 20), min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_known_weights_add_up_on_every_level_and_any_may_be_unknown(
    leaves: list[list[int]], data: st.DataObject
) -> None:
    total = sum(map(sum, leaves))
    groups = [group(f"g{number}", points=sum(points)) for number, points in enumerate(leaves)]
    lines = [
        indicator(f"I{number}.{place}", group=f"g{number}", points=points)
        for number, own in enumerate(leaves)
        for place, points in enumerate(own)
    ]
    marks = {"base_points": total, "pass_mark": None, "bonus_gate": None}
    Rubric.model_validate(rubric(*lines, groups=groups, **marks))
    victim = data.draw(st.sampled_from([*groups, *lines]))
    known = victim["points"]
    victim["points"] = known + 1
    assert refused(rubric(*lines, groups=groups, **marks)) == "points-sum"
    victim["points"] = None
    Rubric.model_validate(rubric(*lines, groups=groups, **marks))


def test_weights_are_checked_for_each_class_of_unit() -> None:
    county = indicator("I1", points=100, applies_to=["portal"])
    town = indicator("I2", points=100, applies_to=["township"])
    Rubric.model_validate(rubric(county, town))
    assert refused(rubric(county, town | {"applies_to": ["township", "portal"]})) == "points-sum"


def test_what_does_not_apply_to_a_class_may_be_missing_from_its_sum() -> None:
    services = indicator("I1", points=25, applies_to=["portal", "department-with-service"])
    Rubric.model_validate(rubric(services, indicator("I2", points=75)))


def test_alternatives_by_condition_may_exceed_a_sum_together() -> None:
    large = indicator("I1", points=40, applies_if={"tags": ["law"]})
    small = indicator("I2", points=40, applies_if={"without_tags": ["law"]})
    Rubric.model_validate(rubric(large, small, indicator("I3", points=60)))
    assert refused(rubric(large, small, indicator("I3", points=101))) == "points-sum"
    assert refused(rubric(large, small, indicator("I3", points=10))) == "points-sum"


def test_credits_of_an_indicator_make_up_its_points() -> None:
    found = [{"check": "empty-column", "codes": ["empty"]}]
    rules = [
        {"id": str(n), "mode": "boolean", "text": "是否", "count": found, "points": p} for n, p in ((1, 1), (2, 2))
    ]
    checks = {"empty-column": {"values": {}, "clause": "条", "source": "源", "status": "confirmed"}}
    line = indicator("I1", part="credit", points=3, manual_reason=None, rules=rules)
    marks = {"form": "additive", "base_points": 3, "pass_mark": None, "bonus_gate": None, "checks": checks}
    assert Rubric.model_validate(rubric(line, **marks)).indicators[0].decided_by is Automation.AUTO
    assert refused(rubric(line | {"points": 4}, **marks | {"base_points": 4})) == "points-sum"


def test_worth_of_each_rule() -> None:
    texts: list[tuple[dict[str, Any], str | None]] = [
        ({"mode": "boolean", "points": 2}, "2"),
        ({"mode": "boolean"}, None),
        ({"mode": "per-occurrence", "points_each": 1}, None),
        ({"mode": "per-occurrence", "points_each": 1, "at_most": 4}, "4"),
        ({"mode": "steps", "steps": [{"at": 1, "lose": 1}, {"at": 2, "lose": 3}]}, "3"),
        ({"mode": "deadline", "due": {"every_year": "01-31"}, "points": 5}, "5"),
        ({"mode": "ratio", "points": 5}, "5"),
        ({"mode": "manual", "points": 1}, "1"),
    ]
    rules = [{"id": str(number), "text": "条", **rule} for number, (rule, _) in enumerate(texts)]
    made = Rubric.model_validate(rubric(indicator("I1", points=100, rules=rules)))
    assert [rule.worth for rule in made.indicators[0].rules] == [worth and Decimal(worth) for _, worth in texts]


# ---------------------------------------------------------------- defaults


def test_defaults_fill_only_what_is_left_out() -> None:
    lines = [{"id": f"I{n}", "group": "甲", "title": "题", "clause": "条", "manual_reason": "人"} for n in (1, 2)]
    lines[1]["status"] = "unconfirmed"
    common = {
        "part": "clause",
        "source": "文",
        "status": "confirmed",
        "applies_to": ["township"],
        "evidence": ["documents"],
    }
    marks = {"form": "checklist", "base_points": None, "pass_mark": None, "bonus_gate": None}
    made = Rubric.model_validate(rubric(*lines, groups=[{"name": "甲", "clause": "条"}], defaults=common, **marks))
    assert [line.status.value for line in made.indicators] == ["confirmed", "unconfirmed"]
    assert made.indicators[0].applies_to == (UnitClass.TOWNSHIP,)
    assert (made.groups[0].source, len(made.groups[0].applies_to)) == ("文", len(UnitClass))


# ---------------------------------------------------------------- classes, conditions, variants

WITH, WITHOUT, PLAIN = UnitClass.SERVICE_DEPARTMENT, UnitClass.INTERNAL_DEPARTMENT, UnitClass.DEPARTMENT


@pytest.mark.parametrize(
    ("own", "named", "answer"),
    [
        (WITH, {WITH}, True),
        (WITH, {PLAIN}, True),
        (WITH, {WITHOUT}, False),
        (PLAIN, {PLAIN}, True),
        (PLAIN, {WITH}, None),
        (PLAIN, {WITH, WITHOUT}, True),
        (PLAIN, {UnitClass.TOWNSHIP}, False),
        (UnitClass.TOWNSHIP, {PLAIN, WITH}, False),
        (UnitClass.PORTAL, {UnitClass.PORTAL}, True),
    ],
)
def test_departments_with_and_without_services(own: UnitClass, named: set[UnitClass], answer: bool | None) -> None:
    assert own.among(named) is answer


@pytest.mark.parametrize(
    ("condition", "answer"),
    [
        ({"tags": ["law"]}, True),
        ({"tags": ["law", "fees"]}, False),
        ({"without_tags": ["law"]}, False),
        ({"without_tags": ["fees"]}, True),
        ({"attributes": {"level": ["county"]}}, True),
        ({"attributes": {"level": ["town"]}}, False),
        ({"attributes": {"staff": [3]}}, None),
        ({"attributes": {"new": [1]}}, False),
        ({"attributes": {"new": [True]}}, True),
        ({"outcomes": {"I2": ["pass"]}}, True),
        ({"outcomes": {"I2": ["fail"]}}, False),
        ({"outcomes": {"I3": ["fail"]}}, None),
        ({"tags": ["law"], "outcomes": {"I3": ["fail"]}}, None),
        ({"tags": ["fees"], "outcomes": {"I3": ["fail"]}}, False),
    ],
)
def test_conditions_have_three_answers(condition: dict[str, Any], answer: bool | None) -> None:
    body = unit("department", tags=["law"], attributes={"level": "county", "new": True})
    assert AppliesIf.model_validate(condition).holds(body, {"I2": Fate.PASS}) is answer


def test_what_a_group_says_holds_for_everything_below_it() -> None:
    above = group("a", applies_to=["department-with-service"])
    below = group("b", parent="a", applies_if={"tags": ["law"]})
    lines = [indicator("I1", group="b", points=10), indicator("I2", group="c", points=90)]
    made = Rubric.model_validate(rubric(*lines, groups=[above, below, group("c")]))
    line = made.indicators[0]
    assert made.applies(line, unit("department-with-service", tags=["law"]), {}) is True
    assert made.applies(line, unit("department-with-service"), {}) is False
    assert made.applies(line, unit("department", tags=["law"]), {}) is None
    assert made.applies(line, unit("township", tags=["law"]), {}) is False


def test_variants_replace_what_they_name() -> None:
    line = Indicator.model_validate(
        indicator(
            "I1",
            variants=[
                {"classes": ["township"], "points": 5, "clause": "镇街"},
                {"classes": ["department-with-service"], "points_range": {"low": 1, "high": 4}},
            ],
        )
    )
    town = line.for_class(UnitClass.TOWNSHIP)
    assert (town.points, town.clause, town.title, town.variants) == (5, "镇街", "I1", ())
    served = line.for_class(WITH)
    assert served.points is None
    assert served.points_range is not None and served.points_range.high == 4
    assert line.for_class(UnitClass.PORTAL).points == 10
    assert [line.undecided_for(each) for each in (PLAIN, WITH, UnitClass.TOWNSHIP)] == [True, False, False]


def test_bindings_name_their_place_in_rules_and_variants() -> None:
    found = {"check": "empty-column", "codes": ["empty"]}
    rule = {"id": "r", "mode": "boolean", "text": "条", "count": [found]}
    checks = {"empty-column": {"values": {}, "clause": "条", "source": "源", "status": "confirmed"}}
    variants = [{"classes": ["township"], "clause": "镇"}, {"classes": ["portal"], "rules": [rule]}]
    line = indicator("I1", points=100, rules=[rule], variants=variants)
    places = [at for at, _ in Rubric.model_validate(rubric(line, checks=checks)).bindings()]
    assert places == [
        ("indicators", 0, "rules", 0, "count", 0),
        ("indicators", 0, "variants", 1, "rules", 0, "count", 0),
    ]


# ---------------------------------------------------------------- versions


def version(folder: Path, id_: str, since: str, until: str = "", family: str = "plan") -> str:
    path = folder / f"{id_}.yaml"
    path.write_text(json.dumps(rubric(indicator("I1", points=100)) | {
        "id": id_, "effective_from": since, "effective_until": until or None, "family": family or None,
    }, ensure_ascii=False), encoding="utf-8")  # fmt: skip
    return str(path)


def test_versions_of_a_family_follow_each_other(tmp_path: Path) -> None:
    old = version(tmp_path, "plan-2023", "2023-01-01", "2023-12-31")
    new = version(tmp_path, "plan-2024", "2024-01-01")
    require_apart([old, new, new, version(tmp_path, "other", "2023-06-01", family="else")])
    require_apart([old, version(tmp_path, "none", "2023-06-01", family="")])
    clash = version(tmp_path, "plan-late", "2023-12-31", "2023-12-31")
    with pytest.raises(InvalidData) as caught:
        require_apart([old, new, clash])
    assert "effective_until" in str(caught.value) and "plan-2023" in str(caught.value)
    assert str(caught.value).startswith(f"{clash}:1: effective_from: ")
    assert caught.value.text("zh") != str(caught.value)


def test_a_version_is_in_force_on_both_of_its_days() -> None:
    made = Rubric.model_validate(rubric(indicator("I1", points=100), effective_until="2026-12-31"))
    days = {"2025-12-31": False, "2026-01-01": True, "2026-12-31": True, "2027-01-01": False}
    assert {day: made.in_force(date.fromisoformat(day)) for day in days} == days


def test_shipped_versions_are_apart() -> None:
    require_apart(rubric_ids())


# ---------------------------------------------------------------- for editors


def test_the_schema_is_current() -> None:
    remedy = "run `python -m config.rubric.schema` and commit the file"
    assert FILE.read_text(encoding="utf-8") == document(), remedy


def test_the_schema_asks_for_nothing_that_defaults_may_supply() -> None:
    models = schema()["$defs"]
    assert "source" not in models["Indicator"]["required"] and "clause" in models["Indicator"]["required"]
    assert {
        rule["$ref"].rsplit("/", 1)[-1] for rule in models["Indicator"]["properties"]["rules"]["items"]["oneOf"]
    } >= {
        "VetoRule",
        "QuotaRule",
    }


@pytest.mark.parametrize("path", sorted(RUBRICS.glob("*.yaml")), ids=lambda path: path.stem)
def test_rubric_files_name_the_schema(path: Path) -> None:
    assert path.read_text(encoding="utf-8").startswith(f"{MODELINE}\n")
    assert (path.parent / MODELINE.rsplit("=", 1)[1]).is_file()
