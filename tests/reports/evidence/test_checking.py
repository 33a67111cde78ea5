"""Whatever is done to the files of a run, checking it ends with a clear word, and never with “unchanged”."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.errors import UserError
from crawler.evidence.archive import Archive, damaged_records
from reports import manifest, ondisk
from reports.bundle import rendered
from reports.evidence.checking import Checked, Trouble, check
from reports.files import write_all
from reports.manifest import with_manifest
from reports.result import AuditResult
from tests.crawler.evidence.pages import HTML, recorded
from tests.reports.county import audit

LARGE = "".join(chr(0x4E00 + (place * place * 7919 + place * 31) % 20000) for place in range(25_000))
"""Of a body that does not shrink the record is stored as it is, so that damage reaches what parses its head."""


def written(folder: Path, result: AuditResult) -> Path:
    """A run directory with reports, records, a picture and its manifest."""
    recorded(folder, {"/": (HTML, LARGE), "/a.html": (HTML, "<html>a</html>"), "/s.css": ("text/css", "a")})
    (folder / "evidence" / "shots").mkdir()
    (folder / "evidence" / "shots" / "0a.png").write_bytes(b"\x89PNG picture")
    (folder / "crawl.sqlite").write_bytes(b"crawled")
    contents = {folder / name: content for name, content in rendered(result).items() if name != "report.html"}
    write_all(with_manifest(folder, contents, result))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with another below it; tests put back what they change."""
    county = audit()
    folder = written(tmp_path_factory.mktemp("checked") / "run", county)
    written(folder / "themes" / "one", county)
    assert check(folder).troubles == ()
    return folder


@pytest.fixture
def run(tmp_path: Path, county: AuditResult) -> Path:
    return written(tmp_path / "run", county)


@contextmanager
def with_content(path: Path, content: bytes) -> Iterator[None]:
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


def checked(folder: Path) -> Checked | UserError:
    try:
        return check(folder)
    except UserError as fault:
        assert fault.text("zh") and fault.text("en")
        return fault


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def places(length: int) -> st.SearchStrategy[int]:
    """Places in a file, most of them where heads of records are."""
    return st.integers(0, min(length, 3000) - 1) | st.integers(0, length - 1)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_flipped_bit_and_no_cut_goes_unseen(whole: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(files(whole)), label="file")
    content = bytearray(path.read_bytes())
    place = data.draw(places(len(content)), label="place")
    if data.draw(st.booleans(), label="cut off"):
        del content[place:]
    else:
        content[place] ^= data.draw(st.integers(1, 255), label="bits")
    with with_content(path, bytes(content)):
        said = checked(whole)
    if isinstance(said, UserError):
        assert said.key == "manifest-damaged" and path == whole / manifest.NAME
    else:
        assert path.relative_to(whole).as_posix() in {trouble.name for trouble in said.troubles}


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_index_or_record_is_told_even_where_the_manifest_agrees(whole: Path, data: st.DataObject) -> None:
    """The records answer for themselves: whoever writes a manifest anew has not made them whole again."""
    path = data.draw(st.sampled_from([whole / "evidence" / name for name in ("records.warc.gz", "index.cdxj")]))
    before = path.read_bytes()
    content = bytearray(before)
    content[data.draw(places(len(content)))] ^= data.draw(st.integers(1, 255))
    with with_content(path, bytes(content)):
        try:
            archive = Archive.open(whole)
        except UserError as fault:
            assert fault.key == "evidence-index-damaged"
            return
        damaged = damaged_records(whole / "evidence" / "records.warc.gz")
        assert damaged or path.name == "index.cdxj" or gzip.decompress(content) == gzip.decompress(before)
        for entry in archive.entries:
            for read in (archive.answer, archive.request):
                try:
                    read(entry)
                except UserError as fault:
                    assert fault.key == "evidence-record-damaged"


