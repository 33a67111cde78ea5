"""Bad input is bounded: it ends in facts or in one reason, in time and memory that grow with its size and no faster."""

from __future__ import annotations

import json
import time
import tracemalloc
from typing import Any

import pytest

from config.messages import has_text
from crawler.facts import PageReading
from crawler.listcall import call_to
from crawler.reading.limits import DEEPEST, MOST_BYTES, MOST_PARTS, parsed
from crawler.reading.links import MOST_LINKS
from crawler.reading.read_answer import read_answer
from crawler.reading.read_page import read_page
from tests.crawler.reading.oddities import ADDRESSES, LISTS, ODDITIES, PAGERS, ROW, SCRIPTS, STRUCTURE, TEXT, Oddity

COLUMN = "http://www.county.gov.cn/zwgk/tzgg/index.html"
ARTICLE = "http://www.county.gov.cn/zwgk/202605/t20260501_12.html"
CATALOGUE = "http://www.county.gov.cn/gkmlpt/api/all/12?page=1&sid=1"
UNIT = "http://www.county.gov.cn/front/page/build/unit?parseType=bulidstatic&pageId=3&tagId=x&webId=1&tplSetId=2"
PROXY = "http://www.county.gov.cn/module/web/jpage/dataproxy.jsp?page=1&columnid=3&unitid=4"
ELF = b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 20


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>" + b"x" * 10 * 1024 * 1024, "page-too-large"),
        (b"<html>" + b"x" * MOST_BYTES, "page-too-large"),
        (b"", "page-without-content"),
        (b" \r\n\t ", "page-without-content"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "page-is-no-html"),
        (b"\n%PDF-1.4 text only", "page-is-no-html"),
        (b"PK\x03\x04\x14\x00\x06\x00", "page-is-no-html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "page-is-no-html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "page-is-no-html"),
        (b"\xff\xd8\xff\xe0JFIF" + bytes(range(128, 256)) * 9, "page-is-no-html"),
        (b"\x1f\x8b\x08" + bytes(range(128, 256)) * 9, "page-is-no-html"),
        (ELF, "page-is-no-html"),
        (b"\0" * 5000, "page-is-no-html"),
        (b"<html>" + b"\xff " * 4000, "page-undecodable"),
        (b"<html><body>" + b"<div>" * (2 * DEEPEST + 1), "page-too-deep"),
        (b"<html><body>" + b"<div>" * 100_000, "page-too-deep"),
        (b"<html><body>" + b"<div>" * 3 * DEEPEST + b"</div>" * 3 * DEEPEST, "page-too-deep"),
        (b"<html><body><p " + b"a b=1 " * MOST_PARTS + b">", "page-too-intricate"),
        (b"<html><body><select>" + b"<option>1" * (MOST_PARTS + 1), "page-too-intricate"),
    ],
)
def test_refused_with_one_reason(body: bytes, reason: str) -> None:
    reading = read_page(COLUMN, body, "text/html")
    assert reading.facts.judgeable is False
    assert reading.facts.reason == reason
    assert reading.facts.list is None
    assert reading.links == ()
    for lang in ("zh", "en"):
        assert has_text(f"reason.{reason}", lang)
        assert has_text(f"reason.{reason}-advice", lang)


def test_an_unknown_charset_is_told_from_the_bytes() -> None:
    body = "<meta charset=x-unknown><p>关于做好防汛工作的通知</p>".encode("gb18030")
    facts = read_page(COLUMN, body, "text/html; charset=???").facts
    assert facts.judgeable
    assert facts.notes == ("encoding-detected",)


@pytest.mark.parametrize("count", [MOST_LINKS, 100_000])
def test_rows_without_end(count: int) -> None:
    reading = read_page(COLUMN, Oddity("<li><a href='/a/#'>通知#</a>2026-01-01", "<ul>").page(count).encode(), None)
    assert reading.facts.list is not None
    assert len(reading.facts.list.rows) == len(reading.links) == MOST_LINKS
    assert reading.facts.notes == ("page-links-cut",)


