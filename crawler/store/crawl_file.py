"""The file that holds a crawl: how it is recognised and opened, and what its troubles are called.

A sealed file is told by its header: it has left WAL mode. It is evidence, so nobody opens it for writing again.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

from config.errors import Place, UserError

APPLICATION_ID = 0x58554E43
VERSION = 6
"""`user_version` of the schema that is written. Files are never migrated: new code reads old versions."""
WITH_GLIMPSES = 3
"""The first version that keeps what pages elsewhere show (table `glimpse`)."""
WITH_DOCUMENTS = 4
"""The first version that keeps what files say and what trials showed (tables `document` and `observation`)."""
WITH_LINKS = 5
"""The first version that keeps equal links once (table `link`); before it, `block_link` was a table of the same columns
as the view."""
_UNKNOWN_HEADERS = "NULL AS last_modified, NULL AS etag"
_NO_DICTIONARY = "NULL AS dictionary"
_BEFORE_4 = {"answer": _UNKNOWN_HEADERS, "page": f"NULL AS known_since, {_NO_DICTIONARY}"}
_BEFORE_6 = {"page": _NO_DICTIONARY}
_ADDED = {
    1: {**_BEFORE_4, "ledger": "0 AS role", "answer": f"NULL AS shows, NULL AS file_type, {_UNKNOWN_HEADERS}"},
    2: _BEFORE_4,
    3: _BEFORE_4,
    4: _BEFORE_6,
    5: _BEFORE_6,
}
"""By version of an older file: what its tables lack, and what that means there."""

LATE_INDEXES = (
    "CREATE INDEX IF NOT EXISTS block_part_link ON block_part (link_id)",
    "CREATE INDEX IF NOT EXISTS page_block_block ON page_block (block_id, page_id)",
)
"""Made when somebody asks for the first time where a link stands, at the latest when the file is sealed."""

PAGE_BYTES = 8192
"""Of the file's pages: with the usual 4 KB the file is 7 % larger, with 16 KB 2 % smaller (own measurement)."""

_UNDOING = "temp_store = MEMORY"
"""Where a writer keeps what it takes to undo a step: some hundred KB, which else are written to disk each time."""

UNFINISHED = "crawl-unfinished.sqlite"
"""Beside the sealed file of an interrupted crawl: the state in which it goes on."""

LEFT = "left"
"""Under this name the crawl keeps how it ended, from then until it is sealed."""
_JOURNALS = ("-wal", "-shm", "-journal")

PATIENCE_S = 5.0
"""How long another program that holds the file is waited for."""

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_WRITE_VERSION_AT = 18
_LEFT_WAL = 1

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


def damaged(path: Path, fault: Exception | str) -> UserError:
    """What is said of a crawl file in which something is not what anybody wrote there."""
    reason = " ".join(str(fault).split())[:200] or type(fault).__name__
    return UserError("crawl-corrupt", place=Place(path), detail=reason)


@contextmanager
def clear_errors(path: Path | str) -> Iterator[None]:
    """Turn what SQLite or the file system says about `path` into one `UserError`; our own mistakes pass through."""
    try:
        yield
    except sqlite3.Error as fault:
        _tell(fault, path)
    except OSError as fault:
        raise UserError("crawl-not-openable", place=Place(path), detail=fault.strerror or str(fault)) from fault


def _tell(fault: sqlite3.Error, path: Path | str) -> NoReturn:
    primary = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if primary not in _KEY_BY_CODE:
        raise fault
    raise UserError(_KEY_BY_CODE[primary], place=Place(path), detail=str(fault)) from fault


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


def is_sealed(path: Path) -> bool:
    """Whether the crawl file is finished for ever. Raises `UserError` when it is missing or no crawl file."""
    with clear_errors(path):
        if not path.is_file():
            raise UserError("crawl-missing", place=Place(path))
        with path.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise UserError("crawl-foreign", place=Place(path))
    return header[_WRITE_VERSION_AT] == _LEFT_WAL


