"""Which columns list a page: asked of every page of a crawl, so the answer is kept in the file system's room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.store.connection import CrawlFile
from crawler.survey.column import Column
from crawler.urls import page_key


class Listed:
    """A temporary table of all rows of all columns, by the key of the page that they lead to."""

    def __init__(self, file: CrawlFile, columns: Sequence[Column]) -> None:
        self._file = file
        file.execute("CREATE TEMP TABLE listed (page TEXT, place INTEGER, PRIMARY KEY (page, place)) WITHOUT ROWID")
        file.execute("BEGIN")
        file.executemany("INSERT OR IGNORE INTO temp.listed VALUES (?, ?)", _rows(columns))
        file.execute("COMMIT")

    def places(self, url: str) -> tuple[int, ...]:
        """The columns that list the page at `url`, as rising places in the sequence of columns."""
        rows = self._file.execute("SELECT place FROM temp.listed WHERE page = ? ORDER BY place", (page_key(url),))
        return tuple(place for (place,) in rows)


def _rows(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    for place, column in enumerate(columns):
        for item in column.items:
            yield page_key(item.url), place
