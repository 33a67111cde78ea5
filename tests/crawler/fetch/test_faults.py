"""One crawl of a portal whose every host behaves differently; each row of `faults.CASES` is a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.kinds import EndReason
from tests.crawler.fetch.certificates import own_certificate
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, free_port, html
from tests.crawler.fetch.faults import CASES, DEAD, TEXT, Case


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Result, dict[str, tuple[str, Host]]]]:
    """The result of the crawl, and for each case the linked URL and its host."""
    folder = tmp_path_factory.mktemp("faults")
    with FaultServer() as server:
        tls = own_certificate(folder)
        hosts = {case.name: server.host(case.answer, tls if case.tls else None) for case in CASES}
        linked = {case.name: _linked(case, hosts[case.name]) for case in CASES}

        def front(asked: Asked) -> Says:
            if asked.path != "/":
                return NOT_FOUND
            homes = "".join(f'<a href="{hosts[case.name].url()}">首页</a>' for case in CASES if case.whole_host)
            links = "".join(f'<a href="{url}">{name}</a>' for name, url in linked.items())
            return html(homes + links + TEXT, title="首页")

        main = server.host(front)
        own = [hosts[case.name].netloc for case in CASES if case.role != "external"]
        own += [_netloc(linked[case.name]) for case in CASES if case.role == "page"]
        portal = a_portal(main.url(), hosts=own, concurrency=16)
        result = crawl(a_plan(portal), folder)
        yield result, {name: (url, hosts[name]) for name, url in linked.items()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_behaviour_gets_its_kind(case: Case, crawled: tuple[Result, dict[str, tuple[str, Host]]]) -> None:
    result, linked = crawled
    url, host = linked[case.name]
    assert result.answers()[url] == (case.kind, case.confirmed), result.detail(url)
    if case.requests is not None:
        assert host.seen[case.path] == case.requests


def test_the_crawl_is_finished(crawled: tuple[Result, dict[str, tuple[str, Host]]]) -> None:
    assert crawled[0].end.reason is EndReason.FINISHED


def _linked(case: Case, host: Host) -> str:
    if DEAD not in case.path:
        return f"{'https' if case.tls else 'http'}://{host.netloc}{case.path}"
    return {
        "port": f"http://127.0.0.1:{free_port()}/case.html",
        "name": f"http://{case.role}.gone.invalid/case.html",
        "private": "http://192.168.77.1/case.html",
        "tls": f"https://{host.netloc}/case.html",
    }[case.path.rpartition("/")[2]]


def _netloc(url: str) -> str:
    return url.split("/")[2]
