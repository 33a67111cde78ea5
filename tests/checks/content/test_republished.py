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


@given(TRACES)
def test_the_portions_make_no_difference(articles: list[tuple[str, list[int]]]) -> None:
    traces = [trace(number, column, marks) for number, (column, marks) in enumerate(articles)]
    whole = republished._comparable(traces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(republished, "_IN_ONE_PART", 2)
        assert republished._comparable(traces) == whole
    for each in set(traces) - set(whole):
        others = {(other.column, mark) for other in traces if other is not each for mark in other.marks}
        assert others.isdisjoint((each.column, mark) for mark in each.marks)
