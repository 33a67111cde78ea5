"""How fast each host is asked: the configured rate, slower when robots.txt or the host itself asks for it.

Whatever asks (spider, prober, browser) waits for its turn here, right before the request goes out.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from config.policy import policy
from crawler.fetch.reply import Reply
from crawler.kinds import AnswerKind

_TROUBLED = frozenset({AnswerKind.RATE_LIMITED, AnswerKind.BOT_WALL, AnswerKind.HTTP_5XX})
"""Answers of a host that has had enough of us, or enough of everybody."""


_LATE = 0.25
"""Part of the delay by which a turn that our own machine gave late may be followed early, so that a busy machine does
not lower the rate; two requests are never nearer than the rest of it, and never more in a minute than the rate says
(own rule)."""


@dataclass(slots=True)
class _Host:
    braked: float = 0.0
    crawl_delay: float = 0.0
    last: float = -math.inf
    rest_until: float = -math.inf
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Queues:
    """One queue of requests for each host, first come, first served; crawls of one process that share it ask no host
    faster than one of them would."""

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = defaultdict(_Host)

    def of(self, host: str) -> _Host:
        """The queue of a host."""
        return self._hosts[host]


class Pace:
    """Delays between the requests of one crawl to each host, in seconds. `rate` is requests per second; 0: no delay.

    `queues` are shared with other crawls; each keeps its own delay after whatever request came before.
    """

    def __init__(self, rate: float, queues: Queues | None = None) -> None:
        self._base = 1 / rate if rate else 0.0
        self._queues = queues or Queues()
        self._heard: set[str] = set()
        self._rests: dict[str, float] = {}  # by the clock of the day, which outlives this process

    def delay(self, host: str) -> float:
        """How long the next request to `host` has to wait after the last one."""
        state = self._queues.of(host)
        return max(self._apart(state), state.rest_until - asyncio.get_running_loop().time())

    def heard(self, host: str) -> bool:
        """Whether the host has answered anything at all in this crawl."""
        return host in self._heard

    async def turn(self, host: str) -> None:
        """Wait until `host` may be asked; the turn is then taken. What is learned of it meanwhile counts."""
        state = self._queues.of(host)
        loop = asyncio.get_running_loop()
        async with state.turn:
            due = -math.inf
            while (wait := self._due(state) - loop.time()) > 0:
                due = self._due(state)
                await asyncio.sleep(wait)
            state.last = max(due, loop.time() - _LATE * self._apart(state)) if due > -math.inf else loop.time()

    def at_least(self, host: str, seconds: float) -> None:
        """Honour a Crawl-delay of robots.txt, up to the cap."""
        state = self._queues.of(host)
        state.crawl_delay = max(state.crawl_delay, min(seconds, policy().brake.crawl_delay_cap_s))

    def note(self, host: str, kind: AnswerKind, reply: Reply) -> None:
        """Learn from an answer: brake after trouble, and for as long as `Retry-After` says; recover after others."""
        state = self._queues.of(host)
        if reply.error is None:
            self._heard.add(host)
        if kind not in _TROUBLED:
            state.braked /= 2
            return
        state.braked = min(2 * self._apart(state), policy().brake.longest_delay_s)
        self.rest(host, kind, reply)

    def rest(self, host: str, kind: AnswerKind, reply: Reply) -> bool:
        """Leave the host alone for as long as a troubled answer asks for; whether it does. May be told twice."""
        wait = min(seconds_of(reply.headers.get("retry-after", "")), policy().brake.retry_after_cap_s)
        if kind not in _TROUBLED or wait <= 0:
            return False
        self._leave_alone(host, wait)
        return True

    def rests(self) -> dict[str, float]:
        """Hosts that asked to be left alone, and until when (seconds since 1970): what a crawl that goes on honours."""
        day = time.time()
        return {host: until for host, until in self._rests.items() if until > day}

    def rest_again(self, rests: Mapping[str, float]) -> None:
        """Leave the hosts of `rests` alone for what is left of their time."""
        for host, until in rests.items():
            wait = min(until - time.time(), policy().brake.retry_after_cap_s)
            if wait > 0:
                self._leave_alone(host, wait)

    def resting(self, host: str) -> bool:
        """Whether the host must be left alone for longer than its ordinary delay."""
        state = self._queues.of(host)
        return state.rest_until - asyncio.get_running_loop().time() > self._apart(state)

    async def rested(self, host: str) -> None:
        """Wait until a rest that the host asked for is over."""
        while self.resting(host):
            await asyncio.sleep(self._queues.of(host).rest_until - asyncio.get_running_loop().time())

    def _apart(self, state: _Host) -> float:
        return max(self._base, state.crawl_delay, state.braked)

    def _due(self, state: _Host) -> float:
        return max(state.last + self._apart(state), state.rest_until)

    def _leave_alone(self, host: str, seconds: float) -> None:
        state = self._queues.of(host)
        state.rest_until = max(state.rest_until, asyncio.get_running_loop().time() + seconds)
        self._rests[host] = max(self._rests.get(host, 0.0), time.time() + seconds)


def seconds_of(retry_after: str) -> float:
    """What a Retry-After header means in seconds from now (a number or an HTTP date); 0 when it says nothing usable."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
