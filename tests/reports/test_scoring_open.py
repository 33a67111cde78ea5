"""What nobody could decide stays open, with a reason: never a pass, never a fail. And what other forms come to."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from rich.console import Console

from checks.finding import Outcome, State
from config.messages import text
from config.registry import UnitClass
from config.rubric import Form, Part, Rubric
from reports.bundle import RENDERERS
from reports.result import Judgement
from reports.scorecard import LineOutcome, Scorecard, Standing
from reports.scoring import score_unit
from reports.terminal import summary
from tests.reports.county import audit
from tests.reports.samples import AS_OF, Seen, broken, counted, indicator, outcome, rubric, rule, unit

DEAD = counted("broken-link", "http-404")
FOUND = [{"check": "broken-link", "codes": ["http-404"]}]
FAULTS = outcome("broken-link", broken(1), broken(2))


def score(rules: Rubric, *said: Outcome, class_: str = "portal", **more: Any) -> Scorecard:
    return score_unit(rules, unit(class_=class_, **more), said, Seen(100, 100), AS_OF)


def two(**first: Any) -> Rubric:
    """A rubric whose first indicator has 10 points and is as given; the second takes 1 for each dead link."""
    more = first.pop("rubric", {})
    points = first.pop("points", "10")
    dead = rule("D2.1", "每个", DEAD, points_each=Decimal(1))
    return rubric(
        indicator("D1", Part.DEDUCTION, "甲", points, **first),
        indicator("D2", Part.DEDUCTION, "乙", "90", rules=(dead,)),
        **more,
    )


def test_a_rule_without_checks_is_open_in_the_rubrics_words() -> None:
    rules = ({"id": "D1.1", "mode": "boolean", "text": "条", "points": 10},)
    line = score(two(rules=rules, manual_reason="查纪要"), FAULTS).indicators[0]
    assert (line.outcome, line.reason, line.open_points) == (LineOutcome.MANUAL, "查纪要", 10)


def test_what_is_calculated_beside_it_still_counts() -> None:
    quota = {"id": "D1.2", "mode": "boolean", "text": "条", "points": 10}
    line = score(
        two(rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(2)), quota), manual_reason="查纪要"), FAULTS
    ).indicators[0]
    assert (line.outcome, line.lost, line.open_points, line.reason) == (LineOutcome.FAIL, 4, 6, "查纪要")


def test_an_unknown_amount_is_counted_and_stays_open() -> None:
    unknown = {"id": "D1.1", "mode": "per-occurrence", "text": "每个扣分", "count": FOUND}
    line = score(two(rules=(unknown,)), FAULTS).indicators[0]
    assert (line.outcome, line.reason, line.lost, line.open_points) == (LineOutcome.MANUAL, "amount-unknown", 0, 10)
    assert (line.rules[0].found, line.rules[0].lost) == (2, 0)


def test_points_that_differ_between_units_are_open() -> None:
    given = {"low": 5, "high": 10}
    boolean = rule("D1.1", "有", DEAD, points=Decimal(5))
    card = score(two(points=None, points_range=given, rules=(boolean,)), FAULTS)
    assert (card.indicators[0].outcome, card.indicators[0].lost, card.indicators[0].points) == (
        LineOutcome.FAIL,
        5,
        None,
    )
    assert card.score_range == (Decimal(93), Decimal(123))


def test_conditions_on_tags_and_attributes_are_judged_and_unknown_ones_stay_open() -> None:
    rules = two(rules=(rule("D1.1", "有", DEAD, points=Decimal(10)),), applies_if={"attributes": {"level": ["county"]}})
    assert score(rules, FAULTS, attributes={"level": "county"}).indicators[0].lost == 10
    elsewhere = score(rules, FAULTS, attributes={"level": "town"}).indicators[0]
    assert (elsewhere.outcome, elsewhere.reason) == (LineOutcome.NOT_APPLICABLE, "condition-not-met")
    unknown = score(rules, FAULTS).indicators[0]
    assert (unknown.outcome, unknown.reason, unknown.open_points) == (LineOutcome.MANUAL, "condition-open", 10)


def test_a_condition_on_an_outcome_waits_until_nothing_can_change_it() -> None:
    rules = two(rules=(rule("D1.1", "有", DEAD, points=Decimal(10)),), applies_if={"outcomes": {"D2": ["fail"]}})
    assert score(rules, FAULTS).indicators[0].lost == 10
    assert score(rules, outcome("broken-link")).indicators[0].outcome is LineOutcome.NOT_APPLICABLE
    doubtful = score(rules, outcome("broken-link", broken(1, state=State.SUSPECTED))).indicators[0]
    assert (doubtful.outcome, doubtful.reason, doubtful.lost) == (LineOutcome.MANUAL, "condition-open", 0)
    assert doubtful.open_points == 10


@pytest.mark.parametrize(
    ("class_", "outcome_", "lost", "open_"),
    [
        ("department-with-service", LineOutcome.FAIL, 10, 0),
        ("department-without-service", LineOutcome.NOT_APPLICABLE, 0, 0),
        ("department", LineOutcome.MANUAL, 0, 10),
        ("township", LineOutcome.NOT_APPLICABLE, 0, 0),
    ],
)
def test_a_department_whose_service_function_is_unknown(
    class_: str, outcome_: LineOutcome, lost: int, open_: int
) -> None:
    boolean = rule("D1.1", "有", DEAD, points=Decimal(10))
    card = score(two(rules=(boolean,), applies_to=(UnitClass.SERVICE_DEPARTMENT,)), FAULTS, class_=class_)
    line = card.indicators[0]
    assert (line.outcome, line.lost, line.open_points) == (outcome_, lost, open_)
    if open_:
        assert line.reason == "service-function-unknown"
        assert card.score_range is not None and card.score_range[0] == 98 - open_


def test_a_variant_holds_for_its_class() -> None:
    variant = {"classes": ["township"], "rules": (rule("D1.1", "每个", DEAD, points_each=Decimal(3)),)}
    rules = two(rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(1)),), variants=(variant,))
    assert score(rules, FAULTS).indicators[0].lost == 2
    assert score(rules, FAULTS, class_="township").indicators[0].lost == 6


def test_a_veto_by_hand_or_of_an_uncertain_class_is_open() -> None:
    veto = rule("V1.1", "有", DEAD, veto_at=1)
    dead = rule("D2.1", "每个", DEAD, points_each=Decimal(1))
    rules = rubric(
        indicator("V1", Part.VETO, "甲", None, rules=(veto,), applies_to=(UnitClass.SERVICE_DEPARTMENT,)),
        indicator("D1", Part.DEDUCTION, "乙", "100", rules=(dead,)),
    )
    assert score(rules, FAULTS, class_="department-with-service").verdict is Standing.UNQUALIFIED
    card = score(rules, FAULTS, class_="department")
    assert (card.vetoes, [open_.reason for open_ in card.open_vetoes]) == ((), ["service-function-unknown"])
    assert (card.verdict, card.reasons) == (Standing.NOT_SCORED, ("open-veto",))


def test_check_lists_get_no_score_but_their_vetoes_hold() -> None:
    veto = rule("V1.1", "有", DEAD, veto_at=1)
    lines = [
        indicator("V1", Part.VETO, "甲", None, rules=(veto,)),
        indicator(
            "C1", Part.CLAUSE, "乙", None, rules=({"id": "C1.1", "mode": "boolean", "text": "条", "count": FOUND},)
        ),
    ]
    plain: dict[str, Any] = dict.fromkeys(("base_points", "bonus_points", "pass_mark", "bonus_gate"))
    rules = rubric(*lines, form=Form.CHECKLIST, **plain)
    card = score(rules, outcome("broken-link"))
    assert (card.verdict, card.score, card.reasons) == (Standing.NOT_SCORED, None, ("checklist",))
    assert (card.indicators[1].outcome, card.indicators[1].lost) == (LineOutcome.PASS, 0)
    assert score(rules, FAULTS).verdict is Standing.UNQUALIFIED


@pytest.mark.parametrize(("mode", "scored"), [("scale", "97.7778"), ("even-spread", "97.7778"), ("none", "98")])
def test_re_weighting_where_it_is_due(mode: str, scored: str) -> None:
    declared = {"item": "D1", "mode": mode, "clause": "条", "source": "源", "status": "confirmed"}
    declared |= {"over": ["D2"]} if mode == "even-spread" else {}
    rules = two(manual_reason="人", applies_to=(UnitClass.PORTAL,), rubric={"reweighting": (declared,)})
    assert score(rules, FAULTS).score == 98
    town = score(rules, FAULTS, class_="township")
    assert (town.score, town.verdict) == (Decimal(scored), Standing.QUALIFIED)
    assert sum((term.points for term in town.contributions), Decimal(0)) == town.score


def test_without_a_pass_mark_there_is_a_score_and_no_verdict() -> None:
    card = score(two(manual_reason="人", rubric={"pass_mark": None, "bonus_gate": None}), FAULTS)
    assert (card.score, card.verdict, card.reasons) == (98, Standing.NOT_SCORED, ("no-pass-mark",))


@pytest.mark.parametrize("form", [Form.CHECKLIST, Form.ADDITIVE])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_report_shows_rubrics_of_the_other_forms(form: Form, lang: str) -> None:
    plain: dict[str, Any] = dict.fromkeys(("base_points", "bonus_points", "pass_mark", "bonus_gate"))
    clause = indicator("C1", Part.CLAUSE, "公开目录", None, clause="年底前编制目录", manual_reason="查目录")
    credit = indicator("K1", Part.CREDIT, "集中发布", "100", clause="是否集中发布", manual_reason="查栏目")
    rules = (
        rubric(clause, form=form, document_number=None, **plain)
        if form is Form.CHECKLIST
        else rubric(clause, credit, form=form)
    )
    county = audit(lang)
    cards = tuple(score_unit(rules, one, (), Seen(100, 100), AS_OF) for one in county.units)
    result = replace(county, judgements=(Judgement(rules, "f" * 64, (), cards),))
    made = {name: render(result) for name, render in RENDERERS.items()}
    assert "年底前编制目录" in made["report.html"].decode()
    assert ("是否集中发布" in made["report.html"].decode()) == (form is Form.ADDITIVE)
    assert (text("standing.checklist", lang) in made["report.html"].decode()) == (form is Form.CHECKLIST)
    console = Console(file=io.StringIO(), width=200)
    console.print(summary(result))
    assert ">None<" not in made["report.html"].decode()
    assert county.units[0].name in console.file.getvalue()
