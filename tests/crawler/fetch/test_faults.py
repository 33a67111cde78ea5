"""One crawl of a portal whose every host behaves differently; each row of `faults.yaml` in each role is a test."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from config.lexicon import bot_walls
from crawler.kinds import AnswerKind, EndReason
from crawler.store.crawl import Crawl
from tests.crawler.fetch.certificates import Authority, HangsUp
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, FaultServer, Host, Says, free_port, html
from tests.crawler.fetch.faults import TEXT, Case, cases, rows

CASES = cases()
ASIDE = {AnswerKind.UNSTABLE_HOST, AnswerKind.OFFICIAL_SERVICE, AnswerKind.BUDGET, AnswerKind.INTERRUPTED}
"""Kinds that no single answer has: they follow from the whole crawl, and are tested where that is told."""
Crawled = tuple[Result, dict[str, tuple[str, Host]]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The result of the crawl, and for each case the linked URL and its host."""
    folder = tmp_path_factory.mktemp("faults")
    authority = Authority(folder)
    with FaultServer() as server, pytest.MonkeyPatch.context() as patched:
        patched.setenv("SSL_CERT_FILE", str(authority.trusted))
        hosts = {case.name: _host(server, case, authority) for case in CASES}
        linked = {case.name: (_linked(case, hosts[case.name]), hosts[case.name]) for case in CASES}
        main = server.host(lambda asked: _front(linked) if asked.path == "/" else NOT_FOUND)
        own = [_netloc(linked[case.name][0]) for case in CASES if case.role != "link"]
        (folder / "crawl").mkdir()
        result = crawl(a_plan(a_portal(main.url(), hosts=own, concurrency=16), timeout_s=5.0), folder / "crawl")
        yield result, linked


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_behaviour_gets_its_kind(case: Case, crawled: Crawled) -> None:
    result, linked = crawled
    url, host = linked[case.name]
    assert result.answers()[url] == (case.kind, case.confirmed), result.detail(url)
    if case.row.detail is not None:
        told = result.detail(url)
        assert case.row.detail in told if case.row.detail else told == "", told
    if case.role in case.row.asks:
        assert [method for method, path in host.log if path == case.path] == case.row.asks[case.role].split()
    if case.row.reads and case.role == "page":
        with Crawl.open(result.path) as crawled_portal:
            page = crawled_portal.page(url)
        assert page is not None
        assert case.row.reads in page.title


def test_the_crawl_is_finished(crawled: Crawled) -> None:
    assert crawled[0].end.reason is EndReason.FINISHED


def test_headers_without_end_stop_the_spider_itself(crawled: Crawled) -> None:
    result, linked = crawled
    query = "SELECT a.attempts FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?"
    ((attempts,),) = result.rows(query, linked["headers-without-end-page"][0])
    assert json.loads(attempts)[0]["answer"] == AnswerKind.GARBLED


def test_the_table_is_large_and_says_nothing_twice() -> None:
    names = Counter(row.id for row in rows())
    assert len(names) >= 200
    assert names.most_common(1)[0][1] == 1


def test_every_kind_of_answer_is_in_the_table() -> None:
    assert {case.kind for case in CASES} | ASIDE == set(AnswerKind)


def test_every_wall_is_in_the_table() -> None:
    met = {row.detail for row in rows() if row.page == AnswerKind.BOT_WALL}
    gates = {"ct6t"}  # told by what they set, too, before they are told by name
    assert {wall.id for wall in bot_walls().walls} <= met | gates


def _host(server: FaultServer, case: Case, authority: Authority) -> Host:
    match case.row.tls:
        case None | "none":
            return server.host(case.answer)
        case "legacy-renegotiation":
            return server.host(case.answer, authority.legacy())
        case "hangs-up":
            return server.host(case.answer, HangsUp())
        case fault:
            return server.host(case.answer, authority.server(fault))


def _linked(case: Case, host: Host) -> str:
    match case.row.to:
        case "port":
            return f"http://127.0.0.1:{free_port()}{case.path}"
        case "name":
            return f"http://{case.role}.gone.invalid{case.path}"
        case "private":
            return f"http://192.168.77.1{case.path}"
        case "metadata":
            return f"http://169.254.169.254{case.path}"
    return f"{'https' if case.https else 'http'}://{host.netloc}{case.path}"


def _front(linked: dict[str, tuple[str, Host]]) -> Says:
    homes = "".join(f'<a href="{linked[case.name][1].url()}">首页</a>' for case in CASES if _shows_home(case))
    return html(homes + "".join(_reference(case, linked[case.name][0]) for case in CASES) + TEXT, title="首页")


def _shows_home(case: Case) -> bool:
    return case.role == "page" and case.all_paths


def _reference(case: Case, url: str) -> str:
    if case.role == "image":
        return f'<img src="{url}" alt="{case.name}">'
    if case.role == "style":
        return f'<script src="{url}"></script>'
    return f'<a href="{url}">{case.name}</a>'


def _netloc(url: str) -> str:
    return url.split("/")[2]
