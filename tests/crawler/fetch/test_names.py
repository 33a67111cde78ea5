"""Names whose addresses are told: read as written, used by every way out, checked like all others."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.client import Client
from crawler.fetch.guard import Guard, PrivateAddress
from crawler.fetch.names import Names, read_told
from crawler.fetch.pace import Pace
from crawler.kinds import AnswerKind, EndReason
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import FaultServer, html
from tests.crawler.fetch.faults import TEXT

NAME = "www.sample-county.gov.cn"


def asked(guard: Guard, host: str) -> list[str]:
    return [str(address) for address in asyncio.run(guard.addresses(host))]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (f"{NAME}=192.0.2.7", (NAME, "192.0.2.7", None, None)),
        (f" {NAME.upper()}.=192.0.2.7 ", (NAME, "192.0.2.7", None, None)),
        (f"{NAME}=2001:db8::7", (NAME, "2001:db8::7", None, None)),
        (f"{NAME}:443=[2001:db8::7]:8443", (NAME, "2001:db8::7", 443, 8443)),
        (f"{NAME}:80=192.0.2.7:8080", (NAME, "192.0.2.7", 80, 8080)),
    ],
)
def test_lines_are_read(line: str, told: tuple[object, ...]) -> None:
    name, address, port, at_port = read_told(line)
    assert (name, str(address), port, at_port) == told


@pytest.mark.parametrize(
    "line",
    [
        "",
        NAME,
        f"{NAME}=",
        "=192.0.2.7",
        f"{NAME}=other.gov.cn",
        f"{NAME}=192.0.2.7:80",
        f"{NAME}:80=192.0.2.7",
        f"{NAME}:x=192.0.2.7:80",
        f"http://{NAME}/=192.0.2.7",
        f"me@{NAME}=192.0.2.7",
        "192.0.2.1=192.0.2.7",
        "county=192.0.2.7",
    ],
)
def test_what_is_no_line_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_told(line)


@given(st.text(max_size=60))
def test_nothing_else_is_raised(line: str) -> None:
    try:
        told = read_told(line)
    except ValueError:
        return
    assert "." in told.name


def test_a_name_has_the_addresses_told_and_no_others() -> None:
    names = Names([f"{NAME}=192.0.2.7", f"{NAME}:443=192.0.2.7:8443", f"{NAME}=2001:db8::7"])
    assert [str(each) for each in names.addresses(NAME) or []] == ["192.0.2.7", "2001:db8::7"]
    assert names.addresses("sample-county.gov.cn") is None
    assert (names.port(NAME, 443), names.port(NAME, 80), names.port("other.gov.cn", 443)) == (8443, 80, 443)


def test_telling_opens_no_door() -> None:
    told = [f"{NAME}=127.0.0.1"]
    with pytest.raises(PrivateAddress):
        asked(Guard([NAME], allow_private=False, names=told), NAME)
    assert asked(Guard([NAME], allow_private=True, names=told), NAME) == ["127.0.0.1"]
    assert asked(Guard([], allow_private=False, allow_hosts=[NAME], names=told), f"{NAME}:80") == ["127.0.0.1"]


def test_both_ways_out_knock_where_they_are_told(tmp_path: Path) -> None:
    with FaultServer() as server:
        host = server.host(lambda _: html(TEXT))
        told = (f"{NAME}:80=127.0.0.1:{host.port}",)
        plan = a_plan(a_portal(f"http://{NAME}/"), allow_private=False, allow_hosts=(NAME,), names=told)
        result = crawl(plan, tmp_path)  # Scrapy's way
        assert result.end.reason is EndReason.FINISHED
        assert result.end.start_answer is AnswerKind.CONTENT
        assert host.seen["/"] > 0

        async def by_httpx() -> int | None:
            guard = Guard([], allow_private=False, allow_hosts=[NAME], names=told)
            async with Client("test/0", 1.0, guard, Pace(0)) as client:
                return (await client.ask(f"http://{NAME}/", limit=100)).status

        assert asyncio.run(by_httpx()) == 200


def test_a_told_name_that_is_not_allowed_is_not_reached(tmp_path: Path) -> None:
    with FaultServer() as server:
        host = server.host(lambda _: html(TEXT))
        told = (f"{NAME}:80=127.0.0.1:{host.port}",)
        result = crawl(a_plan(a_portal(f"http://{NAME}/"), allow_private=False, names=told), tmp_path)
        assert result.end.start_answer is AnswerKind.PRIVATE_ADDRESS
        assert host.log == []


@pytest.mark.parametrize("name", ["bureau_of_water.sample.gov.cn", "xn--fiqs8s.sample.gov.cn", "1.sample.gov.cn"])
def test_names_that_browsers_open_are_opened(name: str, tmp_path: Path) -> None:
    with FaultServer() as server:
        host = server.host(lambda _: html(TEXT))
        told = (f"{name}:80=127.0.0.1:{host.port}",)
        result = crawl(a_plan(a_portal(f"http://{name}/"), names=told), tmp_path)
        assert result.end.start_answer is AnswerKind.CONTENT
        ((attempts,),) = result.rows("SELECT attempts FROM answer JOIN url ON id = url_id WHERE url LIKE '%gov.cn/'")
        assert attempts.count('"answer"') == 1, "the spider needs no second look"
