"""`xuncha audit --previous DIR`: an earlier run as evidence, and what bad words for it get."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random
from subprocess import CompletedProcess
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.xuncha.runs import findings, run_card, xuncha, xuncha_process
from tests.xuncha.small_site import SmallSite, send

QUICKLY = ("--rate", "0", "--timeout", "1", "--allow-private", "--no-external", "--no-browser", "--as-of", "2026-06-30")
AT_ONCE = {"XUNCHA_RETRY_AFTER_S": "0.02", "XUNCHA_SPACING_HOURS": "0"}
DEAD, SHAKY = "/tz/t1.html", "/tz/t2.html"


class Behaviour:
    """Two articles of the site that fail when told to."""

    def __init__(self) -> None:
        self.failing: set[str] = set()

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        if handler.path not in self.failing:
            return False
        send(handler, 500, "<html><body>Internal Server Error</body></html>")
        return True


Runs = tuple[str, Path, Path]
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runs]:
    """The site's URL, a run while one article fails, and one, with the first as evidence, while two do."""
    folder = tmp_path_factory.mktemp("runs")
    behaviour = Behaviour()
    with SmallSite(behaviour) as site:
        behaviour.failing = {DEAD}
        audit(site.url, folder / "first")
        behaviour.failing = {DEAD, SHAKY}
        audit(site.url, folder / "second", "--previous", folder / "first")
        yield site.url, folder / "first", folder / "second"


def audit(url: str, out: Path, *more: str | Path, run: Run = xuncha) -> None:
    done = run("audit", url, *QUICKLY, "--out", out, *more, **AT_ONCE)
    assert done.returncode == 0, done.stderr


def day_of(folder: Path) -> str:
    """The day in China on which a run was made."""
    started = datetime.fromisoformat(run_card(folder)["started"])
    return started.astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


def broken(folder: Path) -> dict[str, dict[str, Any]]:
    """Findings of broken links by the path of the target."""
    return {"/" + one["url"].split("/", 3)[3]: one for one in findings(folder) if one["check"] == "broken-link"}


def test_what_failed_in_both_runs_is_confirmed_and_says_since_when(runs: Runs) -> None:
    _, first, second = runs
    found = broken(second)[DEAD]
    assert found["state"] == "confirmed"
    history = found["evidence"]["history"]
    assert (history["before"], history["last_opened"], history["counted"]) == ("failed", None, True)
    assert history["failing_since"] == day_of(first)
    assert {(each["answer"], each["status"], each["date"]) for each in history["attempts"]} == {
        ("http-5xx", 500, history["failing_since"])
    }
    assert len(found["evidence"]["attempts"]) == 3  # those of this run stand apart


def test_what_opened_last_time_is_suspected_and_says_so(runs: Runs) -> None:
    _, first, second = runs
    found = broken(second)[SHAKY]
    assert found["state"] == "suspected"
    history = found["evidence"]["history"]
    assert (history["before"], history["failing_since"]) == ("opened", None)
    assert history["last_opened"] == day_of(first)


def test_a_run_of_minutes_ago_is_told_and_has_no_say(runs: Runs, tmp_path: Path) -> None:
    url, first, _ = runs
    done = xuncha("audit", url, *QUICKLY, "--out", tmp_path / "run", "--previous", first, XUNCHA_RETRY_AFTER_S="0.02")
    assert done.returncode == 0, done.stderr
    found = broken(tmp_path / "run")[SHAKY]
    assert found["state"] == "confirmed"
    assert (found["evidence"]["history"]["before"], found["evidence"]["history"]["counted"]) == ("opened", False)


def test_without_an_earlier_run_nothing_is_said_of_one(runs: Runs) -> None:
    _, first, _ = runs
    assert broken(first)[DEAD]["state"] == "confirmed"
    assert "history" not in broken(first)[DEAD]["evidence"]
    assert run_card(first)["previous"] is None


def test_the_run_card_names_the_earlier_run(runs: Runs) -> None:
    _, first, second = runs
    before, card = run_card(first), run_card(second)["previous"]
    assert (card["run_id"], card["crawl_hash"]) == (before["run_id"], before["crawl_hash"])
    assert (card["spacing_hours"], card["faults_known"]) == (0.0, 2)


