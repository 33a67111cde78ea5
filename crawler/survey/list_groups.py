"""Which list pages are one column: a first page and the further pages that any of them declares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from crawler.facts import PageFacts


@dataclass(frozen=True, slots=True)
class ListGroup:
    """The list pages of a column that were read, in order of page numbers, and the declared ones that were not."""

    pages: tuple[PageFacts, ...]
    unread: tuple[str, ...] = ()

    @property
    def head(self) -> PageFacts:
        """Page 1, or the earliest page that was read."""
        return self.pages[0]

    @property
    def begins(self) -> bool:
        """Whether the head is page 1."""
        return _number(self.head) == 1

    @property
    def url(self) -> str:
        """The URL of page 1; when it was not read, the shortest one (`index` comes before `index_1`)."""
        if self.begins:
            return self.head.url
        return min((*self.unread, *(page.url for page in self.pages)), key=_shortness)


def group_lists(pages: Iterable[PageFacts], key: Callable[[str], str]) -> list[ListGroup]:
    """The groups in order of their URLs. URLs with the same `key` are one page (`…/` and `…/index.html`)."""
    by_key: dict[str, PageFacts] = {}
    for page in sorted(pages, key=lambda page: (not page.judgeable, *_shortness(page.url))):
        by_key.setdefault(key(page.url), page)
    leader = _Leaders()
    for own, page in by_key.items():
        for further in _further(page):
            leader.join(own, key(further))
    members: dict[str, list[PageFacts]] = {}
    for own, page in by_key.items():
        members.setdefault(leader.of(own), []).append(page)
    groups = [_group(together, by_key.keys(), key) for together in members.values()]
    return sorted(groups, key=lambda group: group.url)


def _group(together: list[PageFacts], read: Collection[str], key: Callable[[str], str]) -> ListGroup:
    pages = sorted(together, key=lambda page: (_number(page), *_shortness(page.url)))
    unread: dict[str, str] = {}
    for page in pages:
        for further in _further(page):
            if key(further) not in read:
                unread.setdefault(key(further), further)
    return ListGroup(tuple(pages), tuple(unread.values()))


class _Leaders:
    """Sets that are joined step by step; each is known by one of its members."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, member: str) -> str:
        while (above := self._above.get(member, member)) != member:
            self._above[member] = self._above.get(above, above)
            member = above
        return member

    def join(self, one: str, other: str) -> None:
        self._above[self.of(one)] = self.of(other)


def _number(page: PageFacts) -> int:
    return page.list.page if page.list else 1


def _further(page: PageFacts) -> tuple[str, ...]:
    return page.list.further_pages if page.list else ()


def _shortness(url: str) -> tuple[int, str]:
    return len(url), url
