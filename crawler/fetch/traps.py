"""Where a crawl stops by itself: templates that find ever more of themselves, and lists without an end."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, MutableMapping
from typing import Any, NamedTuple

from crawler.kinds import PageKind
from crawler.listcall import asked_as
from crawler.outline import Outlined
from crawler.reading.pagers.pager import MOST_PAGES
from crawler.urlpatterns import pattern, winding


class TrapGuard:
    """Stops endless templates: calendars, faceted searches, folders that contain themselves.

    Only addresses that a template finds by itself count: a page of the pattern links to another one of it, directly or
    by way of one page between them (a month links its days, a day the next month). Rows of a list and declared list
    pages are finite and never count, however many there are. Own rule. `found` is where it counts.
    """

    def __init__(self, budget: int, found: MutableMapping[str, Any] | None = None) -> None:
        self._budget = budget
        self._found: MutableMapping[str, int] = {} if found is None else found

    def admits(self, url: str, found_on: str, listed: Collection[str], before: str | None = None) -> bool:
        """Whether a new address may still be visited, found on a page that was itself found on `before`. Counts it."""
        if url in listed:
            return True
        form = winding(url)
        if form is None:
            form = pattern(url)
            if form != pattern(found_on) and (before is None or form != pattern(before)):
                return True
        self._found[form] = self._found.get(form, 0) + 1
        return self._found[form] <= self._budget


class Further(NamedTuple):
    """The further parts of a list: what is asked for, and what is left out because the list has no end."""

    asked: tuple[str, ...]
    left_out: tuple[str, ...] = ()


_NONE = Further(())


class ListChains:
    """Follows lists part by part and leaves those without an end.

    Some pagers always offer one page more, and some interfaces answer page 1 whatever they are asked for: a part that
    shows the rows of an earlier part of its list leads no further, and no list has more than `MOST_PAGES` parts.
    `heads` is where the beginning of each part's list is noted, with a mark for the parts that are left out; `shown`
    where the rows are that were seen.
    """

    def __init__(
        self,
        most: int = MOST_PAGES,
        heads: MutableMapping[str, Any] | None = None,
        shown: MutableMapping[str, Any] | None = None,
    ) -> None:
        self._most = most
        self._heads: MutableMapping[str, list[Any]] = {} if heads is None else heads
        self._shown: MutableMapping[str, bool] = {} if shown is None else shown
        self._parts: dict[str, set[str]] = defaultdict(set)
        for url, (head, asked) in self._heads.items():
            if asked:
                self._parts[head].add(url)

    def further(self, facts: Outlined) -> Further:
        """The parts that a page or an answer declares, under the addresses that stand on the ledger."""
        if facts.list is None or not (facts.list.further_pages or facts.url in self._heads):
            return _NONE
        head = self._heads[facts.url][0] if facts.url in self._heads else facts.url
        parts = self._parts[head]
        declared = [asked_as(url) for url in facts.list.further_pages]
        new = [url for url in declared if url not in parts]
        room = 0 if self._repeats(facts, head) else max(0, self._most - len(parts))
        left_out = new[room:]
        parts.update(new[: len(new) - len(left_out)])
        for url in declared:
            self._heads[url] = [head, url in parts]
        return Further(tuple(url for url in declared if url in parts), tuple(left_out))

    def _repeats(self, facts: Outlined, head: str) -> bool:
        """Whether the rows were seen in this list before. A page may show what its first answer says again."""
        if facts.list is None or not facts.list.rows:
            return False
        source = "answer" if facts.kind is PageKind.LIST_DATA else "page"
        told = "\n".join((head, source, *(row.url for row in facts.list.rows)))
        rows = hashlib.blake2b(told.encode("utf-8", "replace"), digest_size=12).hexdigest()
        if rows in self._shown:
            return True
        self._shown[rows] = True
        return False
