"""Columns that are the same column under two addresses, as only their content tells.

Portals offer one list at several addresses that have nothing in common. A visitor who sees the same name and the same
rows twice has seen one column, and its faults count once. What is empty is never a duplicate, because two columns can
be empty alike; neither are columns of two units.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.facts import PageFacts
from crawler.kinds import PageKind
from crawler.sameness import surely_same
from crawler.survey.list_groups import ListGroup
from crawler.urls import netloc


@dataclass(frozen=True, slots=True)
class Comparison:
    """How columns are compared: `key` tells equal addresses, `owner` whose an address is, `body_hash` what a page's
    bytes were (None: not read)."""

    key: Callable[[str], str]
    owner: Callable[[str], str]
    body_hash: Callable[[str], str | None]

    def each_once(self, groups: Iterable[ListGroup]) -> list[ListGroup]:
        """The groups without duplicates: of two the more completely read one stays, else the one with the shorter
        address."""
        kept: dict[int, ListGroup] = {}
        alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, group in enumerate(groups):
            first = self._first_of(group)
            if first is None:
                kept[number] = group
                continue
            near = alike[self._shown_as(group, first)]
            twin = next((one for one in near if self._same(kept[one], group)), None)
            if twin is None:
                near.append(number)
                kept[number] = group
            elif _worth(group) < _worth(kept[twin]):
                kept[twin] = group
        return sorted(kept.values(), key=lambda group: group.url)

    def _first_of(self, group: ListGroup) -> str | None:
        """What the content begins with: the first row's title, or the text of a single article; None without any."""
        first = group.first_rows
        if first.list and first.list.rows:
            return first.list.rows[0].title
        if group.head.kind is PageKind.SINGLE_ARTICLE and group.head.article:
            return group.head.article.text or None
        return None

    def _shown_as(self, group: ListGroup, first: str) -> tuple[str, ...]:
        return netloc(group.url).removeprefix("www."), self.owner(group.url), group.head.title, first

    def _same(self, one: ListGroup, other: ListGroup) -> bool:
        if not surely_same(one.head, other.head, self.key) and not self._copied(one.head, other.head):
            return False
        if one.head.list is None or one.head.list.rows:
            return True
        return surely_same(one.first_rows, other.first_rows, self.key) or one.first_rows.url == other.first_rows.url

    def _copied(self, one: PageFacts, other: PageFacts) -> bool:
        """Whether two pages are equal byte for byte, and their rows lead to pages that are: one folder, two names.

        Rows that were not read on both sides say nothing; a single pair that differs makes them two columns.
        """
        mine = self.body_hash(one.url)
        if mine is None or mine != self.body_hash(other.url) or not (one.list and other.list):
            return False
        pairs = [
            (self.body_hash(a.url), self.body_hash(b.url)) for a, b in zip(one.list.rows, other.list.rows, strict=False)
        ]
        seen = [(first, second) for first, second in pairs if first and second]
        return bool(seen) and all(first == second for first, second in seen)


def _worth(group: ListGroup) -> tuple[int, int, str]:
    """Smaller is better."""
    return len(group.unread) + len(group.repeated), len(group.url), group.url
