"""Pages that are odd in one way each, as large as one likes: food for everything that reads whole pages.

Most of them are the worst case of a pattern, of a loop over neighbours, or of a climb to the parents somewhere in the
reading room.
"""

from __future__ import annotations

from typing import NamedTuple

_DEEP = 4_000
"""Levels of nesting that are still read; deeper pages are refused (`crawler.reading.limits`)."""
ROW = "<li><a href='/a/#.html'>关于#的通知</a><span>2026-01-01</span></li>"


class Oddity(NamedTuple):
    """A page whose middle is a piece many times over; `#` in the piece is the number of the copy.

    `times`: copies for each that is asked for; `most`: copies of which there are never more.
    """

    piece: str
    before: str = ""
    after: str = ""
    head: str = ""
    times: float = 1
    most: int | None = None

    def page(self, count: int) -> str:
        """The page with about `count` copies of the piece."""
        copies = min(round(count * self.times), self.most or count * 100)
        if "#" in self.piece:
            middle = "".join(self.piece.replace("#", str(number)) for number in range(copies))
        else:
            middle = self.piece * copies
        head, body = (self.head.replace("@", middle), "") if "@" in self.head else (self.head, middle)
        body = f"{self.before}{body}{self.after}"
        return f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def of_list(piece: str, after: str = "", **more: float) -> Oddity:
    return Oddity(piece, "<ul>", after + "</ul>", times=more.get("times", 1))


def of_script(piece: str, before: str = "", after: str = "", **more: float) -> Oddity:
    return Oddity(piece, f"<script>{before}", f"{after}</script>", times=more.get("times", 1))


def of_records(piece: str, before: str = "", after: str = "", **more: float) -> Oddity:
    start = f"<div id=u1><script type='text/xml'><datastore>{before}"
    return Oddity(piece, start, f"{after}</datastore></script></div>", times=more.get("times", 1))


