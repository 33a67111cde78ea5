"""Repeated texts are found in whatever portions their marks are compared."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.content import republished
from checks.content.republished import Trace


def trace(number: int, column: str, marks: Sequence[int]) -> Trace:
    ordered = sorted(set(marks))
    return Trace(f"http://h/{number}", column, 1, 400, struct.pack(f">{len(ordered)}I", *ordered))


TRACES = st.lists(st.tuples(st.sampled_from(["公告", "通知"]), st.lists(st.integers(0, 9), min_size=1, max_size=4)))


@given(TRACES, st.sampled_from([0.1, 0.5, 0.9, 1.0]))
def test_the_portions_make_no_difference(articles: list[tuple[str, list[int]]], likeness: float) -> None:
    traces = [trace(number, column, marks) for number, (column, marks) in enumerate(articles)]
    whole = republished._comparable(traces, likeness)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(republished, "_IN_ONE_PART", 2)
        assert republished._comparable(traces, likeness) == whole
    for each in set(traces) - set(whole):
        others = (other for other in traces if other is not each and other.column == each.column)
        assert all(republished._likeness(other, each) < likeness for other in others)