def test_judging_again_needs_no_earlier_run_and_says_the_same(runs: Runs, tmp_path: Path) -> None:
    _, _, second = runs
    copy = tmp_path / "alone"
    copy.mkdir()
    shutil.copy(second / "crawl.sqlite", copy)
    shutil.copytree(second / "evidence", copy / "evidence")
    assert xuncha_process("judge", copy).returncode == 0
    for name in ("findings.jsonl", "scorecard.json"):
        assert (copy / name).read_bytes() == (second / name).read_bytes()


def test_two_runs_after_the_same_earlier_one_are_equal(runs: Runs, tmp_path: Path) -> None:
    url, first, second = runs
    audit(url, tmp_path / "third", "--previous", first, run=xuncha_process)
    for name in ("findings.jsonl", "scorecard.json"):
        assert (tmp_path / "third" / name).read_bytes() == (second / name).read_bytes()


def test_the_report_tells_the_story(runs: Runs) -> None:
    _, _, second = runs
    page = (second / "report.html").read_text(encoding="utf-8")
    assert "最早发现打不开的日期" in page and "当时可以打开" in page
    assert run_card(second)["previous"]["crawl_hash"] in page


def refused(url: str, previous: Path, out: Path, lang: str = "zh") -> str:
    """The one message of a command that ends at once and writes nothing."""
    done = xuncha("audit", url, *QUICKLY, "--previous", previous, "--out", out, "--lang", lang, **AT_ONCE)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert not (out / "crawl.sqlite").exists() or out == previous
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_folder_that_is_not_there_or_holds_no_run(tmp_path: Path, lang: str) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        said = refused("http://127.0.0.1:9/", folder, tmp_path / "out", lang)
        assert str(folder) in said and "crawl.sqlite" in said
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_crawl(tmp_path: Path) -> None:
    (tmp_path / "crawl.sqlite").write_text("something else", encoding="utf-8")
    assert str(tmp_path / "crawl.sqlite") in refused("http://127.0.0.1:9/", tmp_path, tmp_path / "out")


def test_the_new_run_itself(runs: Runs) -> None:
    url, first, _ = runs
    kept = (first / "crawl.sqlite").read_bytes()
    assert "--out" in refused(url, first, first)
    assert (first / "crawl.sqlite").read_bytes() == kept


def test_another_portal(runs: Runs, tmp_path: Path) -> None:
    url, first, _ = runs
    said = refused("http://127.0.0.1:9/", first, tmp_path / "out", "en")
    assert "another portal" in said and url.split("/")[2] in said


def test_a_newer_version(runs: Runs, tmp_path: Path) -> None:
    url, first, _ = runs
    shutil.copy(first / "crawl.sqlite", tmp_path)
    (tmp_path / "crawl.sqlite").chmod(0o644)
    with sqlite3.connect(tmp_path / "crawl.sqlite") as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    assert "99" in refused(url, tmp_path, tmp_path / "out", "en")


