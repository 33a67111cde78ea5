"""A host that asks for rest gets it, whatever was asked of it: robots.txt, nonsense, pages, links from elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, file, html
from tests.crawler.fetch.faults import TEXT

PAGES = tuple(f"/zwgk/{number}.html" for number in range(4))
REST_S = 0.9
"""Of the second that is asked for; the way of the answer to us is not counted."""


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


class Tired:
    """A site that asks for rest once, in answer to the first request that `when` picks."""

    def __init__(self, when: Callable[[Asked], bool], status: int, form: str) -> None:
        self._when = when
        self._status = status
        self._form = form
        self._asked_at: float | None = None
        self.next_after: float | None = None

    def answer(self, asked: Asked) -> Says:
        now = time.monotonic()
        if self._asked_at is not None and self.next_after is None:
            self.next_after = now - self._asked_at
        if self._asked_at is None and self._when(asked):
            self._asked_at = now
            until = "1" if self._form == "seconds" else formatdate(time.time() + 2, usegmt=True)
            return html("", self._status, Retry_After=until)
        if asked.path == "/robots.txt":
            return file(b"User-agent: *\nAllow: /\n", "text/plain")
        if asked.path == "/":
            return html("".join(f'<a href="{path}">通知</a>' for path in PAGES) + TEXT, title="首页")
        return html(f"<h1>{asked.path}</h1>{TEXT}", title=asked.path) if asked.path in PAGES else NOT_FOUND


def is_page(asked: Asked) -> bool:
    return asked.path == PAGES[0]


def is_robots(asked: Asked) -> bool:
    return asked.path == "/robots.txt"


def is_last_nonsense(asked: Asked) -> bool:
    """The last of the made-up addresses, after which the first page is asked for."""
    return asked.path.count("/") == 4 and asked.path.endswith(".html")


@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.parametrize(
    ("when", "status"),
    [
        (is_page, 429),
        (is_page, 503),
        (is_page, 412),
        (is_page, 521),
        (is_robots, 429),
        (is_robots, 503),
        (is_last_nonsense, 429),
        (is_last_nonsense, 503),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_portal_gets_its_rest(
    when: Callable[[Asked], bool], status: int, form: str, server: FaultServer, tmp_path: Path
) -> None:
    tired = Tired(when, status, form)
    host = server.host(tired.answer)
    result = crawl(a_plan(a_portal(host.url(), concurrency=1), retry_after_s=0.01), tmp_path)
    assert tired.next_after is not None
    assert tired.next_after >= REST_S
    assert {host.url(path) for path in PAGES} <= result.pages(), "and everything is read in the end"


@pytest.mark.parametrize("form", ["seconds", "date"])
@pytest.mark.parametrize("status", [412, 429, 503, 521])
def test_so_does_a_host_that_is_only_linked(status: int, form: str, server: FaultServer, tmp_path: Path) -> None:
    tired = Tired(is_page, status, form)
    other = server.host(tired.answer)
    links = "".join(f'<a href="{other.url(path)}">外部</a>' for path in PAGES)
    front = server.host(lambda asked: html(links + TEXT) if asked.path == "/" else NOT_FOUND)
    result = crawl(a_plan(a_portal(front.url()), retry_after_s=0.01), tmp_path)
    assert tired.next_after is not None
    assert tired.next_after >= REST_S
    assert {kind for url, (kind, _) in result.answers().items() if url.startswith(other.url("/zwgk/"))} == {"content"}
