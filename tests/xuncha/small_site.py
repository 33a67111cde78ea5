"""A small county site on loopback that can be told to misbehave as a whole."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

PAGES = 14
BODY = "各镇人民政府、县直各部门：现将有关事项通知如下，请认真贯彻落实。" * 8
PAGE = "<html><head><title>{title}</title></head><body>{body}</body></html>"


def pages() -> dict[str, str]:
    """Path to HTML: a home page, one column, and articles."""
    rows = "".join(
        f'<li><a href="/tz/t{number}.html">小县人民政府关于第{number}号事项的通知</a>'
        f"<span>2026-06-{number + 5:02}</span></li>"
        for number in range(1, PAGES)
    )
    home = f"<div class='nav'><a href='/tz/'>通知公告</a></div><ul>{rows}</ul>"
    column = f"<div>当前位置：<a href='/'>首页</a> &gt; <a href='/tz/'>通知公告</a></div><ul class='list'>{rows}</ul>"
    site = {
        "/": PAGE.format(title="小县人民政府", body=home),
        "/tz/": PAGE.format(title="通知公告 - 小县", body=column),
    }
    for number in range(1, PAGES):
        body = f"<h1>第{number}号通知</h1><p>发布时间：2026-06-{number + 5:02}</p><p>{BODY}</p>"
        site[f"/tz/t{number}.html"] = PAGE.format(title=f"第{number}号通知 - 小县", body=body)
    return site


Behaviour = Callable[[BaseHTTPRequestHandler], bool]
"""Answers a request itself (True), or leaves it to the site (False)."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell errors of the site; a client that hung up is none, and `xuncha` is heard on the same stderr."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class SmallSite:
    """`with SmallSite(behaviour) as site:` serves it, or other pages by their path, at `site.url`."""

    def __init__(self, behaviour: Behaviour | None = None, content: dict[str, str] | None = None) -> None:
        content = pages() if content is None else content

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if behaviour is not None and behaviour(self):
                    return
                body = content.get(self.path.partition("?")[0])
                send(self, 200 if body else 404, body or "<html><body>404 Not Found</body></html>")

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, format: str, *args: object) -> None:
                """Keep the test output clean."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


def send(handler: BaseHTTPRequestHandler, status: int, text: str, content_type: str = "text/html") -> None:
    """One whole answer in UTF-8."""
    body = text.encode()
    handler.send_response(status)
    handler.send_header("Content-Type", f"{content_type}; charset=utf-8")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)


def forbids_everybody(handler: BaseHTTPRequestHandler) -> bool:
    """403 for every request."""
    send(handler, 403, "<html><body>Forbidden</body></html>")
    return True


def robots_forbid_all(handler: BaseHTTPRequestHandler) -> bool:
    """A robots.txt that closes the whole site."""
    if handler.path != "/robots.txt":
        return False
    send(handler, 200, "User-agent: *\nDisallow: /\n", "text/plain")
    return True


def never_answers(handler: BaseHTTPRequestHandler) -> bool:
    """Takes the request and stays silent until the client has gone."""
    time.sleep(30)
    return True


def slowly(handler: BaseHTTPRequestHandler) -> bool:
    """Answers after a moment, so that a signal finds the crawl under way."""
    time.sleep(0.15)
    return False


class Asked:
    """Answers after a moment, and tells when so much has been asked that a crawl is under way."""

    def __init__(self) -> None:
        self._requests = threading.Semaphore(0)

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        self._requests.release()
        return slowly(handler)

    def wait(self, requests: int = PAGES // 2, at_most_s: float = 60) -> None:
        """Wait for so many requests."""
        assert all(self._requests.acquire(timeout=at_most_s) for _ in range(requests))
