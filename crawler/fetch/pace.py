"""How fast each host is asked: the configured rate, slower when robots.txt or the host itself asks for it.

The same record serves the spider (as the delay of Scrapy's download slot) and httpx (as turns to wait for).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from config.policy import policy
from crawler.fetch.reply import Reply
from crawler.kinds import AnswerKind

_TROUBLED = frozenset({AnswerKind.RATE_LIMITED, AnswerKind.BOT_WALL, AnswerKind.HTTP_5XX})
"""Answers of a host that has had enough of us, or enough of everybody."""


@dataclass(slots=True)
class _Host:
    base: float
    delay: float
    free_at: float = 0.0
    rests_until: float = 0.0  # by the clock of the day, which outlives this process
    heard: bool = False


class Pace:
    """Delays between the requests to each host, in seconds. `rate` is requests per second; 0 means no delay."""

    def __init__(self, rate: float) -> None:
        self._base = 1 / rate if rate else 0.0
        self._hosts: dict[str, _Host] = {}

    def delay(self, host: str) -> float:
        """How long the next request to `host` has to wait after the last one."""
        state = self._state(host)
        return max(state.delay, state.free_at - asyncio.get_running_loop().time() if state.free_at else 0.0)

    def heard(self, host: str) -> bool:
        """Whether the host has answered anything at all in this crawl."""
        return self._state(host).heard

    async def turn(self, host: str) -> None:
        """Wait until `host` may be asked; the turn is then taken."""
        state = self._state(host)
        now = asyncio.get_running_loop().time()
        start = max(now, state.free_at)
        state.free_at = start + state.delay
        if start > now:
            await asyncio.sleep(start - now)

    def at_least(self, host: str, seconds: float) -> None:
        """Honour a Crawl-delay of robots.txt, up to the cap."""
        state = self._state(host)
        state.base = max(state.base, min(seconds, policy().brake.crawl_delay_cap_s))
        state.delay = max(state.delay, state.base)

    def note(self, host: str, kind: AnswerKind, reply: Reply) -> None:
        """Learn from an answer: brake after trouble, and for as long as `Retry-After` says; recover after others."""
        state = self._state(host)
        state.heard |= reply.error is None
        brake = policy().brake
        if kind not in _TROUBLED:
            state.delay = max(state.base, state.delay / 2)
            return
        state.delay = min(max(state.delay * 2, state.base), max(brake.longest_delay_s, state.base))
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
        return {host: state.rests_until for host, state in self._hosts.items() if state.rests_until > day}

    def rest_again(self, rests: Mapping[str, float]) -> None:
        """Leave the hosts of `rests` alone for what is left of their time."""
        for host, until in rests.items():
            wait = min(until - time.time(), policy().brake.retry_after_cap_s)
            if wait > 0:
                self._leave_alone(host, wait)

    def resting(self, host: str) -> bool:
        """Whether the host must be left alone for longer than its ordinary delay."""
        state = self._state(host)
        return state.free_at - asyncio.get_running_loop().time() > state.delay

    async def rested(self, host: str) -> None:
        """Wait until a rest that the host asked for is over."""
        while self.resting(host):
            await asyncio.sleep(self._state(host).free_at - asyncio.get_running_loop().time())

    def _leave_alone(self, host: str, seconds: float) -> None:
        state = self._state(host)
        state.free_at = max(state.free_at, asyncio.get_running_loop().time() + seconds)
        state.rests_until = max(state.rests_until, time.time() + seconds)

    def _state(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._base, self._base))


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
