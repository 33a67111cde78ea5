"""What belongs to a crawl, in which order it is visited, and where a trap begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.fetch.scope import Scope, TrapGuard, pattern, priority
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://h/cal/2031/05", "http://h/cal/2031/05/17"),
        ("http://h/cal?y=2031&m=5", "http://h/cal?m=6&view=week"),
        ("http://h/a/3f2504e04f8941d3.html", "http://h/a/9a0c05e82c3301d3.html"),
    ],
)
def test_addresses_of_one_template_have_one_pattern(one: str, other: str) -> None:
    assert pattern(one) == pattern(other)


def test_different_templates_differ() -> None:
    assert len({pattern(f"http://h/{path}") for path in ("zwgk/", "zwgk/tzgg/", "art/1.html", "col/1.html")}) == 4


def test_only_what_a_template_finds_by_itself_counts() -> None:
    traps = TrapGuard(2)
    month = "http://h/cal/{}.html".format
    assert traps.admits(month(1), "http://h/index.html", ())
    assert [traps.admits(month(number), month(1), ()) for number in (2, 3, 4)] == [True, True, False]
    assert traps.admits(month(5), month(1), {month(5)}), "a declared list page is finite"
    assert traps.admits(month(6), "http://h/index.html", ())


def test_folders_inside_themselves_are_a_trap() -> None:
    traps = TrapGuard(1)
    deep = "http://h/a/b/a/b/a/b/{}.html".format
    assert traps.admits(deep("x"), "http://h/other.html", ())
    assert not traps.admits(deep("y"), "http://h/other.html", ())


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_pattern_never_depends_on_numbers(one: int, other: int) -> None:
    assert pattern(f"http://h/art/{one}.html") == pattern(f"http://h/art/{other}.html")
