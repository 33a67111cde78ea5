"""manifest.json tells every changed, missing and added file, and never takes a stranger's change for its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import UserError
from reports import manifest
from reports.bundle import rendered
from reports.evidence.checking import Trouble, check
from reports.files import staged_file, write_all
from reports.manifest import Differences, add_written, differences, with_manifest
from reports.result import AuditResult


def written(folder: Path, result: AuditResult, **more: bytes) -> Path:
    contents = {folder / name: content for name, content in rendered(result).items()}
    contents |= {folder / name.replace("_", "."): content for name, content in more.items()}
    write_all(with_manifest(folder, contents, result))
    return folder


@pytest.fixture
def run(tmp_path: Path, county: AuditResult) -> Path:
    (tmp_path / "run" / "sub").mkdir(parents=True)
    (tmp_path / "run" / "crawl.sqlite").write_bytes(b"crawled")
    (tmp_path / "run" / "sub" / "page.png").write_bytes(b"picture")
    return written(tmp_path / "run", county)


def test_it_lists_every_file_and_says_what_made_them(run: Path, county: AuditResult) -> None:
    told = json.loads((run / manifest.NAME).read_bytes())
    files = {path.relative_to(run).as_posix(): path for path in run.rglob("*") if path.is_file()}
    listed = {each["path"]: each for each in told["files"]}
    assert set(listed) == set(files) - {manifest.NAME}
    assert list(listed) == sorted(listed)
    assert all(listed[name]["bytes"] == path.stat().st_size for name, path in files.items() if name in listed)
    card = county.run
    assert (told["tool_version"], told["run_id"], told["configuration_hash"], told["crawl_hash"]) == (
        card.tool_version,
        card.run_id,
        card.configuration_hash,
        card.crawl_hash,
    )
    assert told["rubrics"] == [{"id": each.rubric.id, "hash": each.rubric_hash} for each in county.judgements]
    assert set(told["times"]) == {"started", "finished", "judged"}
    assert all(at["beijing"].endswith("+08:00") for at in told["times"].values())


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "kind", "name"),
    [
        (lambda run: flip(run / "report.html"), "changed", "report.html"),
        (lambda run: flip(run / "crawl.sqlite"), "changed", "crawl.sqlite"),
        (lambda run: (run / "sub" / "page.png").unlink(), "missing", "sub/page.png"),
        (lambda run: (run / "sub" / "more.txt").write_text("x"), "stray", "sub/more.txt"),
        (lambda run: (run / ".hidden").write_text("x"), "stray", ".hidden"),
    ],
)
def test_what_was_done_to_a_file_is_told(run: Path, harm: Callable[[Path], object], kind: str, name: str) -> None:
    assert check(run).troubles == ()
    harm(run)
    assert check(run).troubles == (Trouble(kind, name),)


def test_writing_again_does_not_take_a_strangers_change_over(run: Path, county: AuditResult) -> None:
    flip(run / "crawl.sqlite")
    (run / "added.txt").write_text("x")
    flip(run / "report.html")
    written(run, county)
    assert differences(run) == Differences(changed=("crawl.sqlite",), stray=("added.txt",))


def test_files_that_the_program_adds_later_are_known(run: Path) -> None:
    (run / "findings.csv").write_text("ours")
    (run.parent / "elsewhere.csv").write_text("not in the run")
    add_written(run, [run / "findings.csv", run.parent / "elsewhere.csv"])
    assert not differences(run)
    (run / "manifest.json").unlink()
    add_written(run, [run / "findings.csv"])
    assert not (run / "manifest.json").exists()


def test_a_file_may_be_left_out_on_purpose(run: Path) -> None:
    (run / "crawl.sqlite").unlink()
    assert differences(run).missing == ("crawl.sqlite",)
    assert not differences(run, frozenset({"crawl.sqlite"}))


def test_runs_below_answer_for_themselves(run: Path, county: AuditResult) -> None:
    below = written(run / "themes" / "one", county)
    assert check(run).troubles == ()
    flip(below / "run.json")
    assert check(run).troubles == (Trouble("changed", "themes/one/run.json"),)
    (below / manifest.NAME).unlink()
    assert {trouble.kind for trouble in check(run).troubles} == {"stray", "missing"}
    assert Trouble("missing", "themes/one/manifest.json") in check(run).troubles


@pytest.mark.parametrize("content", [b"", b"[]", b'{"files": [{"path": 1}]}', b"\xff"])
def test_a_damaged_manifest_is_one_clear_error(run: Path, content: bytes) -> None:
    (run / manifest.NAME).write_bytes(content)
    with pytest.raises(UserError) as caught:
        check(run)
    assert caught.value.key == "manifest-damaged"


def test_without_a_manifest_nothing_can_be_checked(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        check(tmp_path)
    assert caught.value.key == "manifest-missing"


def test_a_large_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "new" / "large.bin"
    with pytest.raises(RuntimeError), staged_file(path) as file:
        file.write(b"half")
        raise RuntimeError("killed")
    assert list(path.parent.iterdir()) == []
    with staged_file(path) as file:
        file.write(b"whole")
    assert path.read_bytes() == b"whole" and len(list(path.parent.iterdir())) == 1
