"""Bad input is bounded: it ends in facts or in one reason, within seconds, whatever its size and shape."""

from __future__ import annotations

import pytest

from config.messages import has_text
from crawler.reading.limits import DEEPEST, MOST_BYTES
from crawler.reading.links import MOST_LINKS
from crawler.reading.read_page import read_page

URL = "http://www.county.gov.cn/zwgk/tzgg/index.html"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>" + b"x" * MOST_BYTES, "page-too-large"),
        (b"", "page-without-content"),
        (b" \r\n\t ", "page-without-content"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "page-is-no-html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "page-is-no-html"),
        (b"<html>" + b"\xff " * 4000, "page-undecodable"),
        (b"<html><body>" + b"<div>" * (2 * DEEPEST + 1), "page-too-deep"),
        (b"<html><body>" + b"<div>" * 3 * DEEPEST + b"</div>" * 3 * DEEPEST, "page-too-deep"),
    ],
)
def test_refused_with_one_reason(body: bytes, reason: str) -> None:
    reading = read_page(URL, body, "text/html")
    assert reading.facts.judgeable is False
    assert reading.facts.reason == reason
    assert reading.facts.list is None
    assert reading.links == ()
    for lang in ("zh", "en"):
        assert has_text(f"reason.{reason}", lang)
        assert has_text(f"reason.{reason}-advice", lang)


def test_an_unknown_charset_is_told_from_the_bytes() -> None:
    body = "<meta charset=x-unknown><p>关于做好防汛工作的通知</p>".encode("gb18030")
    facts = read_page(URL, body, "text/html; charset=???").facts
    assert facts.judgeable
    assert facts.notes == ("encoding-detected",)


def test_twenty_thousand_links() -> None:
    row = "<li><a href='/a/{}.html'>标题{}</a><span>2026-01-01</span></li>"
    rows = "".join(row.format(at, at) for at in range(MOST_LINKS + 9))
    reading = read_page(URL, f"<html><body><ul>{rows}</ul></body></html>".encode(), None)
    assert len(reading.links) == MOST_LINKS
    assert "page-links-cut" in reading.facts.notes
    assert reading.facts.list is not None
    assert len(reading.facts.list.rows) > 1000


def test_many_tags_side_by_side_are_not_deep() -> None:
    body = "<html><body>" + "<p>短文<br>" * (3 * DEEPEST) + "</body></html>"
    assert read_page(URL, body.encode(), None).facts.judgeable


@pytest.mark.parametrize(
    "piece",
    [
        "<div class=nav><a href='/a/{}.html'>标题</a>2026-01-01",
        "<table><tr><td><a href='/b/{}.html'>标题</a>2026-01-01",
        "<font><b><i><a href='/c/{}.html'>标题",
        "<ul><!-- <li><a href='/d/{}.html'>标题标题标题标题标题标题标题标题</a></li> -->",
        "<a href='/{}'>首页</a> &gt; ",
        "<p>发布时间：</p>当前位置",
        "{{{{#each}}}}createPageHTML(1,",
    ],
)
def test_repeated_oddities_end_in_facts(piece: str) -> None:
    html = "<html><body>" + "".join(piece.format(at) for at in range(2000))
    facts = read_page(URL, html.encode(), None).facts
    assert facts.reason is None
    assert facts.list is None or facts.list.empty_proof is None


def test_an_address_that_is_none_is_kept_as_it_is() -> None:
    facts = read_page("page.html", b"<html><a href='b.html'>b</a></html>", None).facts
    assert facts.url == "page.html"
    assert facts.judgeable
