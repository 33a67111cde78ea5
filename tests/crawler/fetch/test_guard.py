"""Private networks stay closed: every spelling of an address, names, redirects; for Scrapy and for httpx."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from pathlib import Path

import httpx
import pytest

from crawler.fetch.client import Client
from crawler.fetch.guard import Guard, PrivateAddress, bare_host
from crawler.fetch.pace import Pace
from crawler.kinds import AnswerKind, EndReason
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import FaultServer, html, moved
from tests.crawler.fetch.faults import TEXT

SPELLINGS = [
    "127.0.0.1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "[::1]",
    "[::ffff:127.0.0.1]",
]
PRIVATE = [
    "10.0.0.1",
    "172.16.9.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "::1",
    "fe80::1",
    "fd00::1",
    "224.0.0.1",
    "fec0::1",
    "168.63.129.16",
]
CARRIERS = ["::ffff:10.0.0.1", "2002:a00:1::1", "64:ff9b::10.0.0.1", "64:ff9b:1::a00:1", "::10.0.0.1"]


def asked(guard: Guard, host: str) -> list[str]:
    return [str(address) for address in asyncio.run(guard.addresses(host))]


@pytest.mark.parametrize("host", [*PRIVATE, *CARRIERS])
def test_private_addresses_are_refused(host: str) -> None:
    with pytest.raises(PrivateAddress):
        asked(Guard([], allow_private=False), host)


@pytest.mark.parametrize("host", ["114.114.114.114", "2400:3200::1", "::ffff:114.114.114.114"])
def test_public_addresses_are_not(host: str) -> None:
    assert asked(Guard([], allow_private=False), host) == [str(ipaddress.ip_address(host))]


def test_the_audits_own_host_opens_its_network_and_no_other() -> None:
    guard = Guard(["10.2.3.4:8080"], allow_private=True)
    with pytest.raises(PrivateAddress):
        asked(guard, "10.99.0.1")
    assert asked(guard, "10.2.3.4") == ["10.2.3.4"]
    assert asked(guard, "10.99.0.1") == ["10.99.0.1"]
    with pytest.raises(PrivateAddress):
        asked(guard, "192.168.1.1")


def test_an_allowed_host_may_lie_anywhere_but_opens_nothing() -> None:
    guard = Guard(["www.sample.gov.cn"], allow_private=False, allow_hosts=["192.168.1.1"])
    assert asked(guard, "192.168.1.1") == ["192.168.1.1"]
    with pytest.raises(PrivateAddress):
        asked(guard, "192.168.1.2")


def test_names_that_never_exist_are_not_even_asked_for() -> None:
    guard = Guard([], allow_private=False)
    with pytest.raises(socket.gaierror):
        asked(guard, "www.sample.invalid")
    assert isinstance(guard.trouble["www.sample.invalid"], socket.gaierror)


@pytest.mark.parametrize(
    ("netloc", "host"),
    [
        ("Host:80", "host"),
        ("[::1]:80", "::1"),
        ("[::1]", "::1"),
        ("::1", "::1"),
        ("a.b.", "a.b"),
        ("1.2.3.4", "1.2.3.4"),
    ],
)
def test_bare_hosts(netloc: str, host: str) -> None:
    assert bare_host(netloc) == host


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_nothing_private_is_reached_however_it_is_spelt(spelling: str, tmp_path: Path) -> None:
    with FaultServer() as server:
        host = server.host(lambda _: html(TEXT))
        address = f"http://{spelling}:{host.port}/"
        result = crawl(a_plan(a_portal(address), allow_private=False), tmp_path)  # Scrapy's way
        assert result.end.reason is EndReason.UNREACHABLE
        assert result.end.start_answer is AnswerKind.PRIVATE_ADDRESS

        async def by_httpx() -> BaseException | None:
            async with Client("test/0", 1.0, Guard([], allow_private=False), Pace(0)) as client:
                return (await client.ask(address, limit=100)).error

        assert isinstance(asyncio.run(by_httpx()), (PrivateAddress, httpx.InvalidURL))
        assert host.log == []


def test_a_redirect_opens_no_door(tmp_path: Path) -> None:
    with FaultServer() as server:
        inner = server.host(lambda _: html(TEXT))
        outer = server.host(
            lambda asked: moved(f"http://localhost:{inner.port}/") if asked.path == "/" else html("", 404)
        )
        result = crawl(a_plan(a_portal(outer.url()), allow_private=False, allow_hosts=("127.0.0.1",)), tmp_path)
        assert result.answers()[outer.url()][0] is AnswerKind.PRIVATE_ADDRESS
        assert inner.log == []
        assert outer.seen["/"] > 0
