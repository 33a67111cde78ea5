"""Later looks ask in another manner: from another address, with a browser's headers, without the crawl's cookies."""

from __future__ import annotations

import asyncio
import ipaddress
from http.cookiejar import CookieJar

import pytest

from config.policy import policy
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.guard import Address, Guard
from crawler.fetch.guarded_httpx import in_turn
from crawler.fetch.look import Look, Trail
from crawler.fetch.manner import manner_of
from crawler.fetch.pace import Pace
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from tests.crawler.fetch.crawls import AGENT, a_portal
from tests.crawler.fetch.fault_server import Asked, FaultServer, Host, Says, html, moved

V4 = [ipaddress.ip_address(f"192.0.2.{number}") for number in (1, 2)]
V6 = [ipaddress.ip_address(f"2001:db8::{number}") for number in (1, 2, 3)]


class Twins(Guard):
    """Says that every name has two addresses, both of this machine."""

    async def addresses(self, host: str) -> list[Address]:
        return [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("127.0.0.2")]


def look(trail: Trail, *, cookies: CookieJar | None = None, guard: Guard | None = None) -> Look:
    async def ask() -> Look:
        scope = Scope(a_portal("http://127.0.0.1/"))
        free = guard or Guard(["127.0.0.1"], allow_private=True)
        async with Client(AGENT, 2.0, free, Pace(0), cookies) as client:
            judge = Judge(scope, Nonsense(scope))
            return await client.look(trail, judge, nobody_forbids, limit=9999, whole=False, method="GET")

    return asyncio.run(ask())


def test_addresses_of_both_families_take_turns() -> None:
    assert in_turn([*V6, *V4], 0) == [V6[0], V4[0], V6[1], V4[1], V6[2]]
    assert in_turn([*V6, *V4], 1)[0] == V4[0]
    assert in_turn(V4, 1) == [V4[1], V4[0]]
    assert in_turn(V4[:1], 3) == V4[:1]


@pytest.mark.parametrize(
    ("again", "kind"), [(0, AnswerKind.HTTP_404), (1, AnswerKind.CONTENT), (2, AnswerKind.HTTP_404)]
)
def test_each_look_begins_at_another_address(again: int, kind: AnswerKind) -> None:
    with FaultServer() as server:
        first = server.host(lambda asked: html("", 404))
        server.host(lambda asked: html("好"), at=f"127.0.0.2:{first.port}")
        trail = Trail(f"http://twins.example:{first.port}/a.html", TargetKind.EXTERNAL, again=again)
        assert look(trail, guard=Twins([], allow_private=False)).judgement.kind is kind


def test_what_cannot_be_connected_to_is_passed_over_in_the_same_look() -> None:
    with FaultServer() as server:
        second = server.host(lambda asked: html("好"), at="127.0.0.2:0")
        trail = Trail(f"http://twins.example:{second.port}/a.html", TargetKind.EXTERNAL)
        assert look(trail, guard=Twins([], allow_private=False)).judgement.kind is AnswerKind.CONTENT


def headers_of(server: FaultServer, *agains: int) -> list[dict[str, str]]:
    """The headers of looks; a first one, before them, was given a cookie."""
    seen: list[dict[str, str]] = []

    def answer(asked: Asked) -> Says:
        seen.append(dict(asked.headers))
        return html("好", Set_Cookie="session=1; Path=/")

    host, cookies = server.host(answer), CookieJar()
    look(Trail(host.url("/a.html"), TargetKind.EXTERNAL), cookies=cookies)
    for again in agains:
        look(Trail(host.url("/a.html"), TargetKind.EXTERNAL, referer=host.url("/"), again=again), cookies=cookies)
    return seen[1:]


def test_headers_of_later_looks() -> None:
    with FaultServer() as server:
        first, second, third = headers_of(server, 0, 1, 2)
    browserlike = {name.lower(): value for name, value in policy().second_look.headers.items()}
    assert first["user-agent"] == second["user-agent"] == third["user-agent"] == AGENT
    assert "referer" not in first
    assert not browserlike.items() <= first.items()
    assert browserlike.items() <= second.items()
    assert browserlike.items() <= third.items()
    assert second["referer"].endswith("/")
    assert ["cookie" in headers for headers in (first, second, third)] == [True, False, True]


def test_a_stranger_still_passes_a_cookie_gate() -> None:
    def gate(asked: Asked) -> Says:
        return html("好") if "CT6T" in asked.headers.get("cookie", "") else moved(asked.path, cookie="CT6T=1; Path=/")

    with FaultServer() as server:
        host: Host = server.host(gate)
        cookies = CookieJar()
        seen = look(Trail(host.url("/a.html"), TargetKind.EXTERNAL, again=1), cookies=cookies)
    assert seen.judgement.kind is AnswerKind.CONTENT
    assert list(cookies) == []


@pytest.mark.parametrize(
    ("found_on", "target", "said"),
    [
        ("http://a.gov.cn/x/y.html?z", "http://a.gov.cn/b", "http://a.gov.cn/x/y.html?z"),
        ("http://a.gov.cn/x/y.html", "http://b.gov.cn/b", "http://a.gov.cn/"),
        ("https://a.gov.cn/x/y.html", "https://b.gov.cn/b", "https://a.gov.cn/"),
        ("https://a.gov.cn/x/y.html", "http://b.gov.cn/b", None),
        (None, "http://b.gov.cn/b", None),
    ],
)
def test_referer_as_browsers_say_it(found_on: str | None, target: str, said: str | None) -> None:
    trail = Trail(target, TargetKind.EXTERNAL, referer=found_on, again=1)
    assert manner_of(trail).headers.get("Referer") == said


def test_a_call_of_an_interface_keeps_its_manner() -> None:
    manner = manner_of(Trail("http://a.gov.cn/list#!post:page=1", TargetKind.PAGE, referer="http://a.gov.cn/", again=1))
    assert (manner.stranger, dict(manner.headers), manner.turn) == (False, {}, 1)
