"""Every spelling of a private address that browsers know is seen as one: as an address, by the guard, by the check."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checks.contract import CheckParams
from checks.finding import Finding
from checks.links.bad_href import BadHref
from checks.links.href import href_fault
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from crawler.store.plain_href import is_plain
from crawler.urls import canonical, resolve
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import FaultServer, html
from tests.crawler.fetch.faults import TEXT

PAGE = "http://www.sample.gov.cn/index.html"
LOOPBACK = [
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0X7F.0.0.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.01",
    "127.0.0.1.",
    "１２７．０．０．１",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "0x7f.0x.0x.0x1",
    "user:secret@127.1",
]
OTHERS = {
    "0300.168.0.1": "192.168.0.1",
    "0xC0A80001": "192.168.0.1",
    "192.168.257": "192.168.1.1",
    "10.1": "10.0.0.1",
    "0xa9fea9fe": "169.254.169.254",
    "[::ffff:10.0.0.1]": "[::ffff:a00:1]",
    "[0:0:0:0:0:ffff:7f00:1]": "[::ffff:7f00:1]",
    "[fe80:0::1]": "[fe80::1]",
}


@pytest.mark.parametrize(("written", "host"), [*((each, "127.0.0.1") for each in LOOPBACK), *OTHERS.items()])
def test_a_private_address_is_seen_however_it_is_spelt(written: str, host: str) -> None:
    href = f"http://{written}/a"
    url = resolve(PAGE, href).url
    assert url == canonical(href) == f"http://{host}/a"
    fault = href_fault(href, url)
    assert fault is not None
    assert fault.code == "private-address"
    assert not is_plain(href), "it must reach the check"


@pytest.mark.parametrize(
    "host", ["256.1.1.1", "1.2.3.4.5", "0x100000000", "127.0.0.09", "1.2.3.256", "a.0x7f", "[::g]"]
)
def test_a_number_that_is_no_address_is_malformed(host: str) -> None:
    href = f"http://{host}/"
    assert resolve(PAGE, href).url is None
    fault = href_fault(href, None)
    assert fault is not None
    assert fault.code == "malformed"
    assert not is_plain(href)


@pytest.mark.parametrize(
    "host", ["114.114.114.114", "0x72.0x72.0x72.0x72", "163.com", "12306.cn", "-x.gov.cn", "a_b.cn"]
)
def test_public_addresses_and_names_with_digits_are_no_fault(host: str) -> None:
    url = resolve(PAGE, f"http://{host}/").url
    assert url is not None
    assert href_fault(f"http://{host}/", url) is None


def test_no_spelling_leads_an_audit_inside(tmp_path: Path) -> None:
    """The audit may visit `localhost` and nothing else of the machine it runs on."""
    with FaultServer() as server:
        inner = server.host(lambda _: html(TEXT))
        links = [f"http://{each.removesuffix('.')}:{inner.port}/{at}" for at, each in enumerate(LOOPBACK)]
        shown = "".join(f'<p><a href="{href}">办公系统</a>' for href in links)
        outer = server.host(lambda asked: html(TEXT + shown) if asked.path == "/" else html("", 404))
        start = f"http://localhost:{outer.port}/"
        result = crawl(a_plan(a_portal(start), allow_private=False, allow_hosts=("localhost",)), tmp_path)
        assert outer.seen["/"] > 0
        assert inner.log == []
        answers = result.answers()
        urls = [f"http://127.0.0.1:{inner.port}/{at}" for at in range(len(LOOPBACK))]
        assert {answers[url][0] for url in urls} == {AnswerKind.PRIVATE_ADDRESS}
        with Crawl.open(result.path) as stored:
            said = BadHref().judge(stored, stored.portal.units[0], CheckParams(), date(2025, 11, 20))
            found = [each for each in said if isinstance(each, Finding)]
        assert {each.url for each in found if each.code == "private-address"} == set(links)
        assert {each.code for each in found} == {"private-address"}
