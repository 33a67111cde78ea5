"""Files of earlier versions are judged as they are; only going on with them needs a new one."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from pathlib import Path
from typing import cast

import pytest

from config.errors import UserError
from crawler.facts import PAGE_FACTS
from crawler.kinds import AnswerKind, EndReason, TrialKind
from crawler.store.connection import CrawlFile
from crawler.store.crawl import Crawl
from crawler.store.page_facts import FactsReader
from crawler.store.versions import VERSION
from crawler.store.writer import CrawlStore
from tests.builders import answer, article, at, column, crawl_file, home, link, row


def older(path: Path) -> Path:
    """A copy of a crawl file as version 1 would have written it."""
    copy = path.with_name(f"v1-{path.name}")
    shutil.copyfile(path, copy)
    if path.with_name(f"{path.name}-wal").exists():
        shutil.copyfile(path.with_name(f"{path.name}-wal"), copy.with_name(f"{copy.name}-wal"))
    with sqlite3.connect(copy) as connection:
        _without(connection, "ledger", "role")
        _without(connection, "answer", "shows", "file_type", *_SINCE_4["answer"])
        without_dictionaries(connection)
        _without(connection, "page", *_SINCE_4["page"])
        for table in ("glimpse", "document", "observation"):
            connection.execute(f"DROP TABLE {table}")
        _with_table_of_links(connection)
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    return copy


_SINCE_4 = {"answer": ("last_modified", "etag"), "page": ("known_since",)}


def _with_table_of_links(connection: sqlite3.Connection) -> None:
    """Before version 5 the links of a block were a table."""
    connection.execute("CREATE TABLE old AS SELECT * FROM block_link")
    connection.execute("DROP VIEW block_link")
    for table in ("block_part", "link"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("ALTER TABLE old RENAME TO block_link")


def without_dictionaries(connection: sqlite3.Connection) -> None:
    """Before version 6 facts were compressed by zlib, each page alone."""
    reader = FactsReader(cast(CrawlFile, connection))
    for url_id, *packed in connection.execute("SELECT url_id, facts, dictionary FROM page").fetchall():
        written = zlib.compress(PAGE_FACTS.dump_json(reader.unpack(*packed), exclude_defaults=True))
        connection.execute("UPDATE page SET facts = ? WHERE url_id = ?", (written, url_id))
    _without(connection, "page", "dictionary")
    connection.execute("DROP TABLE dictionary")


def _without(connection: sqlite3.Connection, table: str, *added: str) -> None:
    columns = [name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})") if name not in added]
    connection.execute(f"CREATE TABLE old AS SELECT {', '.join(columns)} FROM {table}")
    connection.execute(f"DROP TABLE {table}")
    connection.execute(f"ALTER TABLE old RENAME TO {table}")


def a_file(path: Path, end: EndReason | None) -> Path:
    rows = [row("通知甲", "/tzgg/1.html", "2025-11-17")]
    pages = [
        home(links=[link("/tzgg/", "通知公告", nav=True), link("/gone.html", "旧文")]),
        column("/tzgg/", ["首页", "通知公告"], rows, links=[link("/tzgg/1.html", "通知甲")]),
        column("/tzgg/index.html", ["首页", "通知公告"], rows),
        article("/tzgg/1.html", "通知甲", "2025-11-17"),
    ]
    gone = {"/gone.html": answer(AnswerKind.HTTP_404, status=404)}
    return crawl_file(path, pages, answers=gone, refused={"/cal/9.html": "budget"}, known=["/later.html"], end=end)


@pytest.mark.parametrize("end", [EndReason.FINISHED, None], ids=["sealed", "unsealed"])
def test_an_older_file_says_the_same(tmp_path: Path, end: EndReason | None) -> None:
    path = a_file(tmp_path / "crawl.sqlite", end)
    with Crawl.open(path) as new, Crawl.open(older(path)) as old:
        assert [page.url for page in old.pages()] == [page.url for page in new.pages()]
        assert old.columns() == new.columns()
        assert len(old.columns()) == 1
        assert old.coverage() == new.coverage()
        assert list(old.not_observed()) == list(new.not_observed())
        assert list(old.targets()) == list(new.targets())
        assert old.counts == new.counts
        assert [trap.example for trap in old.traps()] == [at("/cal/9.html")]
        assert list(old.list_answers()) == []
        assert new.glimpses() == {}
        assert old.glimpses() is None


def test_a_file_of_version_2_has_no_glimpses_either(tmp_path: Path) -> None:
    path = a_file(tmp_path / "crawl.sqlite", None)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE glimpse")
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with Crawl.open(path) as old:
        assert old.glimpses() is None
        assert [page.url for page in old.pages()]


def test_a_file_of_version_3_keeps_no_documents_and_no_trials(tmp_path: Path) -> None:
    path = a_file(tmp_path / "crawl.sqlite", None)
    with sqlite3.connect(path) as connection:
        without_dictionaries(connection)
        for table, added in _SINCE_4.items():
            _without(connection, table, *added)
        for table in ("document", "observation"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("PRAGMA user_version = 3")
    connection.close()
    with Crawl.open(path) as old:
        unit = old.portal.units[0]
        assert list(old.documents()) == []
        assert old.document(at("/a.pdf")) is None
        assert old.observations(TrialKind.SEARCH) == ()
        assert not old.offers("documents", unit)
        assert list(old.known_since()) == []
        assert old.answer(at("/gone.html")) == answer(AnswerKind.HTTP_404, status=404)


def test_a_file_of_version_5_packs_every_page_alone(tmp_path: Path) -> None:
    path = a_file(tmp_path / "crawl.sqlite", None)
    with Crawl.open(path) as new:
        pages = list(new.pages())
    with sqlite3.connect(path) as connection:
        without_dictionaries(connection)
        connection.execute("PRAGMA user_version = 5")
    connection.close()
    with Crawl.open(path) as old:
        assert list(old.pages()) == pages
        assert old.page(at("/tzgg/1.html")) is not None


def test_an_older_file_cannot_be_continued(tmp_path: Path) -> None:
    path = older(a_file(tmp_path / "crawl.sqlite", None))
    with pytest.raises(UserError) as caught:
        CrawlStore.resume(path)
    assert caught.value.key == "crawl-too-old"
    assert VERSION > 1
