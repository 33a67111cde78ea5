"""What a crawl under way must not forget when it is cut off: mappings that are written into its file as they change.

They are committed together with the answers that they follow from, and go when the file is sealed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from typing import Any

from crawler.store.connection import CrawlFile

_TABLE = (
    "CREATE TABLE IF NOT EXISTS kept "
    "(part TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (part, key)) WITHOUT ROWID"
)


class Kept(MutableMapping[str, Any]):
    """A mapping of one part of the crawl. Values are JSON values; read, they are what was put in or a copy of it."""

    def __init__(self, file: CrawlFile, part: str) -> None:
        self._file = file
        self._part = part
        rows = file.execute("SELECT key, value FROM kept WHERE part = ?", (part,))
        self._values: dict[str, Any] = {key: json.loads(value) for key, value in rows}

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        if key in self._values and self._values[key] == value:
            return
        self._values[key] = value
        written = json.dumps(value, ensure_ascii=False)
        self._file.execute(
            "INSERT OR REPLACE INTO kept (part, key, value) VALUES (?, ?, ?)", (self._part, key, written)
        )

    def __delitem__(self, key: str) -> None:
        del self._values[key]
        self._file.execute("DELETE FROM kept WHERE part = ? AND key = ?", (self._part, key))

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def make_room(file: CrawlFile) -> None:
    """Make the table, unless it is there."""
    file.execute(_TABLE)


def forget(file: CrawlFile) -> None:
    """Drop everything that was kept: a finished crawl needs none of it."""
    file.execute("DROP TABLE IF EXISTS kept")
