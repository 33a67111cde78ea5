"""One page outside a crawl is shown with what its script loads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crawler.facts import ListFacts
from crawler.fetch.single import look_at
from crawler.kinds import AnswerKind, ListSource
from tests.crawler.fetch.crawls import AGENT, a_portal
from tests.crawler.fetch.fault_server import Asked, FaultServer, Says, file, html
from tests.crawler.fetch.interface_site import COLUMNS, InterfaceSite, title


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def seen(server: FaultServer, site: InterfaceSite, name: str) -> ListFacts:
    def with_cookie(asked: Asked) -> Says:
        return site(Asked(**{**asked.__dict__, "headers": {**asked.headers, "cookie": "visitor=1"}}))

    host = server.host(with_cookie)
    portal = a_portal(host.url(COLUMNS[name]))
    judgement, reading, *_ = look_at(portal, user_agent=AGENT, timeout_s=2, max_bytes=200_000, allow_private=True)
    assert judgement.kind is AnswerKind.CONTENT
    assert reading is not None
    assert reading.facts.list is not None
    return reading.facts.list


@pytest.mark.parametrize("name", ["jpaas", "epoint", "anhui"])
def test_a_page_shows_the_beginning_of_its_list(name: str, server: FaultServer) -> None:
    site = InterfaceSite()
    listed = seen(server, site, name)
    assert [row.title for row in listed.rows] == [title(name, number) for number in (1, 2)]
    assert (listed.source, listed.total, listed.pages, listed.obstacle) == (ListSource.API, 3, 2, None)
    assert len(listed.further_pages) == len(site.asked[name]) == 1


def test_an_interface_that_counts_zero(server: FaultServer) -> None:
    site = InterfaceSite({"epoint": lambda _: file(b'{"custom":{"total":0,"data":[]}}', "application/json")})
    listed = seen(server, site, "epoint")
    assert (listed.rows, listed.total, listed.empty_proof, listed.obstacle) == ((), 0, "custom.total=0", None)


def test_an_interface_that_fails(server: FaultServer) -> None:
    listed = seen(server, InterfaceSite({"epoint": lambda _: html("", 500)}), "epoint")
    assert (listed.rows, listed.empty_proof, listed.obstacle) == ((), None, "list-call-failed")


def test_a_page_with_rows_of_its_own_is_left_alone(server: FaultServer) -> None:
    site = InterfaceSite()
    listed = seen(server, site, "jpage")
    assert (len(listed.rows), listed.source) == (2, ListSource.CDATA)
    assert "jpage" not in site.asked
