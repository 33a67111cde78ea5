"""The search box of a page, as several publishing systems write it."""

from __future__ import annotations

import pytest

from crawler.facts import SearchEntry
from crawler.reading.read_page import read_page

HOME = "http://www.county.example/"


def entry(body: str, url: str = HOME, encoding: str = "utf-8") -> SearchEntry | None:
    html = f"<html><head><meta charset={encoding}><title>样例县人民政府</title></head><body>{body}</body></html>"
    return read_page(url, html.encode(encoding), f"text/html; charset={encoding}").facts.search


def test_plain_form() -> None:
    box = '<form class="search" action="/search"><input type="text" name="q"><input type="submit" value="搜索"></form>'
    assert entry(box) == SearchEntry("http://www.county.example/search", "q")


def test_trs_was_on_a_bare_address_with_fixed_fields() -> None:
    box = (
        '<form action="http://111.26.49.117:8082/was5/web/search" method="get" target="_blank">'
        '<input type="hidden" name="channelid" value="213716"><input name="searchword" placeholder="请输入关键字">'
        '<input type="image" src="/images/ss.png" alt="搜索"></form>'
    )
    assert entry(box) == SearchEntry(
        "http://111.26.49.117:8082/was5/web/search", "searchword", "GET", (("channelid", "213716"),)
    )


def test_query_of_the_action_is_not_sent_by_get() -> None:
    box = (
        '<form action="/s?siteCode=1"><input name="qt"><select name="sort"><option value="t">时间'
        '<option value="r" selected>相关</select><button>检索</button></form>'
    )
    assert entry(box) == SearchEntry("http://www.county.example/s", "qt", "GET", (("sort", "r"),))


def test_post_is_told() -> None:
    box = (
        '<form action="/so.jsp?wbtreeid=1001" method="post"><input name="showkeycode">'
        '<input type="submit" value="搜索"></form>'
    )
    found = entry(box)
    assert found is not None
    assert (found.method, found.field, found.fixed) == ("POST", "showkeycode", (("wbtreeid", "1001"),))


def test_encoding_is_that_of_the_page() -> None:
    box = '<form action="/search.asp"><input name="keyword"><input type="submit" value="搜索"></form>'
    found = entry(box, encoding="gbk")
    assert found is not None
    assert found.encoding in ("gbk", "gb18030")


@pytest.mark.parametrize(
    ("script", "action", "fixed"),
    [
        (
            'function go(){window.open("/jsearchfront/search.do'
            '?websiteid=370125000000000&searchid=12&pg=&p=1&tpl=41&q=" + w)}',
            "http://www.county.example/jsearchfront/search.do",
            (("websiteid", "370125000000000"), ("searchid", "12"), ("p", "1"), ("tpl", "41")),
        ),
        (
            "location.href = 'http://so.kaipuyun.cn/s?siteCode=3701250001&qt=' + encodeURIComponent(k)",
            "http://so.kaipuyun.cn/s",
            (("siteCode", "3701250001"),),
        ),
        (
            "const u = `/igs/front/search.jhtml?code=1a&searchWord=${word}`",
            "http://www.county.example/igs/front/search.jhtml",
            (("code", "1a"),),
        ),
    ],
)
def test_scripts_of_a_home_page(script: str, action: str, fixed: tuple[tuple[str, str], ...]) -> None:
    body = f'<input id="k"><a onclick="go()">搜索</a><script>{script}</script>'
    found = entry(body)
    assert found is not None
    assert (found.action, found.fixed) == (action, fixed)
    assert entry(body, HOME + "xwzx/index.html") is None


@pytest.mark.parametrize(
    ("attributes", "button", "by_script"),
    [
        ("", '<input type="submit" value="搜索">', False),
        ("", "<button>搜索</button>", False),
        ("", '<input type="image" src="ss.png" alt="搜索">', False),
        ("", '<input type="button" value="搜索" onclick="go()">', True),
        ("", '<a href="javascript:go()">搜索</a><b title="搜索"></b>', True),
        (' onsubmit="return check()"', '<input type="submit" value="搜索">', True),
    ],
)
def test_whether_a_script_has_its_say(attributes: str, button: str, by_script: bool) -> None:
    found = entry(f'<form action="/search"{attributes}><input name="q">{button}</form>')
    assert found == SearchEntry("http://www.county.example/search", "q", by_script=by_script)
    script = "<script>location.href='/s?qt=' + encodeURIComponent(k)</script>"
    bare = entry(f'<form{attributes}><input name="q">{button}</form>{script}')
    assert bare is not None
    assert bare.action == f"http://www.county.example/{'s' if by_script else ''}"


@pytest.mark.parametrize(
    "box",
    [
        '<form action="/bjSearch.do"><input name="code" placeholder="请输入办件编号"><button>查询</button></form>',
        '<form action="/zs/search"><input name="zsbh" title="证书编号"><button>检索</button></form>',
        '<form action="/login"><input name="user"><input type="password" name="p"><button>搜索</button></form>',
        '<form action="/sq" method="post"><input name="t"><textarea name="b"></textarea><button>检索</button></form>',
        '<form action="/subscribe"><input name="email"><button>订阅</button></form>',
        '<form action="javascript:void(0)"><input name="q"><button>搜索</button></form>',
        '<script>load("/api/list?page=" + n)</script>',
    ],
)
def test_other_forms(box: str) -> None:
    assert entry(box) is None
