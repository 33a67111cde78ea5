"""Which pages were seen and what their texts say about dates, in little room: there may be a hundred thousand."""

from __future__ import annotations

from typing import NamedTuple

from crawler.survey.column_items import ArticleDates


class _Seen(NamedTuple):
    """What is kept of the pages with one key. `front` is what stands before the key in the first one's address, or the
    whole address where the key is not its end. Most pages share all of it with others, and so share one record."""

    front: str
    is_article: bool
    dates: ArticleDates | None


class SeenPages:
    """Pages by their keys (`crawler.urls.page_key`)."""

    def __init__(self) -> None:
        self._by_key: dict[str, _Seen] = {}
        self._records: dict[_Seen, _Seen] = {}

    def see(self, key: str, url: str, *, is_article: bool, dates: ArticleDates | None) -> None:
        """Take note of a page. Of several with one key the first gives the address, the last text its dates."""
        known = self._by_key.get(key)
        front = known.front if known else url.removesuffix(key)
        is_article = is_article or (known is not None and known.is_article)
        seen = _Seen(front, is_article, dates or (known.dates if known else None))
        self._by_key[key] = self._records.setdefault(seen, seen)

    def address(self, key: str) -> str | None:
        """The address of the first page that was seen with this key; None when there was none."""
        seen = self._by_key.get(key)
        if seen is None:
            return None
        return f"{seen.front}{key}" if seen.front in _FRONTS else seen.front

    def is_article(self, key: str) -> bool:
        """Whether a page with this key is an article."""
        seen = self._by_key.get(key)
        return seen is not None and seen.is_article

    def dates(self, key: str) -> ArticleDates | None:
        """The dates of the text with this key; None when no text was read there."""
        seen = self._by_key.get(key)
        return seen.dates if seen else None


_FRONTS = frozenset({"", *(f"{scheme}://{host}" for scheme in ("http", "https") for host in ("", "www."))})
"""What `page_key` takes away in front."""
