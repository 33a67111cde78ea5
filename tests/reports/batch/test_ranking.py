"""Ranks and averages: ties share a rank, vetoes come after the scored, the unseen are in no average."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.batch.ranking import Ranking
from tests.reports.batch.batches import batch, card, failed, judged, vetoed


def only(*portals: object) -> Ranking:
    (table,) = batch(*portals).rankings  # type: ignore[arg-type]
    return table


def test_equal_scores_share_a_rank_and_the_next_is_counted_on() -> None:
    table = only(judged("p", card("a", 80), card("b", 92.5), card("c", 80), card("d", 60)))
    assert [(each.rank, each.result.unit.id) for each in table.ranked] == [(1, "b"), (2, "a"), (2, "c"), (4, "d")]


def test_no_rank_in_the_lower_half_leads() -> None:
    table = only(judged("p", card("a", 80), card("b", 92.5), card("c", 80), card("d", 60)))
    assert [each.result.unit.id for each in table.leading(3)] == ["b", "a", "c"]
    assert [each.result.unit.id for each in table.leading(1)] == ["b"]
    two = only(judged("p", card("a", 80), card("b", 30)))
    assert [each.result.unit.id for each in two.leading(3)] == ["a"]
    assert only(judged("p", card("a", 80))).leading(3) == []


def test_the_vetoed_follow_without_a_rank_and_outside_of_the_averages() -> None:
    table = only(judged("p", vetoed("v", 95, count=2), card("a", 40), vetoed("w", 50), vetoed("x", 70)))
    assert [each.unit.id for each in table.observed] == ["a", "x", "w", "v"]
    assert (table.averages.scored, table.averages.mean) == (1, Decimal("40.00"))


def test_what_could_not_be_observed_is_listed_apart() -> None:
    table = only(
        judged(
            "p",
            card("a", 80),
            card("few", None, pages_observed=3, reasons=["few-pages"]),
            card("none", None, pages_observed=0),
        ),
        judged("gone", card("g", None, pages_observed=0), end_reason="unreachable", start_answer="dns-failure"),
        failed("crash", "c"),
    )
    assert {each.unit.id: each.reason for each in table.not_observed} == {
        "few": "few-pages",
        "none": "no-page",
        "g": "unreachable",
        "c": "failed",
    }
    assert (table.size, table.averages.scored, table.averages.mean) == (5, 1, Decimal("80.00"))


def test_an_interrupted_portal_is_not_held_against_others() -> None:
    table = only(judged("p", card("a", 80), end_reason="interrupted"), judged("q", card("b", None), card("c", 70)))
    assert [each.result.unit.id for each in table.ranked] == ["c"]
    assert [each.unit.id for each in table.unscored] == ["b"]
    assert [(each.unit.id, each.reason) for each in table.not_observed] == [("a", "interrupted")]
    assert table.averages.mean == Decimal("70.00")


def test_a_portal_whose_crawl_used_up_its_budget_is_ranked() -> None:
    table = only(judged("p", card("a", 80), end_reason="page-budget"))
    assert [each.result.unit.id for each in table.ranked] == ["a"]


def test_averages_are_rounded_half_up_once() -> None:
    table = only(judged("p", card("a", 80.01), card("b", 80), card("c", 79.125)))
    assert (table.averages.mean, table.averages.median) == (Decimal("79.71"), Decimal("80.00"))


def test_classes_and_rubrics_have_tables_of_their_own() -> None:
    county = card("k", 70, unit_class="portal")
    other = card("a", 10, rubric="other", rubric_title="另一个")
    tables = batch(judged("p", county, card("a", 80), other)).rankings
    found = {(each.rubric, each.unit_class): [one.result.score for one in each.ranked] for each in tables}
    assert found[("small-2019", "township")] == [Decimal(80)]
    assert found[("other", "township")] == [Decimal(10)]
    assert found[("small-2019", "portal")] == [Decimal(70)]


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=2)), min_size=1, max_size=30))
def test_a_rank_is_one_more_than_those_who_are_better(scores: list[Decimal | None]) -> None:
    cards = [card(f"u{number}", None if score is None else float(score)) for number, score in enumerate(scores)]
    table = only(judged("p", *cards))
    known = [score for score in scores if score is not None]
    for each in table.ranked:
        assert each.rank == 1 + sum(score > (each.result.score or 0) for score in known)
    assert sorted(each.result.score or 0 for each in table.ranked) == sorted(known)
    if known:
        assert min(known) <= (table.averages.median or 0) <= max(known)
