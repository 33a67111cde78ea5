"""Comparing annual reports: full sentences without their figures."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checks.disclosure.report_notes import likeness, sentences_of

HASHES = st.frozensets(st.integers(min_value=0, max_value=30), max_size=12)


def test_figures_do_not_make_a_text_another_one() -> None:
    one = sentences_of("全年主动公开政府信息320条，比上年增加12%。")
    assert one
    assert one == sentences_of("全年主动公开政府信息96条，比上年增加3%。")


def test_cells_of_tables_are_no_sentences() -> None:
    assert not sentences_of("本行政机关不掌握相关政府信息\t0\n没有现成信息需要另行制作\t0\n")


def test_nothing_is_like_nothing() -> None:
    assert likeness(frozenset(), frozenset({1})) == 0


@given(HASHES, HASHES)
def test_likeness_is_symmetric_and_bounded(one: frozenset[int], other: frozenset[int]) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == (1 if one else 0)
