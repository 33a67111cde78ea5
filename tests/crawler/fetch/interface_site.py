"""A portal whose columns load their lists from interfaces: one column for each form that such requests have.

Every column has three rows, two of them in the first part. An interface answers only requests that are dressed and
worded as a browser's script would send them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, Says, file, html
from tests.crawler.fetch.small_site import paragraph

COLUMNS = {
    "jpaas": "/col/col1/index.html",
    "gkmlpt": "/gkmlpt/index",
    "truecms": "/tzgg/notice.html",
    "jiangxi": "/qhx/col/col101/index.html",
    "epoint": "/dynamic/zwgk/info.html",
    "jpage": "/col/col9/index.html",
    "anhui": "/public/column/71?type=4&action=list",
}
"""The columns by the family of their interface, with their addresses."""
PATHS = {
    "jpaas": "/api-gateway/jpaas-publish-server/front/page/build/unit",
    "gkmlpt": "/gkmlpt/api/all/11",
    "truecms": "/truecms/messageController/getMessage.do",
    "jiangxi": "/queryList",
    "epoint": "/EWB-FRONT/rest/lightfrontaction/getgovinfolist",
    "jpage": "/module/web/jpage/dataproxy.jsp",
    "anhui": "/site/label/8888",
}
DAYS = ("2026-05-28", "2026-05-20", "2026-03-02")


def title(name: str, number: int) -> str:
    """The title of a row, counted from 1."""
    return f"关于{name}第{number}号事项的通知"


def link(name: str, number: int) -> str:
    """The address of a row."""
    return f"/xw/202605/t20260528_{900 + 10 * list(COLUMNS).index(name) + number}.html"


@dataclass
class InterfaceSite:
    """Answers for one host. `instead` replaces the answers of an interface; `asked` are all requests to interfaces."""

    instead: dict[str, Callable[[Asked], Says | None]] = field(default_factory=dict)
    asked: dict[str, list[Asked]] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Says:
        path = urlsplit(asked.path).path
        for name, interface in PATHS.items():
            if path == interface:
                self.asked.setdefault(name, []).append(asked)
                replaced = self.instead[name](asked) if name in self.instead else None
                return replaced or (ANSWERS[name](asked) if is_dressed(name, asked) else html("", 403))
        if path == "/":
            links = "".join(f'<li><a href="{url}">{name}专栏</a></li>' for name, url in COLUMNS.items())
            return html(
                f'<ul class="nav">{links}</ul>{paragraph(1)}', title="青禾县人民政府", Set_Cookie="visitor=1; Path=/"
            )
        for name, url in COLUMNS.items():
            if asked.path == url:
                return PAGES[name]
        known = {link(name, number): title(name, number) for name in COLUMNS for number in (1, 2, 3)}
        if path in known:
            return html(f"<h1>{known[path]}</h1>{paragraph(sum(map(ord, path)))}", title=known[path])
        return NOT_FOUND


def is_dressed(name: str, asked: Asked) -> bool:
    """Whether a request is what the script of the column's page sends: method, headers, and the visitor's cookie."""
    headers = asked.headers
    posts = {"jiangxi": "application/x-www-form-urlencoded", "epoint": "application/json"}
    typed = headers.get("content-type", "").startswith(posts[name]) if name in posts else "content-type" not in headers
    scripted = name in ("truecms", "jpage") or headers.get("x-requested-with") == "XMLHttpRequest"
    referred = urlsplit(headers.get("referer", ""))
    shown_on = f"{referred.path}?{referred.query}" if referred.query else referred.path
    known = "visitor=1" in headers.get("cookie", "")
    method = asked.method == ("POST" if name in posts else "GET")
    return method and typed and scripted and shown_on == COLUMNS[name] and known


def _numbers(page: int) -> list[int]:
    return [1, 2] if page == 1 else [3]


def _query(asked: Asked) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(asked.path).query, keep_blank_values=True))


def _items(name: str, page: int) -> str:
    return "".join(
        f'<li><a href="{link(name, number)}">{title(name, number)}</a><span>{DAYS[number - 1]}</span></li>'
        for number in _numbers(page)
    )


def _records(name: str, numbers: list[int]) -> str:
    records = "".join(
        f'<record><![CDATA[<li><a href="{link(name, number)}">{title(name, number)}</a>'
        f"<span>{DAYS[number - 1]}</span></li>]]></record>"
        for number in numbers
    )
    return f"<recordset>{records}</recordset>"


def _json(value: object, kind: str = "application/json;charset=UTF-8") -> Says:
    return file(json.dumps(value, ensure_ascii=False).encode(), kind)


def _jpaas(asked: Asked) -> Says:
    page = int(json.loads(_query(asked)["paramJson"])["pageNo"])
    pager = f'<table rows="2" count="3" pageNo="{page}"></table>'
    return _json({"data": {"html": f"<ul>{_items('jpaas', page)}</ul>{pager}"}}, "text/html;charset=UTF-8")


def _gkmlpt(asked: Asked) -> Says:
    page = int(_query(asked)["page"])
    articles = [
        {"title": title("gkmlpt", number), "url": link("gkmlpt", number), "create_time": DAYS[number - 1]}
        for number in _numbers(page)
    ]
    return _json({"classify": {"name": "规划计划", "post_count": 3}, "total": 3, "articles": articles})


def _truecms(asked: Asked) -> Says:
    query = _query(asked)
    numbers = [one for one in (1, 2, 3) if int(query["startrecord"]) <= one <= int(query["endrecord"])]
    xml = f"<datastore><totalrecord>3</totalrecord>{_records('truecms', numbers)}</datastore>"
    return file(f"{query['callback']}({json.dumps({'result': xml})})".encode(), "application/javascript")


def _article(number: int) -> dict[str, str]:
    """A row as Jiangxi writes it: the address is JSON inside a text."""
    address = json.dumps({"pc": link("jiangxi", number)})
    return {"title": title("jiangxi", number), "pubDate": DAYS[number - 1], "urls": address}


def _jiangxi(asked: Asked) -> Says:
    sent = parse_qs(asked.body.decode())
    assert sent["webSiteCode[]"] == ["qhx"]
    rows = [{"source": _article(number)} for number in _numbers(int(sent["current"][0]))]
    return _json({"data": {"total": 3, "results": rows}})


def _epoint(asked: Asked) -> Says:
    sent = json.loads(asked.body)
    assert sent["siteGuid"] == "g-1"
    rows = [
        {"title": title("epoint", number), "infourl": link("epoint", number), "infodate": DAYS[number - 1]}
        for number in _numbers(sent["pageIndex"] + 1)
    ]
    return _json({"custom": {"total": 3, "data": rows}})


def _jpage(asked: Asked) -> Says:
    assert unquote(_query(asked)["webname"]) == "青禾县"
    return file(
        f"<datastore><totalrecord>3</totalrecord>{_records('jpage', [1, 2, 3])}</datastore>".encode(), "text/xml"
    )


def _anhui(asked: Asked) -> Says:
    page = int(_query(asked)["pageIndex"])
    pager = f"<script>Ls.pagination('#p', f, {{currPage: {page}, pageCount: 2, total: 3}});</script>"
    return file(f"<ul>{_items('anhui', page)}</ul>{pager}".encode(), "text/html; charset=utf-8")


ANSWERS: dict[str, Callable[[Asked], Says]] = {
    "jpaas": _jpaas,
    "gkmlpt": _gkmlpt,
    "truecms": _truecms,
    "jiangxi": _jiangxi,
    "epoint": _epoint,
    "jpage": _jpage,
    "anhui": _anhui,
}
_UNIT = "{'webId':'1','tagId':'信息列表','pageId':'9'}"
_RECORDS = (
    '<datastore><nextgroup><![CDATA[<a href="/module/web/jpage/dataproxy.jsp?page=1&columnid=9&unitid=55'
    '&webname=%E9%9D%92%E7%A6%BE%E5%8E%BF"></a>]]></nextgroup>' + _records("jpage", [1, 2]) + "</datastore>"
)
_MAIN = {
    "jpaas": f'<script url="{PATHS["jpaas"]}" queryData="{_UNIT}"></script>',
    "gkmlpt": '<script>window._CONFIG = {SID: \'7\', TREE: [{"id":11,"name":"规划计划","post_count":3}]};</script>',
    "truecms": (
        "<div id='55'></div><script>$('#55').jpage({totalRecord:3,perPage:2,groupSize:1,"
        f"proxyUrl:'{PATHS['truecms']}',ajaxParam:{{'columnId':'5'}}}});</script>"
    ),
    "jiangxi": (
        '<script src="commonfiles/jquery.jpage.js"></script><script>'
        'var channelsTagSelf = {"code":"col101","articleCount":3}; '
        f"var listData = {json.dumps({'articleList': [_article(1), _article(2)]})};"
        "loadPageData({current: 1, webSiteCode: ['qhx'], channelCode: ['col101'], perPage: '2'}, 'u1');</script>"
    ),
    "epoint": (
        '<script src="/js/webBuilderCommon.js"></script><script>$.ajax({url: "' + PATHS["epoint"] + '", '
        'contentType: "application/json", data: JSON.stringify({"categorynum": "003006", "pageIndex": 0, '
        '"pageSize": 2, "siteGuid": "g-1"})});</script>'
    ),
    "jpage": (
        f'<div id="55"><script type="text/xml">{_RECORDS}</script></div>'
        "<script>$('#55').jpage({totalRecord:3,perPage:2});</script>"
    ),
    "anhui": (
        '<div id="list"></div><script>Ls.ajax({url: "' + PATHS["anhui"] + '", data: {labelName: "publicInfoList", '
        'siteId: "67", organId: "71", pageSize: 2, pageIndex: 1}}).done(function (html) { $("#list").html(html); });'
        "</script>"
    ),
}


def page_of(name: str, main: str) -> Says:
    """The page of a column, with its name and breadcrumb."""
    crumbs = f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="{COLUMNS[name]}">{name}专栏</a></div>'
    return html(
        f'<div class="nav"><a href="/">首页</a></div>{crumbs}<div class="main">{main}</div>', title=f"{name}专栏"
    )


PAGES = {name: page_of(name, main) for name, main in _MAIN.items()}
