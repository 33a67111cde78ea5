"""How many addresses are under way at once (policy "feed")."""

from __future__ import annotations

import pytest

from config.policy import policy
from crawler.fetch.feed import window_of
from tests.crawler.fetch.crawls import a_plan, a_portal


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
