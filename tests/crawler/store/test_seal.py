"""A sealed file is evidence: whole, hashed, read-only, never written again."""

from __future__ import annotations

import hashlib
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import UserError
from crawler.kinds import EndReason
from crawler.store.crawl import Crawl
from crawler.store.crawl_file import finish_sealing, is_sealed
from crawler.store.writer import CrawlStore
from tests.builders import crawl_file, home, portal
from tests.crawler.store.tiny_site import crawl, new_store


def test_seal_leaves_one_read_only_file_and_returns_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    with new_store(path) as store:
        for _ in crawl(store):
            pass
        digest = store.seal(EndReason.PAGE_BUDGET)
    assert [entry.name for entry in tmp_path.iterdir()] == ["crawl.sqlite"], "no -wal, no -shm"
    assert digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not stat.S_IMODE(path.stat().st_mode) & 0o222
    with Crawl.open(path) as sealed:
        assert sealed.end_reason is EndReason.PAGE_BUDGET
        assert sealed.sha256 == digest
        assert len(list(sealed.pages())) == 400
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest, "reading changes nothing"


def test_a_sealed_file_is_not_written_again(tmp_path: Path) -> None:
    path = crawl_file(tmp_path / "crawl.sqlite", [home()])
    attempts: dict[str, Callable[[], CrawlStore]] = {
        "crawl-sealed": lambda: CrawlStore.resume(path),
        "crawl-exists": lambda: CrawlStore.create(path, {}),
    }
    for key, attempt in attempts.items():
        before = path.read_bytes()
        with pytest.raises(UserError) as caught:
            attempt()
        assert caught.value.key == key
        assert str(path) in caught.value.text("zh")
        assert path.read_bytes() == before


def test_a_copy_without_its_permissions_is_still_sealed(tmp_path: Path) -> None:
    original = crawl_file(tmp_path / "crawl.sqlite", [home()])
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(original.read_bytes())
    with pytest.raises(UserError, match="sealed"):
        CrawlStore.resume(copy)


def test_a_sealed_file_in_a_read_only_folder_opens(tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    path = crawl_file(folder / "crawl.sqlite", [home()])
    folder.chmod(0o555)
    try:
        with Crawl.open(path) as sealed:
            assert len(list(sealed.pages())) == 1
    finally:
        folder.chmod(0o755)


def test_close_without_seal_keeps_the_file_usable(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    with pytest.raises(RuntimeError, match="engine"), new_store(path) as store:
        next(crawl(store))
        raise RuntimeError("the engine failed")
    with CrawlStore.resume(path) as store:
        assert store.counts().pages == 1, "what was recorded before the failure is committed on leaving"
        store.close()
        store.close()


def test_sealing_that_was_cut_short_is_taken_up_again(tmp_path: Path) -> None:
    path = crawl_file(tmp_path / "crawl.sqlite", [home()], end=None)
    with CrawlStore.resume(path) as store:
        store.set_meta("end_reason", EndReason.FINISHED)  # all that `seal` did before the kill
    with CrawlStore.resume(path) as store:
        store.set_meta("note", ["甲", 1])
    with Crawl.open(path) as crawled:
        assert crawled.end_reason is EndReason.INTERRUPTED
        assert crawled.meta["note"] == ["甲", 1]
        assert crawled.portal == portal()


SEAL_AND_BE_KILLED = """
import os, pathlib, signal, sys
from crawler.kinds import EndReason
from crawler.store.connection import CrawlFile
from crawler.store.writer import CrawlStore

store, left = CrawlStore.resume(pathlib.Path(sys.argv[1])), int(sys.argv[2])

def step(work):
    def done(*words):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return work(*words)
    return done

CrawlFile.execute, pathlib.Path.chmod = step(CrawlFile.execute), step(pathlib.Path.chmod)
store.seal(EndReason.PAGE_BUDGET)
"""
ROOT = Path(__file__).parents[3]


def test_a_kill_at_any_step_of_sealing_loses_nothing(tmp_path: Path) -> None:
    """It leaves a crawl that goes on, or one that is sealed by its last step; never one that can do neither."""
    went_on = finished = 0
    for step in range(100):
        path = tmp_path / f"{step}.sqlite"
        with new_store(path) as store:
            for _ in crawl(store):
                pass
            store.set_meta("job", {"units": ["county"]})
            store.kept("crawl")["phase"] = "closed"
        sealer = subprocess.run(
            [sys.executable, "-c", SEAL_AND_BE_KILLED, path, str(step)], cwd=ROOT, check=False, capture_output=True
        )
        assert sealer.returncode in (0, -signal.SIGKILL), sealer.stderr
        if not finish_sealing(path):
            with Crawl.open(path) as unsealed:
                assert unsealed.meta["job"] == {"units": ["county"]}
            with CrawlStore.resume(path) as store:
                assert store.kept("crawl")["phase"] == "closed"
                store.seal(EndReason.PAGE_BUDGET)
            went_on += 1
        finished += sealer.returncode != 0 and is_sealed(path)
        assert not list(tmp_path.glob(f"{step}.sqlite-*")), "one file is left"
        with Crawl.open(path) as sealed:
            assert (sealed.end_reason, len(list(sealed.pages()))) == (EndReason.PAGE_BUDGET, 400)
            assert sealed.sha256 and "job" not in sealed.meta
        if sealer.returncode == 0:
            break
    assert sealer.returncode == 0 and went_on >= 5 and finished - went_on >= 2


def test_only_a_crawl_that_ended_is_sealed_by_the_last_step(tmp_path: Path) -> None:
    path = crawl_file(tmp_path / "crawl.sqlite", [home()], end=None)
    assert not finish_sealing(path) and not is_sealed(path)
    (foreign := tmp_path / "foreign.sqlite").write_bytes(b"no crawl" * 20)
    with pytest.raises(UserError, match="no crawl file"):
        finish_sealing(foreign)
