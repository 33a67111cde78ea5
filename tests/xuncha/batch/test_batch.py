"""`xuncha batch`: portals side by side on loopback; one cannot be reached, one kills its process, two share a host."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from config.errors import UserError
from tests.reports.fitting import misfits
from tests.xuncha.batch.labours import CrawlOrCrash, FleetBreaks, FleetOrCrash
from tests.xuncha.batch.registries import entry, registry
from tests.xuncha.runs import command, run_card, scorecards
from tests.xuncha.small_site import SmallSite, slowly
from xuncha.batch import run
from xuncha.batch.crew import Crew
from xuncha.batch.fleets import NAME as FLEET
from xuncha.batch.state import READING_FILE, PortalState, Step
from xuncha.batch.tasks import JudgeTask
from xuncha.cli import batch as cli_batch
from xuncha.cli import main
from xuncha.cli.batch_progress import Silent
from xuncha.cli.status import INTERRUPTED
from xuncha.judging import load_rubrics

CLOSED = "http://127.0.0.1:9/"
QUICKLY = ("--timeout", "2", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30")
ENVIRONMENT = {"XUNCHA_CACHE_DIR": "none", "XUNCHA_TRIALS": "[]", "XUNCHA_RETRY_AFTER_S": "0.05", "NO_COLOR": "1"}
PATIENCE_S = 60.0


class Done:
    """A batch that was run twice: the second time nothing killed a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.first, self.second = dict[str, Any](), dict[str, Any]()
        self.statuses: list[int] = []
        self.cards: list[dict[str, dict[str, Any]]] = []

    def note(self, status: int) -> dict[str, Any]:
        """Remember how a run ended and what it left."""
        self.statuses.append(status)
        runs = {path.parent.name: run_card(path.parent) for path in self.folder.glob("portals/*/run.json")}
        self.cards.append(runs)
        told: dict[str, Any] = json.loads((self.folder / "batch.json").read_bytes())
        return told


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Done]:
    folder = tmp_path_factory.mktemp("batch")
    done = Done(folder / "out")
    with SmallSite() as shared, SmallSite() as own, pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        entries = [
            entry("jia", shared.url, town="tz/"),
            entry("yi", shared.url),
            entry("bing", CLOSED),
            entry("ding", own.url),
        ]
        file = registry(folder / "registry.yaml", entries)
        words = ["batch", str(file), *QUICKLY, "--out", str(done.folder), "--fail-under", "101"]
        with patch.context() as broken:
            broken.setattr(run, "CrawlTask", CrawlOrCrash)
            broken.setattr(run, "FleetTask", FleetOrCrash)
            done.first = done.note(main(words))
        done.second = done.note(main(["batch", "--resume", str(done.folder)]))
        yield done


def portals(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {portal["id"]: portal for portal in told["portals"]}


def ranking(told: dict[str, Any], unit_class: str) -> dict[str, Any]:
    (table,) = [each for each in told["rankings"] if each["class"] == unit_class]
    return dict(table)


def test_one_that_crashes_and_one_out_of_reach_harm_no_other(done: Done) -> None:
    said = portals(done.first)
    assert {name: each["step"] for name, each in said.items()} == {
        "jia": "judged",
        "yi": "judged",
        "bing": "judged",
        "ding": "failed",
    }
    assert said["bing"]["end_reason"] == "unreachable"
    assert (said["ding"]["failed"], said["ding"]["detail"]) == ("crashed", "SIGABRT")


def test_what_could_not_be_observed_is_in_no_average(done: Done) -> None:
    table = ranking(done.first, "portal")
    unseen = {each["portal"]: each["reason"] for each in table["not_observed"]}
    assert unseen == {"bing": "unreachable", "ding": "failed"}
    assert [each["rank"] for each in table["ranked"]] == [1, 1]
    scores = [each["score"] for each in table["ranked"]]
    assert table["averages"]["scored"] == 2 and table["averages"]["mean"] == scores[0] == scores[1]
    assert done.first["units"] == 5 and done.first["units_observed"] == 3


def test_two_portals_on_one_host_follow_one_another(done: Done) -> None:
    first, second = sorted((done.cards[0][name] for name in ("jia", "yi")), key=lambda card: str(card["started"]))
    assert first["finished"] <= second["started"]


def test_going_on_leaves_finished_portals_alone_and_tries_the_others_again(done: Done) -> None:
    before, after = done.cards
    assert {name: before[name]["run_id"] for name in ("jia", "yi")} == {
        name: after[name]["run_id"] for name in ("jia", "yi")
    }
    assert before["bing"]["run_id"] != after["bing"]["run_id"]
    assert portals(done.second)["ding"]["step"] == "judged"
    assert ranking(done.second, "portal")["averages"]["scored"] == 3


def test_exit_statuses(done: Done) -> None:
    assert done.statuses == [1, 0]  # below --fail-under; which the second run does not ask for


def test_run_directories_are_ordinary_ones(done: Done) -> None:
    cards = scorecards(done.folder / "portals" / "jia")
    assert {card["unit"] for card in cards} == {"jia-county", "jia-town"}
    assert main(["export", str(done.folder / "portals" / "jia"), "--format", "csv"]) == 0


@pytest.mark.parametrize("which", ["first", "second"])
def test_the_file_fits_its_schema(done: Done, which: str) -> None:
    assert misfits("batch", getattr(done, which)) == []


def test_batches_are_compared_portal_by_portal(done: Done, tmp_path: Path) -> None:
    """With a copy of itself, from which one portal is missing: nothing is new, nothing is fixed."""
    copy = shutil.copytree(done.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("ding"))
    assert main(["compare", str(copy), str(done.folder), "--out", str(tmp_path)]) == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "trend.csv").read_text("utf-8-sig"))))
    assert {row["portal"] for row in rows} == {"jia县门户", "yi县门户", "bing县门户"}
    assert {(row["appeared"], row["gone"]) for row in rows} == {("", ""), ("0", "0")}
    assert "jia县门户、yi县门户、bing县门户" in (tmp_path / "trend.html").read_text("utf-8")


