"""What if findings were repaired: the same as if they had never been found, and the fewest that change a verdict."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.finding import Finding, Outcome, State, Verdict
from config.errors import UserError
from config.registry import UnitClass
from config.rubric import CountedFindings, Indicator, Part, Rubric
from reports.scorecard import RepairPlan, Scorecard, Standing
from reports.scoring import Scoring, score_unit
from reports.whatif import cheapest_repairs, fix_of, repaired
from reports.whatif.cheapest import MOST_CHOICES
from reports.whatif.words import plan_words, what_if
from tests.reports.samples import AS_OF, Seen, broken, counted, empty, indicator, outcome, rubric, rule, stale, unit
from tests.reports.scoring_cases import entered

CODES = ("http-404", "timeout", "soft-404")
ENOUGH = Seen(100, 100)


def line(id_: str, worth: int | None, *count: CountedFindings, **numbers: Any) -> Indicator:
    """An indicator with one rule; without points it is a veto."""
    part = Part.VETO if worth is None else Part.DEDUCTION
    own = rule(f"{id_}.1", id_, *count, **numbers)
    return indicator(id_, part, id_, None if worth is None else str(worth), rules=(own,))


DEAD = counted("broken-link", *CODES)
BLANK = counted("empty-column", "empty")
OLD = counted("stale-column", "stale")


def rules() -> Rubric:
    """Two vetoes over kinds that overlap, a rule with a cap, one that is all or nothing, one with halves."""
    return rubric(
        line("V1", None, DEAD, veto_at=5),
        line("V2", None, counted("broken-link", "timeout"), veto_at=2),
        line("D1", 30, DEAD, points_each=Decimal(9)),
        line("D2", 40, OLD, points=Decimal(40)),
        line("D3", 30, BLANK, points_each=Decimal("6.5")),
    )


RULES = rules()
FINDINGS = st.one_of(
    st.builds(
        lambda code, number, state: Finding("broken-link", code, "yunling", f"u{number}", f"u{number}", state),
        st.sampled_from(CODES),
        st.integers(0, 3),
        st.sampled_from(State),
    ),
    st.builds(lambda number: stale(f"栏目{number}", "通知公告", 200 + number), st.integers(0, 2)),
    st.builds(lambda number: empty("空" * number), st.integers(1, 3)),
)
LISTS = st.lists(FINDINGS, max_size=10, unique_by=lambda found: found.fingerprint)


def outcomes(findings: list[Finding]) -> list[Outcome]:
    checks = ("broken-link", "stale-column", "empty-column")
    return [outcome(check, *(found for found in findings if found.check == check)) for check in checks]


def scoring(findings: list[Finding], of: Rubric = RULES) -> Scoring:
    return Scoring(of, unit(), outcomes(findings), ENOUGH, AS_OF)


@settings(deadline=None)
@given(LISTS)
def test_repairing_everything_equals_the_scorecard_without_findings(findings: list[Finding]) -> None:
    everything = [found.fingerprint for found in findings]
    clean = score_unit(RULES, unit(), outcomes([]), ENOUGH, AS_OF)
    assert scoring(findings).scorecard(everything) == clean
    assert score_unit(RULES, unit(), repaired(outcomes(findings), everything), ENOUGH, AS_OF) == clean


@settings(deadline=None)
@given(LISTS, st.data())
def test_a_repair_equals_a_finding_that_never_was(findings: list[Finding], data: st.DataObject) -> None:
    gone = {found.fingerprint for found in findings if data.draw(st.booleans())}
    kept = [found for found in findings if found.fingerprint not in gone]
    assert scoring(findings).scorecard(gone) == scoring(kept).scorecard()


def reaches(card: Scorecard, goal: str) -> bool:
    if card.vetoes:
        return False
    main = (card.score or Decimal(0)) - card.bonus
    return {"lift-veto": True, "pass": main >= 60, "bonus-gate": main > 80}[goal]


def fewest(findings: list[Finding], goal: str) -> int | None:
    """The answer by trying every set of repairs."""
    proven = [found.fingerprint for found in findings if found.state is State.CONFIRMED]
    known = scoring(findings)
    for size in range(len(proven) + 1):
        if any(reaches(known.scorecard(chosen), goal) for chosen in combinations(proven, size)):
            return size
    return None


@settings(max_examples=40, deadline=None)
@given(LISTS)
def test_the_cheapest_repairs_are_the_fewest_that_do(findings: list[Finding]) -> None:
    known = scoring(findings)
    card = known.scorecard()
    for plan in cheapest_repairs(known, card):
        assert plan.cost == fewest(findings, plan.goal)
        assert plan.exact
        if plan.cost is not None:
            after = known.scorecard(plan.findings)
            assert reaches(after, plan.goal)
            assert (after.score, after.verdict, len(plan.findings)) == (plan.score, plan.verdict, plan.cost)


def many() -> list[Finding]:
    """More findings than all choices can be tried for."""
    links = [Finding("broken-link", code, "yunling", f"{code}{n}", "u") for code in CODES for n in range(9)]
    return [*links, stale("栏目", "通知公告", 300), *(empty("空" * n) for n in range(1, 9))]


def test_where_not_all_choices_can_be_tried_no_part_of_the_answer_would_do() -> None:
    known = scoring(many())
    assert MOST_CHOICES < 10**3 * 2 * 9
    plans = cheapest_repairs(known, known.scorecard())
    assert [plan.goal for plan in plans] == ["lift-veto", "pass", "bonus-gate"]
    assert cheapest_repairs(scoring(list(reversed(many()))), known.scorecard()) == plans
    for plan in plans:
        assert not plan.exact
        assert reaches(known.scorecard(plan.findings), plan.goal)
        for left_out in plan.findings:
            others = [found for found in plan.findings if found != left_out]
            assert not reaches(known.scorecard(others), plan.goal)
    assert plans[0].cost == 23, "27 links, at most 4 of them (and at most one that timed out) are permitted"


def test_nothing_to_repair_gives_no_plans() -> None:
    assert cheapest_repairs(scoring([]), scoring([]).scorecard()) == ()
    few = Scoring(RULES, unit(), outcomes(many()), Seen(1, 1), AS_OF)
    assert cheapest_repairs(few, few.scorecard()) == (), "an audit that saw too little has no verdict to change"


def test_what_no_repair_reaches_is_said() -> None:
    hard = rubric(
        line("D1", 50, BLANK, points_each=Decimal(10)),
        indicator("D2", Part.DEDUCTION, "答复", "50", manual_reason="人"),
    )
    columns = [empty("空" * number) for number in range(1, 5)]
    known = Scoring(hard, unit(), [outcome("empty-column", *columns)], ENOUGH, AS_OF, entries={"D2": entered("D2", 30)})
    plans = cheapest_repairs(known, known.scorecard())
    assert [(plan.goal, plan.cost) for plan in plans] == [("pass", 3), ("bonus-gate", None)]
    assert "达不到" in plan_words(plans[1], hard, "zh")


def test_the_sentence_names_the_veto_the_score_without_it_and_what_repairs_lead_to() -> None:
    veto = indicator("4", Part.VETO, "空白栏目", None, rules=(rule("4.1", "空白栏目", BLANK, veto_at=5),))
    issue = rubric(
        veto, line("D1", 60, BLANK, points_each=Decimal("4.75")), line("D2", 40, DEAD, points_each=Decimal("0.1"))
    )
    columns = [empty("空" * number) for number in range(1, 7)]
    said = [outcome("empty-column", *columns), outcome("broken-link")]
    known = Scoring(issue, unit(), said, ENOUGH, AS_OF)
    card, gone = known.scorecard(), [found.fingerprint for found in columns[:3]]
    sentence = what_if(card, known.scorecard(gone), gone, "zh")
    assert sentence == (
        "云岭县人民政府：不合格：否决项 4（空白栏目 6 个，限 5）；若无此否决得 71.5；"
        "修复这 3 个问题后为 85.75，且否决解除，合格"
    )
    lift, gate = cheapest_repairs(known, card)[::2]
    assert plan_words(lift, issue, "zh") == "解除否决：最少修复 2 个问题，得 81，结论：合格"
    assert (gate.goal, gate.cost, gate.verdict) == ("bonus-gate", 2, Standing.QUALIFIED)
    one = what_if(card, known.scorecard(gone[:1]), gone[:1], "en")
    assert "veto 4 (空白栏目: 5, limit 5)" in one and "76.25 without it" in one


def test_plans_that_are_not_proven_say_so() -> None:
    plan = RepairPlan("pass", 3, ("a", "b", "c"), False, Decimal("61.5"), Standing.QUALIFIED)
    assert plan_words(plan, RULES, "zh") == (
        "达到合格线 60 分：修复 3 个问题即可，得 61.5，结论：合格（近似推算，可能有更省的办法）"
    )


KNOWN = ("3f9a000000000000", "3f9a0000000000ff", "77770000000000aa", "0000000000000000")


@pytest.mark.parametrize("written", ["3f9a000000000000", "fix:", "repair:3f9a000000000000", ""])
def test_another_form_of_repair_is_refused(written: str) -> None:
    with pytest.raises(UserError) as caught:
        fix_of(written, KNOWN)
    assert (caught.value.key, caught.value.exit_status) == ("what-if-form", 2)


def test_an_unknown_fingerprint_is_refused_with_the_nearest() -> None:
    with pytest.raises(UserError) as caught:
        fix_of("fix:3f9a0000000000f0", KNOWN)
    assert caught.value.facts["nearest"] == "3f9a0000000000ff, 3f9a000000000000, 0000000000000000"
    with pytest.raises(UserError) as nothing:
        fix_of("fix:3f9a", ())
    assert nothing.value.key == "what-if-nothing"
    assert fix_of("fix:3F9A000000000000", KNOWN).fingerprint == KNOWN[0]


def test_a_repaired_check_passes_and_an_untouched_one_stays_as_it_is() -> None:
    touched, alone = outcome("broken-link", broken(1), examined=0), outcome("empty-column", empty("空"))
    after = repaired([touched, alone], {broken(1).fingerprint})
    assert (after[0].verdict, after[0].findings, after[0].examined) == (Verdict.PASS, (), 1)
    assert after[1] is alone


def test_vetoes_that_share_no_finding_are_lifted_with_what_each_has_too_many() -> None:
    apart = rubric(
        line("V1", None, DEAD, veto_at=5),
        line("V2", None, BLANK, veto_at=3),
        line("D1", 70, DEAD, points_each=Decimal("0.5")),
        line("D2", 30, OLD, points=Decimal(30)),
    )
    known = scoring(many(), apart)
    assert MOST_CHOICES < (27 + 1) * (8 + 1) * (1 + 1)
    lift = cheapest_repairs(known, known.scorecard())[0]
    assert (lift.goal, lift.cost, lift.exact) == ("lift-veto", (27 - 4) + (8 - 2), True)


def test_a_unit_without_points_has_its_veto_lifted_and_no_score() -> None:
    apart = rubric(
        line("V2", None, BLANK, veto_at=3),
        indicator("D1", Part.DEDUCTION, "链接", "100", applies_to=(UnitClass.PORTAL,), manual_reason="人"),
    )
    columns = [empty("空" * number) for number in range(1, 4)]
    known = Scoring(apart, unit(class_="township"), outcomes(columns), ENOUGH, AS_OF)
    card = known.scorecard()
    assert [(plan.goal, plan.cost, plan.score) for plan in cheapest_repairs(known, card)] == [("lift-veto", 1, None)]
    gone = [columns[0].fingerprint]
    assert what_if(card, known.scorecard(gone), gone, "zh") == (
        "云岭县人民政府：不合格：否决项 V2（V2 3 个，限 3）；修复这 1 个问题后为 合格，且否决解除"
    )