def test_what_cannot_be_read_is_told(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = ondisk.of_file

    def on_a_bad_sector(path: Path) -> ondisk.Listed:
        if path.name == "crawl.sqlite":
            raise OSError(5, "Input/output error", str(path))
        return read(path)

    monkeypatch.setattr(ondisk, "of_file", on_a_bad_sector)
    assert check(run).troubles == (Trouble("unreadable", "crawl.sqlite"),)


def test_a_file_that_cannot_be_read_does_not_hold_up_the_first_manifest(
    tmp_path: Path, county: AuditResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_a_bad_sector(path: Path) -> ondisk.Listed:
        raise OSError(5, "Input/output error", str(path))

    (tmp_path / "crawl.sqlite").write_bytes(b"crawled")
    monkeypatch.setattr(ondisk, "of_file", on_a_bad_sector)
    assert tmp_path / manifest.NAME in with_manifest(tmp_path, {tmp_path / "run.json": b"{}"}, county)


def linked(run: Path) -> None:
    copy = run.parent / "copy.sqlite"
    copy.write_bytes((run / "crawl.sqlite").read_bytes())
    (run / "crawl.sqlite").unlink()
    (run / "crawl.sqlite").symlink_to(copy)


@pytest.mark.parametrize(
    ("harm", "kind", "name"),
    [
        (linked, "changed", "crawl.sqlite"),
        (lambda run: (run / "link").symlink_to(run / "run.json"), "stray", "link"),
        (lambda run: (run / "loop").symlink_to(run), "stray", "loop"),
        (lambda run: (run / "away").symlink_to(run / "nowhere"), "stray", "away"),
        (lambda run: os.mkfifo(run / "pipe"), "stray", "pipe"),
        (lambda run: (run / ".run.json.4194999.part").write_bytes(b"{"), "left-over", ".run.json.4194999.part"),
        (lambda run: (run / "evidence" / ".x.part").write_bytes(b"{"), "stray", "evidence/.x.part"),
    ],
)
def test_what_is_no_file_of_a_run_is_told(run: Path, harm: Callable[[Path], object], kind: str, name: str) -> None:
    harm(run)
    assert check(run).troubles == (Trouble(kind, name),)


def test_every_run_below_is_counted_once(run: Path, county: AuditResult) -> None:
    alone = check(run)
    middle = written(run / "middle", county)
    written(middle / "deep" / "inner", county)
    told = check(run)
    assert told.troubles == ()
    assert (told.files, told.records) == (3 * alone.files, 3 * alone.records)


def test_runs_below_that_nobody_wrote_or_that_are_gone_are_told(run: Path, county: AuditResult) -> None:
    below = written(run / "below", county)
    strange = written(run.parent / "strange", county)
    strange.rename(run / "strange")
    assert check(run).troubles == (Trouble("stray", "strange/manifest.json"),)
    (run / "strange").rename(run.parent / "strange")
    below.rename(run.parent / "below")
    assert check(run).troubles == (Trouble("missing", "below/manifest.json"),)


def test_a_damaged_manifest_below_is_told_and_the_rest_is_checked(run: Path, county: AuditResult) -> None:
    below = written(run / "below", county)
    content = (below / manifest.NAME).read_bytes()
    (below / manifest.NAME).write_bytes(content.replace(b'"tool": "xuncha"', b'"tool": "xunchb"'))
    (run / "added.txt").write_bytes(b"x")
    assert check(run).troubles == (Trouble("stray", "added.txt"), Trouble("manifest", "below/manifest.json"))


def test_letters_may_be_edited(run: Path, county: AuditResult) -> None:
    (run / "documents").mkdir()
    (run / "documents" / "letter.docx").write_bytes(b"letter")
    assert check(run).troubles == ()
    manifest.add_written(run, [run / "documents" / "letter.docx"])
    write_all(with_manifest(run, {run / "run.json": b"{}"}, county))
    (run / "documents" / "letter.docx").write_bytes(b"edited")
    assert check(run).troubles == ()
    (run / "evidence" / "documents").mkdir()
    (run / "evidence" / "documents" / "x").write_bytes(b"x")
    assert check(run).troubles == (Trouble("stray", "evidence/documents/x"),)


def test_reports_are_written_beside_a_damaged_manifest_which_stays_damaged(run: Path, county: AuditResult) -> None:
    (run / manifest.NAME).write_bytes(b"{}")
    contents = {run / "run.json": b"{}"}
    assert with_manifest(run, contents, county) == contents
    manifest.add_written(run, [run / "run.json"])
    assert (run / manifest.NAME).read_bytes() == b"{}"
