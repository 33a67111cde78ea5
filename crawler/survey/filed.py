"""Which articles their breadcrumbs put into which column: a list that was cached may lack the newest of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from crawler.facts import Found
from crawler.kinds import PageKind
from crawler.outline import PageOutline
from crawler.reading.text.dates import is_too_late


class Filed:
    """The newest day of publication by the address that the innermost linked step of the breadcrumb gives.

    Of each address only the newest day is kept, so that a hundred thousand articles take no more memory than there are
    columns.
    """

    def __init__(self) -> None:
        self._newest: dict[str, dt.date] = {}

    def see(self, page: PageOutline, crawled_on: dt.date | None) -> None:
        """Take note of a page. Dates more than one day after `crawled_on` (when it is known) are no evidence."""
        if page.kind is not PageKind.ARTICLE or page.article is None or not isinstance(page.article.date, Found):
            return
        day = page.article.date.value
        column = next((step.url for step in reversed(page.breadcrumb) if step.url and step.url != page.url), None)
        if column is None or (crawled_on is not None and is_too_late(day, crawled_on)):
            return
        if column not in self._newest or self._newest[column] < day:
            self._newest[column] = day

    def by_key(self, key: Callable[[str], str]) -> dict[str, dt.date]:
        """The newest day for each key of an address."""
        newest: dict[str, dt.date] = {}
        for url, day in self._newest.items():
            newest[key(url)] = max(day, newest.get(key(url), day))
        return newest
