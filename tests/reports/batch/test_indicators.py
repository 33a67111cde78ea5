"""The heat map and the good examples: what is lost for certain, what is open, who loses nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from reports.batch.indicators import Cell
from reports.batch.words import cell_text, share_text
from tests.reports.batch.batches import batch, card, judged, line, vetoed


def cell(**more: Any) -> Cell:
    (heat,) = batch(judged("p", card("a", 80, line("D1", **more)))).heat_maps
    return heat.rows[0][1][0]


@pytest.mark.parametrize(
    ("said", "share", "is_open", "level", "words"),
    [
        ({"lost": 0}, Decimal(0), False, 0, "0%"),
        ({"lost": 1}, Decimal("0.2"), False, 1, "20%"),
        ({"lost": 5}, Decimal(1), False, 4, "100%"),
        ({"lost": 0.01}, Decimal("0.002"), False, 1, "1%"),
        ({"lost": 4.99}, Decimal("0.998"), False, 4, "99%"),
        ({"lost": 2, "open_points": 1}, Decimal("0.4"), True, 2, "≥40%"),
        ({"outcome": "cannot-judge", "open_points": 5}, None, True, 0, "?"),
        ({"outcome": "manual", "open_points": 5}, None, True, 0, "人工"),
        ({"points": None, "outcome": "manual"}, None, True, 0, "人工"),
        ({"part": "veto", "points": None, "outcome": "fail"}, Decimal(1), False, 4, "否决"),
        ({"part": "veto", "points": None, "outcome": "pass", "open_findings": ["x"]}, Decimal(0), True, 0, "未排除"),
        ({"part": "clause", "points": None, "outcome": "pass"}, Decimal(0), False, 0, "做到"),
        ({"part": "credit", "lost": 0, "earned": 3, "open_points": 1}, Decimal("0.2"), True, 1, "≥20%"),
    ],
)  # fmt: skip
def test_a_cell_says_what_is_lost_for_certain(
    said: dict[str, Any], share: Decimal | None, is_open: bool, level: int, words: str
) -> None:
    made = cell(**said)
    assert (made.share, made.open, made.level) == (share, is_open, level)
    assert cell_text(made, said.get("part", "deduction"), "zh") == words


def test_bonus_indicators_and_those_that_apply_to_nobody_are_left_out() -> None:
    lines = (line("D1", lost=1), line("B1", part="bonus"), line("D2", outcome="not-applicable"))
    (heat,) = batch(judged("p", card("a", 80, *lines))).heat_maps
    assert [each.id for each in heat.columns] == ["D1"]


def test_rows_stand_in_the_order_of_ranks_and_means_leave_out_the_unknown() -> None:
    (heat,) = batch(
        judged(
            "p",
            vetoed("v", 90, line("D1", lost=5)),
            card("low", 60, line("D1", lost=2)),
            card("high", 90, line("D1", outcome="manual")),
            card("unseen", None, line("D1", lost=5), pages_observed=0),
        )
    ).heat_maps
    assert [result.unit.id for result, _ in heat.rows] == ["high", "low", "v"]
    assert heat.columns[0].mean == Decimal("0.7")


def test_good_examples_lose_nothing_where_others_do() -> None:
    summary = batch(
        judged(
            "p",
            card("loses", 60, line("D1", lost=2), line("D2", lost=1), line("D3")),
            card("keeps", 90, line("D1"), line("D2", open_points=1), line("D3")),
            card("open", 90, line("D1", outcome="cannot-judge"), line("D2", lost=1), line("D3")),
        )
    )
    (example,) = summary.examples
    assert (example.indicator, example.losing) == ("D1", 1)
    assert [each.unit.id for each in example.units] == ["keeps"]


def test_shares_never_read_as_nothing_or_all_when_they_are_not() -> None:
    assert [share_text(Decimal(text)) for text in ("0", "0.0001", "0.5", "0.9999", "1")] == [
        "0%",
        "1%",
        "50%",
        "99%",
        "100%",
    ]