def sha256(path: Path) -> str:
    """The hash of the file in hex."""
    with clear_errors(path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def _closed_on_error(connection: CrawlFile) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def open_new(path: Path) -> CrawlFile:
    """A new, empty crawl file in WAL mode. Raises `UserError` when the path is taken or cannot be written."""
    if path.exists():
        raise UserError("crawl-exists", place=Place(path))
    connection = _connect(path, "rwc")
    with _closed_on_error(connection):
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        _for_writing(connection)
        with clear_errors(path):
            connection.executescript(resources.files("crawler.store").joinpath("schema.sql").read_text("utf-8"))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return connection


def open_to_continue(path: Path) -> CrawlFile:
    """An unsealed crawl file for more writing.

    Raises `UserError` when it is sealed, foreign, corrupt, in use, or of an older version.
    """
    if is_sealed(path):
        raise UserError("crawl-sealed", place=Place(path))
    connection = _connect(path, "rw")
    with _closed_on_error(connection):
        version = _check(connection)
        if version < VERSION:
            raise UserError("crawl-too-old", place=Place(path), version=version, known=VERSION)
        _for_writing(connection)
    return connection


def leave_wal(connection: CrawlFile) -> None:
    """The last step of sealing, after which nobody writes to the file again. The connection is closed."""
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()
    with clear_errors(connection.path):
        connection.path.chmod(0o444)


def part_of(copy: Path) -> Path:
    """Where a copy lies until it is whole."""
    return copy.with_name(f".{copy.name}.part")


def discard_journals(path: Path) -> None:
    """Delete what a program that was cut off left beside a file that is of no use any more."""
    for journal in _JOURNALS:
        path.with_name(path.name + journal).unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Delete a file that is of no use any more, and what lies beside it."""
    path.unlink(missing_ok=True)
    discard_journals(path)


def finish_sealing(path: Path) -> bool:
    """Whether the crawl file is sealed; one that was killed before the last step of it gets that step now.

    The transaction that says how a crawl ended (`end_reason`) drops what it takes to go on (table `kept`), so a file
    with the one and without the other lacks that step alone. Raises `UserError` when it is missing, foreign, damaged
    or in use.
    """
    if is_sealed(path):
        return True
    file = _connect(path, "rw")
    with _closed_on_error(file):
        _recognise(file)
        ended = file.execute("SELECT 1 FROM meta WHERE key = 'end_reason'").fetchone()
        goes_on = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone()
    if ended is None or goes_on is not None:
        file.close()
        return False
    leave_wal(file)
    return True


def told_by(path: Path) -> dict[str, Any]:
    """What a crawl file says of itself (table `meta`). Raises `UserError` when it is missing, foreign or damaged.

    An unsealed one is opened as for writing, so that no journal of ours stays beside it.
    """
    with closing(_connect(path, "ro&immutable=1" if is_sealed(path) else "rw")) as file:
        _recognise(file)
        return {key: json.loads(value) for key, value in file.execute("SELECT key, value FROM meta ORDER BY key")}


def may_go_on(path: Path) -> bool:
    """Whether an unsealed crawl file is of the version that is written now; an older one can only be judged. Raises as
    `told_by`."""
    with closing(_connect(path, "rw")) as file:
        return _recognise(file) == VERSION


def is_left(path: Path) -> bool:
    """Whether an unsealed crawl has ended and lacks only what `crawler.fetch.finishing` does. Raises as `told_by`."""
    with closing(_connect(path, "rw")) as file:
        _recognise(file)
        known = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone()
        left = known and file.execute("SELECT 1 FROM kept WHERE part = 'crawl' AND key = ?", (LEFT,)).fetchone()
        return bool(left)


def open_to_read(path: Path, *, checked: bool = False) -> CrawlFile:
    """A crawl file for reading; only a sealed one is opened as immutable. Raises `UserError` as above.

    A file that was `checked` before is not looked through for damage again.
    """
    connection = _connect(path, "ro&immutable=1" if is_sealed(path) else "ro")
    with _closed_on_error(connection):
        version = version_of(connection) if checked else _check(connection)
        connection.execute("PRAGMA temp_store = FILE")  # what does not fit into the cache goes to disk
        for table, columns in _ADDED.get(version, {}).items():  # a temporary view goes before the table of its name
            connection.execute(f"CREATE TEMP VIEW {table} AS SELECT *, {columns} FROM main.{table}")
    return connection


def index_links(file: CrawlFile) -> None:
    """Make the indexes by which links lead to pages, unless they are there.

    Outside of a transaction they are sorted on disk: in memory it takes 80 MB for a hundred thousand pages.
    """
    on_disk = not file.in_transaction
    if on_disk:
        file.execute("PRAGMA temp_store = FILE")
    for statement in LATE_INDEXES:
        file.execute(statement)
    if on_disk:
        file.execute(f"PRAGMA {_UNDOING}")


def version_of(file: CrawlFile) -> int:
    """The version of the schema by which an open file was written."""
    version: int = file.execute("PRAGMA user_version").fetchone()[0]
    return version


def _connect(path: Path, mode: str) -> CrawlFile:
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


def _for_writing(connection: CrawlFile) -> None:
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", _UNDOING):
        connection.execute(f"PRAGMA {setting}")


def _recognise(connection: CrawlFile) -> int:
    """The version of the file. Raises `UserError` when it is none of ours."""
    place = Place(connection.path)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UserError("crawl-foreign", place=place)
    version = version_of(connection)
    if version > VERSION:
        raise UserError("crawl-too-new", place=place, version=version, known=VERSION)
    return version


def _check(connection: CrawlFile) -> int:
    """The version of the file. Raises `UserError` when we cannot read it."""
    version = _recognise(connection)
    damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if damage != "ok":
        raise damaged(connection.path, damage)
    return version
