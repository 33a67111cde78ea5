"""The file that holds a crawl: how it is opened, and what becomes of it when the crawl ends.

A sealed file is told by its header: it has left WAL mode. It is evidence, so nobody opens it for writing again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from config.errors import Place, UserError
from crawler.store.connection import CrawlFile, clear_errors, closed_on_error, connect, damaged
from crawler.store.versions import VERSION, recognise, show_as_new, version_of

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

_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_WRITE_VERSION_AT = 18
_LEFT_WAL = 1


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


def open_new(path: Path) -> CrawlFile:
    """A new, empty crawl file in WAL mode. Raises `UserError` when the path is taken or cannot be written."""
    if path.exists():
        raise UserError("crawl-exists", place=Place(path))
    with nothing_left_on_error(path):
        connection = connect(path, "rwc")
        _set_up(connection)
    return connection


def _set_up(connection: CrawlFile) -> None:
    path = connection.path
    with closed_on_error(connection):
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        _for_writing(connection)
        with clear_errors(path):
            connection.executescript(resources.files("crawler.store").joinpath("schema.sql").read_text("utf-8"))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def nothing_left_on_error(path: Path) -> Iterator[None]:
    """Delete a file that fails to be begun: half of it would look like a crawl of another version."""
    try:
        yield
    except BaseException:
        discard(path)
        raise


def open_to_continue(path: Path) -> CrawlFile:
    """An unsealed crawl file for more writing.

    Raises `UserError` when it is sealed, foreign, corrupt, in use, or of an older version.
    """
    if is_sealed(path):
        raise UserError("crawl-sealed", place=Place(path))
    connection = connect(path, "rw")
    with closed_on_error(connection):
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
    file = connect(path, "rw")
    with closed_on_error(file):
        recognise(file)
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
    with closing(connect(path, "ro&immutable=1" if is_sealed(path) else "rw")) as file:
        recognise(file)
        return {key: json.loads(value) for key, value in file.execute("SELECT key, value FROM meta ORDER BY key")}


def may_go_on(path: Path) -> bool:
    """Whether an unsealed crawl file is of the version that is written now; an older one can only be judged. Raises as
    `told_by`."""
    with closing(connect(path, "rw")) as file:
        return recognise(file) == VERSION


def is_left(path: Path) -> bool:
    """Whether an unsealed crawl has ended and lacks only what `crawler.fetch.finishing` does. Raises as `told_by`."""
    with closing(connect(path, "rw")) as file:
        recognise(file)
        known = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'kept'").fetchone()
        left = known and file.execute("SELECT 1 FROM kept WHERE part = 'crawl' AND key = ?", (LEFT,)).fetchone()
        return bool(left)


def open_to_read(path: Path, *, checked: bool = False) -> CrawlFile:
    """A crawl file for reading; only a sealed one is opened as immutable. Raises `UserError` as above.

    A file that was `checked` before is not looked through for damage again.
    """
    connection = connect(path, "ro&immutable=1" if is_sealed(path) else "ro")
    with closed_on_error(connection):
        version = version_of(connection) if checked else _check(connection)
        connection.execute("PRAGMA temp_store = FILE")  # what does not fit into the cache goes to disk
        show_as_new(connection, version)
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


def _for_writing(connection: CrawlFile) -> None:
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", _UNDOING):
        connection.execute(f"PRAGMA {setting}")


def _check(connection: CrawlFile) -> int:
    """The version of the file. Raises `UserError` when we cannot read it."""
    version = recognise(connection)
    damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if damage != "ok":
        raise damaged(connection.path, "database")
    return version
