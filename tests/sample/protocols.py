"""A tiny client for every family: gets the rows of a list as the scripts of its pages would in a browser.

Written from the families' protocols alone; it knows nothing of the readers.
"""

from __future__ import annotations

import ast
import base64
import json
import re
from collections.abc import Callable
from urllib.parse import unquote, urldefrag, urljoin

from tests.sample.visitor import Page, Row, rows_in


def by_words(items: str, word: str = "下一页") -> Callable[[Page], list[Row]]:
    """Static lists whose pager leads on by a link with this word."""

    def walk(page: Page) -> list[Row]:
        found = page.rows(items)
        onward = [a.attributes["href"] or "" for a in page.tree.css("a[href]") if a.text(strip=True).startswith(word)]
        if onward and not onward[0].startswith("javascript:"):
            found += walk(page.follow(onward[0]))
        return found

    return walk


def trs(page: Page) -> list[Row]:
    """`createPageHTML(pages, current, name, extension …)` or the variable `countPage`; page 2 is `index_1`."""
    written = re.findall(r"document\.write\('(<li>.*?</li>)'\)", page.text)
    if written:
        return rows_in("".join(written), page.url)
    pages = int(page.value(r"(?:createPageHTML\(|countPage = )(\d+)"))
    found = page.rows("ul.list > li")
    for number in range(1, pages):
        found += page.follow(f"index_{number}.shtml").rows("ul.list > li")
    return found


def generic(page: Page) -> list[Row]:
    """Numbers of all pages, the first one under its second name."""
    found: list[Row] = []
    numbers = [a.attributes["href"] or "" for a in page.tree.css("#page_nav_list li a") if a.text().isdigit()]
    for each in [page.follow(href) for href in numbers] or [page]:
        if "<h3>" in each.text:
            found += _below_years(each)
        else:
            found += each.rows(".news-list li")
    return found


def _below_years(page: Page) -> list[Row]:
    found = []
    for year, items in re.findall(r"<h3>(\d{4})年</h3>\s*<ul>(.*?)</ul>", page.text, re.S):
        dated = re.sub(r"\[(\d\d-\d\d)\]", rf"{year}-\1", items)
        found += rows_in(dated, page.url)
    return found


def kaipu(page: Page) -> list[Row]:
    """`createPageHTML(container, pages, current …)` counts from 1; a script uncovers rows in a comment."""
    bare = page.text.replace("<!--", "").replace("-->", "")
    pages = int(page.value(r"createPageHTML\('page_div',(\d+), 1,"))
    found = rows_in(bare, page.url, "ul.common_list li, ul.zfxxgk_list li")
    for number in range(2, pages + 1):
        found += page.follow(page.url.replace(".shtml", f"_{number}.shtml")).rows("ul.common_list li")
    return found


def jpage(page: Page) -> list[Row]:
    """The rows in the page, then visual pages of the interface until it gives no more."""
    unit = page.tree.css_first("div.list_con").attributes["id"]
    store = page.tree.css_first(f"div[id='{unit}'] script").text()
    call = re.search(rf"\$\('#{unit}'\)\.jpage\(\{{(.*?)ajaxParam: \{{(.*?)\}}", page.text, re.S)
    assert call
    numbers = dict(re.findall(r"(totalRecord|perPage):(\d+)", call[1]))
    values = dict(re.findall(r"(\w+):'?([^',]*)'?", call[2]))
    found, size = rows_in(_records(store), page.url), int(numbers["perPage"])
    while len(found) < int(numbers["totalRecord"]):
        number = len(found) // size + 1
        answer = page.get("/module/web/jpage/dataproxy.jsp", page=number, perpage=size, **values)
        more = rows_in(_records(answer.text), page.url)
        if not more:
            break
        found += more
    return found


def _records(store: str) -> str:
    return "".join(re.findall(r"<record><!\[CDATA\[(.*?)\]\]></record>", store, re.S))


def jpaas(page: Page) -> list[Row]:
    """The order in the page goes to the gateway, with the number of the page wrapped into JSON."""
    script = page.tree.css_first("script[queryData]")
    order = ast.literal_eval(script.attributes["querydata"] or "")
    found: list[Row] = []
    for number in range(1, 10):
        wanted = json.dumps({"pageNo": number, "pageSize": 15})
        markup = page.get(script.attributes["url"] or "", **order, paramJson=wanted).json()["data"]["html"]
        rows = rows_in(markup, page.url)
        found += rows
        count = re.search(r'count="(\d+)"', markup)
        if count is None or len(found) >= int(count[1]):
            break
    return found


def guangdong(page: Page) -> list[Row]:
    """Static news; the catalogue's page asks for the column that stands behind the `#` of its address."""
    if "_CONFIG" not in page.text:
        return by_words("ul.news_list li")(page)
    sid, tree = page.value(r"SID: '(\d+)'"), json.loads(page.value(r"TREE: (\[.*\]),"))
    (node,) = [each for each in tree[0]["children"] if str(each["id"]) == urldefrag(page.url).fragment]
    assert not node["jump_url"]
    answer = page.get(f"/gkmlpt/api/all/{node['id']}", page=1, sid=sid).json()
    assert len(answer["articles"]) == answer["total"] == node["post_count"]
    return [(each["title"], each["url"], each["display_publish_time"]) for each in answer["articles"]]


