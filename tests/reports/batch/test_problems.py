"""Common problems: by units, each finding once, only of units that were observed."""

from __future__ import annotations

from tests.reports.batch.batches import RUBRIC, batch, card, finding, judged


def test_problems_are_ordered_by_the_units_that_have_them_for_certain() -> None:
    one = judged(
        "p",
        card("a", 80),
        card("b", 80),
        findings=(
            *(finding("a", "http-404", number) for number in range(9)),
            finding("a", "soft-404", state="suspected"),
            finding("b", "soft-404", state="suspected"),
            finding("a", "empty", check="empty-column"),
            finding("b", "empty", check="empty-column"),
        ),
    )
    found = [(each.code, each.certain, len(each.units), each.confirmed, each.suspected) for each in batch(one).problems]
    assert found == [("empty", 2, 2, 2, 0), ("http-404", 1, 1, 9, 0), ("soft-404", 0, 2, 0, 2)]


def test_a_finding_of_two_rubrics_counts_once_and_confirmed_wins() -> None:
    again = finding("a", "http-404", state="suspected") | {"rubrics": ["other"]}
    one = judged("p", card("a", 80), findings=(again, finding("a", "http-404")))
    (problem,) = batch(one).problems
    assert (problem.confirmed, problem.suspected, problem.observed) == (1, 0, 1)
    assert RUBRIC in batch(one).rubrics


def test_units_that_could_not_be_observed_accuse_nobody() -> None:
    unseen = judged("q", card("c", None, pages_observed=2, reasons=["few-pages"]), findings=(finding("c", "http-404"),))
    assert batch(judged("p", card("a", 80)), unseen).problems == ()


def test_units_of_the_same_name_on_two_portals_are_two() -> None:
    portals = [judged(name, card("a", 80), findings=(finding("a", "http-404"),)) for name in ("p", "q")]
    (problem,) = batch(*portals).problems
    assert len(problem.units) == 2
