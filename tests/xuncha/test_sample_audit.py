"""The main job on the sample portal: every planted fault found, no innocent accused, repeatable, honest under fire."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from reports.result import AuditResult
from tests.xuncha.runs import findings, run_card, scorecards
from xuncha.cli.demo import sample_job, scoreboard
from xuncha.cli.one_audit import audit_one
from xuncha.pipeline import judge_run
from xuncha.sample import SamplePortal, serve_sample

REPEATABLE = ("findings.jsonl", "scorecard.json")


@dataclass(frozen=True)
class Audited:
    """A sample that is still being served, and its finished audit."""

    sample: SamplePortal
    folder: Path
    result: AuditResult


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Audited]:
    folder = tmp_path_factory.mktemp("clean")
    with serve_sample() as sample:
        yield Audited(sample, folder, audit_one(sample_job(sample), folder, "zh"))


def fingerprints(folder: Path) -> set[str]:
    return {str(found["fingerprint"]) for found in findings(folder)}


def test_precision_and_recall_are_one(clean: Audited, capsys: pytest.CaptureFixture[str]) -> None:
    board = scoreboard(clean.folder, clean.sample)
    with capsys.disabled():
        sys.stdout.write(f"\nsample portal: {board}\n")
    assert len(clean.sample.site.html_pages) >= 400
    assert not board.unjudged
    assert (board.precision, board.recall) == (1.0, 1.0), str(board)


def test_auditing_again_what_did_not_change_says_the_same(clean: Audited, tmp_path: Path) -> None:
    job = replace(sample_job(clean.sample), previous=clean.folder)
    audit_one(job, tmp_path, "zh")
    card = run_card(tmp_path)["reuse"]
    assert card["why_not"] is None and card["differed"] == []
    assert card["unchanged"] > 100 and card["files_unchanged"] > 0 and card["read"] < 100, card
    for name, of in (("findings", findings), ("scorecards", scorecards)):
        told, before = of(tmp_path), of(clean.folder)
        for line in (*told, *before):
            line.pop("evidence", None)  # it names times and records
        assert told == before, name


def test_the_county_is_scored_and_one_township_is_vetoed(clean: Audited) -> None:
    cards = {card["unit"]: card for card in scorecards(clean.folder)}
    county = cards[clean.sample.registry.id]
    assert county["score"] is not None and not county["vetoes"]
    lost = sum(line["lost"] for line in county["indicators"] if line["part"] == "deduction")
    assert round(100 - lost, 4) == county["score"]
    assert [unit for unit, card in cards.items() if card["vetoes"]] == ["songping"]
    assert run_card(clean.folder)["end_reason"] == "finished"


def test_a_second_run_gives_the_same_bytes(clean: Audited, tmp_path: Path) -> None:
    audit_one(sample_job(clean.sample), tmp_path / "again", "zh")
    for name in REPEATABLE:
        assert (tmp_path / "again" / name).read_bytes() == (clean.folder / name).read_bytes(), name


def test_judging_again_gives_the_same_bytes(clean: Audited) -> None:
    before = {name: (clean.folder / name).read_bytes() for name in REPEATABLE}
    rubrics = [judgement.rubric for judgement in clean.result.judgements]
    judge_run(clean.folder, rubrics, clean.result.run.as_of, "zh")
    assert {name: (clean.folder / name).read_bytes() for name in REPEATABLE} == before


@pytest.mark.parametrize("fault_by", ["count", "url"])
def test_our_trouble_accuses_nobody(clean: Audited, tmp_path: Path, fault_by: str) -> None:
    """Every fifth answer is a bot wall, a 503 or a reset: nothing new may be found, and coverage must say so."""
    folder = tmp_path / "faulty"
    with serve_sample(fault_every=5, fault_by="count" if fault_by == "count" else "url") as sample:
        audit_one(sample_job(sample), folder, "zh")
        board = scoreboard(folder, sample)
        assert not board.false_accusations, str(board)
    county = clean.sample.registry.id
    assert run_card(folder)["coverage"][county]["share"] < run_card(clean.folder)["coverage"][county]["share"]
