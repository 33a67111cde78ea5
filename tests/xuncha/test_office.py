"""`xuncha office DIR…`: documents of a stored run, on their way to the disk and through every misuse."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from tests.xuncha.runs import findings, xuncha
from tests.xuncha.small_site import SmallSite
from xuncha.cli import main

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
DATED = ("--dated", "2026-07-01")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("office") / "run"
    with SmallSite() as site:
        done = xuncha("audit", site.url, *QUICKLY, "--out", folder, XUNCHA_RETRY_AFTER_S="0.05")
    assert done.returncode == 0, done.stderr
    yield folder


def office(*arguments: str | Path) -> int:
    return main(["office", *map(str, arguments)])


def contents(folder: Path) -> dict[str, bytes]:
    """The documents in a folder; what a killed process had staged is none."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def test_documents_lie_in_the_run_and_are_the_same_when_made_again(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office(run, *DATED, "--days", 5) == 0
    said = capsys.readouterr().err
    assert "已写出 4 个文件" in said
    assert "发文日期 2026年7月1日。整改期限：全部问题 2026年7月8日（5 个工作日）" in said
    first = contents(run / "documents")
    assert {name.split("-")[0] for name in first} == {"检查通报.docx", "评估报告", "整改通知单", "自查表"}
    assert office(run, *DATED, "--days", 5, "--out", tmp_path) == 0
    assert contents(tmp_path) == first


