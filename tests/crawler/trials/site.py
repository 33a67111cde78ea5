"""A portal on loopback for trials: pages by path, and whatever answers a search."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from crawler.facts import Observation
from crawler.fetch.engine import run_crawl
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import a_plan, a_portal
from xuncha.sample.loopback import HOST, Loopback, Reply, Request, bound_socket

HTML = (("Content-Type", "text/html; charset=utf-8"),)
PNG = (("Content-Type", "image/png"),)


def page(title: str, body: str, head: str = "") -> Reply:
    head = f'<meta charset="utf-8"><title>{title}</title>{head}'
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return Reply(200, html.encode(), HTML)


@contextmanager
def served(
    pages: Mapping[str, Reply], search: Callable[[Request], Reply] | None = None, asked: list[str] | None = None
) -> Iterator[str]:
    """The host that serves `pages`; the path /search goes to `search`, and every target is noted in `asked`."""
    socket = bound_socket()

    def answer(request: Request) -> Reply:
        if asked is not None:
            asked.append(request.target)
        path = request.target.partition("?")[0]
        if search is not None and path == "/search":
            return search(request)
        return pages.get(path, Reply(404, b"<html><body>404</body></html>", HTML))

    server = Loopback([(socket, answer)])
    server.start()
    try:
        yield f"{HOST}:{socket.getsockname()[1]}"
    finally:
        server.stop()


def tried(host: str, kind: TrialKind, folder: Path, **plan: object) -> tuple[Observation, ...]:
    """What one kind of trial says of the portal at `host`."""
    path = folder / "crawl.sqlite"
    run_crawl(a_plan(a_portal(f"http://{host}/"), **{"trials": (kind,), **plan}), path)
    with Crawl.open(path) as crawl:
        return crawl.observations(kind)
