"""The generated part of docs/differential.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.differential.comparison import Comparison
from benchmarks.differential.differences import Counts, Difference, Tally
from benchmarks.differential.page import BEGIN, END, PAGE, generated, write_page
from benchmarks.differential.reasons import Reason
from benchmarks.differential.truth import Truth
from benchmarks.differential.verdicts import State, Verdict

FIGURES = Tally("peer", "1.2", 40, Counts(3, 2, 1), Counts(0, 0, 4), 61.6, finished=False)


def _difference(target: str) -> Difference:
    ours, theirs = Verdict(State.UNSEEN), Verdict(State.DEAD)
    return Difference("site", target, "peer", ours, theirs, Truth.DEAD, ("a[href]",), False, False, True)


def _comparison() -> Comparison:
    gap, wrong = (
        Reason.model_validate({"id": name, "right": right, "why": f"why {name}.", "source": "a standard"})
        for name, right in (("gap", "peer"), ("fault", "xuncha"))
    )
    long = _difference("http://site.test/" + "x" * 200)
    explained = [(_difference("http://site.test/a"), gap), (_difference("http://site.test/b"), gap), (long, wrong)]
    return Comparison("site", [FIGURES], explained, [], [], ["http://site.test/c"])


def test_figures_stand_in_one_row_for_each_tool() -> None:
    text = generated([_comparison()])
    assert "| site | peer 1.2 | 40 | 3 | 2 | 1 | 0 | 0 | 4 | 62 s, stopped |" in text
    assert "Confirmed by xuncha and not broken: 1. Differences without a reason: 0." in text


def test_our_own_faults_come_first_with_count_and_example() -> None:
    text = generated([_comparison()])
    assert text.index("### xuncha is wrong") < text.index("### The peer is wrong")
    assert "**gap**: why gap.\n\n- peer 2; site\n- for example `http://site.test/a` (xuncha unseen, peer dead" in text
    assert "x" * 100 not in text


def test_only_the_generated_part_is_replaced(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write_page([_comparison()], page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="lacks the marks"):
        write_page([], page)


def test_the_page_has_its_marks() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