LISTS = {
    "rows": of_list(ROW),
    "rows without dates": of_list("<li><a href='/a/#.html'>关于#的通知</a>"),
    "rows of a table": Oddity("<tr><td><a href='/a/#.html'>标题#</a><td>2026-01-01", "<table>", "</table>"),
    "rows without links": Oddity("<tr><td>标题#<td>2026-01-01", "<table>", "</table>"),
    "rows of one target": of_list("<li><a href='/a.html'>标题</a>2026-01-01"),
    "rows with month and day": of_list("<li><a href='/a/#.html'>标题</a>[01-01]"),
    "rows in divs": Oddity("<div><a href='/a/#.html'>标题#</a>2026-01-01</div>"),
    "rows below a year": Oddity("<p><a href='/#'>标题</a>01-01</p>", "<h3>2026年</h3>"),
    "rows of a definition list": Oddity("<dt><a href='/#'>标题</a><dd>2026-01-01", "<dl>"),
    "rows of pictures": of_list("<li><a href='/#'><img src='/#.jpg' alt=标题></a>"),
    "rows that a script opens": Oddity("<li onclick=\"window.open('/a/#.html')\">标题# 2026-01-01</li>"),
    "links in one line": Oddity("<a href='/a/#.html'>标题#</a> 2026-01-01<br>"),
    "many lists": Oddity(f"<ul>{ROW}<li><a href='/b/#'>标题#</a>2026-01-01</ul>"),
    "many lists with headings": Oddity(f"<h3>2026年</h3><ul>{ROW}<li><a href='/b/#'>标</a>01-01</ul>"),
    "many lists with more": Oddity(f"<ul>{ROW}<li><a href='/b/#'>标题#</a>2026-01-01</ul><a href='/m/#'>更多</a>"),
    "rows of a navigation": Oddity("<a href='/a/#'>标题#</a>2026-01-01", "<div class=nav>"),
    "rows of a footer": Oddity("<p><a href='/#'>标题#</a></p><p>2026-01-01</p>", "<div class=footer>"),
    "empty space in a list": of_list("<br>", "<li><a href='/1'>标题</a>01-01<li><a href='/2'>标题</a>01-01"),
    "hidden rows": Oddity("<div style='display:none'><a href='/#'>标题</a>2026-01-01</div>"),
    "a title of points": Oddity(".", f"<ul><li><a href='/a' title='{'标题' * 99}'>", f"标</a>2026-01-01{ROW}", times=9),
    "a long title": Oddity("长标题 ", "<ul><li><a href='/a'>", f"</a>{ROW}"),
    "pieces of a title": Oddity("<b>长</b> 标题", "<ul><li><a href='/a'>", f"</a>{ROW}"),
    "comments with rows": of_list("<!-- <li><a href='/d.html'>标题标题标题标题标题标题标题标题</a></li> -->"),
    "a comment with rows": Oddity("<li><a href='/d.html'>标题</a>2026-01-01</li>", "<ul><!-- ", " --></ul>"),
    "a comment with open items": Oddity("<li ", "<ul><!-- ", " --></ul>"),
    "a comment with empty links": Oddity("<a>", "<ul><!-- ", " --></ul>"),
    "records": of_records(f"<record><![CDATA[{ROW}]]></record>", "<recordset>", "</recordset>"),
    "records that are not closed": of_records("<record><![CDATA[", "<recordset>"),
    "a record of comments": of_records("<!---->", "<recordset><record><![CDATA[", "x]]></record></recordset>"),
    "sets": of_records("<recordset>"),
    "ends of sets": of_records("</datastore>"),
    "a total of blanks": of_records(" ", "<totalrecord>", "</totalrecord>", times=9),
    "groups that follow": of_records("<nextgroup>x<", times=0.2),
    "units": Oddity(
        f"<div id='u#'><script type='text/xml'><datastore><recordset><record><![CDATA[{ROW}]]></record></recordset>"
        "</datastore></script></div>"
    ),
    "calls of units": of_records("$('#u1').jpage({totalRecord:1,perPage:2});", "</datastore></script><script>"),
}
STRUCTURE = {
    "divs in divs": Oddity("<div>", after="<a href='/x'>标题</a>2026-01-01", most=_DEEP),
    "spans in spans": Oddity("<span><a href='/x'>标题</a>2026-01-01", most=_DEEP),
    "lists in lists": Oddity("<ul><li><a href='/x'>标题</a>2026-01-01", most=_DEEP // 2),
    "bodies in bodies": Oddity("<div id=zoom class=TRS_Editor>正文", most=_DEEP),
    "tables in cells": Oddity("<table><tr><td>索引号：</td><td>", after="无", most=_DEEP // 4),
    "blocks that are never closed": Oddity("<font><b><i><a href='/x'>标题", times=0.25),
    "branches": Oddity(f"{'<div>' * 50}<a href='/x'>标题</a>2026-01-01{'</div>' * 50}", times=0.02),
    "many ids": Oddity("<p id='a#'>文字"),
    "many classes": Oddity("nav ", "<p class='", "'>文字</p>"),
    "many attributes": Oddity("a#=1 ", "<p ", ">文字</p>"),
    "many texts": Oddity("文字<br>", "<div>", "</div>"),
    "many frames": Oddity("<iframe src='/a.html'></iframe>"),
    "many drawings": Oddity("<svg><path d='M0'/></svg>"),
    "many metas": Oddity("<meta name=SiteName content=青禾县>", head="@"),
    "many body blocks": Oddity("<div id=zoom class=TRS_Editor>正文</div>"),
    "comments that are never closed": Oddity("<!--"),
    "references": Oddity("&#1234"),
    "less than": Oddity("<", times=9),
    "template marks": Oddity("{{each}}<%= "),
}
TEXT = {
    "one line": Oddity("中文", times=9),
    "one line of words": Oddity("ab cd, ", times=9),
    "one line of quotes": Oddity('“x”"x"'),
    "blanks": Oddity(" \u3000", times=9),
    "digits": Oddity("1", times=9),
    "digits and dashes": Oddity("2026-", times=3),
    "dates in one line": Oddity("2026-01-01 "),
    "dates in numerals": Oddity("二〇二六年三月五日 "),
    "dates in blocks": Oddity("<p>2026-01-01</p>"),
    "brackets": Oddity("【（《"),
    "zeros": Oddity("文字" * 50 + "\0", times=0.1),
    "wordings": Oddity("<p>暂无内容</p>"),
    "different wordings": Oddity("<p>暂无内容#</p>"),
    "labels": Oddity("发布时间：来源："),
    "labels in blocks": Oddity("<p>发布时间：</p>"),
    "labels with values": Oddity("<p>发布时间：2026-01-01 来源：某局</p>", "<div id=zoom>", "</div>"),
    "labels in cells": Oddity("<tr><td>索引号：</td><td>无</td></tr>", "<table>"),
    "a value of brackets": Oddity(")", "<div id=zoom><p>来源：某局", "</p>正文</div>", times=9),
    "a title of dashes": Oddity("-", "<p>发布时间：2026-01-01</p>", head="<title>@某-县</title>", times=9),
    "a title of parts": Oddity("标题 - ", "<p>发布时间：2026-01-01</p>", head="<title>@</title>"),
    "steps of a breadcrumb": Oddity("<a href=/x>首页</a> &gt; ", "<div>当前位置：", "</div>"),
    "breadcrumbs": Oddity("<div class=position>当前位置：</div>"),
    "attachments": Oddity("<a href='/a/#.pdf'>附件#</a>", "<div id=zoom>", "</div>"),
}
PAGERS = {
    "numbers of pages": Oddity("<a href='index_#.html'>#</a>"),
    "next pages": Oddity("<a href='index_2.html'>下一页</a>"),
    "words of pagers": Oddity("共 10 页 第 1 页/"),
    "beginnings of pagers": Oddity("第", times=9),
    "a menu of pages": Oddity("<option value='index_#.html'>#", "<select>"),
    "menus of pages": Oddity("<select><option value='a'>1</select>"),
    "a handler of blanks": Oddity(" ", "<a href='#' onclick='", "x'>下一页</a>", times=9),
    "a long handler": Oddity("window.open(", '<li onclick="', '">标题</li>'),
}
ADDRESSES = {
    "a long path": Oddity("/", "<a href='", "'>标题</a>", times=9),
    "a climbing path": Oddity("../", "<a href='", "'>标题</a>", times=3),
    "a long host": Oddity("a.", "<a href='http://", "'>标题</a>", times=5),
    "a long query": Oddity("a&", "<a href='/?", "'>标题</a>", times=5),
    "queries with marks": of_list(f"<li><a href='/#{'?&id' * 1_500}'>标题</a>", times=0.01),
    "paths of one word": of_list(f"<li><a href='/#{'list' * 1_500}'>标题</a>", times=0.01),
    "paths of digits": of_list(f"<li><a href='/2011111{'1' * 6_000}#'>标题</a>", times=0.01),
}
SCRIPTS = {
    "code": of_script("var a=1;function f(){return 'x'+1};"),
    "many scripts": Oddity("<script>var a=1;</script>"),
    "scripts that fetch": Oddity("<script>$.get('/a',function(d){$('#x').html(d)})</script>", "<div id=x></div>"),
    "elements that are filled": Oddity(
        "<div id=x></div>", after="<script>" + "$.get('/a',function(d){$('#x').html(d)});" * 500 + "</script>"
    ),
    "calls that fill": Oddity(
        "$.get('/a',function(d){$('#x').html(d)});", f"{'<div id=x></div>' * 500}<script>", "</script>"
    ),
    "selectors": of_script("$('#a')", after="$.get(x).html()"),
    "loaded parts": of_script("$('#a').load('/x/y.html');$('#b').load('/site/label/8888?x=1');"),
    "quotes": of_script("'", times=9),
    "braces": of_script("{", "var listData="),
    "square brackets": of_script("[", "var listData="),
    "data that begins": of_script("listData={articleList:["),
    "data that is nearly JSON": of_script('{"title":"a",},', "var listData={articleList:[", "]}"),
    "data with bare names": of_script("{title:'a'},", "var listData={articleList:[", "]}"),
    "data with open comments": of_script("1/*,", "var listData={articleList:[", "]}"),
    "data with open strings": of_script('a"\\,', "var listData={articleList:[", "]}"),
    "data with blanks": of_script(" ", "var listData={", "articleList:[]}", times=9),
    "data with line comments": of_script("//x\n", "var listData=", "{articleList:[]}"),
    "requests": of_script("$.ajax({url:'/queryList',data:{channelCode:'a',webSiteCode:'b'}});"),
    "pagers of scripts": of_script("createPageHTML(10,0,'index','html');"),
    "pagers that are not closed": of_script("createPageHTML("),
    "a pager of many arguments": of_script("1,", "createPageHTML(", ")"),
    "pagers behind open strings": of_script('"\\', after=";createPageHTML(10,0,'index','html');" * 200),
    "pagers behind slashes": of_script("/", after="createPageHTML(10,0,'index','html');" * 200),
    "pagers behind comments": of_script("/*", after="createPageHTML(10,0,'index','html');" * 200),
    "old pagers": of_script("countPage = "),
    "places": of_script("location = window . "),
    "written rows": Oddity("<script>document.write('<li><a href=/a>标题</a>');</script>", "<ul>", "</ul>"),
    "rows written by one script": of_script("document.write('<li><a href=/a>x</a>');"),
    "rows that grow": of_script("a+='<li>';", "var a='';", "document.write(a)"),
    "writing that is not closed": of_script("document.write("),
    "encoded text": of_script("QUJD", "var a='", "'"),
    "build units": Oddity("<script url='/front/page/build/unit' querydata=\"{'a':'b'}\"></script>"),
    "a build unit": Oddity("{'a':", "<script url='/front/page/build/unit' querydata=\"", '"></script>'),
    "search modules": of_script("/module/xxgk/search.jsp?"),
    "sums of addresses": of_script("a + ", after="'/rest/lightfrontaction/getgovinfolist'"),
    "catalogues": of_script("{id:#,name:'a'},", "window._CONFIG = {TREE:[", "]}"),
    "catalogues in catalogues": of_script("{id:1,name:'a',children:[", "window._CONFIG = {TREE:["),
}
ODDITIES = LISTS | STRUCTURE | TEXT | PAGERS | ADDRESSES | SCRIPTS
