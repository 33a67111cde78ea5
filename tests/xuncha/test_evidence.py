"""`xuncha evidence` on a small audit: what a finding rests on, whether it is unchanged, and all of it to hand over."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from random import Random
from typing import Any

import pytest

from crawler.evidence.archive import Archive
from crawler.evidence.place import EVIDENCE, RECORDS, SPOOL
from reports.manifest import add_written
from tests.browser import chromium_path
from tests.xuncha.runs import findings
from tests.xuncha.small_site import SmallSite, pages, send
from xuncha.cli import main

QUICKLY = ("--rate", "0", "--timeout", "2", "--allow-private", "--no-external", "--as-of", "2026-06-30")
HOME = pages()["/"].replace("</body>", "<a href='/lost.html'>已删除的公告</a></body>")
LOST = "<html><body>没有这个页面，编号 7</body></html>"


def with_a_dead_link(handler: BaseHTTPRequestHandler) -> bool:
    """The home page links a page that is gone; its answer has a body of its own."""
    if handler.path not in ("/", "/lost.html"):
        return False
    send(handler, *((200, HOME) if handler.path == "/" else (404, LOST)))
    return True


@dataclass(frozen=True)
class Run:
    """A finished audit, and the finding about the dead link."""

    folder: Path
    url: str

    @property
    def dead(self) -> dict[str, Any]:
        (found,) = [each for each in findings(self.folder) if each["url"] == f"{self.url}lost.html"]
        return found


def audited(folder: Path, **environment: str) -> Iterator[Run]:
    usual = {
        "XUNCHA_CACHE_DIR": "none",
        "XUNCHA_TRIALS": "[]",
        "XUNCHA_SCREENSHOTS": "0",
        "XUNCHA_RETRY_AFTER_S": "0.05",
    }
    with SmallSite(with_a_dead_link) as site, pytest.MonkeyPatch.context() as patch:
        for name, value in {**usual, **environment}.items():
            patch.setenv(name, value)
        assert main(["audit", site.url, *QUICKLY, "--out", str(folder)]) == 0
    yield Run(folder, site.url)


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    status: int
    stdout: str
    stderr: str


Xuncha = Callable[..., Said]


@pytest.fixture
def xuncha(capsys: pytest.CaptureFixture[str]) -> Xuncha:
    """Calls a command in this process: a process of its own would cost more than the command."""

    def called(*arguments: str | Path) -> Said:
        capsys.readouterr()
        status = main([str(each) for each in arguments])
        return Said(status, *capsys.readouterr())

    return called


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    yield from audited(tmp_path_factory.mktemp("runs") / "first")


@pytest.fixture
def run(first: Run, tmp_path: Path) -> Run:
    return Run(Path(shutil.copytree(first.folder, tmp_path / "run")), first.url)


def test_show_lists_both_looks_and_the_page_with_the_link(first: Run, xuncha: Xuncha) -> None:
    done = xuncha("evidence", "show", first.folder, first.dead["fingerprint"][:8], "--json")
    told = json.loads(done.stdout)
    assert told["fingerprint"] == first.dead["fingerprint"] and told["missing"] == []
    assert [(each["url"], each["status"]) for each in told["records"]][:2] == [(f"{first.url}lost.html", "404")] * 2
    assert (first.url, "200") in [(each["url"], each["status"]) for each in told["records"]]


def test_show_gives_the_exact_bytes(first: Run, xuncha: Xuncha, tmp_path: Path) -> None:
    mark = first.dead["fingerprint"]
    show = partial(xuncha, "evidence", "show", first.folder)
    assert show(mark, "--body").stdout == LOST
    whole = show(mark, "--record", "1", "--raw").stdout
    assert whole.startswith("HTTP/1.1 404 Not Found\r\nServer: BaseHTTP") and whole.endswith(LOST)
    assert show(mark, "--request").stdout.startswith("GET /lost.html HTTP/1.1\r\n")
    show(first.url, "--body", "--out", tmp_path / "home.html")
    assert (tmp_path / "home.html").read_text(encoding="utf-8") == HOME


def test_the_run_that_was_judged_last_is_meant_without_a_folder(
    first: Run, xuncha: Xuncha, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUNCHA_OUT_DIR", str(first.folder.parent))
    done = xuncha("evidence", "show", first.dead["fingerprint"])
    assert done.status == 0, done.stderr
    assert "404" in done.stdout and first.dead["message"][:6] in done.stdout


def test_findings_point_to_their_records_by_what_does_not_change(first: Run) -> None:
    archive = Archive.open(first.folder)
    for found in findings(first.folder):
        for record in found["evidence"]["records"]:
            assert record["digest"] in {entry.digest for entry in archive.of(record["url"])}
    assert first.dead["evidence"]["records"][0]["url"] == f"{first.url}lost.html"
    assert "screenshot" not in first.dead["evidence"]


def test_only_what_is_needed_was_kept(first: Run) -> None:
    kept = {entry.url.removeprefix(first.url) for entry in Archive.open(first.folder).entries}
    assert {"", "tz/", "lost.html"} <= kept
    assert "tz/t3.html" not in kept
    assert not (first.folder / EVIDENCE / SPOOL).exists()


def test_verify_tells_one_changed_byte_and_judging_again_does_not_hide_it(run: Run, xuncha: Xuncha) -> None:
    assert xuncha("evidence", "verify", run.folder).status == 0
    path = run.folder / EVIDENCE / RECORDS
    entry = Archive.open(run.folder).of(f"{run.url}lost.html")[0]
    content = bytearray(path.read_bytes())
    content[entry.answer.offset + entry.answer.length // 2] ^= 1
    path.write_bytes(content)
    done = xuncha("evidence", "verify", run.folder)
    assert done.status == 1
    assert f"{EVIDENCE}/{RECORDS}" in done.stdout
    assert xuncha("judge", run.folder).status == 0
    told = json.loads(xuncha("evidence", "verify", run.folder, "--json").stdout)
    assert not told["ok"]
    assert {"kind": "changed", "name": f"{EVIDENCE}/{RECORDS}"} in told["troubles"]
    assert {each["kind"] for each in told["troubles"]} == {"changed", "record"}
    packed = xuncha("evidence", "pack", run.folder)
    assert packed.status == 2 and RECORDS in packed.stderr
    assert not run.folder.with_name("run.wacz").exists()


def test_judging_again_keeps_the_evidence_and_the_manifest_true(run: Run, xuncha: Xuncha) -> None:
    before = (run.folder / EVIDENCE / RECORDS).read_bytes(), findings(run.folder)
    done = xuncha("judge", run.folder, "--as-of", "2027-06-30")
    assert done.status == 0, done.stderr
    assert (run.folder / EVIDENCE / RECORDS).read_bytes() == before[0]
    assert run.dead["evidence"] == next(each for each in before[1] if each["url"] == run.dead["url"])["evidence"]
    assert xuncha("export", run.folder, "--format", "csv").status == 0
    assert xuncha("evidence", "verify", run.folder).status == 0


def test_what_was_not_kept_is_said(run: Run, xuncha: Xuncha) -> None:
    (run.folder / EVIDENCE / "index.cdxj").write_bytes(
        b"".join(
            line
            for line in (run.folder / EVIDENCE / "index.cdxj").read_bytes().splitlines(keepends=True)
            if b"/lost.html" not in line
        )
    )
    done = xuncha("judge", run.folder)
    assert "没有留存" in done.stderr
    assert run.dead["evidence"]["records_missing"] == 1
    shown = xuncha("evidence", "show", run.folder, run.dead["fingerprint"])
    assert f"没有留存：{run.url}lost.html" in shown.stdout


def test_pack_writes_a_web_archive_or_parts_for_e_mail(run: Run, xuncha: Xuncha) -> None:
    done = xuncha("evidence", "pack", run.folder)
    assert done.status == 0, done.stderr
    with zipfile.ZipFile(run.folder.with_name("run.wacz")) as package:
        first_page = package.read("pages/pages.jsonl").decode().splitlines()[1]
        assert package.testzip() is None
    assert json.loads(first_page)["url"] == run.url
    scans = run.folder / "scans.bin"
    scans.write_bytes(Random(1).randbytes(150_000))
    add_written(run.folder, [scans])
    done = xuncha("evidence", "pack", run.folder, "--zip", "--max-mb", "0.08")
    assert done.status == 0, done.stderr
    parts = sorted(run.folder.parent.glob("run-*-of-*.zip"))
    assert len(parts) > 1 and all(path.stat().st_size <= 0.08 * (1 << 20) for path in parts)


def test_nothing_is_kept_where_nobody_asked(tmp_path: Path, xuncha: Xuncha) -> None:
    for run in audited(tmp_path / "run", XUNCHA_EVIDENCE="none"):
        assert not (run.folder / EVIDENCE).exists()
        assert "records" not in run.dead["evidence"]
        assert xuncha("evidence", "verify", run.folder).status == 0
        done = xuncha("evidence", "show", run.folder, run.dead["fingerprint"])
        assert done.status == 2 and "evidence" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [(("no-fingerprint",), "no-fingerprint"), (("{mark}", "--record", "99"), "99"), (("a", "b"), "DIR")],
)
def test_bad_words_are_one_clear_error(first: Run, xuncha: Xuncha, words: tuple[str, ...], said: str) -> None:
    arguments = [word.replace("{mark}", first.dead["fingerprint"]) for word in words]
    done = xuncha("evidence", "show", first.folder, *arguments, "--raw")
    assert done.status == 2
    assert said in done.stderr


@pytest.mark.browser
def test_a_picture_of_the_dead_link_lies_where_the_finding_says(tmp_path: Path, xuncha: Xuncha) -> None:
    if chromium_path() is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    for run in audited(tmp_path / "run", XUNCHA_SCREENSHOTS="5"):
        name = run.dead["evidence"]["screenshot"]
        assert name == f"{EVIDENCE}/shots/{run.dead['fingerprint']}.png"
        assert (run.folder / name).read_bytes().startswith(b"\x89PNG")
        assert xuncha("evidence", "verify", run.folder).status == 0
        assert xuncha("judge", run.folder, "--json").status == 0
        assert run.dead["evidence"]["screenshot"] == name
