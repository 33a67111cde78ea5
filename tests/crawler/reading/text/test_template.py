"""Parts of the template that were read before say on every page what they would say if that page came first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.facts import PageReading
from crawler.kinds import Region
from crawler.reading.page import Page
from crawler.reading.read_page import read_page
from crawler.reading.text import template

HREFS = (
    "/zwgk/",
    "a.html",
    "../b.html",
    "?p=2",
    "#top",
    "",
    "//h.cn/x",
    "http://h.cn/",
    "javascript:;",
    "{{url}}",
    "\\c",
)
PARTS = (
    '<ul><li><a href="{0}">政务公开</a><li><a href="{1}"><img src="{2}" alt="图"></a></ul>',
    '<p style="display:none">暗文<a href="{0}">暗链</a></p><span>明<b>文</b></span>',
    '<!-- 本段说明足够长，长到值得保存的程度，这里再加上一些字，一直加到四十个字为止。 --><a href="{0}">链接</a>',
    '<script src="{0}"></script><form><select><option>甲</option></select></form><a name="x">无址</a>',
)


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    template.forget()


def page(part: str, body: str) -> bytes:
    markup = f'<div class="nav">{part}</div><div>文前{body}文后</div><div class="footer">{part}</div>'
    return f"<!DOCTYPE html><html><head><title>页</title></head><body>{markup}</body></html>".encode()


def read(url: str, body: bytes) -> PageReading:
    return read_page(url, body, "text/html; charset=utf-8", base_hosts=frozenset({"www.x.gov.cn"}))


@given(st.sampled_from(PARTS), st.lists(st.sampled_from(HREFS), min_size=3, max_size=3), st.data())
def test_a_part_says_the_same_whether_it_was_met_before(part: str, hrefs: list[str], data: st.DataObject) -> None:
    urls = ("http://www.x.gov.cn/", "http://www.x.gov.cn/a/b/c.html", "http://www.x.gov.cn/a/d.html?x=1")
    first, second = data.draw(st.permutations(urls))[:2]
    body = page(part.format(*hrefs), "<p>正文</p>")
    template.forget()
    alone = read(second, body)
    template.forget()
    read(first, body)
    assert read(second, body) == alone
    assert read(second, body) == alone


def list_page(rows: str, after: str) -> bytes:
    markup = f"<div>文前<ul class='box'>{rows}</ul>文后{after}</div>"
    return f"<!DOCTYPE html><html><head><title>页</title></head><body>{markup}</body></html>".encode()


@given(st.sampled_from(PARTS), st.lists(st.sampled_from(HREFS), min_size=3, max_size=3), st.data())
def test_a_list_of_the_main_area_says_the_same_whether_it_was_met_before(
    part: str, hrefs: list[str], data: st.DataObject
) -> None:
    nav = data.draw(st.sampled_from(("", " class='menu-item'", " style='display:none'")))
    rows = f"<li{nav}>发布日期：2026-05-01{part.format(*hrefs)}</li><li>来源：<b>县政府</b><ul><li>内</li></ul></li>"
    urls = [f"http://www.x.gov.cn/{path}" for path in ("", "a/b/c.html", "a/d.html?x=1")]
    body = list_page(rows, "<h1>标题</h1><p>正文</p>")
    template.forget()
    alone = read(urls[1], body)
    template.forget()
    for number, url in enumerate(urls[:3]):
        read(url, list_page(rows, f"<p>第{number}页</p>"))
    assert read(urls[1], body) == alone


@given(st.sampled_from(("nav", "box")))
def test_the_links_of_a_part_are_found_though_nobody_asked_for_them_where_it_was_met(name: str) -> None:
    body = f"<html><body><ul class='{name}'><li><a href='/a/'>甲</a></li></ul><p>文</p></body></html>"
    template.forget()
    for _ in range(2):
        assert Page("http://www.x.gov.cn/", body).segments
    assert [each.link.url for each in Page("http://www.x.gov.cn/", body).links] == ["http://www.x.gov.cn/a/"]


def test_what_only_one_page_has_is_not_kept() -> None:
    for number in range(20):
        read("http://www.x.gov.cn/", list_page(f"<li>第{number}条</li>", ""))
    assert template.kept() == 0
    read("http://www.x.gov.cn/", list_page("<li>第3条</li>", ""))
    assert template.kept() == 1


def test_the_region_and_the_hosts_of_a_part_decide_too() -> None:
    markup = '<div class="nav"><a href="http://h.cn/">甲</a></div>'
    both = f"<html><body>{markup}<div class='footer'>{markup}</div></body></html>".encode()
    links = read("http://www.x.gov.cn/", both).links
    assert [link.region for link in links] == [Region.NAV, Region.FOOTER]
    inside = read_page("http://www.x.gov.cn/", both, None, base_hosts=frozenset({"www.x.gov.cn", "h.cn"})).links
    assert {link.kind for link in inside} != {link.kind for link in links}


def test_no_more_parts_are_kept_than_promised() -> None:
    for number in range(2 * template.MOST):
        read("http://www.x.gov.cn/", page(f'<a href="/{number}">第{number}</a>', ""))
    assert template.kept() == template.MOST


def test_an_element_that_was_a_part_elsewhere_and_wraps_this_page_is_read_as_its_wrapper() -> None:
    part = '<div class="header"><p>页头</p><a href="/a.html">甲</a></div>'
    wrapped = part.replace("</div>", '<p>正文<a href="b.html">乙</a></p><div class="footer">页脚</div></div>')
    markups = (part, wrapped, part + wrapped)
    pages = [f"<!DOCTYPE html><html><body>{markup}</body></html>".encode() for markup in markups]
    alone = []
    for body in pages:
        template.forget()
        alone.append(read("http://www.x.gov.cn/a/c.html", body))
    template.forget()
    for _ in range(3):
        assert [read("http://www.x.gov.cn/a/c.html", body) for body in pages] == alone
    assert [link.region for link in alone[2].links] == [Region.NAV, Region.BODY, Region.BODY]
