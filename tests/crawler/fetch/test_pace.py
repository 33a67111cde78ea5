"""Delays between requests: the rate, the brake, Retry-After and its cap."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from email.utils import formatdate

import pytest

from config.policy import policy
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.guard import Guard
from crawler.fetch.look import Trail
from crawler.fetch.pace import Pace, seconds_of
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from crawler.urls import netloc
from tests.crawler.fetch.crawls import AGENT, a_portal
from tests.crawler.fetch.fault_server import FaultServer, html

GOOD = Reply("http://h/", 200)


def troubled(retry_after: str = "") -> Reply:
    return Reply("http://h/", 503, {"retry-after": retry_after})


def on_loop(check: Callable[[], object]) -> object:
    async def run() -> object:
        return check()

    return asyncio.run(run())


def test_the_delay_doubles_with_trouble_and_halves_with_every_good_answer() -> None:
    def check() -> list[float]:
        pace = Pace(2)
        delays = [pace.delay("h")]
        for kind in (AnswerKind.HTTP_5XX, AnswerKind.BOT_WALL, AnswerKind.RATE_LIMITED):
            pace.note("h", kind, troubled())
            delays.append(pace.delay("h"))
        for _ in range(4):
            pace.note("h", AnswerKind.CONTENT, GOOD)
            delays.append(pace.delay("h"))
        return delays

    assert on_loop(check) == [0.5, 1, 2, 4, 2, 1, 0.5, 0.5]


def test_the_brake_has_an_end_and_touches_no_other_host() -> None:
    def check() -> tuple[float, float]:
        pace = Pace(1)
        for _ in range(20):
            pace.note("h", AnswerKind.HTTP_5XX, troubled())
        return pace.delay("h"), pace.delay("other")

    assert on_loop(check) == (policy().brake.longest_delay_s, 1)


@pytest.mark.parametrize(
    ("said", "waits"), [("7", 7), ("9999", policy().brake.retry_after_cap_s), ("soon", 0), ("", 0)]
)
def test_retry_after_is_honoured_up_to_the_cap(said: str, waits: float) -> None:
    def check() -> float:
        pace = Pace(0)
        pace.note("h", AnswerKind.RATE_LIMITED, troubled(said))
        return pace.delay("h")

    assert on_loop(check) == pytest.approx(waits, abs=0.1)


def test_retry_after_may_be_a_date_in_any_of_its_forms() -> None:
    def check(said: str) -> float:
        pace = Pace(0)
        pace.note("h", AnswerKind.RATE_LIMITED, troubled(said))
        return pace.delay("h")

    cap = policy().brake.retry_after_cap_s
    for said in ("Fri, 31 Dec 2999 23:59:59 GMT", "Fri Dec 31 23:59:59 2999"):
        assert on_loop(lambda said=said: check(said)) == pytest.approx(cap, abs=0.1)  # type: ignore[misc]


@pytest.mark.parametrize(
    "said", ["²", "٣", "-5", "1.5", "Fri, 31 Dec 999999 23:59:59 GMT", "Mon, 99 Jan 2024 00:00:00 GMT"]
)
def test_what_is_no_retry_after_asks_for_nothing(said: str) -> None:
    assert seconds_of(said) == 0


@pytest.mark.parametrize("status", [412, 429, 503, 521])
@pytest.mark.parametrize("said", ["7", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_host_that_has_had_enough_is_asked_later(status: int, said: str) -> None:
    async def ask(url: str) -> float:
        scope, pace = Scope(a_portal(url)), Pace(0)
        async with Client(AGENT, 2.0, Guard(["127.0.0.1"], allow_private=True), pace) as client:
            judge = Judge(scope, Nonsense(scope))
            trail = Trail(url, TargetKind.PAGE)
            await client.look(trail, judge, nobody_forbids, limit=9999, whole=True, method="GET")
            return pace.delay(netloc(url))

    with FaultServer() as server:
        host = server.host(lambda asked: html("", status, Retry_After=said))
        waits = asyncio.run(ask(host.url()))
    assert waits == pytest.approx(7 if said == "7" else policy().brake.retry_after_cap_s, abs=0.5)


def test_a_good_answers_retry_after_is_no_brake() -> None:
    def check() -> float:
        pace = Pace(0)
        pace.note("h", AnswerKind.CONTENT, troubled("7"))
        return pace.delay("h")

    assert on_loop(check) == 0


def test_retry_after_may_be_a_date() -> None:
    assert seconds_of(formatdate(usegmt=True)) <= 1
    assert seconds_of("Fri, 31 Dec 1999 23:59:59 GMT") == 0
    assert seconds_of("Fri, 31 Dec 2999 23:59:59 GMT") > 10**6


def test_turns_are_spaced() -> None:
    async def run() -> float:
        pace = Pace(50)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await asyncio.gather(*(pace.turn("h") for _ in range(6)), *(pace.turn("other") for _ in range(6)))
        return loop.time() - began

    assert 0.1 <= asyncio.run(run()) < 0.2
