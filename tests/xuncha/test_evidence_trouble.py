"""Trouble with evidence never loses reports: it is told in run.json and on top of the report, and can be mended."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crawler.evidence.archive import Archive
from crawler.evidence.frames import frame_of_records
from crawler.evidence.place import BASIS, EVIDENCE, INDEX, RECORDS, SPOOL
from reports import manifest
from reports.evidence.checking import check
from tests.xuncha.runs import findings, run_card, xuncha
from tests.xuncha.small_site import SmallSite
from tests.xuncha.test_evidence import QUICKLY, Run, with_a_dead_link

SOON = {"XUNCHA_CACHE_DIR": "none", "XUNCHA_RETRY_AFTER_S": "0.05"}


def audited(folder: Path) -> Run:
    with SmallSite(with_a_dead_link) as site:
        done = xuncha("audit", site.url, *QUICKLY, "--no-browser", "--out", folder, **SOON)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return Run(folder, site.url)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    run = audited(tmp_path_factory.mktemp("runs") / "first")
    assert run_card(run.folder)["evidence_notes"] == []
    yield run


@pytest.fixture
def run(first: Run, tmp_path: Path) -> Run:
    return Run(Path(shutil.copytree(first.folder, tmp_path / "run")), first.url)


def judged(run: Run) -> dict[str, Any]:
    """The run card after judging again, which must end well whatever was done to the evidence."""
    done = xuncha("judge", run.folder)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert run.dead["code"] == "http-404", "the finding does not depend on its evidence"
    card = run_card(run.folder)
    for note in card["evidence_notes"]:
        assert note in done.stderr
    return card


def full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_costs_the_evidence_and_not_the_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("crawler.evidence.keep._sync", full)
        run = audited(tmp_path / "run")
    (note,) = run_card(run.folder)["evidence_notes"]
    assert "磁盘空间不足" in note and note in run_card(run.folder)["notices"]
    assert note in (run.folder / "report.html").read_text(encoding="utf-8")
    assert "records" not in run.dead["evidence"] and (run.folder / EVIDENCE / SPOOL).is_file()
    assert judged(run)["evidence_notes"] == []
    assert run.dead["evidence"]["records"] and not check(run.folder).troubles


def test_a_folder_that_takes_no_evidence_is_told(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / EVIDENCE).write_text("a file where the folder should be")
    (note,) = run_card(audited(tmp_path / "run").folder)["evidence_notes"]
    assert "File exists" in note or "Not a directory" in note


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def blocked(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "held").write_bytes(b"x")


@pytest.mark.parametrize(
    ("name", "harm"),
    [(INDEX, torn), (INDEX, lambda path: path.write_bytes(b"\xff\n")), (BASIS, blocked), (INDEX, blocked)],
)
def test_evidence_that_is_damaged_or_in_the_way_is_told(run: Run, name: str, harm: Callable[[Path], object]) -> None:
    harm(run.folder / EVIDENCE / name)
    card = judged(run)
    assert len(card["evidence_notes"]) == 1 or name == INDEX
    assert card["evidence_notes"] == card["notices"] or name == INDEX
    assert xuncha("evidence", "verify", run.folder).returncode == 1


def test_a_torn_spool_keeps_what_is_whole(run: Run) -> None:
    home, archive = run.folder / EVIDENCE, Archive.open(run.folder)
    frames = [
        frame_of_records(entry, archive.packed(entry.answer), archive.packed(entry.request))
        for entry in archive.entries
    ]
    (home / SPOOL).write_bytes(b"".join(frames)[:-30])
    (home / INDEX).unlink()
    judged(run)
    assert len(Archive.open(run.folder).entries) == len(archive.entries) - 1
    assert Archive.open(run.folder).entries and not [
        each for each in check(run.folder).troubles if each.kind == "record"
    ]


def test_a_damaged_manifest_is_told_and_stays_damaged(run: Run) -> None:
    path = run.folder / manifest.NAME
    path.write_bytes(path.read_bytes().replace(b'"tool": "xuncha"', b'"tool": "Xuncha"'))
    before = path.read_bytes()
    (note,) = judged(run)["evidence_notes"]
    assert manifest.NAME in note and path.read_bytes() == before
    done = xuncha("evidence", "verify", run.folder, "--lang", "en")
    assert done.returncode == 2 and "manifest" in done.stderr
    path.unlink()
    assert judged(run)["evidence_notes"] == []
    assert xuncha("evidence", "verify", run.folder).returncode == 0


def test_what_a_killed_process_left_half_written_goes_when_the_run_is_judged(run: Run) -> None:
    ended = 4194999  # above the largest process id of Linux' default
    left = [run.folder / f".run.json.{ended}.part", run.folder / EVIDENCE / f".{RECORDS}.{ended}.part"]
    running, strange = run.folder / f".report.html.{os.getppid()}.part", run.folder / ".notes.part"
    for path in (*left, running, strange):
        path.write_bytes(b"half")
    assert {each.kind for each in check(run.folder).troubles} == {"left-over", "stray"}
    judged(run)
    assert not any(path.exists() for path in left)
    assert running.exists() and strange.exists()


@pytest.mark.parametrize("content", [None, b"a folder of something else"])
def test_a_folder_without_a_run_is_one_clear_error(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "else"
    if content:
        folder.mkdir()
        (folder / "notes.txt").write_bytes(content)
    for command in (("verify",), ("pack",), ("pack", "--zip")):
        done = xuncha("evidence", command[0], folder, *command[1:], "--lang", "en")
        assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1
        assert "no run" in done.stderr.lower()


def test_what_was_unpacked_without_the_crawl_is_still_checked(run: Run) -> None:
    (run.folder / "crawl.sqlite").unlink()
    assert xuncha("evidence", "verify", run.folder).returncode == 1
    assert xuncha("evidence", "verify", run.folder, "--without", "crawl.sqlite").returncode == 0


def test_bytes_that_are_saved_in_the_run_are_no_strangers_and_replace_nothing(run: Run) -> None:
    mark = run.dead["fingerprint"]
    done = xuncha("evidence", "show", run.folder, mark, "--body", "--out", run.folder / "body.html")
    assert done.returncode == 0, done.stderr
    assert xuncha("evidence", "verify", run.folder).returncode == 0
    for name in ("report.html", manifest.NAME, "evidence/records.warc.gz"):
        before = (run.folder / name).read_bytes()
        done = xuncha("evidence", "show", run.folder, mark, "--body", "--out", run.folder / name, "--lang", "en")
        assert done.returncode == 2 and "--out" in done.stderr
        assert (run.folder / name).read_bytes() == before


def test_sizes_are_never_nothing_and_parts_have_one_folder(run: Run) -> None:
    done = xuncha("evidence", "pack", run.folder, "--zip")
    assert done.returncode == 0 and " 0.0 MB" not in done.stderr and " 0 " not in done.stderr
    shutil.unpack_archive(run.folder.with_name("run.zip"), run.folder.parent / "unpacked")
    inside = run.folder.parent / "unpacked" / "run"
    assert (inside / "report.html").is_file() and list((run.folder.parent / "unpacked").iterdir()) == [inside]
    checked = xuncha("evidence", "verify", inside, "--without", "crawl.sqlite", "--without", "index.csv", "--json")
    assert json.loads(checked.stdout)["ok"], checked.stdout


def test_findings_stay_the_same_when_the_evidence_comes_back(run: Run) -> None:
    before = findings(run.folder)
    index = run.folder / EVIDENCE / INDEX
    content = index.read_bytes()
    torn(index)
    judged(run)
    index.write_bytes(content)
    judged(run)
    assert findings(run.folder) == before


def test_runs_below_are_packed_and_checked_with_it(run: Run, first: Run) -> None:
    below = Path(shutil.copytree(first.folder, run.folder / "below"))
    (below / manifest.NAME).unlink()
    assert xuncha("judge", below).returncode == 0  # which tells the manifest above
    assert xuncha("evidence", "verify", run.folder).returncode == 0
    assert xuncha("evidence", "pack", run.folder, "--zip").returncode == 0
    shutil.unpack_archive(run.folder.with_name("run.zip"), run.folder.parent / "unpacked")
    left_out = ("--without", "crawl.sqlite", "--without", "index.csv")
    done = xuncha("evidence", "verify", run.folder.parent / "unpacked" / "run", *left_out)
    assert done.returncode == 0, done.stdout
    (run.folder.parent / "unpacked" / "run" / "below" / "run.json").write_bytes(b"{}")
    done = xuncha("evidence", "verify", run.folder.parent / "unpacked" / "run", *left_out)
    assert done.returncode == 1 and "below/run.json" in done.stdout
