"""What one page asked for in the browser, and what of it did not come: so that nobody takes a failure for emptiness."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from crawler.kinds import AnswerKind

_GONE = frozenset({AnswerKind.HTTP_404, AnswerKind.HTTP_410, AnswerKind.SOFT_404})
"""Every visitor misses such a script or style, so the rows that a page shows are still what it shows to everybody."""


@dataclass(slots=True)
class Traffic:
    """The requests of one visit to `url`. Each note is `kind address`; notes come in the order of the failures."""

    url: str
    window: object = None
    """The browser's page that the visit takes place in."""
    count: int = 0
    pending: int = 0
    ended: int = 0
    opened: bool = False
    lost: list[str] = field(default_factory=list)
    """Own requests that failed for us and might have brought rows."""
    doubtful: list[str] = field(default_factory=list)
    """Own requests without which a list may look empty: scripts that are gone, answers that report a failure."""
    outside: list[str] = field(default_factory=list)
    """What other hosts would have contributed; never loaded."""
    sent_on: list[str] = field(default_factory=list)
    """Other documents that the page wanted to show in its own window, instead of itself."""
    windows: list[str] = field(default_factory=list)
    """Documents that it wanted to show in windows of their own, or by sending a form."""

    def opens(self, url: str) -> bool:
        """Whether `url` is the page itself, asked for the first time."""
        first = not self.opened and url == self.url
        self.opened = self.opened or first
        return first

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """While a request is waiting for its turn or its answer."""
        self.pending += 1
        try:
            yield
        finally:
            self.pending -= 1
            self.ended += 1

    def failed(self, kind: str, url: str, answer: AnswerKind) -> None:
        """Note an own request that brought no content; frames are pages of their own."""
        bare = (
            kind == "stylesheet" or (kind == "script" and answer in _GONE) or (kind == "document" and url != self.url)
        )
        (self.doubtful if bare else self.lost).append(f"{kind} {url}: {answer}")

    @property
    def whole(self) -> bool:
        """Whether everything came that could have put rows or words on the page."""
        return not (self.lost or self.doubtful or self.outside or self.sent_on or self.windows)
