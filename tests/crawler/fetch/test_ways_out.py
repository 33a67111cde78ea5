"""No way out leads to a forbidden address: the spider, the prober, robots.txt and the browser's gate, on one list.

Every address is linked directly, and hidden behind a redirect. What counts is what was connected to.
"""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import resource
import socket
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import brotli
import pytest

from crawler.fetch import guard
from crawler.fetch.guard import Address, Guard
from crawler.kinds import AnswerKind, EndReason
from crawler.urls import canonical, netloc
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, file, html, moved
from tests.crawler.fetch.faults import TEXT
from tests.crawler.fetch.ways_out import FORBIDDEN, INNER, NO_WEB, watched
from tests.crawler.render.portal import COLUMN, answering, chromium
from tests.crawler.render.test_lists import filled_by


def packed(encoding: str, body: bytes) -> Says:
    """A text in content encodings."""
    return Says(200, body, (("Content-Type", "text/plain"), ("Content-Encoding", encoding)))


REFUSED = {AnswerKind.PRIVATE_ADDRESS, AnswerKind.DNS_FAILURE, AnswerKind.OWN_FAILURE}
"""A spelling that no resolver takes for an address is a name that does not exist (without a resolver: nobody knows)."""
HERE = ("127.0.0.1",)


class Open(FaultServer):
    """Remembers where it may be reached."""

    def __init__(self) -> None:
        super().__init__()
        self.open: set[tuple[str, int]] = set()

    def host(self, answer: Callable[[Asked], Says], tls: Any = None, at: str = "127.0.0.1:0") -> Host:
        opened = super().host(answer, tls, at)
        if not at.startswith(INNER):
            self.open.add((at.partition(":")[0], opened.port))
        return opened


Way = Callable[[Open, Path, Sequence[str]], Result]


@pytest.fixture
def server() -> Iterator[Open]:
    with Open() as running:
        yield running


def run(start: Host, folder: Path, hosts: Sequence[str] = (), **changes: Any) -> Result:
    plan = a_plan(a_portal(start.url(), hosts=hosts), allow_private=False, allow_hosts=HERE, **changes)
    return crawl(plan, folder)


def redirecting(targets: Sequence[str], links: Sequence[str] = ()) -> Callable[[Asked], Says]:
    """A home page with links; `/to/3` redirects to the third target, in turn with every status that does."""

    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html("".join(f'<a href="{link}">链接</a>' for link in links) + TEXT, title="首页")
        if asked.path.startswith("/to/"):
            number = int(asked.path.rpartition("/")[2])
            return moved(targets[number], (301, 302, 303, 307, 308)[number % 5])
        return NOT_FOUND

    return answer


def hosts_of(targets: Sequence[str]) -> list[str]:
    """The hosts of targets that a registry would take."""
    return [host for target in targets if canonical(target) and (host := netloc(target)) and "@" not in host]


def spider(server: Open, folder: Path, targets: Sequence[str]) -> Result:
    """Pages of the portal: all hosts are its own."""
    links = [*targets, *(f"/to/{number}" for number in range(len(targets)))]
    return run(server.host(redirecting(targets, links)), folder, hosts_of(targets))


def prober(server: Open, folder: Path, targets: Sequence[str]) -> Result:
    """Links to other hosts, one of which redirects."""
    middle = server.host(redirecting(targets))
    links = [*targets, *(middle.url(f"/to/{number}") for number in range(len(targets)))]
    return run(server.host(redirecting(targets, links)), folder)


def robots(server: Open, folder: Path, targets: Sequence[str]) -> Result:
    """Every target is where another host's robots.txt redirects to."""

    def telling(target: str) -> Callable[[Asked], Says]:
        return lambda asked: moved(target) if asked.path == "/robots.txt" else html(TEXT)

    others = [server.host(telling(target)) for target in targets]
    result = run(server.host(redirecting([], [other.url("/x.html") for other in others])), folder)
    assert all(other.seen["/robots.txt"] for other in others)
    assert {result.answers()[other.url("/x.html")][0] for other in others} == {AnswerKind.CONTENT}
    return result


def gate(server: Open, folder: Path, targets: Sequence[str]) -> Result:
    """A page in the browser whose script fetches every target; all hosts are the portal's own."""
    chromium()
    asked = [*targets, *(f"/to/{number}" for number in range(len(targets)))]
    fetches = f"Promise.allSettled({asked!r}.map(url => fetch(url))).then(() => fetch('/end'))"
    pages = {f"/to/{number}": moved(target) for number, target in enumerate(targets)}
    portal = server.host(answering({COLUMN: filled_by(fetches), "/end": file(b"{}", "application/json"), **pages}))
    result = run(portal, folder, hosts_of(targets), browser=chromium(), external=False)
    assert portal.seen["/end"], "the script ran to its end"
    assert all(portal.seen[f"/to/{number}"] for number in range(len(targets)))
    return result


WAYS = [spider, prober, robots, pytest.param(gate, marks=pytest.mark.browser)]


@pytest.mark.parametrize("way", WAYS)
def test_no_forbidden_address_is_connected_to(way: Way, server: Open, tmp_path: Path) -> None:
    inner = server.host(lambda asked: html(TEXT), at=f"{INNER}:0")
    for number, part in enumerate((FORBIDDEN[::2], FORBIDDEN[1::2])):  # a page in the browser may only ask so much
        targets = [f"http://{host}:{inner.port}/latest/meta-data/" for host in part]
        folder = tmp_path / str(number)
        folder.mkdir()
        with watched() as connected:
            result = way(server, folder, targets)
        assert result.end.reason is EndReason.FINISHED
        assert connected <= server.open
        answers = {url: kind for url, (kind, _) in result.answers().items()}
        told = [answers[url] for target in targets if (url := canonical(target)) in answers]
        assert set(told) <= REFUSED
        if way in (spider, prober):
            assert len(told) >= len(targets) - 3, "nearly every spelling is an address to be refused"
    assert inner.log == []


