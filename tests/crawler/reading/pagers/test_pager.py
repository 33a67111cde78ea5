"""Pagers: whatever way pages are numbered, all addresses come out, or the list says that they do not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.cms import page_words
from config.pagers import pager_signs
from config.rows import row_words
from crawler.reading.page import Page
from crawler.reading.pagers.pager import PAGER_OBSTACLES, read_pager
from crawler.reading.pagers.series import last_of, series_of
from crawler.reading.read_page import read_text
from crawler.reading.text.encoding import Decoded
from tests.crawler.reading.casefile import DEFAULT_URL, source

NAMES: dict[str, Callable[[int, int], str]] = {
    "from 1": lambda page, pages: f"index_{page}.html",
    "from 0": lambda page, pages: f"index_{page - 1}.html",
    "backwards": lambda page, pages: f"index/{pages + 1 - page}.html",
    "with zeros": lambda page, pages: f"index_{page:03d}.html",
    "parameter": lambda page, pages: f"index.html?cid=12&page={page}",
    "offset": lambda page, pages: f"index.html?page={page}&cid=12",
}
ROW = '<ul><li><a href="/xw/31.html">关于防汛的通知</a><span>2026-05-28</span></li></ul>'


def _links(shown: list[int], name: Callable[[int, int], str], pages: int) -> str:
    return "".join(f'<a href="{name(page, pages)}">{page}</a> ' for page in shown)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(NAMES)), st.integers(3, 60), st.booleans(), st.booleans())
def test_all_pages_of_any_series(how: str, pages: int, counted: bool, numbered: bool) -> None:
    name = NAMES[how]
    shown = _links([2, 3], name, pages) if numbered else ""
    words = f'<a href="{name(2, pages)}">下一页</a> <a href="{name(pages, pages)}">尾页</a>'
    markup = f'{ROW}<div class="page">{f"共{pages}页 " if counted else ""}<span>1</span> {shown}{words}</div>'
    pager = read_pager(Page(DEFAULT_URL, source({"main": markup})))
    folder = DEFAULT_URL.rpartition("/")[0]
    assert pager is not None
    assert (pager.page, pager.pages, pager.obstacle) == (1, pages, None)
    assert pager.further == tuple(f"{folder}/{name(page, pages)}" for page in range(2, pages + 1))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["goPage({})", "toPage('{}')", "__doPostBack('Pager','{}')", "list(12,{},15)"]), st.integers(2, 40)
)
def test_pages_of_scripts_are_never_complete(handler: str, pages: int) -> None:
    shown = sorted({2, min(3, pages), pages})
    links = "".join(f'<a href="javascript:{handler.format(page)}">{page}</a>' for page in shown)
    html = source({"main": f'{ROW}<div class="page"><span>1</span>{links}</div>'})
    listed = read_text(DEFAULT_URL, Decoded(html, "utf-8", "declared")).facts.list
    assert listed is not None
    assert (listed.pages, listed.further_pages, len(listed.rows)) == (pages, (), 1)
    assert listed.obstacle in PAGER_OBSTACLES


def test_a_series_needs_two_addresses_that_agree() -> None:
    assert series_of({2: "http://h/a_2.html"}) is None
    assert series_of({2: "http://h/a_2.html", 3: "http://h/b_9.html"}) is None
    assert series_of({2: "http://h/x7.html", 3: "http://h/x12.html"}) is None
    series = series_of({1: "http://h/a.html", 2: "http://h/9/a_2.html", 5: "http://h/9/a_5.html"})
    assert series is not None
    assert (series.url(4), series.page_of("http://h/9/a_7.html"), series.page_of("http://h/a.html")) == (
        "http://h/9/a_4.html",
        7,
        None,
    )


@pytest.mark.parametrize(
    ("second", "last", "pages"),
    [
        ("http://h/l/77.htm", "http://h/l/1.htm", 78),
        ("http://h/i_1.htm", "http://h/i_4.htm", 5),
        ("http://h/a", "http://h/b", None),
    ],
)
def test_the_last_page_counts_all(second: str, last: str, pages: int | None) -> None:
    assert last_of(second, last) == pages


def test_signs_are_usable() -> None:
    signs, words = pager_signs(), row_words()
    assert re.compile(signs.numbers).groups == 1
    assert all(re.compile(pattern).groups == 1 for pattern in signs.current)
    for names in (signs.boxes, signs.disabled, signs.parameters, signs.pages, signs.total, signs.size):
        assert all(name == name.lower() for name in names)
    assert not set(signs.pages) & set(signs.total) and not set(signs.total) & set(signs.size)
    pager = page_words().pager
    assert not words.minor & {*pager.next, *pager.last, *pager.other}
    assert not set(words.beside_headings) & set(page_words().side_headings)
