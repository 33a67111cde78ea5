"""Versions of a crawl file's schema, and what older ones lack. Files are never migrated: new code reads old ones."""

from __future__ import annotations

from config.errors import Place, UserError
from crawler.store.connection import CrawlFile

APPLICATION_ID = 0x58554E43
VERSION = 6
"""`user_version` of the schema that is written."""
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


def version_of(file: CrawlFile) -> int:
    """The version of the schema by which an open file was written."""
    version: int = file.execute("PRAGMA user_version").fetchone()[0]
    return version


def recognise(connection: CrawlFile) -> int:
    """The version of the file. Raises `UserError` when it is none of ours."""
    place = Place(connection.path)
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UserError("crawl-foreign", place=place)
    version = version_of(connection)
    if version > VERSION:
        raise UserError("crawl-too-new", place=place, version=version, known=VERSION)
    return version


def show_as_new(connection: CrawlFile, version: int) -> None:
    """Let the tables of an older file show what they lack, as far as this connection goes."""
    for table, columns in _ADDED.get(version, {}).items():  # a temporary view goes before the table of its name
        connection.execute(f"CREATE TEMP VIEW {table} AS SELECT *, {columns} FROM main.{table}")
