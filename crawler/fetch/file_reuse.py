"""Files of the portal that did not change since an earlier crawl: neither sent nor read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crawler.answer import Answer
from crawler.facts import DocumentFacts
from crawler.fetch.belief import Belief, Tally
from crawler.fetch.look import Look, Trail
from crawler.fetch.proof import conclude
from crawler.fetch.validity import Validity, agrees
from crawler.kinds import TargetKind
from crawler.store.reuse import KeptPages
from crawler.store.writer import CrawlStore


class FileReuse:
    """Of one crawl. `earlier` is the crawl that is taken over from; `answer` makes today's answer of what did not
    change."""

    def __init__(
        self,
        store: CrawlStore,
        earlier: KeptPages | None,
        validity: Validity,
        belief: Belief,
        tally: Tally,
        *,
        answer: Callable[[Look, Answer], Answer],
    ) -> None:
        self._store = store
        self._earlier = earlier
        self._validity = validity
        self._belief = belief
        self._tally = tally
        self._answer = answer

    def trail(self, url: str, kind: TargetKind, *, read: bool = False) -> Trail:
        """The beginning of a look at a target, with a condition where it is a file that may be unchanged.

        `read`: it is to be read, so what the earlier crawl read in it must be there.
        """
        trail = Trail(url, kind)
        if kind is not TargetKind.ATTACHMENT or not self._validity.may_hold(url):
            return trail
        before = self._before(url)
        if before is None or before.body_hash is None or (read and self.document(url) is None):
            return trail
        return replace(trail, condition=self._validity.headers(before))

    def believes(self, look: Look) -> bool:
        """Whether a file that a server calls unchanged is not asked for again to see it."""
        url, before = look.trail.url, self._before(look.trail.url)
        holds = before is not None and self._validity.may_hold(url) and agrees(before, look.reply)
        return holds and not self._belief.samples(url)

    def concluded(self, look: Look) -> Answer:
        """The answer of a target after its first look."""
        url, now = look.trail.url, conclude(look)
        before = self._before(url)
        if before is not None and look.judgement.unchanged:
            self._tally.add("files_unchanged", saved=before.size or 0)
            return self._answer(look, before)
        if before is not None and self._belief.claimed(url):
            same = (now.kind, now.body_hash, now.size) == (before.kind, before.body_hash, before.size)
            self._belief.compared(url, same=same)
        return now

    def size(self, url: str) -> int:
        """Bytes of a file in the earlier crawl."""
        before = self._before(url)
        return before.size or 0 if before is not None else 0

    def document(self, url: str) -> DocumentFacts | None:
        """What the earlier crawl read in a file; None when it did not, or not all of it."""
        facts = self._earlier.document(url) if self._earlier is not None else None
        return facts if facts is not None and facts.reason is None else None

    def doubtful(self) -> list[str]:
        """Files that were called unchanged by a host before it was found out; they are counted no more."""
        urls = [url for host in self._belief.lost for _, url in self._store.taken_over(host, pages=False)]
        answers = [answer for url in urls if (answer := self._store.answer(url)) is not None]
        self._tally.withdraw("files_unchanged", answers)
        return urls

    def _before(self, url: str) -> Answer | None:
        return self._earlier.answer(url) if self._earlier is not None else None
