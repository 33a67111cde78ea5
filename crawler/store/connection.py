"""A connection to a crawl file, and what its troubles are called."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

from config.errors import Place, UserError
from config.faults import Fault

PATIENCE_S = 5.0
"""How long another program that holds the file is waited for."""

_KEY_BY_CODE = {
    sqlite3.SQLITE_FULL: "crawl-disk-full",
    sqlite3.SQLITE_IOERR: "crawl-disk-trouble",
    sqlite3.SQLITE_READONLY: "crawl-not-writable",
    sqlite3.SQLITE_CANTOPEN: "crawl-not-openable",
    sqlite3.SQLITE_PERM: "crawl-not-openable",
    sqlite3.SQLITE_BUSY: "crawl-in-use",
    sqlite3.SQLITE_LOCKED: "crawl-in-use",
    sqlite3.SQLITE_CORRUPT: "crawl-corrupt",
    sqlite3.SQLITE_NOTADB: "crawl-corrupt",
}


def damaged(path: Path, key: str = "row") -> UserError:
    """What is said of a crawl file in which something is not what anybody wrote there; `key` as in `Fault`."""
    return UserError("crawl-corrupt", place=Place(path), detail=Fault(key))


@contextmanager
def clear_errors(path: Path | str) -> Iterator[None]:
    """Turn what SQLite or the file system says about `path` into one `UserError`; our own mistakes pass through."""
    try:
        yield
    except sqlite3.Error as fault:
        _tell(fault, path)
    except OSError as fault:
        raise UserError("crawl-not-openable", place=Place(path), detail=fault) from fault


def _tell(fault: sqlite3.Error, path: Path | str) -> NoReturn:
    primary = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if primary not in _KEY_BY_CODE:
        raise fault
    raise UserError(_KEY_BY_CODE[primary], place=Place(path), detail=fault) from fault


class CrawlFile(sqlite3.Connection):
    """A connection whose statements fail with a `UserError` when the disk or the file is at fault."""

    path: Path

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        """As in `sqlite3`; raises `UserError` for a full disk, a read-only folder, a corrupt file …"""
        try:
            return super().execute(sql, parameters)
        except sqlite3.Error as fault:
            _tell(fault, self.path)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """As in `sqlite3`; raises `UserError` as `execute` does."""
        try:
            return super().executemany(sql, parameters)
        except sqlite3.Error as fault:
            _tell(fault, self.path)


def connect(path: Path, mode: str) -> CrawlFile:
    """A connection in one of SQLite's modes (`ro`, `rw`, `rwc`). Raises `UserError` when there is none to be had."""
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    with clear_errors(path):
        connection = sqlite3.connect(
            address,
            uri=True,
            timeout=PATIENCE_S,
            isolation_level=None,
            factory=CrawlFile,
            check_same_thread=False,  # one user at a time, but long steps may be made in a thread
        )
    connection.path = path
    return connection


@contextmanager
def closed_on_error(connection: CrawlFile) -> Iterator[None]:
    """Close it when what is done with it fails."""
    try:
        yield
    except BaseException:
        connection.close()
        raise
