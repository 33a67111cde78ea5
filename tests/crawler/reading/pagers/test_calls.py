"""Pagers in scripts: any text is read without a fault, and never are fewer pages declared than a literal call says."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.reading.page import Page
from crawler.reading.pagers.calls import pager_of, read_page_call
from crawler.reading.pagers.pager import MOST_PAGES
from crawler.reading.scripts.code import calls_of
from tests.crawler.reading.casefile import DEFAULT_URL

FAST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [
        "createPageHTML(", "createPageHTML", "countPage", " = ", "currentPage = ", "3", "0", "99999999", ",", ")", "(",
        '"index"', "'html'", '"', "'", "//", "/*", "*/", "\n", ";", "function ", "var ", "\\", "http://h/", "页",
        "<!--", "{", "}", "/x/", "createPageHTML(2,0,'index','html')", "createPageHTML('p',2,1,'list','shtml',9)", "-1",
    ]
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=30).map("".join)
ANY_SCRIPT = st.text(max_size=60) | SOUP
BASES = st.sampled_from(["index", "list_tz", "common_list", "./index", "/zwgk/tzgg/index"])
QUOTES = st.sampled_from("\"'")
URLS = st.sampled_from(
    [DEFAULT_URL, "http://h/", "http://h/a/index_3.html", "http://h/a/list_tz_2.shtml?x=1", "no url"]
)


@FAST
@given(URLS, st.lists(ANY_SCRIPT, max_size=4))
def test_any_text_is_read_without_a_fault(url: str, scripts: list[str]) -> None:
    page = Page(url, "")
    call = read_page_call(page, scripts)
    if call is not None:
        pager = pager_of(page, call)
        assert call.pages >= 0
        assert pager.page >= 1
        assert len(pager.further) <= MOST_PAGES


@FAST
@given(URLS, st.text(max_size=300) | SOUP)
def test_any_page_is_read_without_a_fault(url: str, html: str) -> None:
    page = Page(url, f"<script>{html}</script>")
    call = read_page_call(page)
    if call is not None:
        pager_of(page, call)


@FAST
@given(
    st.integers(0, 2_000),
    st.integers(0, 2_000),
    BASES,
    QUOTES,
    st.none() | st.integers(0, 100_000),
    st.none() | st.sampled_from(["page_div", "paging", "fy"]),
    st.lists(ANY_SCRIPT, max_size=3),
    st.integers(0, 3),
)
def test_never_fewer_pages_than_a_literal_call_says(
    pages: int,
    current: int,
    base: str,
    quote: str,
    total: int | None,
    container: str | None,
    others: list[str],
    place: int,
) -> None:
    names = [f"{quote}{container}{quote}"] if container else []
    records = [] if total is None else [str(total)]
    arguments = [*names, str(pages), str(current), f"{quote}{base}{quote}", f"{quote}html{quote}", *records]
    literal = f"createPageHTML({', '.join(arguments)});"
    scripts = [*others[:place], literal, *others[place:]]
    call = read_page_call(Page("http://www.county.gov.cn/zwgk/tzgg/", ""), scripts)
    assert call is not None
    assert call.pages >= pages
    alone = read_page_call(Page("http://www.county.gov.cn/zwgk/tzgg/", ""), [literal])
    assert alone is not None
    assert alone.pages == pages
    assert alone.total in (None, total)


@FAST
@given(st.integers(2, 1_000), st.sampled_from([(True, 1), (False, 0)]))
def test_the_first_page_names_all_others(pages: int, form: tuple[bool, int]) -> None:
    contained, first = form
    container = "'page_div'," if contained else ""
    page = Page("http://www.county.gov.cn/zwgk/tzgg/", "")
    call = read_page_call(page, [f"createPageHTML({container}{pages},{first},'index','html')"])
    assert call is not None
    pager = pager_of(page, call)
    assert pager.page == 1
    assert len(pager.further) == pages - 1
    assert pager.further[0].endswith("/index_2.html" if contained else "/index_1.html")


@pytest.mark.parametrize(
    "script",
    [
        "createPageHTML(" * 400_000,
        "//createPageHTML(1,0,'a','b')" * 100_000,
        "/*" * 1_000_000 + "createPageHTML(1,0,'a','b')",
        "createPageHTML('" + "\\'" * 1_000_000,
        "countPage = 1; " * 200_000,
    ],
    ids=["unclosed", "commented", "comments", "escapes", "variables"],
)
def test_bad_scripts_cost_little_time(script: str) -> None:
    started = time.process_time()
    read_page_call(Page(DEFAULT_URL, ""), [script] * 2)
    assert time.process_time() - started < 10


def test_arguments_are_taken_apart_outside_brackets_and_strings() -> None:
    (call,) = calls_of("f", 'function f(a){} f( "a,b)", g(1,[2,3]), {x: ")"}, -1 );')
    assert call.arguments == ('"a,b)"', "g(1,[2,3])", '{x: ")"}', "-1")