@pytest.mark.parametrize("way", WAYS)
def test_no_redirect_leads_off_the_web(way: Way, server: Open, tmp_path: Path) -> None:
    inner = server.host(lambda asked: html(TEXT), at=f"{INNER}:0")
    targets = [target.format(port=inner.port) for target in NO_WEB]
    with watched() as connected:
        result = way(server, tmp_path, [*targets, *["http://10.0.0.1/"] * 8])
    assert result.end.reason is EndReason.FINISHED
    assert connected <= server.open
    assert inner.log == []


class Turncoat:
    """A name server that gives a public address first and an inner one from then on, each for no time at all."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        monkeypatch.setattr(guard, "_CACHE_S", 0.0)
        monkeypatch.setattr(guard, "_look_up", self._look_up)
        plain = guard._is_public
        monkeypatch.setattr(guard, "_is_public", lambda address: str(address) == "127.0.0.2" or plain(address))

    async def _look_up(self, _loop: asyncio.AbstractEventLoop, host: str, _threads: object) -> list[Address]:
        if host != "turncoat.example":
            return [ipaddress.ip_address(host)]
        self.asked += 1
        return [ipaddress.ip_address("127.0.0.2" if self.asked == 1 else INNER)]


@pytest.mark.parametrize("way", [spider, prober])
def test_a_name_that_changes_its_address_gains_nothing(
    way: Way, server: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = server.host(lambda asked: html(TEXT), at=f"{INNER}:0")
    public = server.host(
        lambda asked: NOT_FOUND if asked.path == "/robots.txt" else html(TEXT), at=f"127.0.0.2:{inner.port}"
    )
    names = Turncoat(monkeypatch)
    with watched() as connected:
        result = way(server, tmp_path, [f"http://turncoat.example:{inner.port}/a.html"])
    assert names.asked >= 2
    assert public.log, "the first address was good and was asked"
    assert inner.log == []
    assert ("127.0.0.2", public.port) in connected
    assert connected <= server.open
    assert result.answers()[f"http://turncoat.example:{inner.port}/a.html"][0] is AnswerKind.PRIVATE_ADDRESS


def test_what_was_checked_is_what_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between check and connect nobody is asked again: the address itself is handed over, not the name."""
    asked: list[str] = []

    def looked_up(host: str, *_args: Any, **_more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.7" if len(asked) == 1 else "10.0.0.1", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(guard, "_is_public", lambda address: str(address) == "203.0.113.7")

    async def twice() -> list[list[Address]]:
        one = Guard([], allow_private=False)
        return [await one.addresses("a.example"), await one.addresses("a.example")]

    assert asyncio.run(twice()) == [[ipaddress.ip_address("203.0.113.7")]] * 2
    assert asked == ["a.example"]


def bomb(pack: Callable[[bytes], bytes]) -> bytes:
    """So little that becomes 200 MB."""
    return pack(pack(b"a" * 200_000_000))


@cache
def limitless() -> dict[str, Says]:
    """Answers without a limit of time, headers or size."""
    return {
        "a-body-that-drips": Says(200, b"x" * 10_000, (("Content-Type", "text/plain"),), drip=0.2),
        "a-head-that-drips": Says(raw=b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 10_000, drip=0.2),
        "headers-without-end": Says(raw=b"HTTP/1.1 200 OK\r\n", endless=b"X-Filler: " + b"x" * 8_000 + b"\r\n"),
        "one-header-without-end": Says(raw=b"HTTP/1.1 200 OK\r\nX-Filler: ", endless=b"x" * 8_000),
        "a-body-without-end": Says(raw=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", endless=b"x" * 8_000),
        "gzip-in-gzip": packed("gzip, gzip", bomb(gzip.compress)),
        "deflate-in-deflate": packed("deflate, deflate", bomb(zlib.compress)),
        "brotli-in-brotli": packed("br, br", bomb(lambda data: brotli.compress(data, quality=1))),
        "zstd-that-nobody-asked-for": packed("zstd", b"\x28\xb5\x2f\xfd" + b"\x00" * 1_000),
    }


@pytest.mark.parametrize("way", ["spider", "prober", "robots", pytest.param("gate", marks=pytest.mark.browser)])
def test_no_server_holds_or_fills_us(way: str, server: Open, tmp_path: Path) -> None:
    """Every way out has limits of time, headers and size, however little is sent to reach them."""

    def saying(says: Says) -> Callable[[Asked], Says]:
        return lambda asked: NOT_FOUND if asked.path == "/robots.txt" and way != "robots" else says

    bad = {name: server.host(saying(says)) for name, says in limitless().items()}
    own = [host.netloc for host in bad.values()] if way in ("spider", "gate") else []
    urls = [host.url("/x") for host in bad.values()]
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    if way == "gate":
        script = f"Promise.allSettled({urls!r}.map(url => fetch(url))).then(() => fetch('/end'))"
        start = server.host(answering({COLUMN: filled_by(script), "/end": file(b"{}", "application/json")}))
        result = run(start, tmp_path, own, browser=chromium(), external=False, timeout_s=0.5)
        assert start.seen["/end"]
    else:
        result = run(server.host(redirecting([], urls)), tmp_path, own, timeout_s=0.5)
    assert result.end.reason is EndReason.FINISHED
    assert [name for name, host in bad.items() if not host.log] == [], "all were asked"
    assert time.monotonic() - began < 120
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes more at the most"
