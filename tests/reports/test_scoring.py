"""Scoring: what each rule of a rubric makes of findings, at and around every boundary."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checks.finding import Finding, Outcome, State, Unjudged, Verdict
from config.registry import UnitClass
from config.rubric import CheckParameters, Group, Part, Rubric, Status
from reports.scorecard import LineOutcome, Scorecard, Standing
from reports.scoring import score_unit
from tests.reports.samples import AS_OF, Seen, broken, counted, indicator, outcome, rubric, rule, stale, unit

ENOUGH = Seen(100, 100)
DEAD = counted("broken-link", "http-404")


def each(points: str, *, total: str = "100", cap: str | None = None) -> Rubric:
    """A rubric that takes `points` for every dead link, at most `cap` of `total`."""
    most = cap or total
    lines = [
        indicator("D1", Part.DEDUCTION, "链接", most, rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(points)),))
    ]
    if Decimal(most) < Decimal(total):
        rest = str(Decimal(total) - Decimal(most))
        lines.append(
            indicator(
                "D2",
                Part.DEDUCTION,
                "首页",
                rest,
                rules=(rule("D2.1", "未更新", counted("stale-home", "stale"), points=Decimal(1)),),
            )
        )
    return rubric(*lines, base_points=Decimal(total))


def vetoing(at: int = 5, warn: int | None = None) -> Rubric:
    """A rubric of one veto that pools stale and empty columns, and a deduction line for dead links."""
    pooled = (counted("stale-column", "stale", level=[1]), counted("empty-column", "empty"))
    return rubric(
        indicator(
            "V1", Part.VETO, "栏目不更新", None, rules=(rule("V1.1", "累计", *pooled, veto_at=at, warn_at=warn),)
        ),
        indicator(
            "D1",
            Part.DEDUCTION,
            "链接",
            "100",
            applies_to=(UnitClass.PORTAL,),
            rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(1)),),
        ),
    )


def score(rules: Rubric, *said: Outcome, seen: Seen = ENOUGH, class_: str = "portal") -> Scorecard:
    """The scorecard of one unit; checks that said nothing are taken to have passed."""
    spoken = {one.check for one in said}
    silent = [outcome(check) for check in rules.checks if check not in spoken]
    return score_unit(rules, unit(class_=class_), [*said, *silent], seen, AS_OF)


def links(count: int, **more: object) -> list[Finding]:
    return [broken(number, **more) for number in range(count)]


@pytest.mark.parametrize(
    ("lost", "verdict"),
    [
        ("40.1", Standing.UNQUALIFIED),
        ("40", Standing.QUALIFIED),
        ("39.9", Standing.QUALIFIED),
        ("0", Standing.QUALIFIED),
    ],
)
def test_pass_mark_is_strict(lost: str, verdict: Standing) -> None:
    found = links(1) if Decimal(lost) else []
    card = score(each(lost), outcome("broken-link", *found))
    assert (card.score, card.verdict) == (100 - Decimal(lost), verdict)
    assert ("below-pass-mark" in card.reasons) == (verdict is Standing.UNQUALIFIED)


@pytest.mark.parametrize(("lost", "bonus"), [("20", "0"), ("19.9", "30"), ("20.1", "0")])
def test_bonus_counts_only_above_the_gate(lost: str, bonus: str) -> None:
    card = score(each(lost), outcome("broken-link", *links(1)))
    assert card.open_bonus == Decimal(bonus)
    assert card.bonus == 0
    assert card.score_range == (card.score, card.score + Decimal(bonus))


def test_loss_is_capped_and_the_arithmetic_says_so() -> None:
    card = score(each("1.5", cap="5"), outcome("broken-link", *links(7)))
    line = card.indicators[0]
    assert (line.lost, line.arithmetic, line.rules[0].arithmetic) == (5, "min(5, 10.5) = 5", "7 × 1.5 = 10.5")
    assert line.outcome is LineOutcome.FAIL
    assert len(line.findings) == 7
    assert card.score == 95


def test_points_once_are_lost_once() -> None:
    rules = rubric(
        indicator(
            "D1",
            Part.DEDUCTION,
            "链接",
            "100",
            rules=(
                rule("D1.1", "有即扣", DEAD, points=Decimal(5)),
                rule("D1.2", "每个", counted("broken-link", "timeout"), points_each=Decimal("0.1")),
            ),
        ),
    )
    card = score(rules, outcome("broken-link", *links(3)))
    assert card.indicators[0].arithmetic == "min(100, 5 + 0) = 5"
    assert card.score == 95


@pytest.mark.parametrize(("count", "vetoed"), [(4, False), (5, True), (6, True)])
def test_veto_holds_from_its_number_on(count: int, vetoed: bool) -> None:
    columns = [stale(f"栏目{number}", "通知公告", 200 + number) for number in range(count)]
    card = score(vetoing(warn=3), outcome("stale-column", *columns), outcome("broken-link", *links(2)))
    assert bool(card.vetoes) == vetoed
    assert card.verdict is (Standing.UNQUALIFIED if vetoed else Standing.QUALIFIED)
    assert card.score == (None if vetoed else 98)
    assert (card.score_range is None) == vetoed
    assert card.indicators[1].lost == 2, "the line still says what it would have cost"
    assert card.indicators[0].rules[0].warned == (not vetoed)
    if vetoed:
        assert (card.vetoes[0].found, card.vetoes[0].limit, card.reasons) == (count, 5, ("veto",))


def test_veto_pools_checks_and_filters_by_facts() -> None:
    columns = [stale(f"栏目{number}", "通知公告", 200 + number) for number in range(4)]
    second_level = stale("二级", "通知公告", 400, facts={"kind": "通知公告", "level": 2})
    unknown_level = stale("不明", "通知公告", 401, facts={"kind": "通知公告"})
    card = score(vetoing(), outcome("stale-column", *columns, second_level, unknown_level))
    assert card.indicators[0].rules[0].found == 4
    assert not card.vetoes


def test_suspected_costs_nothing_and_widens_the_range() -> None:
    card = score(each("2"), outcome("broken-link", *links(3), broken(90, state=State.SUSPECTED)))
    assert card.score == 94
    assert card.score_range == (92, 124)
    assert card.provisional
    line = card.indicators[0]
    assert (line.open_points, line.rules[0].suspected, len(line.open_findings)) == (2, 1, 1)
    assert broken(90).fingerprint not in line.findings


def test_unjudged_subject_opens_points_only_for_the_facts_it_may_have() -> None:
    rules = rubric(
        indicator(
            "D1",
            Part.DEDUCTION,
            "网页",
            "50",
            rules=(rule("D1.1", "每个", counted("broken-link", "http-404", kind=["page"]), points_each=Decimal(1)),),
        ),
        indicator(
            "D2",
            Part.DEDUCTION,
            "附件",
            "50",
            rules=(
                rule("D2.1", "每个", counted("broken-link", "http-404", kind=["attachment"]), points_each=Decimal(3)),
            ),
        ),
    )
    page = Unjudged("a", "bot-wall", "http-404", facts={"kind": "page"})
    whatever = Unjudged("b", "bot-wall", "http-404", facts={"kind": None})
    card = score(rules, outcome("broken-link", page, whatever))
    assert [line.open_points for line in card.indicators] == [2, 3]
    assert card.score == 100
    assert [line.outcome for line in card.indicators] == [LineOutcome.PASS, LineOutcome.PASS]


def test_line_that_open_items_could_empty_is_no_pass() -> None:
    rules = rubric(
        indicator(
            "D1",
            Part.DEDUCTION,
            "领导信息",
            "100",
            rules=(rule("D1.1", "未开设", counted("mandated-item", "missing"), points=Decimal(100)),),
        )
    )
    card = score(rules, outcome("mandated-item", Unjudged("leaders", "list-by-script", "missing")))
    assert (card.indicators[0].outcome, card.indicators[0].reason) == (LineOutcome.CANNOT_JUDGE, "list-by-script")
    assert (card.verdict, card.reasons) == (Standing.NOT_SCORED, ("open-items",))


def test_cannot_judge_is_neither_full_marks_nor_zero() -> None:
    blocked = Outcome("broken-link", "yunling", Verdict.CANNOT_JUDGE, "needs-links")
    card = score(each("1", cap="30"), blocked)
    assert (card.score, card.score_range) == (100, (70, 130))
    assert (card.indicators[0].outcome, card.indicators[0].reason) == (LineOutcome.CANNOT_JUDGE, "needs-links")
    assert (card.verdict, card.provisional) == (Standing.QUALIFIED, True)


def test_check_that_was_not_run_is_open() -> None:
    card = score_unit(each("1"), unit(), [], ENOUGH, AS_OF)
    assert card.indicators[0].reason == "check-not-run"
    assert card.score_range == (0, 130)
    assert card.reasons == ("open-items",)


def test_manual_line_with_known_points_is_open_by_its_points() -> None:
    rules = rubric(
        indicator("D1", Part.DEDUCTION, "链接", "70", rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(1)),)),
        indicator("D2", Part.DEDUCTION, "答复", "30", manual_reason="须人工咨询。"),
    )
    card = score(rules, outcome("broken-link", *links(2)))
    assert (card.score, card.score_range) == (98, (68, 128))
    assert (card.indicators[1].outcome, card.indicators[1].reason) == (LineOutcome.MANUAL, "须人工咨询。")
    assert card.verdict is Standing.QUALIFIED


def test_indicator_assessed_partly_by_hand_keeps_the_rest_open() -> None:
    rules = rubric(
        indicator(
            "D1",
            Part.DEDUCTION,
            "领导信息",
            "100",
            manual_reason="准确性须人工核对。",
            rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(1)),),
        )
    )
    clean = score(rules)
    assert (clean.indicators[0].outcome, clean.indicators[0].open_points) == (LineOutcome.MANUAL, 100)
    lost = score(rules, outcome("broken-link", *links(4)))
    assert (lost.indicators[0].outcome, lost.indicators[0].lost, lost.indicators[0].open_points) == (
        LineOutcome.FAIL,
        4,
        96,
    )


def test_unknown_points_share_what_the_base_leaves() -> None:
    rules = rubric(
        indicator("D1", Part.DEDUCTION, "链接", "60", rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(1)),)),
        indicator(
            "D2",
            Part.DEDUCTION,
            "超时",
            None,
            rules=(rule("D2.1", "每个", counted("broken-link", "timeout"), points_each=Decimal(30)),),
        ),
        indicator("D3", Part.DEDUCTION, "答复", None, manual_reason="须人工咨询。"),
    )
    slow = [stale(f"慢{number}", "", number) for number in range(2)]
    timeouts = [Finding("broken-link", "timeout", "yunling", one.subject, one.url) for one in slow]
    card = score(rules, outcome("broken-link", *links(5), *timeouts))
    assert card.indicators[1].lost == 40, "never more than what is left: 100 - 60"
    assert card.score == 55
    assert (card.unknown_points, card.score_range) == (0, (55, 55))
    calm = score(rules)
    assert (calm.unknown_points, calm.score, calm.score_range) == (40, 100, (60, 130))


def test_known_group_total_bounds_its_unknown_lines() -> None:
    groups = (
        Group(
            name="办事服务", part=Part.DEDUCTION, points=Decimal(25), clause="25分", source="-", status=Status.CONFIRMED
        ),
        Group(name="其他", part=Part.DEDUCTION, points=None, clause="-", source="-", status=Status.UNCONFIRMED),
    )
    rules = rubric(
        indicator(
            "D1",
            Part.DEDUCTION,
            "表格",
            None,
            group="办事服务",
            rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(10)),),
        ),
        indicator("D2", Part.DEDUCTION, "指南", "5", group="办事服务", manual_reason="人工"),
        indicator("D3", Part.DEDUCTION, "答复", None, group="其他", manual_reason="人工"),
        groups=groups,
    )
    card = score(rules, outcome("broken-link", *links(9)))
    assert card.indicators[0].lost == 20
    assert card.score == 80
    assert card.score_range == (0, 80)


def test_manual_veto_keeps_the_verdict_open_but_not_the_score() -> None:
    rules = rubric(
        indicator("V1", Part.VETO, "安全", None, clause="出现严重表述错误", manual_reason="须人工阅读。"),
        indicator("D1", Part.DEDUCTION, "链接", "100", rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(1)),)),
    )
    card = score(rules, outcome("broken-link", *links(1)))
    assert (card.verdict, card.reasons, card.score) == (Standing.NOT_SCORED, ("open-veto",), 99)
    assert [(veto.indicator, veto.open, veto.reason) for veto in card.open_vetoes] == [("V1", True, "须人工阅读。")]


def test_open_items_that_could_reach_a_veto_keep_it_open() -> None:
    columns = [stale(f"栏目{number}", "通知公告", 200 + number) for number in range(4)]
    doubtful = Unjudged("首页>专栏", "list-by-script", "stale", facts={"level": 1})
    card = score(vetoing(), outcome("stale-column", *columns, doubtful))
    assert (card.verdict, card.reasons) == (Standing.NOT_SCORED, ("open-veto",))
    assert card.indicators[0].outcome is LineOutcome.CANNOT_JUDGE
    fewer = score(vetoing(), outcome("stale-column", *columns[:3], doubtful))
    assert (fewer.verdict, fewer.open_vetoes) == (Standing.QUALIFIED, ())
    assert fewer.indicators[0].outcome is LineOutcome.PASS


@pytest.mark.parametrize(
    ("seen", "reasons"),
    [
        (Seen(9, 9), ("few-pages",)),
        (Seen(89, 100), ("low-coverage",)),
        (Seen(8, 100), ("few-pages", "low-coverage")),
        (Seen(0, 0), ("few-pages",)),
    ],
)
def test_an_audit_that_saw_too_little_gives_no_score_and_no_verdict(seen: Seen, reasons: tuple[str, ...]) -> None:
    columns = [stale(f"栏目{number}", "通知公告", 200 + number) for number in range(6)]
    card = score(vetoing(), outcome("stale-column", *columns), seen=seen)
    assert (card.verdict, card.score, card.score_range, card.reasons) == (Standing.NOT_SCORED, None, None, reasons)
    assert card.vetoes == ()
    assert [(veto.indicator, veto.found, veto.open) for veto in card.open_vetoes] == [("V1", 6, True)]


@pytest.mark.parametrize("seen", [Seen(10, 10), Seen(90, 100)])
def test_the_floors_themselves_are_enough(seen: Seen) -> None:
    assert score(each("1"), seen=seen).score == 100


def test_coverage_is_rounded_down() -> None:
    card = score(each("1"), seen=Seen(89999, 100000))
    assert (card.coverage, card.reasons) == (Decimal("0.8999"), ("low-coverage",))


def test_class_without_deduction_part_is_judged_by_vetoes_only() -> None:
    card = score(vetoing(), outcome("broken-link", *links(3)), class_="township")
    assert (card.verdict, card.score, card.reasons) == (Standing.QUALIFIED, None, ("vetoes-only",))
    line = card.indicators[1]
    assert (line.outcome, line.reason, line.lost) == (LineOutcome.NOT_APPLICABLE, "not-for-this-class", 0)
    blocked = Outcome("stale-column", "yunling", Verdict.CANNOT_JUDGE, "needs-columns")
    open_ = score(vetoing(), blocked, class_="township")
    assert (open_.verdict, open_.reasons) == (Standing.NOT_SCORED, ("vetoes-only", "open-veto"))


def test_rubric_that_says_nothing_about_a_class_gives_no_verdict() -> None:
    rules = rubric(indicator("D1", Part.DEDUCTION, "链接", "100", applies_to=(UnitClass.PORTAL,), manual_reason="人工"))
    card = score(rules, class_="institution")
    assert (card.verdict, card.reasons) == (Standing.NOT_SCORED, ("no-indicator",))


def test_check_that_does_not_apply_makes_its_line_not_applicable() -> None:
    card = score(each("1"), Outcome("broken-link", "yunling", Verdict.NOT_APPLICABLE, "no-links"))
    assert (card.indicators[0].outcome, card.indicators[0].reason) == (LineOutcome.NOT_APPLICABLE, "no-links")
    assert (card.score, card.score_range) == (100, (100, 130))


def test_other_units_do_not_count() -> None:
    card = score(each("1"), outcome("broken-link"), outcome("broken-link", broken(1, owner="other"), owner="other"))
    assert card.score == 100


def test_unconfirmed_rules_and_parameters_are_reported() -> None:
    assert not score(each("1")).unconfirmed_used
    guessed = CheckParameters(values={}, clause="15秒", source="-", status=Status.UNCONFIRMED)
    rules = each("1").model_copy(update={"checks": {"broken-link": guessed}})
    card = score(rules)
    assert card.unconfirmed_used
    assert card.indicators[0].rules[0].status == "unconfirmed"
    townships = vetoing().model_copy(update={"checks": vetoing().checks | {"broken-link": guessed}})
    assert not score(townships, class_="township").unconfirmed_used, "a line that does not apply uses no number"


def test_bonus_lines_are_open_until_a_person_grants_them() -> None:
    rules = rubric(
        indicator("D1", Part.DEDUCTION, "链接", "100", rules=(rule("D1.1", "每个", DEAD, points_each=Decimal(1)),)),
        indicator("B1", Part.BONUS, "智能搜索", "10", manual_reason="人工"),
        bonus_points=Decimal(10),
    )
    card = score(rules)
    assert (card.indicators[1].outcome, card.indicators[1].open_points, card.open_bonus) == (LineOutcome.MANUAL, 10, 10)
    assert (card.score, card.bonus, card.score_range) == (100, 0, (100, 110))
