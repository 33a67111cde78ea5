"""Lists that pages load (Hanweb jpage and jpaas, TrueCMS): damage never raises, and never makes a list empty."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.loaded_lists import Paging
from crawler.facts import PAGE_FACTS, ListFacts, PageFacts
from crawler.listcall import ListCall, call_at, call_to, interface_at
from crawler.reading.pagers.interface import asked_for, part_of, parts, rows_left
from crawler.reading.read_answer import read_answer
from crawler.reading.read_page import read_text
from crawler.reading.rows.recordsets import read_recordset
from crawler.reading.text.encoding import Decoded
from crawler.urls import page_key
from tests.crawler.reading.casefile import DEFAULT_URL, Case, all_cases, source

FAMILIES = ("hanweb-jpage", "hanweb-jpaas", "truecms")
CASES = [case for case in all_cases() if case.file.parent.name in FAMILIES]
GOOD = [case for case in CASES if case.data["expect"].get("rows")]
PAGES = [case for case in GOOD if "answer" not in case.data]
ANSWERS = [case for case in GOOD if "answer" in case.data]
FAST = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROW = '<li><a href="/art/2026/5/28/art_12_1.html">关于防汛的通知</a>2026-05-28</li>'
ADDRESSES = st.sampled_from([case.data["url"] for case in CASES if "answer" in case.data and "body" not in case.data])
XML = st.sampled_from(
    [
        "<datastore>", "</datastore>", "<recordset>", "</recordset>", "<record>", "</record>", "<![CDATA[", "]]>", ROW,
        "<totalrecord>0</totalrecord>", "<totalrecord>12</totalrecord>", "<totalrecord>", "</totalrecord>", "0",
        f"<record><![CDATA[{ROW}]]></record>",
        "<nextgroup>", "</nextgroup>", '<a href="./dataproxy.jsp?page=2">', "<li>", "<tr><td>", "\x00", "<", "&lt;",
    ]
)  # fmt: skip
JSON = st.sampled_from(
    [
        '{"data":', '{"html":', '{"result":', '"', '\\"', "}", "rows(", ")", "<ul>", ROW.replace('"', "'"), "null", "[",
        "<table rows='15' count='0' pageNo='1'>", "<table rows='15' count='7' pageNo='1'>", "\\u4e2d", "\\ud800", ",",
    ]
)  # fmt: skip


def _answer(address: str, text: str) -> ListFacts | None:
    reading = read_answer(address, text.encode("utf-8", "replace"), None)
    assert reading.facts.reason != "page-reader-failed"
    assert PAGE_FACTS.validate_json(PAGE_FACTS.dump_json(reading.facts)) == reading.facts
    return reading.facts.list


def _cut(text: str, data: st.DataObject) -> str:
    start = data.draw(st.integers(0, len(text)))
    return text[:start] + text[data.draw(st.integers(start, len(text))) :]


def _noisy(text: str, data: st.DataObject) -> str:
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(text)))
        noise = data.draw(st.text(st.characters(codec="utf-8", exclude_characters="0"), max_size=8))
        text = text[:at] + noise + text[at + data.draw(st.integers(0, 8)) :]
    return text


def _facts(case: Case, html: str) -> PageFacts:
    return read_text(case.data.get("url", DEFAULT_URL), Decoded(html, "utf-8", "declared")).facts


@FAST
@given(st.sampled_from(PAGES), st.booleans(), st.data())
def test_damage_to_a_page_never_makes_its_list_empty(case: Case, cut: bool, data: st.DataObject) -> None:
    html = source(case.data)
    listed = _facts(case, _cut(html, data) if cut else _noisy(html, data)).list
    assert listed is None or listed.empty_proof is None


@FAST
@given(st.sampled_from(ANSWERS), st.booleans(), st.data())
def test_damage_to_an_answer_never_makes_its_list_empty(case: Case, cut: bool, data: st.DataObject) -> None:
    address = call_to(case.data["url"], case.data.get("body"))
    assert address is not None
    listed = _answer(address, _cut(case.data["answer"], data) if cut else _noisy(case.data["answer"], data))
    assert listed is None or listed.empty_proof is None


@FAST
@given(ADDRESSES, st.one_of(st.text(max_size=300), st.lists(XML, max_size=30).map("".join)))
def test_any_xml(address: str, text: str) -> None:
    listed = _answer(address, text)
    if listed is not None and listed.empty_proof:
        found = read_recordset(text)
        assert found is not None and found.complete and found.total == 0 and not found.records
        assert not listed.rows


@FAST
@given(ADDRESSES, st.lists(JSON, max_size=20).map("".join))
def test_any_json(address: str, text: str) -> None:
    listed = _answer(address, text)
    assert listed is None or listed.empty_proof in (None, 'count="0"')


@FAST
@given(st.lists(XML, max_size=20).map("".join), st.sampled_from(["0", "3", "", "x", "'0'", "n"]))
def test_any_island(xml: str, total: str) -> None:
    script = f"<script>$('#u').jpage({{totalRecord:{total},perPage:10}});</script>"
    html = f"<html><body><div id='u'><script type='text/xml'>{xml}</script></div>{script}</body></html>"
    listed = read_text("http://www.county.gov.cn/col/col1/index.html", Decoded(html, "utf-8", "declared")).facts.list
    assert listed is None or listed.empty_proof is None or (listed.rows == () and listed.obstacle is None)
    if listed is not None and ROW in xml and "<nextgroup>" not in xml:
        assert listed.empty_proof is None


@FAST
@given(st.text(max_size=200))
def test_any_parameters(literal: str) -> None:
    quoted = literal.replace("&", "&amp;").replace('"', "&quot;")
    html = f'<html><body><script url="/api-gateway/jpaas-publish-server/front/page/build/unit" queryData="{quoted}">'
    listed = read_text("http://www.county.gov.cn/col/col1/index.html", Decoded(html, "utf-8", "declared")).facts.list
    assert listed is not None and listed.empty_proof is None


PAGINGS = st.sampled_from(
    [found[1].paging for case in CASES if "answer" in case.data and (found := interface_at(case.data["url"]))]
)


@FAST
@given(PAGINGS, st.integers(1, 900), st.integers(1, 300), st.none() | st.integers(0, 300), st.booleans())
def test_a_call_tells_what_was_asked_for(paging: Paging, page: int, rows: int, rest: int | None, form: bool) -> None:
    call = ListCall("http://h/x?a=1", "b=2&currpage=7") if form else ListCall("http://h/x?a=1&page=9&c=%E4%B8%AD")
    total = None if rest is None else (page - 1) * rows + 1 + rest
    address = asked_for(call, paging, page, rows, total)
    assert address is not None
    asked = call_at(address)
    assert part_of(asked, paging) == (page, rows if paging.size or paging.last else paging.rows)
    assert asked_for(asked, paging, page, rows, total) == address
    knows = paging.size is not None and paging.last is not None and rest is not None
    assert rows_left(asked, paging) == (min(rows, rest + 1) if knows and rest is not None else None)
    assert ("b=2" in (asked.body or "")) is form and "a=1" in asked.url


def test_no_more_pages_are_called_than_anybody_reads() -> None:
    known = interface_at("http://h/module/web/jpage/dataproxy.jsp")
    assert known is not None and known[1].paging is not None
    found = parts(ListCall("http://h/module/web/jpage/dataproxy.jsp"), known[1].paging, range(2, 10**6), 1)
    assert len(found) == 1_000


@pytest.mark.parametrize("query", ["uid=5566&pageNum=3", "pageNum=1&uid=5566", "uid=&pageNum=12"])
def test_the_browser_s_page_numbers_are_one_page(query: str) -> None:
    column = "http://www.county.gov.cn/col/col1234/index.html"
    assert page_key(f"{column}?{query}") == page_key(column)


def test_sub_lists_are_pages_of_their_own() -> None:
    column = "http://www.county.gov.cn/col/col1234/index.html"
    keys = {page_key(f"{column}{query}") for query in ("", "?number=B0301", "?vc_xxgkarea=55", "?number=B0302")}
    assert len(keys) == 4


def test_the_rows_of_an_island_are_links() -> None:
    case = next(case for case in PAGES if case.file.parent.name == "hanweb-jpage")
    links = {link.url for link in case.read().links}
    assert {row.url for row in (_facts(case, source(case.data)).list or pytest.fail("no list")).rows} <= links
