"""Proof before "empty": every sign of cms-patterns 1.12 takes every proof away (cases/empty/)."""

from __future__ import annotations

from itertools import product

import pytest

from crawler.facts import PageFacts
from crawler.reading.read_page import read_text
from crawler.reading.text.encoding import Decoded
from tests.crawler.reading.casefile import DEFAULT_URL, Case, all_cases, source

CASES = [case for case in all_cases() if case.file.parent.name == "empty"]
NEVER = [case for case in CASES if case.file.stem == "never"]
PROVEN = [case for case in CASES if case.file.stem == "proven"]
ABOUT_THE_PROOF = ("the wording", "an empty list")
"""Cases that spoil one kind of proof only."""


def on_any_page(case: Case) -> bool:
    """Whether what stands in the main area speaks for itself, at any address and in any family."""
    return set(case.data) == {"name", "main", "expect"}


SIGNS = [case for case in NEVER if on_any_page(case) and not case.data["name"].startswith(ABOUT_THE_PROOF)]
WORDINGS = [case for case in PROVEN if on_any_page(case)]


def says_empty(facts: PageFacts) -> bool:
    return facts.list is not None and bool(facts.list.empty_proof or facts.list.construction)


@pytest.mark.parametrize("case", NEVER, ids=lambda case: case.data["name"])
def test_never(case: Case) -> None:
    assert not says_empty(case.read().facts)


@pytest.mark.parametrize("case", PROVEN, ids=lambda case: case.data["name"])
def test_proven(case: Case) -> None:
    facts = case.read().facts
    assert facts.list is not None
    assert (facts.list.rows, facts.list.obstacle) == ((), None)
    assert says_empty(facts)


@pytest.mark.parametrize(
    ("proof", "sign"),
    list(product(WORDINGS, SIGNS)),
    ids=lambda case: case.data["name"] if isinstance(case, Case) else "",
)
def test_a_sign_takes_the_proof_away_wherever_it_stands(proof: Case, sign: Case) -> None:
    for main in (proof.data["main"] + sign.data["main"], sign.data["main"] + proof.data["main"]):
        html = source({"main": main})
        assert not says_empty(read_text(DEFAULT_URL, Decoded(html, "utf-8", "declared")).facts)


def test_the_table_is_whole() -> None:
    assert len(NEVER) >= 50
    assert len(PROVEN) >= 12
    assert len(SIGNS) >= 25
    assert len(WORDINGS) >= 6
