"""What the beginning of a page elsewhere is read as, whatever its bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.facts import Glimpse
from crawler.reading.glimpse import LONGEST_TEXT, read_glimpse

URL = "http://far.example.cn/a/"
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title> 青禾
旅游 </title><meta name="description" content="山水青禾"><meta name="Keywords" content="旅游,青禾">
<meta property="og:site_name" content="青禾旅游网"><script src="//cdn.parking.example/x.js"></script>
<script>var u="https:\\/\\/lander.example.com\\/p", v='//two.example.com/x';</script></head>
<body><h1>欢迎</h1><div style="display:none">暗藏</div><p>景点、线路</p>
<a href="a.pdf">图册</a> <a href="a.pdf#2">图册</a> <a href="/download.jsp?id=3">下载</a> <a href="b.html">更多</a>
<a href="http://other.example.org/">友情</a></body></html>"""


def glimpse(html: str, *, complete: bool = True, encoding: str = "utf-8", kind: str = "text/html") -> Glimpse:
    found = read_glimpse(URL, html.encode(encoding), kind, complete=complete)
    assert found is not None
    return found


def test_everything_is_read() -> None:
    assert glimpse(PAGE) == Glimpse(
        title="青禾 旅游",
        heading="欢迎",
        site_name="青禾旅游网",
        description="山水青禾 旅游,青禾",
        lang="zh-cn",
        text="欢迎\n景点、线路\n图册\n图册\n下载\n更多\n友情",
        hosts=(
            "cdn.parking.example",
            "far.example.cn",
            "lander.example.com",
            "other.example.org",
            "two.example.com",
        ),
        files=2,
        complete=True,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("cut", range(1, 5))
def test_a_page_cut_inside_a_letter_or_a_tag(encoding: str, cut: int) -> None:
    body = PAGE.replace("utf-8", encoding).encode(encoding)
    for at in ("景点", "图册", '<a href="b'):
        end = body.index(at.encode(encoding)) + cut
        found = read_glimpse(URL, body[:end], "text/html", complete=False)
        assert found is not None
        assert found.title == "青禾 旅游"
        assert found.heading == "欢迎"
        assert "�" not in found.text
        assert not found.complete


def test_titles_in_entities_are_read() -> None:
    assert glimpse("<html><title>&#28595;&#38376;</title></html>").title == "澳门"


def test_long_texts_are_cut() -> None:
    found = glimpse(f"<html><title>{'题' * 999}</title><body><p>{'字' * 9999}</p></body></html>")
    assert len(found.title) == 300
    assert len(found.text) == LONGEST_TEXT


@pytest.mark.parametrize(
    "body", [b"", b"  \n", b"%PDF-1.7 <p>", b"\x89PNG\r\n\x1a\n" + bytes(300), b"cut before any tag"]
)
def test_what_is_no_page_gives_nothing(body: bytes) -> None:
    assert read_glimpse(URL, body, "text/html", complete=body.startswith(b"%PDF") or not body.strip()) is None


@settings(deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_no_bytes_are_too_strange(body: bytes, complete: bool) -> None:
    found = read_glimpse(URL, b"<html>" + body, None, complete=complete)
    assert found is None or len(found.text) <= LONGEST_TEXT
