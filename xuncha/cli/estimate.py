"""How fast work gets on, and how long it will take: from what was told lately. The time is what is told, never read."""

from __future__ import annotations

from collections import deque

WINDOW_S = 60.0
"""So far back a rate looks: long enough for a polite crawl of a request each few seconds, short enough to follow it."""

SURE_S = 5.0
"""So long a window must be before its rate counts for more than what politeness allows."""

LEAST_ASKED = 10
"""Before so many addresses were asked, the frontier of a crawl tells nothing of how large the portal is."""


class Window:
    """How fast a count grows. It begins anew whenever the count falls back."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def see(self, seconds: float, count: int) -> None:
        """The count at some time."""
        if self._seen and count < self._seen[-1][1]:
            self._seen.clear()
        self._seen.append((seconds, count))
        while len(self._seen) > 2 and seconds - self._seen[1][0] >= WINDOW_S:
            self._seen.popleft()

    @property
    def span(self) -> float:
        """Seconds that the window covers."""
        return self._seen[-1][0] - self._seen[0][0] if self._seen else 0.0

    @property
    def rate(self) -> float:
        """Per second; 0 before two different times were seen."""
        return (self._seen[-1][1] - self._seen[0][1]) / self.span if self.span > 0 else 0.0


class Estimate:
    """How long the phase of a crawl will take that is under way.

    `allowed`: requests per second that politeness allows (0: any number), which is believed until a rate was seen;
    `budget_s`: seconds after which the crawl ends whatever is left.
    """

    def __init__(self, allowed: float = 0.0, budget_s: float = float("inf")) -> None:
        self._allowed = allowed
        self._budget_s = budget_s
        self._phase = ""
        self._left = 0
        self._asked = 0
        self._seconds = 0.0
        self._work = Window()

    def see(self, seconds: float, phase: str, asked: int, left: int) -> None:
        """After so many seconds: what a phase still has to ask, and what the spider has asked so far."""
        if phase != self._phase:
            self._phase, self._work = phase, Window()
        self._seconds, self._left, self._asked = seconds, left, asked
        self._work.see(seconds, asked if phase == "crawl" else -left)

    @property
    def seconds(self) -> float | None:
        """Seconds until the phase is done, or the time is used up; None when nobody can say."""
        rate = self._work.rate
        if self._allowed and self._work.span < SURE_S:
            rate = self._allowed
        if not rate or not self._left or (self._phase == "crawl" and self._asked < LEAST_ASKED):
            return None
        return min(self._left / rate, max(0.0, self._budget_s - self._seconds))


def clock_time(seconds: float) -> str:
    """`3:07`, or `1:02:03` from an hour on."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
