"""Scoring holds for any findings: sums are exact, caps hold, order does not matter, more is never better."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.finding import Finding, Outcome, State, Verdict
from config.rubric import Part, Rubric
from reports.scorecard import Scorecard
from reports.scoring import score_unit
from tests.reports.samples import AS_OF, Seen, counted, indicator, rubric, rule, unit

CODES = ("http-404", "timeout", "soft-404")
RULES: Rubric = rubric(
    indicator(
        "V1",
        Part.VETO,
        "死链",
        None,
        rules=(rule("V1.1", "超过", counted("broken-link", *CODES, kind=["page"]), veto_at=25),),
    ),
    indicator(
        "D1",
        Part.DEDUCTION,
        "网页",
        "30",
        rules=(
            rule("D1.1", "每个", counted("broken-link", "http-404", "timeout"), points_each=Decimal("0.7")),
            rule("D1.2", "有即扣", counted("broken-link", "soft-404"), points=Decimal("4.5")),
        ),
    ),
    indicator(
        "D2",
        Part.DEDUCTION,
        "附件",
        "40",
        rules=(rule("D2.1", "每个", counted("broken-link", *CODES, kind=["attachment"]), points_each=Decimal("3.3")),),
    ),
    indicator(
        "D3",
        Part.DEDUCTION,
        "图片",
        None,
        rules=(rule("D3.1", "每个", counted("broken-link", *CODES, kind=["image"]), points_each=Decimal("2.1")),),
    ),
    indicator("D4", Part.DEDUCTION, "答复", None, manual_reason="人工"),
)
KNOWN_CAPS = {"D1": Decimal(30), "D2": Decimal(40)}

FINDINGS = st.builds(
    lambda code, number, kind, state: Finding(
        "broken-link",
        code,
        "yunling",
        f"https://a.example/{number}",
        f"https://a.example/{number}",
        state,
        facts={"kind": kind},
    ),
    st.sampled_from(CODES),
    st.integers(0, 60),
    st.sampled_from(("page", "attachment", "image", "external")),
    st.sampled_from(State),
)
LISTS = st.lists(FINDINGS, max_size=40)


def card(findings: list[Finding]) -> Scorecard:
    verdict = Verdict.FAIL if any(one.state is State.CONFIRMED for one in findings) else Verdict.PASS
    said = Outcome("broken-link", "yunling", verdict, findings=tuple(findings), examined=500)
    return score_unit(RULES, unit(), [said], Seen(100, 100), AS_OF)


def best(scored: Scorecard) -> Decimal:
    """The score, or what a vetoed unit is worth: less than any score."""
    return Decimal(-1) if scored.score is None else scored.score


@settings(deadline=None)
@given(LISTS)
def test_contributions_sum_exactly_to_the_score(findings: list[Finding]) -> None:
    scored = card(findings)
    lines = [line for line in scored.indicators if line.part == "deduction"]
    lost = sum((line.lost for line in lines), Decimal(0))
    if scored.score is None or scored.score_range is None:
        assert scored.vetoes
        return
    assert scored.score == 100 - lost
    still_open = sum((line.open_points for line in lines), Decimal(0)) + scored.unknown_points
    assert scored.score_range == (scored.score - still_open, scored.score + scored.open_bonus)
    assert 0 <= scored.score_range[0] <= scored.score <= 100


@settings(deadline=None)
@given(LISTS)
def test_caps_hold(findings: list[Finding]) -> None:
    for line in card(findings).indicators:
        if line.id in KNOWN_CAPS:
            assert 0 <= line.lost <= KNOWN_CAPS[line.id]
            assert 0 <= line.open_points <= KNOWN_CAPS[line.id] - line.lost
        assert line.lost <= sum((rule_.lost for rule_ in line.rules), Decimal(0))


@settings(deadline=None)
@given(LISTS, FINDINGS)
def test_one_more_confirmed_finding_never_helps(findings: list[Finding], extra: Finding) -> None:
    proven = Finding(extra.check, extra.code, extra.unit, extra.subject, extra.url, State.CONFIRMED, facts=extra.facts)
    # A fault has one set of facts: the same fault with other facts would be another kind of target.
    others = [one for one in findings if one.fingerprint != proven.fingerprint]
    assert best(card([*others, proven])) <= best(card(others))


@settings(deadline=None)
@given(LISTS, FINDINGS)
def test_a_suspected_finding_never_moves_the_score(findings: list[Finding], extra: Finding) -> None:
    doubtful = Finding(
        extra.check, extra.code, extra.unit, extra.subject, extra.url, State.SUSPECTED, facts=extra.facts
    )
    others = [one for one in findings if one.fingerprint != doubtful.fingerprint]
    before, after = card(others), card([*others, doubtful])
    assert after.score == before.score
    if before.score_range and after.score_range:
        assert after.score_range[0] <= before.score_range[0]


@settings(deadline=None)
@given(LISTS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(findings: list[Finding], shuffler: Random) -> None:
    one_state = list({one.fingerprint: one for one in findings}.values())
    shuffled = one_state * 2
    shuffler.shuffle(shuffled)
    assert card(shuffled) == card(one_state)
