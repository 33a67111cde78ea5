"""What belongs to a crawl, and in which order it is visited."""

from __future__ import annotations

import pytest

from crawler.fetch.scope import Scope, priority
from crawler.kinds import Region
from tests.crawler.fetch.crawls import a_portal


def scope(start: str = "http://www.sample.gov.cn/", **more: object) -> Scope:
    return Scope(a_portal(start, **more))  # type: ignore[arg-type]


def test_hosts_are_compared_with_their_ports() -> None:
    portal = scope("http://127.0.0.1:8001/", hosts=["Dept.Sample.gov.cn"])
    assert portal.is_own("http://127.0.0.1:8001/a")
    assert not portal.is_own("http://127.0.0.1:8002/a")
    assert portal.is_own("https://dept.sample.gov.cn/")


def test_exclusions_are_prefixes_that_end_where_names_end() -> None:
    portal = scope(exclude=("http://www.sample.gov.cn/oa",))
    assert portal.is_excluded("https://www.sample.gov.cn/oa/x.html")
    assert not portal.is_excluded("http://www.sample.gov.cn/oakland/")


@pytest.mark.parametrize(
    ("start", "target", "adopted"),
    [
        ("http://sample.gov.cn/", "https://www.sample.gov.cn/", True),
        ("http://www.sample.gov.cn/", "https://sample.gov.cn/portal/", True),
        ("http://www.sample.gov.cn/", "http://www.sample.gov.cn/index.shtml", True),
        ("http://www.sample.gov.cn/", "http://parking.example.com/", False),
        ("http://127.0.0.1:8001/", "http://127.0.0.1:8002/", False),
    ],
)
def test_a_start_url_may_move_to_its_own_other_name(start: str, target: str, adopted: bool) -> None:
    portal = scope(start)
    assert portal.moved_home(start, target) is adopted
    assert portal.is_own(target) is adopted
    assert (target in portal.homes) is adopted


def test_columns_come_before_articles_and_home_before_all() -> None:
    site = "http://www.sample.gov.cn"
    order = [
        priority(f"{site}/"),
        priority(f"{site}/zwgk/tzgg/"),
        priority(f"{site}/zwgk.jspx", Region.NAV),
        priority(f"{site}/zwgk.jspx", Region.BODY),
        priority(f"{site}/tzgg/202511/t20251117_1234567.html", Region.NAV),
    ]
    assert order == sorted(order, reverse=True)
    assert len(set(order)) == len(order)
