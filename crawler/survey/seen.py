"""Which pages were seen and what their texts say about dates, out of memory: there may be a hundred thousand."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from crawler.outline import TextDates


class Record(NamedTuple):
    """What is kept of the pages with one key. `front` is what stands before the key in the first one's address, or the
    whole address where the key is not its end. Most pages share all of it with others, and so share one record."""

    front: str
    is_article: bool
    dates: TextDates | None


class SeenPages:
    """Pages by their keys (`crawler.urls.page_key`), in a temporary table of `file`."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._records: list[Record] = []
        self._places: dict[Record, int] = {}
        file.execute("SAVEPOINT seen")  # one write for all; never taken back, that would end what others are reading
        file.execute(
            "CREATE TEMP TABLE IF NOT EXISTS seen (page TEXT PRIMARY KEY, record INTEGER NOT NULL) WITHOUT ROWID"
        )
        file.execute("DELETE FROM temp.seen")

    def see(self, key: str, url: str, *, is_article: bool, dates: TextDates | None) -> None:
        """Take note of a page. Of several with one key the first gives the address, the last text its dates."""
        known = self._record(key)
        front = known.front if known else url.removesuffix(key)
        is_article = is_article or (known is not None and known.is_article)
        record = Record(front, is_article, dates or (known.dates if known else None))
        if record != known:
            self._file.execute("INSERT OR REPLACE INTO temp.seen VALUES (?, ?)", (key, self._place(record)))

    def address(self, key: str) -> str | None:
        """The address of the first page that was seen with this key; None when there was none."""
        record = self._record(key)
        if record is None:
            return None
        return f"{record.front}{key}" if record.front in _FRONTS else record.front

    def is_article(self, key: str) -> bool:
        """Whether a page with this key is an article."""
        record = self._record(key)
        return record is not None and record.is_article

    def dates(self, key: str) -> TextDates | None:
        """The dates of the text with this key; None when no text was read there."""
        record = self._record(key)
        return record.dates if record else None

    def close(self) -> None:
        """Nothing more will be seen or asked."""
        self._file.execute("RELEASE seen")

    def _record(self, key: str) -> Record | None:
        row = self._file.execute("SELECT record FROM temp.seen WHERE page = ?", (key,)).fetchone()
        return self._records[row[0]] if row else None

    def _place(self, record: Record) -> int:
        if record not in self._places:
            self._places[record] = len(self._records)
            self._records.append(record)
        return self._places[record]


_FRONTS = frozenset({"", *(f"{scheme}://{host}" for scheme in ("http", "https") for host in ("", "www."))})
"""What `page_key` takes away in front."""
