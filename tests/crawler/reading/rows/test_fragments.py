"""Rows of markup that is a list by itself: one row per item, whatever stands around it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.reading.rows.fragments import fragment_rows, record_rows

BASE = "http://www.county.gov.cn/col/col12/index.html"
ONE = "http://www.county.gov.cn/art/2026/5/28/art_12_1.html"
TWO = "http://www.county.gov.cn/art/2026/5/20/art_12_2.html"


def _lines(html: str) -> list[str]:
    return [f"{row.date or '-'} | {row.title} | {row.url}" for row in fragment_rows(html, BASE)]


@pytest.mark.parametrize(
    "html",
    [
        f'<li><a href="{ONE}">关于防汛的通知</a><span>2026-05-28</span></li>',
        f"<li><span>[2026-05-28]</span><a href='{ONE}' title='关于防汛的通知'>关于防…</a></li>",
        f"<li class=odd><a target=_blank title=关于防汛的通知 href={ONE}>关于防...<i>2026-05-28</i></a></li>",
        f'<tr><td>1</td><td><a href="{ONE}">关于防汛的通知</a></td><td>2026-05-28</td></tr>',
        f'<td><a href="{ONE}">关于防汛的通知</a></td><td>2026-05-28</td>',
        f'<li style=<br/><a href="{ONE}">关于防汛的通知</a><b>2026-<br>05-<br>28</b></li>',
        f'<li><table><tr><td><a href="{ONE}">关于防汛的通知</a></td></tr><tr><td>2026-05-28</td></tr></table></li>',
        f'<div class="header"><ul class="nav"><li><a href="{ONE}">关于防汛的通知</a> 2026-05-28</li></ul></div>',
        f'<ul><li><a href="{ONE}">关于防汛的通知</a><p>{"各乡镇要落实责任。" * 60}</p><em>2026-05-28</em></li></ul>',
        f'<a href="{ONE}">关于防汛的通知</a><span>2026年5月28日</span><p>共1条 <a href="#">下一页</a></p>',
        "<a href='/art/2026/5/28/art_12_1.html'>关于防汛的通知</a> 2026-\n05-28",
    ],
)
def test_one_item_is_one_row(html: str) -> None:
    assert _lines(html) == [f"2026-05-28 | 关于防汛的通知 | {ONE}"]


def test_the_day_of_publication_of_the_only_row_of_a_table() -> None:
    head = "<tr><th>标题</th><th>成文日期</th><th>发布日期</th></tr>"
    row = f'<tr><td><a href="{ONE}">关于防汛的通知</a></td><td>2026-06-01</td><td>2026-05-28</td></tr>'
    assert _lines(f"<table>{head}{row}</table>") == [f"2026-05-28 | 关于防汛的通知 | {ONE}"]


def test_a_list_with_its_pager() -> None:
    html = f"""<div class="page-content"><ul>
    <li><a href="//www.county.gov.cn/art/2026/5/28/art_12_1.html">关于防汛的通知</a><span>2026-05-28</span></li>
    <li><a href="{TWO}">关于春耕的通知</a><span>2026-05-20</span></li></ul></div>
    <table rows="15" count="2" pageNo="1"><tr><td>共 0 页</td><td><a href="javascript:;">尾页</a></td></tr></table>"""
    assert _lines(html) == [f"2026-05-28 | 关于防汛的通知 | {ONE}", f"2026-05-20 | 关于春耕的通知 | {TWO}"]


def test_bare_text_between_links() -> None:
    html = f'<a href="{ONE}">关于防汛的通知</a> 2026-05-28<br><a href="{TWO}">关于春耕的通知</a> 2026-05-20<br>'
    assert _lines(html) == [f"2026-05-28 | 关于防汛的通知 | {ONE}", f"2026-05-20 | 关于春耕的通知 | {TWO}"]


def test_rows_without_dates_and_what_is_no_row() -> None:
    html = f"""<ul><li><a href="{ONE}">关于防汛的通知</a></li><li><a href="javascript:open(3)">无地址</a></li>
    <li><a href="">空</a></li></ul><a href="/col/col12/index.html">本栏目</a>"""
    assert _lines(html) == [f"- | 关于防汛的通知 | {ONE}"]


def test_each_target_once_with_its_date() -> None:
    html = f'<ul><li><a href="{ONE}">关于防汛的通知</a></li></ul><p><a href="{ONE}">关于防汛的通知</a> 2026-05-28</p>'
    assert [line[:10] for line in _lines(html)] == ["2026-05-28"]


def test_a_record_with_its_category_is_one_row() -> None:
    records = [
        f'<div>[<a href="/col/col3/">部门文件</a>]<a href="{ONE}">关于防汛的通知</a><span>2026-05-28</span></div>',
        f'<span>2026-05-20</span><a href="/col/col3/">县直部门规范性文件汇编</a><a href="{TWO}">关于春耕的通知</a>',
    ]
    found = [f"{row.date} {row.title} {row.url}" for row in record_rows(records, BASE)]
    assert found == [f"2026-05-28 关于防汛的通知 {ONE}", f"2026-05-20 关于春耕的通知 {TWO}"]


def test_a_record_with_many_items() -> None:
    record = (
        f'<li><a href="{ONE}">关于防汛的通知</a> 2026-05-28</li><li><a href="{TWO}">关于春耕的通知</a> 2026-05-20</li>'
    )
    assert [row.url for row in record_rows([record], BASE)] == [ONE, TWO]


def test_what_one_record_leaves_open_ends_with_it() -> None:
    records = [
        f'<div class="a"><a href="{ONE}">关于防汛的通知<span>2026-05-28',
        f'<a href="{TWO}">关于春耕的通知</a>2026-05-20',
    ]
    assert [(row.url, str(row.date)) for row in record_rows(records, BASE)] == [
        (ONE, "2026-05-28"),
        (TWO, "2026-05-20"),
    ]


PIECES = st.sampled_from(
    [
        "<li>",
        "</li>",
        "<tr><td>",
        "</table>",
        f"<a href='{ONE}'>",
        "<a href='/b'>",
        "</a>",
        "标题",
        "2026-05-28",
        "<",
        "<!--",
    ]
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=30).map("".join)), st.sampled_from([BASE, "", "x:y"]))
def test_any_markup(html: str, base: str) -> None:
    rows = fragment_rows(html, base, encoding="gb18030", hosts=frozenset({"www.county.gov.cn"}))
    assert len({row.url for row in rows}) == len(rows)
    assert all(row.title and row.url.startswith("http") for row in rows)