def test_a_day_that_no_calendar_knows_is_told_as_a_number(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office(run, "--kind", "notice", "--dated", "2039-12-30", "--out", tmp_path) == 0
    assert "一般问题 10 个工作日（跨入的年度尚未公布放假安排，日期请自行推算）" in capsys.readouterr().err


def test_accepted_findings_leave_no_notice(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = "".join(
        f"  - {{fingerprint: '{print_}', reason: 已报备, by: 张三}}\n"
        for print_ in sorted({found["fingerprint"] for found in findings(run)})
    )
    accepted = tmp_path / "accepted.yaml"
    accepted.write_text(f"suppressions:\n{known}", encoding="utf-8")
    assert office(run, *DATED, "--suppressions", accepted, "--out", tmp_path / "out") == 0
    assert not [name for name in contents(tmp_path / "out") if name.startswith("整改通知单")]
    assert "没有须整改的问题，不出整改通知单" in capsys.readouterr().err


@pytest.mark.parametrize("renamed", [0, 2])
def test_a_killed_process_leaves_the_old_or_the_new_of_every_document(
    run: Path, editions: tuple[Path, Path], tmp_path: Path, renamed: int
) -> None:
    old = tmp_path / "old"
    shutil.copytree(editions[0], old)
    was, wanted = map(contents, editions)
    assert was.keys() == wanted.keys() and not {*was.values()} & {*wanted.values()}
    if (child := os.fork()) == 0:
        _killed_after(renamed, (run, *DATED, "--number", "第2号", "--force", "--out", old))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    now = contents(old)
    assert now.keys() == was.keys()
    assert sum(now[name] == wanted[name] for name in now) == renamed
    assert all(now[name] in (was[name], wanted[name]) for name in now)


def test_what_may_have_been_changed_by_hand_is_not_overwritten(
    run: Path, editions: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(editions[0], kept)
    assert office(run, *DATED, "--number", "第1号", "--out", kept) == 0, "the same again"
    assert office(run, *DATED, "--number", "第2号", "--out", kept) == 2
    assert "未覆盖任何文件" in capsys.readouterr().err
    assert contents(kept) == contents(editions[0])
    assert office(run, *DATED, "--number", "第2号", "--force", "--out", kept) == 0
    assert contents(kept) == contents(editions[1])


def test_a_letter_is_not_older_than_what_it_tells(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert office(run, "--dated", "2001-01-01", "--out", tmp_path / "out") == 2
    assert "公文日期 2001-01-01 早于监测时间点" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_letters_of_an_earlier_judging_are_named_and_stay(run: Path, tmp_path: Path) -> None:
    """Judged again as of another day, the run says something else than the letters that lie in it."""
    folder = tmp_path / "run"
    shutil.copytree(run, folder)
    shutil.rmtree(folder / "documents", ignore_errors=True)
    assert office(folder, *DATED) == 0
    letters = contents(folder / "documents")
    same = xuncha("judge", folder, "--json")
    assert json.loads(same.stdout)["stale_documents"] == [] and "另一次评判" not in same.stderr
    again = xuncha("judge", folder, "--as-of", "2026-06-29")
    assert again.returncode == 0, again.stderr
    assert f"以下 {len(letters)} 份公文出自另一次评判" in again.stderr
    assert all(name in again.stderr for name in letters)
    assert contents(folder / "documents") == letters
    told = json.loads(xuncha("judge", folder, "--as-of", "2026-06-29", "--json").stdout)
    assert {Path(path).name for path in told["stale_documents"]} == {*letters}


def test_a_stale_letter_is_told_from_one_that_was_changed_by_hand(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert office(run, *DATED, "--out", out) == 0
    before = contents(out)
    capsys.readouterr()
    assert office(run, *DATED, "--as-of", "2026-06-29", "--out", out) == 2
    assert "出自另一次评判" in capsys.readouterr().err
    assert contents(out) == before
    assert office(run, *DATED, "--as-of", "2026-06-29", "--kind", "notice", "--force", "--out", out) == 0
    _, told, names = capsys.readouterr().err.partition("以下 3 份公文出自另一次评判")
    assert told and "检查通报.docx" in names and "整改通知单" not in names


@pytest.fixture(scope="module")
def editions(run: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same documents under two numbers."""
    folder = tmp_path_factory.mktemp("editions")
    for number in ("第1号", "第2号"):
        assert office(run, *DATED, "--number", number, "--out", folder / number) == 0
    return folder / "第1号", folder / "第2号"


def _killed_after(renamed: int, arguments: tuple[str | Path, ...]) -> None:
    """In a child: make the documents, and die before the next rename."""
    replace, left = Path.replace, [renamed]

    def dying(self: Path, target: Path) -> Path:
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1
        return replace(self, target)

    Path.replace = dying  # type: ignore[assignment, method-assign]
    try:
        office(*arguments)
    finally:
        os._exit(1)


def test_a_broken_template_leaves_nothing(run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine, out = tmp_path / "mine", tmp_path / "out"
    assert office("--write-templates", mine) == 0
    broken = mine / "self-check.docx"
    document = Document(str(broken))
    document.add_paragraph("{{ unit.phone }}")
    document.save(str(broken))
    capsys.readouterr()
    assert office(run, *DATED, "--templates", mine, "--out", out) == 2
    said = capsys.readouterr().err
    assert f"{broken}: 模板中“{{{{ unit.phone }}}}”这一段无法填写" in said and "phone" in said
    assert not out.exists()


def test_pdf_without_libreoffice_is_refused_before_anything_is_done(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office(run, *DATED, "--pdf", "--out", tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert "libreoffice-writer" in said and said.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "--write-templates"),
        (("RUN", "--write-templates", "x"), "--write-templates"),
        (("RUN", "RUN"), "--out"),
        (("RUN", "RUN", "--out", "OUT"), "出现了两次"),
        (("RUN", "RUN", "--out", "OUT", "--sheet", "a.xlsx"), "评分表属于一次检查"),
        (("RUN", "--unit", "nobody"), "nobody"),
        (("OUT",), "OUT"),
    ],
)
def test_misuse_is_one_clear_error(
    run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    places = {"RUN": str(run), "OUT": str(tmp_path / "OUT")}
    assert office(*(places.get(word, word) for word in arguments)) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "OUT").exists()


def test_the_extra_is_named_where_it_is_missing(
    run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "docxtpl", None)
    monkeypatch.delitem(sys.modules, "reports.office.filling", raising=False)
    assert office(run, *DATED, "--out", tmp_path / "out") == 2
    assert "xuncha[office]" in capsys.readouterr().err
