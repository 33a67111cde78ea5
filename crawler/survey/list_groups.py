"""Which list pages are one column: a first page and the further parts that any of them declares.

A column begins with a page that visitors open. The answers of list interfaces and the page inside an iframe are parts
of the columns that declare them, of several if need be, and no columns of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from crawler.facts import PageFacts
from crawler.kinds import ListSource, PageKind
from crawler.listcall import asked_as
from crawler.survey.leaders import Leaders
from crawler.urls import is_call

Key = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ListGroup:
    """The parts of a column that were read, the first page first and then in order of page numbers.

    `unread` are declared parts that were not read; `repeated` are such that came with the rows of another part, so
    that their own were not seen.
    """

    pages: tuple[PageFacts, ...]
    unread: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    @property
    def head(self) -> PageFacts:
        """The page that visitors open: page 1, or the earliest page that was read."""
        return self.pages[0]

    @property
    def parts(self) -> tuple[PageFacts, ...]:
        """Everything behind the head."""
        return self.pages[1:]

    @property
    def begins(self) -> bool:
        """Whether the head is page 1."""
        return _number(self.head) == 1

    @property
    def url(self) -> str:
        """The URL of page 1; when it was not read, the shortest one (`index` comes before `index_1`)."""
        if self.begins:
            return self.head.url
        known = (*self.unread, *(page.url for page in self.pages))
        return min((url for url in known if not is_call(url)), key=_shortness)

    @property
    def first_rows(self) -> PageFacts:
        """The part in which the list begins: the head, or for a list that a script loads its first part with rows."""
        return next((page for page in self.pages if page.list and page.list.rows), self.head)

    @property
    def reaches_second(self) -> bool:
        """Whether the part behind the one in which the list begins was read."""
        first = self.first_rows
        if first.kind is PageKind.LIST_DATA:
            return any(_number(page) == _number(first) + 1 for page in self.parts)
        further = _further(first)
        return bool(further) and further[0] not in (*self.unread, *self.repeated)


def group_lists(pages: Iterable[PageFacts], key: Key, answers: Iterable[PageFacts] = ()) -> list[ListGroup]:
    """The groups in order of their URLs. URLs with the same `key` are one page (`…/` and `…/index.html`)."""
    by_key: dict[str, PageFacts] = {}
    for page in sorted(pages, key=lambda page: (not page.judgeable, *_shortness(page.url))):
        by_key.setdefault(key(page.url), page)
    together = _Together(by_key, {answer.url: answer for answer in answers}, key)
    return sorted(map(together.group, together.heads()), key=lambda group: group.url)


class _Together:
    """What belongs together: list pages that declare each other, and behind them the parts that only they show."""

    def __init__(self, by_key: dict[str, PageFacts], answers: dict[str, PageFacts], key: Key) -> None:
        self._by_key = by_key
        self._answers = answers
        self._key = key
        self._leaders = Leaders()
        for own, page in by_key.items():
            for further in () if _is_frame(page) else _further(page):
                if not is_call(asked_as(further)):
                    self._leaders.join(own, key(further))
        self._members: dict[str, list[PageFacts]] = defaultdict(list)
        for own, page in by_key.items():
            self._members[self._leaders.of(own)].append(page)
        self._frames = {leader: list(self._framed_by(pages)) for leader, pages in self._members.items()}

    def heads(self) -> list[str]:
        """The leaders of the groups that no other group holds in a frame."""
        held = {inner for leader, framed in self._frames.items() for inner in framed if inner != leader}
        free = [leader for leader in self._members if leader not in held]
        seen = {inner for leader in free for inner in self._reached(leader)}
        return free + [leader for leader in self._members if leader not in seen]  # frames that hold each other

    def group(self, leader: str) -> ListGroup:
        """The group with its head, everything that it reaches, and what it does not."""
        own = sorted(self._members[leader], key=lambda page: (_number(page), *_shortness(page.url)))
        parts = own[1:] + [page for inner in self._reached(leader) if inner != leader for page in self._members[inner]]
        read = {page.url: page for page in [own[0], *parts]}
        unread: dict[str, str] = {}
        waiting = list(read.values())
        while waiting:
            for further in _further(waiting.pop(0)):
                asked = asked_as(further)
                if asked in self._answers:
                    if asked not in read:
                        read[asked] = self._answers[asked]
                        waiting.append(read[asked])
                elif is_call(asked) or self._key(further) not in self._by_key:
                    unread.setdefault(self._key(asked), further)
        behind = sorted(list(read.values())[1:], key=lambda page: (_number(page), *_shortness(page.url)))
        return ListGroup((own[0], *behind), tuple(unread.values()), tuple(_repeated([own[0], *behind])))

    def _framed_by(self, pages: Iterable[PageFacts]) -> Iterator[str]:
        for page in pages:
            for further in _further(page) if _is_frame(page) else ():
                if self._key(further) in self._by_key:
                    yield self._leaders.of(self._key(further))

    def _reached(self, leader: str) -> list[str]:
        reached = [leader]
        for one in reached:
            reached += [inner for inner in dict.fromkeys(self._frames[one]) if inner not in reached]
        return reached


def _repeated(pages: Iterable[PageFacts]) -> Iterator[str]:
    """Parts with the rows of another part: some interfaces answer page 1 whatever page they are asked for."""
    seen: dict[tuple[str, ...], int] = {}
    for page in pages:
        rows = tuple(row.url for row in page.list.rows) if page.list else ()
        if rows and seen.setdefault(rows, _number(page)) != _number(page):
            yield page.url


def _is_frame(page: PageFacts) -> bool:
    return page.list is not None and page.list.source is ListSource.IFRAME


def _number(page: PageFacts) -> int:
    return page.list.page if page.list else 1


def _further(page: PageFacts) -> tuple[str, ...]:
    return page.list.further_pages if page.list else ()


def _shortness(url: str) -> tuple[int, str]:
    return len(url), url
