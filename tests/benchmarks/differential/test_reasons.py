"""A reason explains what it describes, and only as long as the truth bears it out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError

from benchmarks.differential.differences import Difference
from benchmarks.differential.reasons import Reason, Right, load_reasons, reason_of
from benchmarks.differential.truth import Truth
from benchmarks.differential.verdicts import State, Verdict

FOUND = Difference(
    subject="site",
    target="http://site.test/x.html",
    peer="peer",
    ours=Verdict(State.DEAD, "http-404, confirmed"),
    theirs=Verdict(State.UNSEEN),
    truth=Truth.DEAD,
    places=("a[href]", "noscript a[href]"),
    apart=False,
    respelt=False,
    stopped=False,
)


def _reason(right: Right = Right.XUNCHA, **conditions: object) -> Reason:
    return Reason.model_validate({"id": "r", "right": right, "why": "w", "source": "s", **conditions})


@pytest.mark.parametrize(
    ("conditions", "fits"),
    [
        ({}, True),
        ({"subjects": ("site",), "peers": ("peer",), "ours": ("dead",), "theirs": ("unseen",)}, True),
        ({"subjects": ("other",)}, False),
        ({"theirs": ("alive",)}, False),
        ({"truth": ("alive",)}, False),
        ({"target": r"/x\.html$"}, True),
        ({"target": r"/y\.html$"}, False),
        ({"places": "^noscript"}, True),
        ({"only_places": "^noscript"}, False),
        ({"only_places": r"a\[href\]$"}, True),
        ({"our_detail": "^http-404"}, True),
        ({"their_detail": "404"}, False),
        ({"apart": True}, False),
        ({"respelt": False}, True),
        ({"stopped": True}, False),
    ],
)
def test_every_condition_has_to_fit(conditions: dict[str, object], *, fits: bool) -> None:
    assert _reason(**conditions).explains(FOUND) is fits


@pytest.mark.parametrize(
    ("right", "ours", "theirs", "truth", "holds"),
    [
        (Right.XUNCHA, State.DEAD, State.ALIVE, Truth.DEAD, True),
        (Right.XUNCHA, State.DEAD, State.ALIVE, Truth.ALIVE, False),
        (Right.XUNCHA, State.ALIVE, State.DEAD, Truth.HOLLOW, False),
        (Right.XUNCHA, State.UNSEEN, State.DEAD, Truth.NO_LINK, True),
        (Right.XUNCHA, State.DEAD, State.UNSEEN, Truth.NO_LINK, False),
        (Right.PEER, State.UNSEEN, State.DEAD, Truth.DEAD, True),
        (Right.PEER, State.UNSEEN, State.DEAD, Truth.ALIVE, False),
        (Right.BOTH, State.SKIPPED, State.DEAD, Truth.DEAD, True),
        (Right.BOTH, State.SKIPPED, State.DEAD, Truth.ALIVE, False),
        (Right.NEITHER, State.UNSEEN, State.ALIVE, Truth.DEAD, True),
        (Right.NEITHER, State.DEAD, State.ALIVE, Truth.DEAD, False),
    ],
)
def test_the_truth_decides_whether_a_reason_holds(
    right: Right, ours: State, theirs: State, truth: Truth, *, holds: bool
) -> None:
    found = replace(FOUND, ours=Verdict(ours), theirs=Verdict(theirs), truth=truth)
    assert _reason(right).holds(found) is holds


def test_the_first_reason_that_fits_and_holds_is_taken() -> None:
    wrong, other, good = _reason(Right.PEER, truth=("alive",)), _reason(target="nowhere"), _reason()
    assert reason_of(FOUND, (wrong, other, good)) is good
    assert reason_of(FOUND, (wrong, other)) is None


def test_what_the_truth_file_does_not_name_has_no_reason() -> None:
    assert reason_of(replace(FOUND, known=False), (_reason(),)) is None


def test_the_allow_list_is_valid_and_complete() -> None:
    assert all(reason.why and reason.source for reason in load_reasons())


def test_an_id_stands_once_and_patterns_compile(tmp_path: Path) -> None:
    file = tmp_path / "reasons.yaml"
    entry = "- {id: a, right: both, why: w, source: s}\n"
    file.write_text(entry * 2, encoding="utf-8")
    with pytest.raises(ValueError, match="ids stand twice: a"):
        load_reasons(file)
    file.write_text("- {id: a, right: both, why: w, source: s, target: '('}\n", encoding="utf-8")
    with pytest.raises(ValidationError, match="missing \\)"):
        load_reasons(file)
