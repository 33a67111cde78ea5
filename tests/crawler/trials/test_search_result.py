"""What is made of the first page of results, in several shapes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.trials.search_result import SearchResult, read_result

TITLE = "样例县人民政府关于做好2026年防汛抗旱工作的通知"
ARTICLE = "http://www.county.example/art/2026/6/1/art_1_2.html"
HTML = "text/html; charset=utf-8"


def result(body: str, kind: str = HTML) -> SearchResult:
    return read_result("http://www.county.example/search?q=1", body.encode(), kind, title=TITLE, article=ARTICLE)


def html(main: str, title: str = "搜索", script: str = "") -> str:
    script = f"<script>{script}</script>" if script else ""
    return f'<html><head><title>{title}</title></head><body><div class="main">{main}</div>{script}</body></html>'


def rows(*titles: str) -> str:
    lines = "".join(
        f'<li><a href="/art/2026/5/{at}/art_9_{at}.html">{each}</a><span>2026-05-{at:02d}</span></li>'
        for at, each in enumerate(titles, 1)
    )
    return f'<div class="list"><ul>{lines}</ul></div>'


OTHERS = ("样例县召开春季农业生产工作会议", "样例县开展安全生产大检查行动", "样例县举办全民健身运动会开幕式")


def test_title_with_marked_words_among_rows() -> None:
    seen = result(html(rows(OTHERS[0], f"<em>{TITLE[:8]}</em>{TITLE[8:]}", *OTHERS[1:])))
    assert (seen.found, seen.rank) == (True, 2)


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="{ARTICLE}">打开</a>',
        '<a href="/visit/link.do?url=http%3A%2F%2Fwww.county.example%2Fart%2F2026%2F6%2F1%2Fart_1_2.html">打开</a>',
        f'<a href="http://elsewhere.example/1">{TITLE[:15]}...</a>',
        f'<a href="http://elsewhere.example/1">[通知公告] {TITLE}</a>',
    ],
)
def test_by_address_behind_a_counter_cut_short_or_with_a_label(link: str) -> None:
    assert result(html(link)).found


def test_other_rows_are_read_and_it_is_not_among_them() -> None:
    seen = result(html(rows(*OTHERS)))
    assert (seen.found, seen.read, seen.rows) == (False, "rows", 3)


@pytest.mark.parametrize(
    "words",
    [
        "很抱歉，没有找到相关信息",
        "为您找到相关结果约 0 条",
        "未检索到符合条件的结果",
        "搜索结果为空",
        "共搜索到0条记录。",
    ],
)
def test_says_itself_that_nothing_was_found(words: str) -> None:
    seen = result(html(f"<p>{words}</p>", title=f"{TITLE} - 搜索"))
    assert (seen.read, seen.query_shown, seen.scripted) == ("nothing-found", True, False)


@pytest.mark.parametrize(
    "words",
    [
        f'<a href="/search?q=1&sort=time">{TITLE}</a>按时间排序',
        f'搜索历史：<a href="/search?q=2">{TITLE}</a>',
    ],
)
def test_a_link_that_searches_anew_is_no_result(words: str) -> None:
    seen = result(html(f"<p>{words}</p><p>没有找到相关信息</p>", title=f"{TITLE} - 搜索"))
    assert (seen.found, seen.read) == (False, "nothing-found")


def test_a_result_at_the_address_of_the_search_is_found() -> None:
    assert result(html(f'<a href="/search?m=content&id=5">{TITLE}</a>')).found


@pytest.mark.parametrize(
    ("words", "scripted"),
    [("很抱歉，没有找到相关信息", True), ("共 0 条", True), (f"很抱歉，没有找到与“{TITLE}”相关的结果", False)],
)
def test_a_file_of_scripts_may_change_what_does_not_repeat_the_query(words: str, scripted: bool) -> None:
    page = html(f'<input name="q" value="{TITLE}"><p>{words}</p><script src="/js/search.js"></script>')
    assert (result(page).read, result(page).scripted) == ("nothing-found", scripted)


def test_a_hint_for_the_case_that_nothing_is_found_is_no_answer() -> None:
    assert result(html("<p>如果没有找到相关信息，请更换关键词</p><p>还没有找到相关信息？试试高级检索</p>")).read == ""


def test_the_home_page_in_place_of_results_is_none() -> None:
    home = [f"http://www.county.example/art/2026/5/{at}/art_9_{at}.html" for at in range(1, 7)]
    body = html(rows(*OTHERS, TITLE, "样例县召开第一季度经济形势分析会议", "样例县开展植树造林活动"))
    seen = read_result("http://www.county.example/?q=1", body.encode(), HTML, title=TITLE, article=ARTICLE, home=home)
    assert seen == SearchResult()


def test_words_that_scripts_may_change_are_marked() -> None:
    seen = result(html("<p>共 0 条</p>", script="box.innerHTML = load(location.search)"))
    assert (seen.query_shown, seen.scripted) == (None, True)


@pytest.mark.parametrize("words", ["共找到 10 条结果", "相关结果约 203 条", "没有登录的用户请先登录"])
def test_other_words_prove_nothing(words: str) -> None:
    assert result(html(f"<p>{words}</p>")).read == ""


def test_shell_for_scripts_says_nothing() -> None:
    assert result(html('<div id="app"></div>', script="mount('#app')")) == SearchResult(query_shown=False)


def test_query_in_the_box_and_in_the_text() -> None:
    assert result(html(f'<input name="q" value="{TITLE}">')).query_shown is True
    assert result(html(f"<p>搜索“{TITLE}”的结果</p>")).query_shown is True
    assert result(html(rows(TITLE))).query_shown is False


def test_json_of_an_interface() -> None:
    data = {
        "code": 200,
        "data": {"list": [{"title": OTHERS[0]}, {"title": f"<em>{TITLE}</em>", "url": "/x"}], "total": 2},
    }
    seen = result(json.dumps(data), "application/json")
    assert (seen.found, seen.rank, seen.rows, seen.read) == (True, 2, 2, "json")
    empty = result(json.dumps({"data": {"list": [], "total": 0}}), "application/json")
    assert (empty.found, empty.read) == (False, "")


@given(st.binary(max_size=300))
def test_never_raises(body: bytes) -> None:
    read_result("http://www.county.example/s", body, None, title=TITLE, article=ARTICLE)


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=20),
        lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=5), each, max_size=4),
        max_leaves=20,
    )
)
def test_any_json_is_read(data: object) -> None:
    assert read_result(
        "http://www.county.example/s", json.dumps([data]).encode(), "application/json", title=TITLE, article=ARTICLE
    ).found in (True, False)
