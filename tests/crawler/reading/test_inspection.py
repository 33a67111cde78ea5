"""The shape of `inspect --json`, on which outside programs rely (DESIGN section 5)."""

from __future__ import annotations

import json

from crawler.reading.inspection import describe
from crawler.reading.read_page import read_page

LIST = """<html><head><meta charset="utf-8">
<meta name="SiteIDCode" content="3701240001"><meta name="SiteName" content="某县">
<meta name="ColumnName" content="通知公告">
</head><body><div>当前位置：<a href="/">首页</a> &gt; <a href="/tzgg/">通知 公告</a></div>
<ul><li><a href="/tzgg/22222.html">关于防汛的通知</a><b>2026-05-28</b></li></ul></body></html>"""
ARTICLE = """<html><head><meta charset="utf-8">
<meta name="ArticleTitle" content="关于防汛的通知"><meta name="SiteName" content=""></head>
<body><p>发布时间：2026-05-28</p><div id="zoom"><a href="a.pdf">附件</a></div></body></html>"""


def test_a_column() -> None:
    shown = describe(read_page("http://h.cn/tzgg/", LIST.encode(), None))
    assert json.loads(json.dumps(shown)) == shown
    assert {key: shown[key] for key in ("url", "family", "kind", "judgeable", "reason", "article", "notes")} == {
        "url": "http://h.cn/tzgg/",
        "family": "generic",
        "kind": "column",
        "judgeable": True,
        "reason": None,
        "article": None,
        "notes": [],
    }
    assert shown["identity"]["site_name"] == "某县"
    assert shown["identity"]["site_code"] == "3701240001"
    assert shown["links"] == {"count": 3, "by_kind": {"page": 3}, "without_address": 0}
    column = shown["column"]
    assert column["rows"] == [{"title": "关于防汛的通知", "url": "http://h.cn/tzgg/22222.html", "date": "2026-05-28"}]
    assert (column["name"], column["path"], column["kind"]) == ("通知公告", "首页>通知公告", "通知公告")
    assert (column["list_source"], column["newest_date"]) == ("static", "2026-05-28")
    assert (column["total"], column["pages"]) == (None, None)


def test_an_article() -> None:
    shown = describe(read_page("http://h.cn/tzgg/t20260520_1.html", ARTICLE.encode(), None))
    assert shown["kind"] == "article"
    assert shown["column"]["list_source"] is None
    assert shown["identity"]["site_name"] == ""
    assert shown["identity"]["site_code"] is None
    assert shown["article"]["title"] == "关于防汛的通知"
    assert (shown["article"]["date"], shown["article"]["date_source"]) == ("2026-05-28", "label 发布时间")
    assert shown["article"]["conflicts"] == [{"source": "url", "date": "2026-05-20"}]
    assert shown["article"]["attachments"] == [{"title": "附件", "url": "http://h.cn/tzgg/a.pdf", "type": "pdf"}]
    assert shown["article"]["document_number"] is None


def test_a_document() -> None:
    told = ("索引号：11/2026-1", "发布机构：县水务局", "成文日期：2026-05-20", "有效性：", "审核：张三")
    fields = "".join(f"<p>{one}</p>" for one in told)
    html = f"<body>{fields}<h1>关于防汛的通知</h1><div id='zoom'><p>各乡镇。</p></div></body>"
    shown = describe(read_page("http://h.cn/tzgg/t20260520_1.html", html.encode(), None))["article"]
    assert json.loads(json.dumps(shown)) == shown
    assert {name: shown[name] for name in ("index_number", "publisher", "document_date", "validity", "text")} == {
        "index_number": "11/2026-1",
        "publisher": "县水务局",
        "document_date": "2026-05-20",
        "validity": "",
        "text": "各乡镇。",
    }
    assert shown["reviewers"] == [{"label": "审核", "names": "张三"}]


def test_a_row_without_a_year_says_where_its_year_comes_from() -> None:
    html = LIST.replace("2026-05-28", "05-28").replace("<ul>", "<h3>2026年</h3><ul>")
    (row,) = describe(read_page("http://h.cn/tzgg/", html.encode(), None))["column"]["rows"]
    assert (row["date"], row["date_text"], row["date_source"]) == ("2026-05-28", "05-28", "list-year-from-heading")


def test_the_kind_of_a_column_says_what_gave_it() -> None:
    column = describe(read_page("http://h.cn/tzgg/", LIST.encode(), None))["column"]
    assert (column["kind"], column["kind_reason"], column["kind_word"]) == ("通知公告", "name", "通知公告")


def test_a_list_that_cannot_be_read_says_why() -> None:
    html = LIST.replace("<ul>", "<datastore></datastore><ul>")
    shown = describe(read_page("http://h.cn/tzgg/", html.encode(), None))
    assert shown["column"]["list_source"] == "unknown"
    assert shown["reason"] == shown["column"]["obstacle"] == "list-cdata-recordset"


def test_a_page_that_cannot_be_read_says_why() -> None:
    shown = describe(read_page("http://h.cn/a.html", b"%PDF-1.4", "text/html"))
    assert (shown["judgeable"], shown["reason"], shown["column"]) == (False, "page-is-no-html", None)
