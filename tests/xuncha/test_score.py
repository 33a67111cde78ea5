"""`xuncha score DIR`: a stored run explained and asked what if, without the network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from reports.manual_entry import ManualEntry
from tests.xuncha.runs import findings, scorecards, xuncha, xuncha_process
from tests.xuncha.small_site import SmallSite, send
from xuncha.assessing import scored_with
from xuncha.rundir import last_judged
from xuncha.scoring import scored_run, what_if

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")


def gone(handler: BaseHTTPRequestHandler) -> bool:
    """One article is missing."""
    if not handler.path.startswith("/tz/t3"):
        return False
    send(handler, 404, "<html><body>404 Not Found</body></html>")
    return True


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("score") / "run"
    with SmallSite(gone) as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", folder, XUNCHA_RETRY_AFTER_S="0.05")
    assert done.returncode == 0, done.stderr
    yield folder


def test_the_stored_run_is_explained_and_nothing_is_written(run: Path) -> None:
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    done = xuncha("score", run)
    assert done.returncode == 0, done.stderr
    assert "得分构成" not in done.stderr
    for words in ("已评定", "满分", "合计（即得分）"):
        assert words in done.stdout, done.stdout
    machine = xuncha_process("score", run, "--json")
    assert json.loads(machine.stdout) == {"scorecards": scorecards(run), "what_if": []}
    assert {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()} == before


def test_what_if_scores_the_run_as_if_the_findings_were_repaired(run: Path) -> None:
    dead = [found["fingerprint"] for found in findings(run) if found["code"] == "http-404"]
    everything = sorted({found["fingerprint"] for found in findings(run)})
    assert len(dead) == 1 and len(everything) > 1
    fixes = [f"fix:{print_}" for print_ in everything]
    done = xuncha("score", run, "--json", "--what-if", fixes[0], *fixes[1:])
    assert done.returncode == 0, done.stderr
    [asked] = json.loads(done.stdout)["what_if"]
    assert sorted(asked["repaired"]) == everything
    assert not any(line["findings"] for line in asked["scorecard"]["indicators"])
    said = xuncha("score", run, "--what-if", f"fix:{dead[0]}")
    assert "修复这 1 个问题后为" in said.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--what-if", "fix:0123456789abcdef"), "最接近的是"),
        (("--what-if", "0123456789abcdef"), "请写 fix:"),
        (("--unit", "nobody"), "可用：127.0.0.1"),
        (("--rubric", "national-2020"), "national-2019"),
    ],
)
def test_bad_usage_is_one_clear_error(run: Path, arguments: tuple[str, ...], words: str) -> None:
    done = xuncha("score", run, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr and len(done.stderr.strip().splitlines()) == 1


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    done = xuncha("score", tmp_path)
    assert done.returncode == 2 and "crawl.sqlite" in done.stderr


def test_a_later_day_is_what_the_early_warning_says(run: Path) -> None:
    """The outlook of a day is the judgement of the later day: one calculation."""
    [card] = scorecards(run)
    ahead = card["outlook"]
    assert ahead["days"] == 7
    [later] = json.loads(xuncha("score", run, "--as-of", ahead["day"], "--json").stdout)["scorecards"]
    now = {print_ for line in card["indicators"] for print_ in line["findings"]}
    then = {print_ for line in later["indicators"] for print_ in line["findings"]}
    assert then - now, "the newest article is of 18 June: a fortnight later the home page is out of date"
    assert then - now <= {coming["fingerprint"] for coming in ahead["becoming"]}
    assert ahead["vetoes"] == [veto["title"] for veto in later["vetoes"]] == ["首页不更新"]


def test_what_assessors_entered_reaches_scores_and_what_if(run: Path) -> None:
    given = ManualEntry("127.0.0.1", "D2.1", Decimal(5), None, "", "", "王某", date(2026, 7, 1), "得分!F9")
    entries = {"national-2019": {"127.0.0.1": {"D2.1": given}}}
    bare = scored_run(run, (), None, None, "zh")
    plain = bare.judgements[0].scorecards[0]
    result = scored_with(bare, entries)
    card = result.judgements[0].scorecards[0]
    assert plain.without_veto is not None and card.without_veto == plain.without_veto - 5
    line = next(line for line in card.indicators if line.id == "D2.1")
    assert line.entered is not None and (line.entered.assessor, line.lost, line.open_points) == ("王某", 5, 0)
    dead = next(found["fingerprint"] for found in findings(run) if found["code"] == "http-404")
    [asked] = what_if(result, [f"fix:{dead}"])
    assert asked.after.without_veto is not None and asked.after.without_veto > card.without_veto
    assert next(line for line in asked.after.indicators if line.id == "D2.1").lost == 5


def test_the_run_is_explained_as_it_was_judged_last(run: Path, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    assert last_judged(folder) == ("2026-06-30", ["national-2019"])
    done = xuncha("judge", folder, "--rubric", "shaheyan-2024", "--as-of", "2026-07-31")
    assert done.returncode == 0, done.stderr
    assert last_judged(folder) == ("2026-07-31", ["shaheyan-2024"])
    told = json.loads(xuncha("score", folder, "--json").stdout)
    assert told == {"scorecards": scorecards(folder), "what_if": []}
    (folder / "run.json").write_text("{", encoding="utf-8")
    assert last_judged(folder) is None
    assert {card["rubric"] for card in json.loads(xuncha("score", folder, "--json").stdout)["scorecards"]} == {
        "national-2019"
    }


def test_the_stored_run_is_exported_in_further_formats(run: Path, tmp_path: Path) -> None:
    (first, *_) = findings(run)
    accepted = tmp_path / "accepted.yaml"
    accepted.write_text(
        f"suppressions:\n  - {{fingerprint: '{first['fingerprint']}', reason: 已报备, by: 张三}}\n", encoding="utf-8"
    )
    formats = [word for name in ("csv", "sarif", "junit") for word in ("--format", name)]
    done = xuncha("export", run, *formats, "--suppressions", accepted, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"findings.csv", "findings.sarif", "junit.xml"}
    log = json.loads((tmp_path / "out" / "findings.sarif").read_text(encoding="utf-8"))
    suppressed = [each for each in log["runs"][0]["results"] if "suppressions" in each]
    assert [each["partialFingerprints"]["xuncha/v1"] for each in suppressed] == [first["fingerprint"]]


def test_a_bad_list_of_accepted_findings_is_one_clear_error(run: Path, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.yaml"
    accepted.write_text("suppressions:\n  - {fingerprint: 12, reason: x, by: y}\n", encoding="utf-8")
    done = xuncha("export", run, "--format", "sarif", "--suppressions", accepted, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "accepted.yaml" in done.stderr and "2" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["findings", "run", "scorecard"])
def test_the_schemas_are_printed(name: str) -> None:
    done = xuncha("schema", name)
    assert done.returncode == 0
    assert json.loads(done.stdout)["$id"] == f"urn:xuncha:schema:{name}:1"
