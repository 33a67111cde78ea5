"""WACZ by its specification (https://specs.webrecorder.net/wacz/1.1.1/), and zip files that an e-mail takes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from random import Random

import pytest
from warcio.archiveiterator import ArchiveIterator

from config.errors import UserError
from reports.evidence import parcels
from reports.evidence.parcels import SHEET, write_parcels
from reports.evidence.wacz import About, Start, write_wacz
from tests.crawler.evidence.pages import HOST, HTML, recorded

ABOUT = About("样例县", "xuncha/test", "2026-06-30T01:02:03.456Z")
MB = 1 << 20


@pytest.fixture
def package(tmp_path: Path) -> zipfile.ZipFile:
    archive = recorded(tmp_path, {"/": (HTML, "<html>home</html>"), "/a.html": (HTML, "<html>a</html>")})
    starts = [Start(entry.url, entry.at, "题名") for entry in archive.entries]
    return zipfile.ZipFile(write_wacz(tmp_path / "out" / "run.wacz", tmp_path, archive, starts, ABOUT))


def test_the_description_fits_every_resource(package: zipfile.ZipFile) -> None:
    description = package.read("datapackage.json")
    told = json.loads(description)
    assert (told["profile"], told["wacz_version"], told["title"]) == ("data-package", "1.1.1", "样例县")
    assert {each["path"] for each in told["resources"]} == {
        name for name in package.namelist() if not name.startswith("datapackage")
    }
    for each in told["resources"]:
        content = package.read(each["path"])
        assert each["bytes"] == len(content)
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    digest = json.loads(package.read("datapackage-digest.json"))
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(description).hexdigest()}"}


def test_records_can_be_read_inside_the_zip_at_the_places_of_the_index(package: zipfile.ZipFile) -> None:
    (name,) = [each for each in package.namelist() if each.startswith("archive/")]
    assert package.getinfo(name).compress_type == zipfile.ZIP_STORED
    records = package.read(name)
    lines = package.read("indexes/index.cdxj").decode().splitlines()
    assert lines == sorted(lines)
    for line in lines:
        key, at, told = line.split(" ", 2)
        fields = json.loads(told)
        offset, length = int(fields["offset"]), int(fields["length"])
        record = next(iter(ArchiveIterator(io.BytesIO(records[offset : offset + length]))))
        assert record.rec_headers.get_header("WARC-Target-URI") == fields["url"]
        assert (key[:15], at, name.rpartition("/")[2]) == ("example,portal)", "20260630000000", fields["filename"])
    assert len(lines) == 2


def test_pages_begin_with_their_format(package: zipfile.ZipFile) -> None:
    head, *pages = (json.loads(line) for line in package.read("pages/pages.jsonl").decode().splitlines())
    assert (head["format"], head["id"]) == ("json-pages-1.0", "pages")
    assert [page["url"] for page in pages] == [f"{HOST}/", f"{HOST}/a.html"]
    assert all(page["ts"] == "2026-06-30T00:00:00.000Z" and page["title"] == "题名" for page in pages)


def test_the_same_records_give_the_same_package(tmp_path: Path) -> None:
    archive = recorded(tmp_path, {"/": (HTML, "<html>home</html>")})
    one, other = (write_wacz(tmp_path / f"{name}.wacz", tmp_path, archive, [], ABOUT) for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_records_of_more_than_a_zip_counts_to_are_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What 2 GiB are to a zip, are here 1,000 bytes."""
    archive = recorded(tmp_path, {"/": (HTML, Random(3).randbytes(3000).hex())})
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    package = zipfile.ZipFile(write_wacz(tmp_path / "run.wacz", tmp_path, archive, [], ABOUT))
    assert package.testzip() is None
    assert package.read("archive/records.warc.gz") == (tmp_path / "evidence" / "records.warc.gz").read_bytes()


