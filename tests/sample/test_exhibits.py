"""The exhibits: every family's protocol leads to every row, every empty column has its family's proof, and nothing else
on the second portal is broken."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urldefrag, urljoin

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.kinds import ListSource
from tests.sample.protocols import PROTOCOLS
from tests.sample.visitor import Page, Row, fetch
from xuncha.sample import SamplePortal
from xuncha.sample.families.asked import plain_path
from xuncha.sample.families.catalogue import SYSTEMS
from xuncha.sample.families.hall import Exhibit, is_list
from xuncha.sample.families.hanweb_jpage import LARGEST_PAGE
from xuncha.sample.plan import Dates, Shape

PROOFS = {
    "trs": r'createPageHTML\(0,0,"index","shtml"\)',
    "kaipu": r"createPageHTML\('page_div',0, 1,'common_list','shtml',0\)",
    "hanweb-jpage": r"<recordset>\s*</recordset>(?s:.*)totalRecord:0,",
    "ucap-guangdong": r"共0条",
    "ucap-jiangxi": r'"articleCount": 0(?s:.*)articleList: \[\]',
    "vsb": r'<span class="p_t">共0条</span>',
    "webplus": r'<em class="all_count">0</em>',
    "huilan": r"共0条 第1/0页",
    "gongkai": r"共0条 第1/0页",
}
"""What the page of a column without rows must hold. The proof of jpaas, Epoint, Anhui and TrueCMS is in an answer."""
IN_ANSWERS = {"hanweb-jpaas", "epoint", "anhui", "truecms"}
ENCODED = {"phpcms"}
BY_WORDS = {"generic", "old-asp", "iframe", "browser"}
"""Systems of which nothing is known: only a wording proves that a column is empty."""
EVERY_HALL = {"gzdt", "tzgg", "zcjd", "xxgk", "zcwj", "gzjh", "jgzn", "rsxx", "czxx", "bgxz"}


def _exhibits(sample: SamplePortal, family: str) -> list[Exhibit]:
    (hall,) = [hall for hall in sample.site.exhibition.halls if hall.system.id == family]
    return hall.exhibits


def _url(sample: SamplePortal, path: str) -> str:
    return sample.hosts.address(f"sites:{path}")


def _page(sample: SamplePortal, client: httpx.Client, exhibit: Exhibit) -> Page:
    """The page on which a visitor finds the list: that of the catalogue for its columns."""
    if "/gkmlpt/api/" in exhibit.path:
        return fetch(client, _url(sample, f"/gkmlpt/index#{exhibit.number}"))
    return fetch(client, _url(sample, exhibit.path))


def _wanted(sample: SamplePortal, exhibit: Exhibit) -> list[Row]:
    title = exhibit.hall.system.shown_title
    day = exhibit.plan.dates is Dates.LIST
    return [
        (title(exhibit, row.title), _url(sample, row.href), str(row.date) if day else "")
        for row in exhibit.rows[: exhibit.plan.readable]
    ]


def _plain(sample: SamplePortal, rows: list[Row]) -> list[Row]:
    """The rows with the addresses that the server understands."""
    base = sample.hosts.address("sites:/")
    return sorted((title, base + plain_path(url.removeprefix(base)).lstrip("/"), day) for title, url, day in rows)


@pytest.mark.parametrize("family", SYSTEMS)
def test_the_protocol_leads_to_every_row(sample: SamplePortal, client: httpx.Client, family: str) -> None:
    walked = 0
    for exhibit in _exhibits(sample, family):
        if is_list(exhibit):
            rows = PROTOCOLS[family](_page(sample, client, exhibit))
            assert _plain(sample, rows) == _plain(sample, _wanted(sample, exhibit)), exhibit.reference
            walked += len(rows)
    assert walked >= 45


@pytest.mark.parametrize("family", SYSTEMS)
def test_every_kind_of_column_is_there(sample: SamplePortal, family: str) -> None:
    exhibits = {exhibit.plan.key: exhibit for exhibit in _exhibits(sample, family)}
    assert exhibits.keys() >= EVERY_HALL
    full = exhibits["gzdt"]
    assert full.rows[0].pinned and full.rows[0].date is not None
    newest = max(row.date for row in full.rows if row.date)
    assert full.rows[0].date < newest == full.plan.newest
    assert full.pages >= 3
    assert exhibits["xxgk"].children and exhibits["xxgk"].plan.shape in {Shape.LANDING, Shape.JUMP}
    assert exhibits["jgzn"].plan.shape is Shape.SINGLE
    assert {row.href.rpartition(".")[2] for row in exhibits["bgxz"].rows} == {"docx", "xls", "pdf", "wps"}
    assert not exhibits["rsxx"].rows
    found = Counter(code for exhibit in exhibits.values() for code in exhibit.plan.finds.values())
    stale = 0 if family == "browser" else 1
    empty = 2 if family == "ucap-guangdong" else 1
    assert found == Counter({"stale": stale, "undated": 1, "empty": empty, "under-construction": 1})


def test_columns_without_rows_carry_their_familys_proof(sample: SamplePortal, client: httpx.Client) -> None:
    for family in SYSTEMS:
        (empty,) = [each for each in _exhibits(sample, family) if each.plan.key == "rsxx"]
        text = _page(sample, client, empty).text
        if family in PROOFS:
            assert re.search(PROOFS[family], text), family
        elif family in BY_WORDS:
            assert empty.plan.says and empty.plan.says in text
        else:
            assert family in IN_ANSWERS | ENCODED
            assert "暂无" not in text.replace('result: "暂无相关信息"', "")


def test_answers_of_interfaces_prove_what_is_empty(sample: SamplePortal, client: httpx.Client) -> None:
    def page(family: str) -> Page:
        (empty,) = [each for each in _exhibits(sample, family) if each.plan.key == "rsxx"]
        return _page(sample, client, empty)

    jpaas = page("hanweb-jpaas")
    order = re.search(r'queryData="(\{.*?\})"', jpaas.text)
    assert order
    values = dict(re.findall(r"'(\w+)': '([^']*)'", order[1]))
    unit = jpaas.get("/api-gateway/jpaas-publish-server/front/page/build/unit", **values).json()
    assert 'count="0"' in unit["data"]["html"] and "<li>" not in unit["data"]["html"]

    epoint = page("epoint")
    order_ep = {
        "siteGuid": epoint.value(r'"siteGuid":"([\w-]+)"'),
        "categorynum": epoint.value(r'"categorynum": "(\d+)"'),
        "pageIndex": 0,
        "pageSize": 15,
    }
    answer = epoint.post("/rest/lightfrontaction/getgovinfolist", json=order_ep).json()
    assert (answer["custom"]["total"], answer["custom"]["data"]) == (0, [])

    truecms = page("truecms")
    column = truecms.value(r"columnId:'([\w-]+)'")
    empty = truecms.get("/truecms/messageController/getMessage.do", columnId=column, startrecord=1, endrecord=10)
    assert empty.json()["result"] == "<datastore><totalrecord>0</totalrecord><recordset></recordset></datastore>"


def test_interfaces_are_as_moody_as_the_real_ones(sample: SamplePortal, client: httpx.Client) -> None:
    truecms = next(each for each in _exhibits(sample, "truecms") if each.plan.key == "gzdt")
    page = _page(sample, client, truecms)
    order = {"columnId": page.value(r"columnId:'([\w-]+)'"), "startrecord": 1, "endrecord": 60, "perpage": 60}
    address = _url(sample, "/truecms/messageController/getMessage.do")
    assert client.get(address, params=order).status_code == 404, "without a Referer it is not there"
    assert "<record>" not in page.get(address, **order).text, "more than fifty at once give nothing"
    guarded = next(each for each in _exhibits(sample, "hanweb-jpage") if "guarded" in each.plan.traps)
    column = _page(sample, client, guarded).value(r"columnid:'(\w+)'")
    proxy = _url(sample, "/module/web/jpage/dataproxy.jsp")
    deep = client.get(proxy, params={"columnid": column, "page": 4, "perpage": 8})
    assert (deep.status_code, len(deep.content)) == (200, 54)
    full = next(each for each in _exhibits(sample, "hanweb-jpage") if each.plan.key == "gzdt")
    wide = client.post(proxy, data={"columnid": str(full.number), "page": "1", "perpage": str(LARGEST_PAGE * 9)})
    assert wide.text.count("<record>") == len(full.rows)
    ignored = client.get(proxy, params={"columnid": full.number, "startrecord": 25, "endrecord": 32})
    assert full.rows[0].href in ignored.text, "startrecord is ignored"
    beyond = client.get(_url(sample, "/api-gateway/jpaas-publish-server/front/page/build/unit"), params={"pageId": "1"})
    assert beyond.json()["success"] is False
    assert client.get(_url(sample, "/queryList")).status_code == 404, "asked by GET it is not there"


def test_twins_and_switches_are_the_same_pages(sample: SamplePortal, client: httpx.Client) -> None:
    column = "/rmt/public/column/72000"
    for one, other in (
        ("/fwz/gzdt/index.html", "/fwz/gzdt/index_1.html"),
        ("/whg/c63001/common_list.shtml", "/whg/c63001/common_list.shtml?state=2"),
        ("/whg/c63001/common_list.shtml", "//whg//c63001/common_list.shtml"),
        ("/ylzx/tzgg/index.html", "/ylzx/tzgg/index.html;jsessionid=0A1B"),
        (f"{column}?type=4&catId=72005&action=list", f"{column}?nav=3&action=list&catId=72005&type=4"),
    ):
        assert client.get(_url(sample, one)).content == client.get(_url(sample, other)).content, other
    twins = [path for path in sample.site.exhibit_pages if "/mpost_" in path]
    assert len(twins) == 8
    for path in twins:
        assert (
            client.get(_url(sample, path)).content == client.get(_url(sample, path.replace("mpost_", "post_"))).content
        )


def test_only_posting_to_an_interface_is_answered(sample: SamplePortal, client: httpx.Client) -> None:
    assert client.post(_url(sample, "/whg/"), data={"a": "1"}).status_code == 405
    head, get = client.head(_url(sample, "/whg/")), client.get(_url(sample, "/whg/"))
    assert head.headers == get.headers and not head.content
    again = client.get(_url(sample, "/whg/"), headers={"If-None-Match": get.headers["etag"]})
    assert again.status_code == 304
    assert client.get(_url(sample, "/whg/nichts.shtml")).status_code == 404
    assert client.get(_url(sample, "/gongkai/site_qhdag")).headers["location"] == "/gongkai/site_qhdag/"


def test_pages_and_files_that_are_linked_open(sample: SamplePortal, client: httpx.Client) -> None:
    """Follows every address that stands in markup, a script or an answer apart, and finds every page by it."""
    waiting, known, reached = [_url(sample, "/")], {_url(sample, "/")}, set[str]()
    while waiting:
        url = waiting.pop()
        answer = client.get(url)
        assert answer.status_code == 200, url
        reached.add(url)
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        page = fetch(client, url)
        for href in _markup_links(page.text):
            target = urldefrag(urljoin(page.base, href))[0]
            place = sample.hosts.place_of(target)
            if place and place[0] == "sites" and target not in known:
                known.add(target)
                waiting.append(target)
    assert len(reached) > 900


def test_the_second_portal_is_as_large_as_was_promised(sample: SamplePortal) -> None:
    pages = len(sample.site.html_pages) + len(sample.site.exhibit_pages)
    assert 1500 <= pages <= 2000
    for hall in sample.site.exhibition.halls:
        articles = sum(len(exhibit.articles) for exhibit in hall.exhibits)
        assert 30 <= articles <= 80, hall.plan.id
        assert 10 <= len(hall.exhibits) <= 14
    sources = {exhibit.plan.source for hall in sample.site.exhibition.halls for exhibit in hall.exhibits}
    assert sources == set(ListSource) - {ListSource.RENDERED, ListSource.UNKNOWN}


def _markup_links(text: str) -> list[str]:
    """What a visitor can click or sees: anchors and pictures, without pseudo-links."""
    tree = LexborHTMLParser(text)
    found = [node.attributes.get("href") or "" for node in tree.css("a[href]")]
    found += [node.attributes.get("src") or "" for node in tree.css("img[src], iframe[src]")]
    return [href for href in found if href and not href.startswith(("javascript:", "mailto:"))]