def test_results_that_cannot_be_read_cost_their_own_portal_alone(
    done: Done, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(done.folder, tmp_path / "copy"))
    (copy / "portals" / "jia" / "scorecard.json").write_text("{")
    assert main(["batch", "--resume", str(copy), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert portals(told)["jia"]["failed"] == "unreadable" and "scorecard.json" in portals(told)["jia"]["detail"]
    assert {each["portal"] for each in ranking(told, "portal")["ranked"]} == {"yi", "ding"}
    assert "xuncha judge" in (copy / "batch.html").read_text("utf-8")


def test_what_a_user_should_hear_of_a_judging_is_told(done: Done, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(done.folder / "portals" / "jia", tmp_path / "jia"))
    (copy / "scorecard.json").write_text("{")
    told: list[Any] = []
    JudgeTask(copy, load_rubrics(("national-2019",)), date(2026, 6, 30), "zh")(told.append)
    (judged,) = told
    assert "scorecard.json" in judged.notes[0] and str(copy / "earlier") in judged.notes[0]


def test_a_run_that_cannot_be_read_leaves_the_other_portals_comparable(
    done: Done, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(done.folder, tmp_path / "copy"))
    (copy / "portals" / "jia" / "crawl.sqlite").chmod(0o644)
    (copy / "portals" / "jia" / "crawl.sqlite").write_text("no crawl")
    assert main(["compare", str(copy), str(done.folder), "--json"]) == 0
    told = capsys.readouterr()
    assert {each["portal"] for each in json.loads(told.out)["comparisons"]} == {"yi县门户", "bing县门户", "ding县门户"}
    assert str(copy / "portals" / "jia" / "crawl.sqlite") in told.err


class StopsAtFirst(Silent):
    """Interrupts the batch when the first portal is judged."""

    def moved(self, portal: str, now: PortalState) -> None:
        if now.step is Step.JUDGED:
            signal.raise_signal(signal.SIGINT)


def test_an_interruption_ends_judging_after_the_portal_under_way(
    done: Done, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(done.folder, tmp_path / "copy"))
    with monkeypatch.context() as patched:
        patched.setattr(run, "processors", lambda: 1)
        patched.setattr(cli_batch, "progress", lambda _lang: nullcontext(StopsAtFirst()))
        assert main(["batch", "judge", str(copy), "--as-of", "2026-07-31"]) == INTERRUPTED
    assert "还有 3 个门户没有评判" in capsys.readouterr().err
    assert main(["batch", "--resume", str(copy), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {each["step"] for each in told["portals"]} == {"judged"} and told["as_of"] == "2026-07-31"


def test_a_process_that_cannot_be_had_is_a_failure_of_one_portal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, refused = Crew.start, [FLEET]

    def start(crew: Crew, name: str, *more: Any) -> None:
        if name in refused:
            refused.remove(name)
            raise OSError("no process: Resource temporarily unavailable")
        began(crew, name, *more)

    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Crew, "start", start)
    with SmallSite() as site:
        file = registry(tmp_path / "registry.yaml", [entry("bing", CLOSED), entry("jia", site.url)])
        assert main(["batch", str(file), *QUICKLY, "--out", str(tmp_path / "out")]) == 0
    told = portals(json.loads((tmp_path / "out" / "batch.json").read_bytes()))
    assert (told["bing"]["failed"], told["jia"]["step"]) == ("broke-down", "judged")


def test_a_page_that_breaks_the_process_of_all_costs_no_other_portal_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All go on where they were, the portal of the page in a process of its own, in which it may break no other."""
    began, begun = Crew.start, list[str]()

    def start(crew: Crew, name: str, *more: Any) -> None:
        begun.append(name)
        began(crew, name, *more)

    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Crew, "start", start)
    monkeypatch.setattr(run, "FleetTask", FleetBreaks)
    with SmallSite(slowly) as one, SmallSite(slowly) as other, SmallSite() as third:
        sites = {"jia": one, "yi": other, "ding": third}
        file = registry(tmp_path / "registry.yaml", [entry(name, site.url) for name, site in sites.items()])
        assert main(["batch", str(file), *QUICKLY, "--out", str(tmp_path / "out")]) == 0
    told = portals(json.loads((tmp_path / "out" / "batch.json").read_bytes()))
    assert {(each["step"], each["end_reason"]) for each in told.values()} == {("judged", "finished")}
    assert sorted(name for name in begun if not name.startswith("judge")) == ["crawl ding", FLEET, FLEET]
    cards = {name: run_card(tmp_path / "out" / "portals" / name) for name in sites}
    assert len(cards["ding"]["interruptions"]) == 1
    assert len({card["counts"]["pages"] for card in cards.values()}) == 1
    assert "crawler/fetch/recorder.py" in (tmp_path / "out" / "process.log").read_text()  # where it broke
    assert not (tmp_path / "out" / READING_FILE).exists()


def test_judging_again_needs_no_network(done: Done, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["office", str(done.folder / "portals" / "jia"), "--dated", "2026-07-31"]) == 0
    letters = sorted(path.name for path in (done.folder / "portals" / "jia" / "documents").glob("*.docx"))
    capsys.readouterr()
    assert main(["batch", "judge", str(done.folder), "--as-of", "2026-07-31", "--json"]) == 0
    told, said = map("".join, capsys.readouterr())
    assert letters and all(name in said for name in letters), "they rest on what the portal was found to be before"
    told = json.loads(told)
    assert told["as_of"] == "2026-07-31"
    assert {name: run_card(done.folder / "portals" / name)["as_of"] for name in ("jia", "ding")} == {
        "jia": "2026-07-31",
        "ding": "2026-07-31",
    }
    assert (done.folder / "portals" / "jia" / "earlier").is_dir()


def test_nothing_to_audit_is_status_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    file = registry(tmp_path / "registry.yaml", [entry("bing", CLOSED)])
    assert main(["batch", str(file), *QUICKLY, "--out", str(tmp_path / "out")]) == 3


def test_an_interrupted_batch_keeps_what_it_has_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    with SmallSite(slowly) as one, SmallSite(slowly) as other:
        file = registry(tmp_path / "registry.yaml", [entry("jia", one.url, rate=4), entry("yi", other.url)])
        words = ["batch", file, *QUICKLY, "--concurrency", "1", "--out", out]
        process = subprocess.Popen(
            command(words), env={**os.environ, **ENVIRONMENT}, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        wait_for((out / "portals" / "jia" / "crawl.sqlite").exists, process)
        time.sleep(1.0)  # some pages; how many is all the same
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == INTERRUPTED, said.decode()
        state = json.loads((out / "batch-state.json").read_bytes())["portals"]
        assert (state["jia"]["step"], state["jia"]["end_reason"]) == ("judged", "interrupted")
        assert state["yi"]["step"] == "waiting"
        before = run_card(out / "portals" / "jia")
        told = json.loads((out / "batch.json").read_bytes())
        assert {each["portal"]: each["reason"] for each in ranking(told, "portal")["not_observed"]} == {
            "jia": "interrupted",
            "yi": "not-begun",
        }
        assert (out / "batch.html").exists() and (out / "portals" / "jia" / "report.html").exists()
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        assert main(["batch", "--resume", str(out), "--concurrency", "2"]) == 0
    told = portals(json.loads((out / "batch.json").read_bytes()))
    assert {name: each["end_reason"] for name, each in told.items()} == {"jia": "finished", "yi": "finished"}
    after = run_card(out / "portals" / "jia")
    assert after["run_id"] == before["run_id"] and len(after["interruptions"]) == 1  # it went on, nothing was lost
    assert not (out / "replaced").exists()


def test_a_killed_batch_goes_on_with_what_its_orphaned_process_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    with SmallSite(slowly) as one, SmallSite(slowly) as other:
        file = registry(tmp_path / "registry.yaml", [entry("jia", one.url, rate=4), entry("yi", other.url, rate=4)])
        process = subprocess.Popen(
            command(["batch", file, *QUICKLY, "--out", out]),
            env={**os.environ, **ENVIRONMENT},
            stderr=subprocess.DEVNULL,
        )
        for name in ("jia", "yi"):
            wait_for((out / "portals" / name / "crawl.sqlite").exists, process)
        time.sleep(1.0)  # some pages; how many is all the same
        process.kill()
        process.wait()
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        until = time.monotonic() + PATIENCE_S
        while main(["batch", "--resume", str(out)]) == UserError.exit_status:  # the orphan is still ending
            assert time.monotonic() < until
            time.sleep(0.2)
    told = portals(json.loads((out / "batch.json").read_bytes()))
    assert {name: each["end_reason"] for name, each in told.items()} == {"jia": "finished", "yi": "finished"}
    assert [len(run_card(out / "portals" / name)["interruptions"]) for name in told] == [1, 1]
    assert not (out / "replaced").exists()


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.05)