@pytest.mark.parametrize(
    ("piece", "count"),
    [
        ("县人民政府办公室，", 5 * 1024 * 1024 // 27),
        ("no blank anywhere,", 5 * 1024 * 1024 // 18),
        ("<p>2026-01-01</p>", 50_000),
        ("<script>var a = 'x';</script>", 3 * 1024 * 1024 // 29),
        ("<tr><td>关于#的通知<td>2026-01-01", 100_000),
        ("<p>短文<br>", 3 * DEEPEST),
        ("文字\0", 3),
    ],
)
def test_much_of_one_thing_is_read(piece: str, count: int) -> None:
    reading = read_page(COLUMN, Oddity(piece, "文字" * 500).page(count).encode(), None)
    assert reading.facts.judgeable
    assert reading.facts.list is None or (reading.facts.list.rows, reading.facts.list.empty_proof) == ((), None)


def test_one_script_of_three_megabytes() -> None:
    code = "var listData={articleList:[" + "{title:'通知',urls:'/a.html'}," * 100_000 + "]};"
    body = f"<html><body><script>{code}</script><ul>{ROW * 3}</ul></body></html>"
    facts = read_page(COLUMN, body.encode(), None).facts
    assert len(body) > 2_500_000
    assert facts.judgeable
    assert facts.list is not None
    assert facts.list.empty_proof is None


def seconds(reading: Oddity, url: str, count: int) -> float:
    """CPU time of reading a page with so many copies."""
    body = reading.page(count).encode()
    start = time.process_time()
    facts = read_page(url, body, None).facts
    spent = time.process_time() - start
    assert facts.reason != "page-reader-failed"
    assert facts.list is None or facts.list.empty_proof is None
    return spent


WHERE = [(name, COLUMN) for name in LISTS | STRUCTURE | TEXT | PAGERS | ADDRESSES | SCRIPTS]
WHERE += [(name, ARTICLE) for name in STRUCTURE | TEXT]


@pytest.mark.parametrize(
    ("name", "url"), WHERE, ids=[f"{name} ({'column' if url == COLUMN else 'article'})" for name, url in WHERE]
)
def test_time_grows_like_the_page(name: str, url: str) -> None:
    """Four times the page takes four times as long, where the square would be sixteen (or far more) times."""
    few, many, least, most = 500, 2_000, 0.05, 9
    for _ in range(3):
        short = max(least, seconds(ODDITIES[name], url, few))
        long = seconds(ODDITIES[name], url, many)
        if long <= most * short:
            return
    pytest.fail(f"{few} copies take {short:.2f} s, {many} copies {long:.2f} s")


def peak(body: bytes) -> int:
    """Bytes that are held at most while a page is read."""
    tracemalloc.start()
    read_page(COLUMN, body, None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("name", ["rows", "one line", "dates in blocks", "code", "records", "data with open strings"])
def test_memory_grows_like_the_page(name: str) -> None:
    small, large = (ODDITIES[name].page(count).encode() for count in (600, 1_200))
    peak(small)  # what is worked out once and kept
    most = peak(large)
    assert most < 2.5 * max(peak(small), 100_000)
    assert most < 2_000_000 + 80 * len(large)


@pytest.mark.parametrize("name", ODDITIES)
def test_oddities_are_never_empty_columns(name: str) -> None:
    for url in (COLUMN, ARTICLE, "http://www.county.gov.cn/"):
        reading = read_page(url, ODDITIES[name].page(60).encode(), None)
        assert reading.facts.reason != "page-reader-failed"
        if name not in ("wordings", "different wordings") and reading.facts.list is not None:
            assert reading.facts.list.empty_proof is None


def test_an_address_that_is_none_is_kept_as_it_is() -> None:
    facts = read_page("page.html", b"<html><a href='b.html'>b</a></html>", None).facts
    assert facts.url == "page.html"
    assert facts.judgeable


def test_markup_that_is_too_much_is_an_empty_tree() -> None:
    assert parsed("<div>" * 3 * DEEPEST).css_first("div") is None
    assert parsed("<div>" * 3).css_first("div") is not None


def answer(url: str, body: bytes | str, content_type: str = "application/json") -> PageReading:
    address = call_to(url)
    assert address is not None
    return read_answer(address, body.encode() if isinstance(body, str) else body, content_type)


def catalogue(articles: list[dict[str, Any]], count: Any = None) -> str:
    return json.dumps({"classify": {"post_count": len(articles) if count is None else count}, "articles": articles})


def articles(count: int) -> list[dict[str, Any]]:
    return [{"title": f"通知{at}", "url": f"/a/{at}.html", "create_time": "2026-01-01"} for at in range(count)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a":"' + b"x" * 10_000_000 + b'"}', "page-too-large"),
        (b"", "page-without-content"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "page-is-no-html"),
        (b"{" + b"\xff " * 4000, "page-undecodable"),
    ],
)
def test_answers_are_refused_like_pages(body: bytes, reason: str) -> None:
    facts = answer(CATALOGUE, body).facts
    assert (facts.judgeable, facts.reason, facts.list) == (False, reason, None)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        (CATALOGUE, "[" * 1_000_000),
        (CATALOGUE, '{"a":' * 200_000 + "1" + "}" * 200_000),
        (CATALOGUE, "x(" + "[" * 500_000),
        (CATALOGUE, " " * 500_000 + "x"),
        (CATALOGUE, "x(" + ")" * 100_000 + " " * 500_000 + "x"),
        (CATALOGUE, '{"classify":{"post_count":' + "9" * 100_000 + '},"articles":[]}'),
        (CATALOGUE, catalogue([{"title": "<div>" * 100_000, "url": "/a"}])),
        (CATALOGUE, "<html><body>系统繁忙</body></html>"),
        (UNIT, json.dumps({"data": {"html": "<div>" * 100_000}})),
        (PROXY, "<datastore><recordset>" + "<record><![CDATA[" * 50_000),
        (PROXY, "<datastore><recordset><record><![CDATA[" + "<!---->" * 50_000 + "</record></recordset></datastore>"),
        (PROXY, "<datastore><totalrecord>" + " " * 500_000),
    ],
)
def test_answers_that_are_none_are_unread_and_never_empty(url: str, text: str) -> None:
    listed = answer(url, text).facts.list
    assert listed is not None
    assert (listed.rows, listed.empty_proof) == ((), None)
    assert listed.obstacle in ("list-answer-unreadable", "list-pager-without-rows")


def test_values_of_any_size_are_no_dates() -> None:
    odd = [1e999, -1e999, 10**30, -(10**30), True, None, [], {}, "9" * 5000, 0]
    rows = [{"title": f"通知{at}", "url": f"/{at}", "create_time": value} for at, value in enumerate(odd)]
    listed = answer(CATALOGUE, catalogue(rows)).facts.list
    assert listed is not None
    assert [row.date for row in listed.rows] == [None] * len(odd)


def test_an_answer_keeps_all_its_rows() -> None:
    """Its size is limited, so its rows need no other limit; links are stored for as many as a page may have."""
    reading = answer(CATALOGUE, catalogue(articles(50_000)))
    assert reading.facts.list is not None
    assert len(reading.facts.list.rows) == 50_000
    assert len(reading.links) == MOST_LINKS
