"""What holds for any findings and any entries, in every form of rubric and under every mode."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from checks.finding import Finding, Outcome, State, Unjudged, Verdict
from config.errors import UserError
from config.rubric import Rubric
from reports.manual_entry import ManualEntry
from reports.scorecard import Scorecard
from reports.scoring import score_unit
from reports.scoring.exact import decimal, in_favour, parts
from tests.reports.samples import AS_OF, Seen, unit
from tests.reports.scoring_cases import FOLDER, entered, rubric_of

CODES = ("missing", "empty", "late", "too-few", "stale", "incomplete")
FACTS: tuple[dict[str, Any], ...] = (
    {"observed": 1, "expected": 4, "element": "a"},
    {"observed": 3, "expected": 4, "element": "b"},
    {"observed": None, "expected": 4, "element": "b"},
    {"observed": "许多", "expected": 4, "element": "c"},
    {"expected": 4},
    {},
)


def made(form: str) -> Rubric:
    """A rubric with 12 points for every mode, 6 that no line has, bonuses, and what only portals have."""
    part = "credit" if form == "additive" else "deduction"
    file = YAML(typ="safe", pure=True).load((FOLDER / "every-mode.yaml").read_text(encoding="utf-8"))
    modes = file["rules"] if form == "additive" else file["rules"] | file["losing"]
    lines = [
        {"id": f"L-{name}", "part": part, "group": "甲", "title": name, "points": 12, "clause": "条", "rules": rules}
        | ({} if rules else {"manual_reason": "人"})
        for name, rules in modes.items()
    ]
    base = 12 * len(lines) + 8 + 6
    lines += [line | {"part": part} for line in file["more"]] + file["bonus"]
    scale = {"item": "L-extra", "mode": "scale", "clause": "条", "source": "附件", "status": "confirmed"}
    marks = {"base_points": base, "bonus_points": 10, "pass_mark": base * 6 // 10, "bonus_gate": base * 8 // 10}
    return rubric_of(marks | {"form": form, "indicators": lines, "reweighting": [scale]}, {})


RUBRICS = {form: made(form) for form in ("deduction", "additive")}
FORMS = st.sampled_from(sorted(RUBRICS))
CLASSES = st.sampled_from(("portal", "township"))
FINDINGS = st.builds(
    lambda code, number, state, facts: Finding(
        "mandated-item", code, "yunling", f"{code} {number}", "https://a.example/", state, facts=facts
    ),
    st.sampled_from(CODES),
    st.integers(0, 9),
    st.sampled_from(State),
    st.sampled_from(FACTS),
)
LISTS = st.lists(FINDINGS, max_size=14, unique_by=lambda found: found.fingerprint)
UNJUDGED = st.lists(st.sampled_from(CODES), max_size=3)


def score(
    form: str,
    class_: str,
    findings: list[Finding],
    unjudged: list[str] | None = None,
    entries: Mapping[str, ManualEntry] | None = None,
) -> Scorecard:
    verdict = Verdict.FAIL if any(one.state is State.CONFIRMED for one in findings) else Verdict.PASS
    left = tuple(Unjudged(f"? {place}", "bot-wall", code) for place, code in enumerate(unjudged or ()))
    said = Outcome("mandated-item", "yunling", verdict, findings=tuple(findings), unjudged=left, examined=9)
    return score_unit(RUBRICS[form], unit(class_=class_), [said], Seen(100, 100), AS_OF, entries=entries)


def known(scored: Scorecard) -> Decimal:
    assert scored.score is not None
    return scored.score


def ends(scored: Scorecard) -> tuple[Decimal, Decimal]:
    assert scored.score_range is not None
    return scored.score_range


def confirmed(found: Finding) -> Finding:
    return Finding(found.check, found.code, found.unit, found.subject, found.url, State.CONFIRMED, facts=found.facts)


@settings(deadline=None)
@given(FORMS, CLASSES, LISTS, UNJUDGED)
def test_terms_sum_to_the_score_and_it_lies_in_its_range(
    form: str, class_: str, findings: list[Finding], unjudged: list[str]
) -> None:
    card = score(form, class_, findings, unjudged)
    assert sum((term.points for term in card.contributions), Decimal(0)) == card.score
    low, high = ends(card)
    assert 0 <= low <= known(card) <= high
    for line in card.indicators:
        if line.points is not None:
            assert line.lost >= 0 and line.lost + line.open_points + (line.earned or 0) <= line.points
            if line.earned is not None and line.outcome.value != "not-applicable":
                assert line.earned + line.lost + line.open_points == line.points


@settings(deadline=None)
@given(FORMS, CLASSES, LISTS, FINDINGS, UNJUDGED)
def test_one_more_finding_never_raises_the_score(
    form: str, class_: str, findings: list[Finding], extra: Finding, unjudged: list[str]
) -> None:
    others = [one for one in findings if one.fingerprint != extra.fingerprint]
    before, after = score(form, class_, others, unjudged), score(form, class_, [*others, extra], unjudged)
    assert known(after) <= known(before)
    assert ends(after)[0] <= ends(before)[0] and ends(after)[1] <= ends(before)[1]


@settings(deadline=None)
@given(FORMS, CLASSES, LISTS, st.randoms(use_true_random=False))
def test_the_order_of_findings_never_matters(form: str, class_: str, findings: list[Finding], by: Random) -> None:
    shuffled = list(findings)
    by.shuffle(shuffled)
    assert score(form, class_, shuffled) == score(form, class_, findings)


@settings(deadline=None)
@given(FORMS, CLASSES, LISTS, UNJUDGED, st.data())
def test_the_range_holds_every_completion(
    form: str, class_: str, findings: list[Finding], unjudged: list[str], data: st.DataObject
) -> None:
    """Suspicions are confirmed or dropped, unjudged subjects are faults or not, persons enter what they like."""
    before = score(form, class_, findings, unjudged)
    settled = [confirmed(one) for one in findings if one.state is State.CONFIRMED or data.draw(st.booleans())]
    for place, code in enumerate(unjudged):
        if data.draw(st.booleans()):
            facts = data.draw(st.sampled_from(FACTS))
            settled.append(Finding("mandated-item", code, "yunling", f"? {place}", "https://a.example/", facts=facts))
    middle = score(form, class_, settled)
    entries = _entries(middle, data)
    some = {name: entry for name, entry in entries.items() if data.draw(st.booleans())}
    partly, done = score(form, class_, settled, entries=some), score(form, class_, settled, entries=entries)
    assert ends(done)[0] == known(done) == ends(done)[1]
    for card in (before, middle, partly):
        low, high = ends(card)
        assert low <= known(done) <= high
    assert ends(before)[0] <= ends(middle)[0] <= ends(partly)[0]
    assert ends(partly)[1] <= ends(middle)[1] <= ends(before)[1]


def _entries(card: Scorecard, data: st.DataObject) -> dict[str, ManualEntry]:
    """An entry for every line that is open. Lines without points share 6, of which checks can take 3."""
    shared = {"L-open": 1, "L-count": 2}
    lines = [line for line in card.indicators if line.open_points or line.id in shared]
    most = {line.id: shared.get(line.id, int(line.open_points)) for line in lines}
    return {name: entered(name, data.draw(st.integers(0, points))) for name, points in most.items()}


@pytest.mark.parametrize("points", ["12.5", "-1"])
def test_an_entry_beyond_what_is_open_is_refused_with_its_cell(points: str) -> None:
    with pytest.raises(UserError) as caught:
        score("deduction", "portal", [], entries={"L-by-hand": entered("L-by-hand", points)})
    assert "得分!F2" in caught.value.text("zh") and "0～12" in caught.value.text("zh")


def test_an_entry_for_a_stranger_is_refused() -> None:
    with pytest.raises(UserError, match="L-strange"):
        score("deduction", "portal", [], entries={"L-strange": entered("L-strange", 1)})


def test_a_line_says_who_entered_what() -> None:
    card = score("deduction", "portal", [], entries={"L-by-hand": entered("L-by-hand", "2.5")})
    line = next(line for line in card.indicators if line.id == "L-by-hand")
    assert line.entered is not None
    assert (line.lost, line.open_points, line.entered.assessor, line.entered.points) == (
        Decimal("2.5"),
        0,
        "王某",
        Decimal("2.5"),
    )
    assert (line.arithmetic, line.counted) == ("min(12, 2.5) = 2.5", Decimal("-2.5"))


@settings(deadline=None)
@given(st.lists(st.fractions(min_value=-50, max_value=50, max_denominator=90), max_size=30))
def test_rounded_parts_sum_to_the_rounded_whole(amounts: list[Fraction]) -> None:
    shares = parts(amounts)
    assert sum(shares, Decimal(0)) == decimal(sum(amounts, Fraction(0)))
    assert all(
        abs(Fraction(share) - amount) <= Fraction(1, 9_999) for share, amount in zip(shares, amounts, strict=True)
    )


@settings(deadline=None)
@given(st.fractions(min_value=0, max_value=100, max_denominator=700))
def test_losses_are_rounded_in_favour_of_the_unit(loss: Fraction) -> None:
    assert 0 <= loss - Fraction(in_favour(loss)) < Fraction(1, 10_000)


def test_an_entry_for_what_does_not_apply_changes_nothing_and_is_kept() -> None:
    card = score("deduction", "township", [], entries={"L-extra": entered("L-extra", 3)})
    line = next(line for line in card.indicators if line.id == "L-extra")
    assert (line.outcome.value, line.lost) == ("not-applicable", 0)
    assert line.entered is not None and (line.entered.assessor, line.entered.points) == ("王某", None)
    assert card.score == score("deduction", "township", []).score
