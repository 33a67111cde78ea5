"""`xuncha sheet` and `xuncha score --sheet`: from a stored run to a workbook, and from a workbook to the reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reports.sheet.layout import AT, FIRST_ROW
from tests.xuncha.runs import run_card, scorecards, xuncha
from tests.xuncha.small_site import SmallSite

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
UNIT = "127.0.0.1"


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sheet") / "run"
    with SmallSite() as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", folder, XUNCHA_RETRY_AFTER_S="0.05")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def run(audited: Path, tmp_path: Path) -> Iterator[Path]:
    """The run as it was audited, whatever a test before made of its reports."""
    kept = {path: path.read_bytes() for path in audited.iterdir() if path.is_file()}
    yield audited
    for path, content in kept.items():
        path.write_bytes(content)


def sheet_of(run: Path, out: Path, *options: str) -> Path:
    done = xuncha("sheet", run, "--out", out, *options)
    assert done.returncode == 0, done.stderr
    assert out.name in done.stderr
    return out


def fill(path: Path, out: Path, entries: dict[str, dict[str, Any]]) -> Path:
    """Enter values by indicator and column key, and save under another name."""
    book = openpyxl.load_workbook(path)
    page = book["评分表"]
    lines = {page.cell(line, AT["key-indicator"] + 1).value: line for line in range(FIRST_ROW + 1, page.max_row + 1)}
    for indicator, cells in entries.items():
        for key, value in cells.items():
            page.cell(lines[indicator], AT[key] + 1).value = value
    book.save(out)
    return out


def by(name: str, **decision: Any) -> dict[str, Any]:
    return decision | {"assessor": name, "assessed-on": date(2026, 7, 2), "remark": "抽查", "evidence": "佐证1.pdf"}


def line(folder: Path, indicator: str) -> dict[str, Any]:
    [card] = scorecards(folder)
    return next(line for line in card["indicators"] if line["id"] == indicator)


def test_what_is_entered_stands_in_every_report_with_its_assessor(run: Path, tmp_path: Path) -> None:
    blank = sheet_of(run, tmp_path / "scores.xlsx")
    before = scorecards(run)[0]
    filled = fill(
        blank,
        tmp_path / "filled.xlsx",
        {"V1": by("李某", decision="不存在"), "D2.1": by("王某", amount=1.5), "B3.2": by("王某", amount=1)},
    )
    done = xuncha("score", run, "--sheet", filled)
    assert done.returncode == 0, done.stderr
    assert "已读入 3 项" in done.stderr
    after = scorecards(run)[0]
    assert after["score"] is None or before["score"] is None or after["score"] <= before["score"]
    assert line(run, "D2.1")["entered"] | {"cell": ""} == {
        "assessor": "王某",
        "assessed_on": "2026-07-02",
        "points": 1.5,
        "fulfilled": False,
        "remark": "抽查",
        "evidence": "佐证1.pdf",
        "cell": "",
    }
    assert line(run, "D2.1")["lost"] == 1.5 and line(run, "D2.1")["open_points"] == 0
    assert line(run, "V1")["outcome"] == "pass" and line(run, "B3.2")["earned"] == 1
    page = (run / "report.html").read_text(encoding="utf-8")
    assert "王某 2026-07-02填写：扣 1.5 分" in page and "李某 2026-07-02填写：不存在否决情形" in page
    assert "佐证1.pdf" in page and "filled.xlsx" in page
    [used] = run_card(run)["sheets"]
    assert used["file"] == "filled.xlsx" and len(used["sha256"]) == 64
    again = xuncha("judge", run)
    assert again.returncode == 0 and run_card(run)["sheets"] == [] and line(run, "D2.1")["entered"] is None


def test_a_bad_sheet_changes_nothing(run: Path, tmp_path: Path) -> None:
    blank = sheet_of(run, tmp_path / "scores.xlsx")
    bad = fill(blank, tmp_path / "bad.xlsx", {"D2.1": {"amount": 99}, "V1": {"decision": "不清楚", "clause": "改了"}})
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    done = xuncha("score", run, "--sheet", bad)
    assert (done.returncode, done.stdout) == (2, "")
    heading, *problems = done.stderr.splitlines()
    assert "共 3 处" in heading and len(problems) == 3
    assert all(any(word in line for line in problems) for word in ("0～5", "改回", "不存在 / 存在"))
    assert {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()} == before


def test_an_entry_beyond_what_a_shared_pool_has_left_is_refused(run: Path, tmp_path: Path) -> None:
    blank = sheet_of(run, tmp_path / "scores.xlsx")
    done = xuncha("score", run, "--sheet", fill(blank, tmp_path / "x.xlsx", {"D2.2": by("王某", amount=10_000)}))
    assert done.returncode == 2 and "评分表!M" in done.stderr and "10000" in done.stderr


def test_the_sheet_of_another_run_is_refused(run: Path, tmp_path: Path) -> None:
    blank = sheet_of(run, tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(blank)
    assert book["xuncha"]["B2"].value == run_card(run)["run_id"]
    book["xuncha"]["B2"] = "of-another-run"
    book.save(tmp_path / "other.xlsx")
    done = xuncha("score", run, "--sheet", tmp_path / "other.xlsx")
    assert done.returncode == 2 and "另一次检查" in done.stderr
    plan = sheet_of(run, tmp_path / "plan.xlsx", "--rubric", "pingyin-2023")
    done = xuncha("score", run, "--sheet", plan)
    assert done.returncode == 2 and "pingyin-2023" in done.stderr and "--rubric" in done.stderr
    late = xuncha("score", run, "--sheet", blank, "--as-of", "2026-07-01")
    assert late.returncode == 2 and "2026-06-30" in late.stderr


def test_a_plan_without_points_is_answered_by_yes_and_no(run: Path, tmp_path: Path) -> None:
    blank = sheet_of(run, tmp_path / "plan.xlsx", "--rubric", "pingyin-2023")
    filled = fill(
        blank,
        tmp_path / "filled.xlsx",
        {"1-key": by("王某", decision="已落实"), "2-project": by("王某", decision="未落实")},
    )
    options = ("--rubric", "pingyin-2023", "--sheet", filled)
    done = xuncha("score", run, *options, "--json")
    assert done.returncode == 0, done.stderr
    [card] = json.loads(done.stdout)["scorecards"]
    fates = {each["id"]: each["outcome"] for each in card["indicators"]}
    assert (fates["1-key"], fates["2-project"]) == ("pass", "fail")
    assert "已读入 2 项" in done.stderr


def test_what_if_reads_the_sheet_and_writes_nothing(run: Path, tmp_path: Path) -> None:
    filled = fill(sheet_of(run, tmp_path / "s.xlsx"), tmp_path / "f.xlsx", {"D2.1": by("王某", amount=5)})
    before = (run / "scorecard.json").read_bytes()
    found = json.loads((run / "findings.jsonl").read_text(encoding="utf-8").splitlines()[0])
    done = xuncha("score", run, "--sheet", filled, "--what-if", f"fix:{found['fingerprint']}", "--json")
    assert done.returncode == 0, done.stderr
    asked = json.loads(done.stdout)
    cards = (asked["scorecards"][0], asked["what_if"][0]["scorecard"])
    for card in cards:
        entered = next(each for each in card["indicators"] if each["id"] == "D2.1")
        assert entered["entered"]["assessor"] == "王某" and entered["lost"] == 5
    assert (run / "scorecard.json").read_bytes() == before and "报告未改动" in done.stderr


def test_two_sheets_are_compared(run: Path, tmp_path: Path) -> None:
    blank = sheet_of(run, tmp_path / "s.xlsx")
    one = fill(blank, tmp_path / "a.xlsx", {"D2.1": by("王某", amount=1), "V1": by("王某", decision="不存在")})
    other = fill(blank, tmp_path / "b.xlsx", {"D2.1": by("李某", amount=2), "V1": by("李某", decision="不存在")})
    done = xuncha("sheet", "--compare", one, other)
    assert done.returncode == 0, done.stderr
    assert "一致率：50.0%" in done.stdout and "b.xlsx：2 分（李某 2026-07-02）抽查" in done.stdout
    machine = json.loads(xuncha("sheet", "--compare", one, other, "--json").stdout)
    assert (machine["both"], machine["equal"], [each["indicator"] for each in machine["differences"]]) == (
        2,
        1,
        ["D2.1"],
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "--compare"),
        (("RUN",), "--out"),
        (("RUN", "--out", "TMP/s.xls"), ".xlsx"),
        (("RUN", "--out", "TMP/there.xlsx"), "there.xlsx"),
        (("RUN", "--out", "TMP/no/s.xlsx"), "no"),
        (("TMP", "--out", "TMP/s.xlsx"), "crawl.sqlite"),
        (("RUN", "--out", "TMP/s.xlsx", "--unit", "nobody"), UNIT),
        (("--compare", "TMP/there.xlsx", "TMP/there.xlsx"), "there.xlsx"),
    ],
)
def test_bad_usage_is_one_clear_error(run: Path, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    (tmp_path / "there.xlsx").write_bytes(b"filled in by somebody")
    given = [each.replace("RUN", str(run)).replace("TMP", str(tmp_path)) for each in arguments]
    done = xuncha("sheet", *given)
    assert (done.returncode, done.stdout) == (2, "") and words in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there.xlsx"]
    assert (tmp_path / "there.xlsx").read_bytes() == b"filled in by somebody"


def test_score_of_an_unknown_unit_writes_nothing(run: Path, tmp_path: Path) -> None:
    filled = fill(sheet_of(run, tmp_path / "s.xlsx"), tmp_path / "f.xlsx", {"D2.1": by("王某", amount=5)})
    before = (run / "scorecard.json").read_bytes()
    done = xuncha("score", run, "--sheet", filled, "--unit", "nobody")
    assert done.returncode == 2 and UNIT in done.stderr
    assert (run / "scorecard.json").read_bytes() == before


def test_repairs_and_warnings_are_told_with_a_sheet_as_without_one(run: Path, tmp_path: Path) -> None:
    filled = fill(sheet_of(run, tmp_path / "scores.xlsx"), tmp_path / "filled.xlsx", {"D2.1": by("王某", amount=0)})
    plain = xuncha("score", run).stdout
    with_sheet = xuncha("score", run, "--sheet", filled).stdout
    for said in (plain, with_sheet):
        heads = [said.index(head) for head in ("\n最省力的整改：\n", "最少修复", "  fix:", "\n预警：\n")]
        assert heads == sorted(heads), said