# For e-mail -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Text that shrinks, bytes that do not, and one file that is larger than any part."""
    folder, random = tmp_path_factory.mktemp("files"), Random(7)
    (folder / "evidence").mkdir()
    (folder / "text.jsonl").write_bytes(b"the same line\n" * 60_000)
    (folder / "large.sqlite").write_bytes(random.randbytes(900_000))
    for number in range(6):
        (folder / "evidence" / f"{number}.png").write_bytes(random.randbytes(90_000))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def sheet(path: Path) -> list[list[str]]:
    with zipfile.ZipFile(path) as parcel:
        return list(csv.reader(io.StringIO(parcel.read(SHEET).decode("utf-8-sig"))))


def test_without_a_limit_there_is_one_zip(files: Path, tmp_path: Path) -> None:
    (path,) = write_parcels(tmp_path / "run.zip", files, names(files), None, "zh")
    with zipfile.ZipFile(path) as parcel:
        assert parcel.testzip() is None
        assert sorted(parcel.namelist()) == sorted([*names(files), SHEET])
        assert all(parcel.read(name) == (files / name).read_bytes() for name in names(files))
    assert path.name == "run.zip"


def test_every_part_is_a_zip_within_the_limit_and_all_together_are_everything(files: Path, tmp_path: Path) -> None:
    limit = 300_000
    paths = write_parcels(tmp_path / "run.zip", files, names(files), limit, "en")
    assert [path.name for path in paths] == [f"run-{number}-of-{len(paths)}.zip" for number in range(1, len(paths) + 1)]
    assert len(paths) > 3
    together: dict[str, bytes] = {}
    told = sheet(paths[0])
    assert told[0] == ["Part", "File in it", "Bytes", "File", "SHA-256 of the file", "Note"]
    for number, path in enumerate(paths, start=1):
        assert path.stat().st_size <= limit
        assert sheet(path) == told  # each part knows where everything lies
        with zipfile.ZipFile(path) as parcel:
            assert parcel.testzip() is None
            inside = {name: parcel.read(name) for name in parcel.namelist() if name != SHEET}
        assert set(inside) == {row[1] for row in told[1:] if row[0] == str(number)}
        together |= inside
    rebuilt: dict[str, bytes] = {}
    for _, name, size, file, digest, _ in told[1:]:
        assert len(together[name]) == int(size)
        rebuilt[file] = rebuilt.get(file, b"") + together[name]
        assert hashlib.sha256((files / file).read_bytes()).hexdigest() == digest
    assert {name: hashlib.sha256(content).digest() for name, content in rebuilt.items()} == {
        name: hashlib.sha256((files / name).read_bytes()).digest() for name in names(files)
    }


def test_everything_lies_in_one_folder_when_there_is_a_name_for_it(files: Path, tmp_path: Path) -> None:
    for limit in (None, 300_000):
        for path in write_parcels(tmp_path / "run.zip", files, names(files), limit, "zh", inside="run-1"):
            with zipfile.ZipFile(path) as parcel:
                assert {name.partition("/")[0] for name in parcel.namelist()} == {"run-1"}
                told = list(csv.reader(io.StringIO(parcel.read(f"run-1/{SHEET}").decode("utf-8-sig"))))[1:]
            assert not any(row[1].startswith("run-1/") for row in told)  # as seen from the sheet


def test_every_file_is_measured_and_hashed_once_however_many_parts_there_are(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    for name in ("_hash", "_deflated"):
        real = getattr(parcels, name)
        monkeypatch.setattr(
            parcels, name, lambda path, real=real, name=name: (read.append(f"{name} {path.name}"), real(path))[1]
        )
    assert len(write_parcels(tmp_path / "run.zip", files, names(files), 300_000, "zh")) > 3
    assert len(read) == len(set(read)) >= len(names(files))


def test_a_sheet_that_would_not_fit_is_refused_and_no_part_is_too_large(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "large.bin").write_bytes(Random(5).randbytes(40_000_000))
    with pytest.raises(UserError) as caught:
        write_parcels(tmp_path / "run.zip", tmp_path / "a", ["large.bin"], 80_000, "zh")
    assert caught.value.key == "parcel-too-small"


def test_a_limit_below_which_nothing_fits_is_refused(files: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_parcels(tmp_path / "run.zip", files, names(files), 20_000, "zh")
    assert caught.value.key == "parcel-too-small"
    assert list(tmp_path.iterdir()) == []
