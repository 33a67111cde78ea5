"""Which pages need a browser, and in which order they get one.

Only the reader of a page says so, by an obstacle that `config/cms/rendering.yaml` lists. Never a page that a bot wall
answered for or that robots.txt forbids: neither was ever read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from typing import Any

from config.rendering import rendering_facts
from crawler.kinds import PageKind
from crawler.outline import Outlined

_COLUMNS = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.ATTACHMENT_LIST})
_HOME, _COLUMN, _OTHER = range(3)


def why(facts: Outlined) -> str | None:
    """Why the page needs a browser (a key below `reason.`), or None when it was read or a browser would not help."""
    removable = rendering_facts().removable
    if not facts.judgeable or facts.kind is PageKind.LIST_DATA:
        return None
    if facts.list is not None:
        return facts.list.obstacle if facts.list.obstacle in removable else None
    unread = facts.article is None or not facts.article.body_length
    return next((note for note in facts.notes if note in removable), None) if unread else None


class Shells:
    """The pages of a crawl that need a browser, noted when they are read. `keep` gives a mapping of a name to note
    them in."""

    def __init__(self, keep: Callable[[str], MutableMapping[str, Any]] = lambda name: {}) -> None:
        self._open: MutableMapping[str, int] = keep("shells")
        self._ever: MutableMapping[str, bool] = keep("shells-ever")
        self._expected: MutableMapping[str, bool] = keep("shells-expected")

    def __len__(self) -> int:
        return len(self._open)

    @property
    def known(self) -> int:
        """How many pages were ever found to need one."""
        return len(self._ever)

    def see(self, facts: Outlined) -> None:
        """Take note of a page that was read; a page that is read anew is judged anew."""
        self._open.pop(facts.url, None)
        if why(facts) is not None or (facts.url in self._expected and facts.list is None):
            self._open[facts.url] = _rank(facts)
            self._ever[facts.url] = True

    def expect(self, urls: Iterable[str]) -> None:
        """Further pages of a list that a browser showed: without it they may not even look like list pages."""
        self._expected.update(dict.fromkeys(urls, True))

    def expects(self, url: str) -> bool:
        """Whether a list that a browser showed goes on at this address."""
        return url in self._expected

    def done(self, url: str) -> None:
        """The page had its turn."""
        self._open.pop(url, None)

    def in_turn(self, owner: Callable[[str], str]) -> list[str]:
        """The addresses that still wait. The home page comes first, then columns, then everything else.

        Within each of these the units (`owner` tells whose an address is) take turns, each in the order of its
        addresses, so that a small budget serves all of them alike and the order depends on nothing else.
        """
        return [url for _, _, _, url in sorted(self._turns(owner))]

    def _turns(self, owner: Callable[[str], str]) -> Iterator[tuple[int, int, str, str]]:
        turns: Counter[tuple[int, str]] = Counter()
        for url, rank in sorted(self._open.items()):
            unit = owner(url)
            turns[rank, unit] += 1
            yield rank, turns[rank, unit], unit, url


def _rank(facts: Outlined) -> int:
    """Absence and freshness are judged from first list pages, so they go before further ones and before articles."""
    if facts.kind is PageKind.HOME:
        return _HOME
    first = facts.list is None or facts.list.page == 1
    return _COLUMN if facts.kind in _COLUMNS and first else _OTHER
