"""Where a crawl stops by itself, and where it must not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import ListFacts, PageFacts
from crawler.fetch.traps import Further, ListChains, TrapGuard
from crawler.kinds import ListSource, PageKind
from crawler.store.traps import traps_of
from crawler.urlpatterns import pattern, template
from crawler.urls import GET_MARK
from tests.builders import at, row


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


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_pattern_never_depends_on_numbers(one: int, other: int) -> None:
    assert pattern(f"http://h/art/{one}.html") == pattern(f"http://h/art/{other}.html")


def test_only_what_a_template_finds_by_itself_counts() -> None:
    traps = TrapGuard(2)
    month = "http://h/cal/{}.html".format
    assert traps.admits(month(1), "http://h/index.html", ())
    assert [traps.admits(month(number), month(1), ()) for number in (2, 3, 4)] == [True, True, False]
    assert traps.admits(month(5), month(1), {month(5)}), "a declared list page is finite"
    assert traps.admits(month(6), "http://h/index.html", ())


def test_months_and_days_that_find_each_other_count() -> None:
    traps = TrapGuard(2)
    month, day = "http://h/month/{}.html".format, "http://h/day/{}.html".format
    assert traps.admits(day(1), month(1), (), "http://h/index.html")
    found = [traps.admits(month(number), day(number - 1), (), month(number - 1)) for number in (2, 3, 4)]
    assert found == [True, True, False]


def test_folders_inside_themselves_are_a_trap() -> None:
    traps = TrapGuard(1)
    deep = "http://h/a/b/a/b/a/b/{}.html".format
    assert traps.admits(deep("x"), "http://h/other.html", ())
    assert not traps.admits(deep("y"), "http://h/other.html", ())
    assert template(deep("x")) == template("http://h/b/a/b/a/b/a/b/y.html"), "one trap, however deep"


def test_a_trap_is_named_by_its_pattern_with_an_example_and_a_number() -> None:
    first, second = traps_of(["http://h/cal/3.html", "http://h/a/a/a/", "http://h/cal/4.html"])
    assert (first.pattern, first.example, first.left_out) == ("h/cal/#.html", "http://h/cal/3.html", 2)
    assert (second.pattern, second.example, second.left_out) == ("h/(a)/…", "http://h/a/a/a/", 1)


def a_part(number: int, rows: int, *further: str, kind: PageKind = PageKind.COLUMN) -> PageFacts:
    listed = tuple(row(f"第{rows}批第{k}条", f"/t/{rows}-{k}.html") for k in range(3))
    facts = ListFacts(ListSource.STATIC, listed, page=number, further_pages=tuple(map(at, further)))
    return PageFacts(at(f"/list_{number}.html"), "generic", kind, list=facts)


def test_a_chain_of_list_pages_is_followed_as_long_as_it_shows_new_rows() -> None:
    chains = ListChains()
    for number in range(1, 200):
        assert chains.further(a_part(number, number, f"/list_{number + 1}.html")).asked
    again = a_part(200, 199, "/list_201.html")
    rest = Further((), (at("/list_201.html"),))
    assert chains.further(again) == rest, "the last page, shown again under the next number"


def test_a_page_and_the_first_answer_of_its_interface_may_show_the_same_rows() -> None:
    chains = ListChains()
    calls = [f"/gkmlpt/api/all/7?page={number}&sid=1" for number in range(4)]
    head = a_part(1, 1, calls[1])
    assert chains.further(head).asked == (at(calls[1]) + GET_MARK,)
    first = replace(a_part(1, 1, calls[2], kind=PageKind.LIST_DATA), url=at(calls[1]) + GET_MARK)
    assert chains.further(first).asked == (at(calls[2]) + GET_MARK,)
    second = replace(a_part(2, 1, calls[3], kind=PageKind.LIST_DATA), url=at(calls[2]) + GET_MARK)
    rest = Further((), (at(calls[3]) + GET_MARK,))
    assert chains.further(second) == rest, "page 1 whatever was asked for"


def test_a_list_without_end_is_left_and_its_rest_named() -> None:
    chains = ListChains(most=3)
    assert len(chains.further(a_part(1, 1, "/list_2.html", "/list_3.html")).asked) == 2
    rest = chains.further(a_part(3, 3, "/list_4.html", "/list_5.html"))
    assert rest == Further((at("/list_4.html"),), (at("/list_5.html"),))
    assert chains.further(a_part(4, 4, "/list_6.html")) == Further((), (at("/list_6.html"),))
