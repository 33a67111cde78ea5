"""What a budget hides is not observed and accuses nobody; which budget it was stands in the run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.settings import Settings
from tests.xuncha.runs import run_card, scorecards, xuncha
from xuncha.cli.demo import sample_job, scoreboard
from xuncha.pipeline import judge_run, run_audit
from xuncha.sample import SamplePortal, Scoreboard, serve_sample

PAGES = 120
"""A part of the sample that ends in the middle of its columns."""


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, SamplePortal]]:
    """The sample's county audited with the profile quick and few pages."""
    folder = tmp_path_factory.mktemp("quick")
    with serve_sample() as sample:
        job = sample_job(sample, browser="none")
        settings = job.settings.model_copy(update={"profile": "quick", "max_pages": PAGES})
        run_audit(replace(job, settings=settings), folder)
        judge_run(folder, job.rubrics, job.as_of, "zh")
        yield folder, sample


def test_nobody_is_accused_of_what_a_budget_hid(quick: tuple[Path, SamplePortal]) -> None:
    folder, sample = quick
    board: Scoreboard = scoreboard(folder, sample)
    assert not board.false_accusations
    assert board.true_positives and board.missed


def test_the_run_states_its_budget_and_what_was_left_out(quick: tuple[Path, SamplePortal]) -> None:
    folder, _ = quick
    card = run_card(folder)
    assert (card["end_reason"], card["partial"], card["profile"]) == ("page-budget", True, "quick")
    told = {"max_pages": PAGES, "max_seconds": 600, "external": False, "documents": "none", "trials": []}
    assert told.items() <= card["budget"].items()
    assert any(gap["reason"] == "budget" for gap in card["not_observed"])
    assert all(each["coverage"] < 1 for each in scorecards(folder))
    assert f"最多 {PAGES} 页、10 分钟" in (folder / "report.html").read_text(encoding="utf-8")


def test_the_command_shows_the_profiles_as_they_are_set(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("profile = 'quick'\n[profiles.quick]\nmax_pages = 77\n", encoding="utf-8")
    told = json.loads(xuncha("profiles", "--json", "--settings", mine).stdout)
    assert list(told) == ["quick", "standard", "full"] and told["quick"]["max_pages"] == 77
    assert told["full"] == Settings(profile="full").budget.model_dump(mode="json") | {"trials": []}
    shown = xuncha("profiles", "--settings", mine, "--lang", "en").stdout
    assert "quick (in use)" in shown and "77" in shown and "10 min" in shown and "24 h" in shown
