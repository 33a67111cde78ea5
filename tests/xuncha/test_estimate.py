"""Rates and times left, by a clock that the tests turn."""

from __future__ import annotations

import pytest

from xuncha.cli.estimate import LEAST_ASKED, WINDOW_S, Estimate, Window, clock_time


def test_a_rate_follows_the_last_minute() -> None:
    window = Window()
    window.see(0, 0)
    assert window.rate == 0
    for second in range(1, 101):
        window.see(second, 10 * second)
    assert window.rate == pytest.approx(10)
    for second in range(101, 201):
        window.see(second, 1000 + second - 100)
    assert window.rate == pytest.approx(1) and window.span == pytest.approx(WINDOW_S)


def test_a_count_that_falls_back_begins_anew() -> None:
    window = Window()
    window.see(0, 5)
    window.see(1, 50)
    window.see(2, 3)
    assert (window.rate, window.span) == (0, 0)
    window.see(4, 7)
    assert window.rate == pytest.approx(2)


def test_politeness_tells_the_time_left_before_a_rate_is_seen() -> None:
    estimate = Estimate(allowed=2)
    assert estimate.seconds is None
    estimate.see(0, "crawl", LEAST_ASKED - 1, 100)
    assert estimate.seconds is None, "who knows how large the portal is"
    estimate.see(0, "crawl", LEAST_ASKED, 100)
    assert estimate.seconds == pytest.approx(50)
    estimate.see(10, "crawl", LEAST_ASKED + 9, 90)
    assert estimate.seconds == pytest.approx(90), "from now on what was seen: one a second"


def test_a_frontier_that_grows_makes_it_longer() -> None:
    estimate = Estimate()
    estimate.see(0, "crawl", 0, 10)
    estimate.see(10, "crawl", 20, 400)
    assert estimate.seconds == pytest.approx(200)


def test_links_elsewhere_are_counted_down() -> None:
    estimate = Estimate()
    estimate.see(0, "crawl", 50, 1)
    estimate.see(1, "probe", 50, 60)
    assert estimate.seconds is None, "nothing is known of a new phase"
    estimate.see(11, "probe", 50, 40)
    assert estimate.seconds == pytest.approx(20)


def test_nobody_knows_when_a_host_rests_and_nothing_is_left_of_nothing() -> None:
    estimate = Estimate(allowed=1)
    for second in range(0, 200, 10):
        estimate.see(second, "crawl", 17, 30)
    assert estimate.seconds is None
    estimate.see(200, "crawl", 47, 0)
    assert estimate.seconds is None


def test_the_budget_ends_it_sooner() -> None:
    estimate = Estimate(allowed=1, budget_s=600)
    estimate.see(0, "crawl", 10, 100_000)
    assert estimate.seconds == pytest.approx(600)
    estimate.see(590, "crawl", 600, 99_000)
    assert estimate.seconds == pytest.approx(10)
    estimate.see(700, "crawl", 700, 99_000)
    assert estimate.seconds == 0


@pytest.mark.parametrize(("seconds", "shown"), [(0.2, "0:00"), (67, "1:07"), (3599.6, "1:00:00"), (36_123, "10:02:03")])
def test_times_as_people_write_them(seconds: float, shown: str) -> None:
    assert clock_time(seconds) == shown
