"""robots.txt, obeyed unless the registry says who authorised ignoring it (RFC 9309, read by Protego).

* 4xx and a soft-404: there is none, everything is allowed (2.3.1.3). Stricter than the RFC: 429 is no such answer.
* 5xx, 429 or a bot wall: asked again a few times; if it stays so, everything is forbidden (2.3.1.4).
* No connection: the same, but as long as the host has answered nothing at all its addresses are asked: they will fail
  alike, and then their own failure (a dead host) is what must be reported.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from config.policy import policy
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from crawler.urls import netloc

_ABSENT = frozenset(
    {
        AnswerKind.HTTP_404,
        AnswerKind.HTTP_410,
        AnswerKind.HTTP_4XX,
        AnswerKind.FORBIDDEN_OUTSIDE,
        AnswerKind.LOGIN,
        AnswerKind.SOFT_404,
        AnswerKind.REDIRECT_TO_HOME,
        AnswerKind.REDIRECT_LOOP,
        AnswerKind.BAD_REDIRECT,  # redirected to no web address: nothing that could forbid anything (RFC 9309 2.3.1.2)
        AnswerKind.NOT_WEB,
        AnswerKind.PRIVATE_ADDRESS,  # the address itself will be refused by the guard, which says so better
    }
)
_ANSWERED = frozenset({AnswerKind.HTTP_5XX, AnswerKind.RATE_LIMITED, AnswerKind.BOT_WALL})


@dataclass(slots=True)
class _Rules:
    """What is known about one origin. `barred` says why everything is forbidden there."""

    asked: int = 0
    settled: bool = False
    silent: bool = False
    parser: Protego | None = None
    barred: Judgement | None = None


class Robots:
    """The rules of all hosts of one crawl, each fetched once. `pause_s` lies between repeated requests."""

    def __init__(self, client: Client, judge: Judge, user_agent: str, *, ignored: bool, pause_s: float) -> None:
        self._client = client
        self._judge = judge
        self._name = user_agent.partition("/")[0].strip()
        self._ignored = ignored
        self._pause_s = pause_s
        self._origins: dict[str, _Rules] = defaultdict(_Rules)
        self._locks: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._gate = asyncio.Semaphore(policy().feed.at_once)  # many hosts may be new at the same time

    async def forbids(self, url: str) -> Judgement | None:
        """Why `url` may not be asked, or None."""
        if self._ignored:
            return None
        origin = _origin(url)
        rules = self._origins[origin]
        if not rules.settled:
            async with self._locks[origin]:
                await self._fetch(origin, rules)
        if rules.silent and not self._client.pace.heard(netloc(url)):
            return None
        if rules.barred is not None:
            return rules.barred
        if rules.parser is None or rules.parser.can_fetch(url, self._name):
            return None
        return Judgement(AnswerKind.ROBOTS, f"forbidden by {origin}/robots.txt")

    def silent(self, url: str) -> bool:
        """Whether the host of `url` gave no answer at all when its robots.txt was asked for."""
        return self._origins[_origin(url)].silent

    async def _fetch(self, origin: str, rules: _Rules) -> None:
        """Ask until the rules are settled; a host that has answered nothing yet is asked once more only later on."""
        most = policy().robots.attempts
        while not rules.settled:
            if rules.asked:
                await asyncio.sleep(self._pause_s)
            look = await self._look(f"{origin}/robots.txt")
            rules.asked += 1
            self._learn(rules, look, last=rules.asked >= most)
            if rules.silent and not self._client.pace.heard(netloc(origin)):
                return

    async def _look(self, url: str) -> Look:
        trail = Trail(url, TargetKind.RESOURCE)
        limit = policy().robots.largest_bytes
        async with self._gate:
            return await self._client.look(trail, self._judge, nobody_forbids, limit=limit, whole=False, method="GET")

    def _learn(self, rules: _Rules, look: Look, *, last: bool) -> None:
        kind = look.judgement.kind
        rules.silent = kind not in _ABSENT | _ANSWERED | {AnswerKind.CONTENT}
        if kind is AnswerKind.CONTENT:
            rules.parser = Protego.parse(look.reply.body.decode("utf-8", "replace"))
            delay = rules.parser.crawl_delay(self._name)
            if delay:
                self._client.pace.at_least(netloc(look.trail.url), delay)
        elif kind not in _ABSENT and last:
            why = f"robots.txt could not be read: {kind}, {look.judgement.detail}"
            rules.barred = Judgement(AnswerKind.ROBOTS, why)
        rules.settled = kind in _ABSENT or kind is AnswerKind.CONTENT or last


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
