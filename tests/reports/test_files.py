"""Writing leaves the old file or the new one, never half, whatever goes wrong."""

from __future__ import annotations

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.errors import UserError
from reports.bundle import RENDERERS, rendered
from reports.files import write_all
from reports.result import AuditResult


@contextmanager
def small_disk(most: int) -> Iterator[None]:
    """No file may grow beyond so many bytes: to the writer this is a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_writes_everything_and_leaves_nothing_else(tmp_path: Path) -> None:
    wanted = {tmp_path / "a" / "one": b"1" * 100_000, tmp_path / "two": b""}
    assert write_all(wanted) == list(wanted)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == wanted


def test_files_are_as_readable_as_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_all({tmp_path / "ours": b""})
    modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("usual", "ours")}
    assert len(modes) == 1


def test_full_disk_leaves_every_old_file_as_it_was(tmp_path: Path) -> None:
    old = {tmp_path / "small": b"old small", tmp_path / "large": b"old large"}
    write_all(old)
    with small_disk(1000), pytest.raises(UserError) as caught:
        write_all({tmp_path / "small": b"new", tmp_path / "large": b"x" * 5000})
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == old
    assert str(tmp_path / "large") in caught.value.text("zh")
    assert str(tmp_path / "large") in caught.value.text("en")


def test_path_that_cannot_be_replaced_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    with pytest.raises(UserError, match=r"report\.html"):
        write_all({tmp_path / "report.html": b"x"})
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(UserError, match="out"):
        write_all({tmp_path / "out" / "run.json": b"{}"})
    assert (tmp_path / "out").read_text() == "a file"


def test_bundle_writes_the_files_of_the_run_directory(county: AuditResult, tmp_path: Path) -> None:
    def write() -> list[Path]:
        return write_all({tmp_path / "run" / name: content for name, content in rendered(county).items()})

    paths = write()
    assert [path.name for path in paths] == list(RENDERERS)
    assert {path.name for path in (tmp_path / "run").iterdir()} == {
        "run.json",
        "findings.jsonl",
        "scorecard.json",
        "report.html",
        "problems.xlsx",
    }
    before = {path: path.read_bytes() for path in paths}
    write()
    assert {path: path.read_bytes() for path in paths} == before, "the same result gives the same bytes"
