"""The fault mode of the sample: every n-th answer of the portal is replaced by a wall, a 503 or a reset."""

from __future__ import annotations

import zlib
from itertools import count
from typing import Literal

from xuncha.sample.answers import HTML, wall_reply
from xuncha.sample.loopback import Conduct, Reply, Request
from xuncha.sample.truth import Body

FaultBy = Literal["count", "url"]

_UNAVAILABLE = Reply(503, "服务暂时不可用\n".encode(), (("Content-Type", HTML),))
_RESET = Reply(conduct=Conduct.RESET)
FAULTS = (
    wall_reply(Body.RUISHU),
    _UNAVAILABLE,
    _RESET,
    wall_reply(Body.JSL),
    _UNAVAILABLE,
    _RESET,
    wall_reply(Body.WZWS),
    _UNAVAILABLE,
    _RESET,
)
"""The replacements in their turn."""
NEVER = frozenset({"/robots.txt", "/"})
"""Always answered truly: without them nothing at all could be visited, which is another test."""


class Faults:
    """Says which requests get a fault. By `count`: every n-th one. By `url`: one address in n, whenever it is asked."""

    def __init__(self, every: int, by: FaultBy) -> None:
        if every < 2:
            raise ValueError(f"fault_every must be at least 2, not {every}")
        self._every = every
        self._by = by
        self._requests = count(1)

    def reply(self, request: Request) -> Reply | None:
        """The fault for this request, None when it is to be answered truly."""
        if request.target in NEVER:
            return None
        number = next(self._requests) if self._by == "count" else zlib.crc32(request.target.encode())
        turn, rest = divmod(number, self._every)
        return None if rest else FAULTS[(turn - 1) % len(FAULTS)]