def test_a_run_that_was_changed_behind_its_manifest(runs: Runs, tmp_path: Path) -> None:
    url, first, _ = runs
    changed = shutil.copytree(first, tmp_path / "changed")
    (changed / "crawl.sqlite").chmod(0o644)
    with sqlite3.connect(changed / "crawl.sqlite") as file:
        file.execute("UPDATE answer SET fetched_at = '2020' || substr(fetched_at, 5)")
    file.close()
    said = refused(url, changed, tmp_path / "out")
    assert str(changed / "crawl.sqlite") in said and "manifest.json" in said
    xuncha("judge", changed)  # which writes a manifest of what it wrote, and not of what somebody changed
    assert refused(url, changed, tmp_path / "out") == said
    (changed / "manifest.json").write_text("{}", encoding="utf-8")
    assert str(changed / "manifest.json") in refused(url, changed, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_crawl_without_its_manifest_is_taken_as_it_is(runs: Runs, tmp_path: Path) -> None:
    url, first, _ = runs
    (tmp_path / "alone").mkdir()
    shutil.copy(first / "crawl.sqlite", tmp_path / "alone")
    done = xuncha("audit", url, *QUICKLY, "--previous", tmp_path / "alone", "--out", tmp_path / "out", **AT_ONCE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_without_a_manifest_end_nothing_that_has_begun(runs: Runs, tmp_path: Path, seed: int) -> None:
    url, first, _ = runs
    hurt = tmp_path / "hurt"
    hurt.mkdir()
    content, dice = bytearray((first / "crawl.sqlite").read_bytes()), Random(seed)
    for _ in range(4):
        content[dice.randrange(8192, len(content))] ^= 1 << dice.randrange(8)
    (hurt / "crawl.sqlite").write_bytes(bytes(content))
    done = xuncha("audit", url, *QUICKLY, "--previous", hurt, "--out", tmp_path / "out", **AT_ONCE)
    if done.returncode == 0:  # the bits stand where nobody looks, or say something else that can be said
        assert run_card(tmp_path / "out")["previous"] is not None
        return
    assert (done.returncode, (tmp_path / "out").exists()) == (2, False), done.stderr
    assert "损坏" in done.stderr or "无法识别" in done.stderr, done.stderr


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE answer SET attempts = '{'",
        "UPDATE answer SET answer = 'contint'",
        "UPDATE page SET facts = x'00ff'",
        "UPDATE page SET known_since = x'ff'",
        "UPDATE link SET kind = 'x'",
        "UPDATE meta SET value = '{' WHERE key = 'looks' OR key = 'readers'",
        "UPDATE meta SET value = '{}' WHERE key = 'portal'",
    ],
)
def test_damage_of_a_row_without_a_manifest_is_told_before_anything_is_asked(
    runs: Runs, tmp_path: Path, damage: str
) -> None:
    _, first, _ = runs
    shutil.copy(first / "crawl.sqlite", tmp_path)
    (tmp_path / "crawl.sqlite").chmod(0o644)
    with sqlite3.connect(tmp_path / "crawl.sqlite") as file:
        file.execute(damage)
    file.close()
    url = runs[0]
    said = refused(url, tmp_path, tmp_path / "out")
    assert str(tmp_path / "crawl.sqlite") in said
    assert not (tmp_path / "out").exists()


def test_a_run_that_was_cut_off(runs: Runs, tmp_path: Path) -> None:
    url, first, _ = runs
    shutil.copy(first / "crawl.sqlite", tmp_path)
    (tmp_path / "crawl.sqlite").chmod(0o644)
    cut_off = sqlite3.connect(tmp_path / "crawl.sqlite")
    cut_off.execute("PRAGMA journal_mode = WAL")
    cut_off.close()
    assert "封存" in refused(url, tmp_path, tmp_path / "out")


def test_several_portals_have_their_earlier_runs_below_one_folder(tmp_path: Path) -> None:
    registry = tmp_path / "registry.yaml"
    with SmallSite() as one, SmallSite() as two:
        portals = "".join(
            f"  - id: {name}\n    name: {name}\n    start_urls: ['{site.url}']\n"
            f"    units: [{{id: {name}, name: {name}, class: portal}}]\n"
            for name, site in (("one", one), ("two", two))
        )
        registry.write_text(f"portals:\n{portals}", encoding="utf-8")
        words = ("audit", "one", "two", "--registry", registry, *QUICKLY)
        first = xuncha(*words, "--out", tmp_path / "may", **AT_ONCE)
        assert first.returncode == 0, first.stderr
        second = xuncha(*words, "--out", tmp_path / "june", "--previous", tmp_path / "may", **AT_ONCE)
        assert second.returncode == 0, second.stderr
        shutil.rmtree(tmp_path / "may" / "two")
        third = xuncha(*words, "--out", tmp_path / "july", "--previous", tmp_path / "may", **AT_ONCE)
    for name in ("one", "two"):
        card = run_card(tmp_path / "june" / name)["previous"]
        assert card is not None
    assert third.returncode == 2 and str(tmp_path / "may" / "two") in third.stderr
    assert not (tmp_path / "july").exists()
