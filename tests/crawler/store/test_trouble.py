"""Every trouble with disk or file is one clear message, and nothing committed is lost."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.errors import UserError
from config.messages import catalogue
from crawler.store.crawl import Crawl
from crawler.store.crawl_file import told_by
from crawler.store.writer import CrawlStore
from tests.builders import crawl_file, home
from tests.crawler.store.tiny_site import crawl, new_store

ROOT = Path(__file__).parents[3]


def test_full_disk_stops_with_one_message_and_keeps_what_was_committed(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    recorded = 0
    with pytest.raises(UserError) as caught, new_store(path) as store:
        pages = store._file.execute("PRAGMA page_count").fetchone()[0]
        store._file.execute(f"PRAGMA max_page_count = {pages + 10}")
        for _ in crawl(store):
            recorded += 1
    assert caught.value.key == "crawl-disk-full"
    with CrawlStore.resume(path) as store:
        kept = store.counts()
        assert recorded // 20 * 20 <= kept.pages <= recorded
        assert len(list(crawl(store))) == 400 - kept.pages, "and with room again it goes on"


def said_in(room: int, path: Path, *lines: str) -> list[str]:
    """What some lines print, or the key of their `UserError`, in a process whose files hold `room` bytes at most: real
    writes fail then, as with a quota."""
    program = (
        "import resource, signal, sys; from pathlib import Path; from config.errors import UserError\n"
        "from crawler.store.writer import CrawlStore; from tests.crawler.store.tiny_site import crawl, new_store\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "path = Path(sys.argv[1])\n"
        f"try:\n{''.join(f'    {line}{chr(10)}' for line in lines)}"
        "except UserError as error:\n"
        "    print(error.key)\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("room", [0, 1_000, 5_000, 20_000, 40_000, 50_000, 60_000, 100_000, 400_000])
def test_a_file_that_cannot_be_begun_is_not_there(tmp_path: Path, room: int) -> None:
    path = tmp_path / "crawl.sqlite"
    (said,) = said_in(room, path, "CrawlStore.create(path, {'portal': {}})", "print('begun')")
    if room == 400_000:
        assert said == "begun" and told_by(path) == {"portal": {}}
    else:
        assert said.startswith("crawl-") and list(tmp_path.iterdir()) == []


def test_a_write_that_the_system_refuses_is_reported_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    *urls, key = said_in(400_000, path, "with new_store(path) as store:", "    for row in crawl(store): print(row.url)")
    assert key in ("crawl-disk-trouble", "crawl-disk-full")
    assert 0 < len(urls) < 400
    with CrawlStore.resume(path) as store:
        assert len(urls) // 20 * 20 <= store.counts().pages <= len(urls)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        CrawlStore.create(tmp_path / "no" / "crawl.sqlite", {})
    assert caught.value.key == "crawl-not-openable"


def test_two_writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.store.connection.PATIENCE_S", 0.1)
    path = tmp_path / "crawl.sqlite"
    with new_store(path), pytest.raises(UserError) as caught:
        CrawlStore.resume(path)
    assert caught.value.key == "crawl-in-use"


def test_reading_goes_on_while_the_file_is_written(tmp_path: Path) -> None:
    path = tmp_path / "crawl.sqlite"
    with new_store(path) as store:
        recorded = crawl(store)
        for _ in range(40):
            next(recorded)
        with Crawl.open(path) as live:
            assert len(list(live.pages())) == 40
            for _ in range(20):
                next(recorded)
        with Crawl.open(path) as live:
            assert len(list(live.pages())) == 60


def _missing(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("<html>not a database</html>" * 100)


def _other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE page (url TEXT)")
    other.close()


def _torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8192])


def _scrambled(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(reversed(content[4096:]))
    path.write_bytes(content)


def _newer(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("PRAGMA user_version = 99")
    file.close()


def _nameless(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM meta WHERE key = 'portal'")
    file.close()


def _strange_portal(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("""UPDATE meta SET value = '{"id": "a", "planet": "mars"}' WHERE key = 'portal'""")
    file.close()


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        (_missing, "crawl-missing"),
        (_folder, "crawl-missing"),
        (_empty, "crawl-foreign"),
        (_text, "crawl-foreign"),
        (_other_database, "crawl-foreign"),
        (_torn, "crawl-corrupt"),
        (_scrambled, "crawl-corrupt"),
        (_newer, "crawl-too-new"),
        (_nameless, "crawl-unreadable"),
        (_strange_portal, "crawl-unreadable"),
    ],
)
def test_wrong_files_are_told_apart(tmp_path: Path, damage: Callable[[Path], None], key: str) -> None:
    path = tmp_path / "given.sqlite"
    shutil.copyfile(crawl_file(tmp_path / "crawl.sqlite", [home()]), path)
    damage(path)
    with pytest.raises(UserError) as caught:
        Crawl.open(path)
    assert caught.value.key == key
    assert str(path) in caught.value.text("zh")
    assert str(path) in caught.value.text("en")


def test_every_trouble_has_its_text_in_both_languages() -> None:
    keys = [key for key in catalogue("zh") if key.startswith("error.crawl-")]
    assert len(keys) >= 12
    assert [key for key in catalogue("en") if key.startswith("error.crawl-")] == keys