def jiangxi(page: Page) -> list[Row]:
    """JSON in the page, then `POST /queryList`."""
    total = json.loads(page.value(r"channelsTagSelf = (\{.*\});"))["articleCount"]
    articles = json.loads(page.value(r"articleList: (\[.*\])"))
    site, column = page.value(r"webSiteCode: \['(\w+)'\]"), page.value(r"channelCode: \['(\w+)'\]")
    while len(articles) < total:
        form = {"webSiteCode[]": site, "channelCode[]": column, "current": len(articles) // 15 + 1, "pageSize": 15}
        articles += [each["source"] for each in page.post("/queryList", data=form).json()["data"]["results"]]
    return [
        (each["title"], urljoin(page.url, json.loads(each["urls"])["pc"]), each["pubDate"][:10]) for each in articles
    ]


def epoint(page: Page) -> list[Row]:
    """Static lists, or `POST getgovinfolist` with pages from 0."""
    if "getgovinfolist" not in page.text:
        return by_words("ul.ewb-list li")(page)
    order = {
        "siteGuid": json.loads(page.value(r"siteInfo = (\{.*?\});"))["siteGuid"],
        "deptcode": "",
        "categorynum": page.value(r'"categorynum": "(\d+)"'),
        "pageSize": int(page.value(r"pageSize = (\d+)")),
    }
    data: list[dict[str, str]] = []
    for number in range(10):
        custom = page.post(page.value(r"projectName \+ '([^']+)'"), json={**order, "pageIndex": number}).json()[
            "custom"
        ]
        data += custom["data"]
        if len(data) >= custom["total"]:
            break
    return [(each["title"], urljoin(page.url, each["infourl"]), each["infodate"]) for each in data]


def anhui(page: Page) -> list[Row]:
    """Static news, or the label that brings markup."""
    if "publicInfoList" not in page.text:
        return by_words("ul.doc_list li")(page)
    order = dict(re.findall(r'^ {6}(\w+): "([^"]*)",?$', page.text, re.M))
    found: list[Row] = []
    for number in range(1, 10):
        text = page.get(page.value(r'url: "([^"]+)"'), **order, pageIndex=number).text
        found += rows_in(text, page.url, "ul.xxgk_nav_list li")
        pages = re.search(r"pageCount:(\d+)", text)
        if pages is None or number >= int(pages[1]):
            break
    return found


def truecms(page: Page) -> list[Row]:
    """Static lists, the hidden block, or JSONP by record numbers."""
    if "getMessage.do" not in page.text:
        return by_words("ul.xxgk-list-con li")(page)
    if "initData" in page.text:
        return page.rows("#initData li")
    column, size = page.value(r"columnId:'([\w-]+)'"), int(page.value(r"perPage:(\d+)"))
    found: list[Row] = []
    for start in range(1, 200, size):
        order = {"startrecord": start, "endrecord": start + size - 1, "perpage": size, "columnId": column}
        answer = page.get(page.value(r"proxyUrl:'([^']+)'"), **order, callback="cb").text
        result = json.loads(answer.removeprefix("cb(").removesuffix(");"))["result"]
        found += rows_in(_records(result), page.url)
        total = re.search(r"<totalrecord>(\d+)<", result)
        assert total
        if len(found) >= int(total[1]):
            break
    return found


def phpcms(page: Page) -> list[Row]:
    """The pager is decoded before it can be followed."""
    encoded = re.search(r'window\.atob\("([^"]+)"\)', page.text)
    pager = unquote(base64.b64decode(encoded[1]).decode()) if encoded else ""
    found = page.rows("ul.list li")
    onward = re.search(r'<a href="([^"]+)" class="a1">下一页', pager)
    return found + phpcms(page.follow(onward[1])) if onward else found


def iframe(page: Page) -> list[Row]:
    """The list stands on the page of the frame."""
    frame = page.tree.css_first("iframe")
    return by_words("ul.list li")(page.follow(frame.attributes["src"] or "") if frame else page)


def browser(page: Page) -> list[Row]:
    """The script asks an address of its own."""
    call = re.search(r"fetch\('([^']+)'\)", page.text)
    if call is None:
        return by_words("ul.list li")(page)
    items = page.get(call[1]).json()["items"]
    return [(each["title"], urljoin(page.url, each["href"]), each["day"]) for each in items]


PROTOCOLS: dict[str, Callable[[Page], list[Row]]] = {
    "trs": trs,
    "generic": generic,
    "kaipu": kaipu,
    "hanweb-jpage": jpage,
    "hanweb-jpaas": jpaas,
    "ucap-guangdong": guangdong,
    "ucap-jiangxi": jiangxi,
    "vsb": by_words("div.ny-list li", "下页"),
    "webplus": by_words("ul.news_list li"),
    "epoint": epoint,
    "anhui": anhui,
    "truecms": truecms,
    "huilan": by_words("ul.list_ul li"),
    "phpcms": phpcms,
    "gongkai": by_words("ul.gk-list li"),
    "old-asp": by_words("table.newslist tr"),
    "iframe": iframe,
    "browser": browser,
}
