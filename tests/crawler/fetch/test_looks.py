"""How a link is looked at: failures apart in time, beginnings of files, both families of addresses."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.kinds import AnswerKind
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, file, html
from tests.crawler.fetch.faults import TEXT

PAUSE_S = 0.3


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def front(server: FaultServer, *links: str) -> Host:
    """A home page with these links."""
    shown = "".join(f'<a href="{link}">链接</a>' for link in links)
    return server.host(lambda asked: html(shown + TEXT) if asked.path == "/" else NOT_FOUND)


def looks_at(result: Result, url: str) -> list[datetime]:
    query = "SELECT a.attempts FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?"
    ((attempts,),) = result.rows(query, url)
    return [datetime.fromisoformat(attempt["at"]) for attempt in json.loads(attempts)]


@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize(("status", "looks"), [(404, 2), (500, 3)])
def test_failures_that_confirm_a_fault_lie_apart(
    status: int, looks: int, outside: bool, server: FaultServer, tmp_path: Path
) -> None:
    broken = server.host(lambda asked: html("", status) if asked.path == "/gone.html" else NOT_FOUND)
    url = broken.url("/gone.html")
    portal = a_portal(front(server, url).url(), hosts=[] if outside else [broken.netloc])
    result = crawl(a_plan(portal, retry_after_s=PAUSE_S), tmp_path)
    times = looks_at(result, url)
    assert result.answers()[url][1] is True
    assert len(times) == looks
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    assert all(gap >= PAUSE_S * 2**number * 0.9 for number, gap in enumerate(gaps)), gaps


def test_of_a_file_only_the_beginning_is_read(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/big.pdf":
            return Says(200, b"%PDF-1.7\n" + b"x" * 50_000_000, (("Content-Type", "application/pdf"),))
        return html('<a href="/big.pdf">年报</a>' + TEXT) if asked.path == "/" else NOT_FOUND

    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert result.answers()[host.url("/big.pdf")] == (AnswerKind.CONTENT, True)
    ((size, kind),) = result.rows(
        "SELECT a.size, a.file_type FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", host.url("/big.pdf")
    )
    assert (size, kind) == (50_000_009, "pdf"), "as declared and as its first bytes show"
    assert host.seen["/big.pdf"] == 1


def test_a_host_on_ipv6_alone_is_reached(server: FaultServer, tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            pytest.skip("no IPv6 on this machine")
    host = server.host(lambda asked: html(TEXT) if asked.path in ("/", "/a.html") else NOT_FOUND, at="::1")
    url = f"http://[::1]:{host.port}/a.html"
    for number, hosts in enumerate(([f"[::1]:{host.port}"], [])):
        start = front(server, url)
        (folder := tmp_path / str(number)).mkdir()
        result = crawl(a_plan(a_portal(start.url(), hosts=hosts), allow_hosts=("::1",)), folder)
        assert result.answers()[url] == (AnswerKind.CONTENT, True), hosts


def test_robots_txt_holds_for_links_elsewhere(server: FaultServer, tmp_path: Path) -> None:
    rules = file(b"User-agent: xuncha-test\nDisallow: /closed/\n", "text/plain")
    other = server.host(lambda asked: rules if asked.path == "/robots.txt" else html(TEXT))
    result = crawl(a_plan(a_portal(front(server, other.url("/closed/a.html"), other.url("/b.html")).url())), tmp_path)
    assert result.answers()[other.url("/closed/a.html")][0] is AnswerKind.ROBOTS
    assert result.answers()[other.url("/b.html")][0] is AnswerKind.CONTENT
    assert {path for _, path in other.log} == {"/robots.txt", "/b.html"}


def test_links_elsewhere_are_asked_at_the_configured_rate(server: FaultServer, tmp_path: Path) -> None:
    asked_at: list[float] = []

    def answer(asked: Asked) -> Says:
        asked_at.append(time.monotonic())
        return NOT_FOUND if asked.path == "/robots.txt" else html(TEXT)

    other = server.host(answer)
    start = front(server, *(other.url(f"/{number}.html") for number in range(6)))
    crawl(a_plan(a_portal(start.url(), rate=10)), tmp_path)
    assert len(asked_at) == 7
    assert asked_at[-1] - asked_at[0] >= 6 * 0.1 * 0.9, "robots.txt and six links, a tenth of a second apart"
