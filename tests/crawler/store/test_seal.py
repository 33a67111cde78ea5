"""A sealed file is evidence: whole, hashed, read-only, never written again."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import UserError
from crawler.kinds import EndReason
from crawler.store.crawl import Crawl
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
