"""How many addresses are under way at once, and how much of them is held in memory (policy "feed")."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from config.policy import policy
from crawler.fetch.feed import window_of
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html

LARGE, PAGES, AT_ONCE = 100_000, 60, 4
TIMEOUT_S = 2.0


@pytest.mark.parametrize(
    ("rate", "hosts", "timeout_s", "max_pages", "window"),
    [
        (2, 1, 15, 20_000, 64),  # thirty answers come while one hangs
        (2, 20, 15, 20_000, 500),  # on each of twenty hosts: the home's page waits for none of them
        (2, 40, 15, 100_000, 512),
        (0, 1, 15, 20_000, 500),  # no delay: as many as the page budget lets
        (0, 1, 15, 100_000, 512),
        (0, 1, 15, 600, 64),  # what is under way was chosen before the columns were known
    ],
)
def test_it_fits_the_rate_the_hosts_and_the_budget(
    rate: float, hosts: int, timeout_s: float, max_pages: int, window: int
) -> None:
    own = [f"h{number}.example.cn" for number in range(1, hosts)]
    portal = a_portal("http://h0.example.cn/", hosts=own, rate=rate)
    assert window_of(a_plan(portal, timeout_s=timeout_s, max_pages=max_pages)) == window
    assert policy().feed.window == 64


class LargePages:
    """A portal of large pages whose first address hangs."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, str]] = []

    def answer(self, asked: Asked) -> Says:
        self.asked.append((time.monotonic(), asked.path))
        if asked.path == "/":
            return html("".join(f'<a href="/{number}.html">通知{number}</a>' for number in range(PAGES)))
        if asked.path == "/0.html":
            return Says(hang=True)
        return html(f"<p>通知{asked.path}</p><!--{'x' * LARGE}-->") if asked.path.endswith(".html") else NOT_FOUND

    def while_it_hangs(self) -> int:
        """How many other pages were asked for before the address that hangs was given up."""
        begun = next(at for at, path in self.asked if path == "/0.html")
        soon = begun + TIMEOUT_S - 0.2
        return len({path for at, path in self.asked if begun < at < soon and path.endswith(".html")})


def test_pages_that_wait_for_one_that_hangs_fill_no_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind a megabyte of them nothing is asked for but what they wait for; what is recorded is the same."""
    little = policy().model_copy(update={"feed": policy().feed.model_copy(update={"held_mb": 1})})
    site = LargePages()
    with FaultServer() as server:
        plan = a_plan(a_portal(server.host(site.answer).url(), concurrency=AT_ONCE), timeout_s=TIMEOUT_S)
        unbound = crawl(plan, tmp_path)
        assert site.while_it_hangs() > PAGES // 2
        site.asked.clear()
        monkeypatch.setattr("crawler.fetch.feed.policy", lambda: little)
        bound = crawl(plan, tmp_path)
    assert site.while_it_hangs() <= (1 << 20) // LARGE + 1 + AT_ONCE
    assert len(bound.pages()) == PAGES  # home and all but one
    assert bound.content() == unbound.content()
