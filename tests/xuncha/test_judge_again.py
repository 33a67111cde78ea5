"""`xuncha judge DIR` over results that are there: told what changes, nothing replaced without a word."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import config
from tests.xuncha.runs import findings, run_card, scorecards, xuncha, xuncha_process
from tests.xuncha.small_site import SmallSite

NATIONAL = Path(config.__file__).parent / "rubrics" / "national-2019.yaml"
QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
REPORTS = ("run.json", "findings.jsonl", "scorecard.json", "report.html", "problems.xlsx")
LATER = "2027-06-30"


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("audit") / "run"
    with SmallSite() as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", folder, XUNCHA_RETRY_AFTER_S="0.05")
    assert done.returncode == 0, done.stderr
    yield folder


@pytest.fixture
def run(audited: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(audited, tmp_path / "run"))


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in REPORTS}


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "earlier").iterdir()) if (folder / "earlier").exists() else []


def judged(folder: Path, *options: str | Path) -> dict[str, Any]:
    done = xuncha("judge", folder, *options, "--json")
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def variant(folder: Path, *replaced: tuple[str, str]) -> Path:
    """The national rubric with other numbers."""
    text = NATIONAL.read_text(encoding="utf-8")
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "variant.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_same_again_changes_and_keeps_nothing(run: Path) -> None:
    before = contents(run)
    done = xuncha_process("judge", run)
    assert done.returncode == 0, done.stderr
    assert "相同" in done.stdout
    after = contents(run)
    assert all(after[name] == before[name] for name in ("findings.jsonl", "scorecard.json"))
    assert kept(run) == []
    said = judged(run)
    assert (said["changes"]["same"], said["kept"], said["scorecards"]) == (True, None, scorecards(run))


def test_another_day_is_told_and_the_earlier_results_are_kept(run: Path) -> None:
    before = contents(run)
    old = scorecards(run)[0]
    said = judged(run, "--as-of", LATER)
    (home,) = kept(run)
    assert (said["kept"], contents(home)) == (str(home), before)
    assert run_card(run)["as_of"] == LATER
    changes = said["changes"]
    assert (changes["before"]["as_of"], changes["after"]["as_of"]) == ("2026-06-30", LATER)
    (card,) = changes["cards"]
    new = scorecards(run)[0]
    assert (card["before"]["score"], card["after"]["score"]) == (old["score"], new["score"])
    raised = {veto["text"] for veto in new["vetoes"]} - {veto["text"] for veto in old["vetoes"]}
    assert {veto["text"] for veto in card["vetoes_raised"]} == raised != set()
    stale = [each for each in card["findings"] if each["check"] == "stale-home"]
    assert [(each["state_before"], each["state_after"], each["counts"]) for each in stale] == [
        (None, "confirmed", True)
    ]
    outcomes = {
        each["after"]["id"]: (each["before"]["outcome"], each["after"]["outcome"]) for each in card["indicators"]
    }
    assert outcomes["V3"] == ("pass", "fail")


def test_for_people(run: Path) -> None:
    done = xuncha("judge", run, "--as-of", LATER)
    assert done.returncode == 0, done.stderr
    for said in (
        "监测时间点：2026-06-30 → 2027-06-30",
        "新增否决：首页不更新",
        "新出现的问题",
        "V3 首页不更新：通过 → ",
    ):
        assert said in done.stdout, said
    assert f"原有结果保存在 {kept(run)[0]}" in done.stderr
    english = xuncha("judge", run, "--as-of", "2026-06-30", "--lang", "en")
    assert "veto lifted" in english.stdout and "findings that disappeared" in english.stdout
    assert len(kept(run)) == 2


def test_other_parameters_make_findings_appear_and_disappear_again(run: Path, tmp_path: Path) -> None:
    strict = variant(tmp_path, ("window: {days: 14}", "window: {days: 2}"))
    assert "stale-home" not in {found["check"] for found in findings(run)}
    there = judged(run, "--rubric", strict)["changes"]
    assert there["rubrics_changed"] == ["national-2019"]
    back = judged(run)["changes"]
    new = {each["fingerprint"] for each in there["cards"][0]["findings"] if each["state_before"] is None}
    gone = {each["fingerprint"] for each in back["cards"][0]["findings"] if each["state_after"] is None}
    assert new == gone != set()
    assert len(kept(run)) == 2


def test_a_finding_that_newly_counts(run: Path, tmp_path: Path) -> None:
    card = scorecards(run)[0]
    missing = {found["fingerprint"] for found in findings(run) if found["check"] == "mandated-item"}
    counted = {name for line in card["indicators"] for name in line["findings"]}
    lax = variant(tmp_path, ("where: {item: [overview]}", "where: {item: [disclosure-guide]}"))
    (changed,) = judged(run, "--rubric", lax)["changes"]["cards"]
    states = {each["fingerprint"]: (each["counted"], each["counts"]) for each in changed["findings"]}
    assert set(states) <= missing
    assert sorted(states.values()) == [(False, True), (True, False)]
    (dropped,) = (name for name, state in states.items() if state == (True, False))
    assert dropped in counted


def test_another_rubric_is_compared_with_the_one_it_replaces(run: Path) -> None:
    (card,) = judged(run, "--rubric", "pingyin-2023")["changes"]["cards"]
    assert (card["before"]["rubric"], card["after"]["rubric"]) == ("national-2019", "pingyin-2023")
    assert card["after"]["verdict"] == "not-scored"
    new = [each for each in card["indicators"] if each["before"] is None]
    assert "32-blank" in {each["after"]["id"] for each in new}


def test_a_second_rubric_is_new_and_can_go_again(run: Path) -> None:
    both = judged(run, "--rubric", "national-2019", "--rubric", "pingyin-2023")
    assert [(card["before"], card["after"]["rubric"]) for card in both["changes"]["cards"]] == [(None, "pingyin-2023")]
    one = judged(run)
    assert [(card["before"]["rubric"], card["after"]) for card in one["changes"]["cards"]] == [("pingyin-2023", None)]


def test_results_that_cannot_be_read_are_kept_and_not_compared(run: Path) -> None:
    (run / "scorecard.json").write_text("[{", encoding="utf-8")
    done = xuncha("judge", run)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "scorecard.json" in done.stderr
    (home,) = kept(run)
    assert (home / "scorecard.json").read_text(encoding="utf-8") == "[{"
    assert scorecards(run)


def test_a_crawl_without_results_has_nothing_to_compare(run: Path) -> None:
    for name in REPORTS:
        (run / name).unlink()
    said = judged(run)
    assert (said["changes"], said["kept"]) == (None, None)
    assert scorecards(run) == said["scorecards"]


def test_when_the_earlier_results_cannot_be_kept_nothing_is_replaced(run: Path) -> None:
    (run / "earlier").write_text("in the way", encoding="utf-8")
    before = contents(run)
    done = xuncha("judge", run, "--as-of", LATER)
    assert done.returncode == 2 and "earlier" in done.stderr and "Traceback" not in done.stderr
    assert done.stdout == ""
    assert contents(run) == before
    assert not list(run.glob(".*.part"))


def test_a_broken_rubric_replaces_nothing(run: Path, tmp_path: Path) -> None:
    before = contents(run)
    done = xuncha("judge", run, "--rubric", variant(tmp_path, ("veto_at: 5", "veto_at: 0")))
    assert done.returncode == 2 and "veto_at" in done.stderr
    assert contents(run) == before and kept(run) == []
