"""Hosts of a portal that are new to a crawl: robots.txt first, and none holds up the others."""

from __future__ import annotations

from pathlib import Path

from crawler.kinds import AnswerKind
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html

PAGES = 6
_SLOWLY = Says(200, b"User-agent: *\nAllow: /\n", (("Content-Type", "text/plain"),), drip=0.06)
"""One second and a half for the rules of a host."""


def test_a_host_that_is_slow_to_show_its_rules_holds_up_no_other(tmp_path: Path) -> None:
    """Its own pages wait for the rules, however many of them there are; those of the other host do not."""
    order: list[str] = []

    def slow(asked: Asked) -> Says:
        if asked.path == "/robots.txt":
            return _SLOWLY
        order.append(f"slow{asked.path}")
        return html("<p>正文</p>" * 40, title=asked.path) if asked.path.startswith("/b") else NOT_FOUND

    with FaultServer() as server:
        other = server.host(slow)

        def quick(asked: Asked) -> Says:
            if asked.path == "/":
                theirs = [f'<a href="{other.url(f"/b{number}.html")}">乙{number}</a>' for number in range(PAGES)]
                own = [f'<a href="/a{number}.html">甲{number}</a>' for number in range(PAGES)]
                return html("".join([*theirs, *own]), title="首页")
            order.append(f"quick{asked.path}")
            return html("<p>正文</p>" * 40, title=asked.path) if asked.path.startswith("/a") else NOT_FOUND

        portal = a_portal(server.host(quick).url(), hosts=[other.netloc], concurrency=1)
        result = crawl(a_plan(portal, timeout_s=10.0), tmp_path)
    assert [kind for kind, _ in result.answers().values()].count(AnswerKind.CONTENT) == 1 + 2 * PAGES
    first = next(at for at, each in enumerate(order) if each.startswith("slow"))
    assert {f"quick/a{number}.html" for number in range(PAGES)} <= set(order[:first])
