"""Everything that a page leads to: the cases in links.yaml, and texts that nobody would write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.parsing import own_data
from crawler.reading.openings import opened_by
from crawler.reading.read_page import read_page

SITE = "http://www.county.gov.cn"
CASES: list[dict[str, Any]] = own_data(Path(__file__).with_name("links.yaml").read_text(encoding="utf-8"))
PIECES = st.sampled_from(
    [*("<img srcset='", "<select onchange='location=x'>", "<option value='", "<div onclick=\"location.href='"),
     *("<object data='", "<video poster='", "<frameset>", "<frame src=a>", "<noscript>", "<svg>", "<base href='", "</"),
     *("a.png", " 2x", ",", "(", ")", "'", '"', ">", "/", "//", "http:", "data:", "{{x}}", "javascript:", "\n", "中")]
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_links(case: dict[str, Any]) -> None:
    encoding = case.get("encoding", "utf-8")
    body = case["html"].encode(encoding)
    links = read_page(case.get("url", f"{SITE}/zwgk/index.html"), body, f"text/html; charset={encoding}").links
    told = [
        f"{link.kind if link.url else '-'} | {(link.url or '-').removeprefix(SITE)} | {link.text}".rstrip()
        for link in links
    ]
    assert told == [line.rstrip() for line in case["links"]]


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_is_written_is_read(html: str) -> None:
    reading = read_page(f"{SITE}/", html.encode(), "text/html; charset=utf-8")
    assert reading.facts.reason != "page-reader-failed"
    assert all(link.url is None or link.url.startswith(("http://", "https://")) for link in reading.links)


@pytest.mark.parametrize(
    ("handler", "addresses"),
    [
        ("location='a.html'", ["a.html"]),
        ("if(confirm('去吗')){location.assign('a.html')}", ["a.html"]),
        ("window.open ( \"a.html\" , '_blank')", ["a.html"]),
        ("open('a');location.href='b'", ["b", "a"]),
        ("location.href == 'a.html'", []),
        ("location.href = 'a' + b", []),
        ("dialog.open('a.html')", []),
        ("reopen('a.html')", []),
        ("location.hash = 'a'", []),
    ],
)
def test_what_a_handler_opens(handler: str, addresses: list[str]) -> None:
    assert list(opened_by(handler)) == addresses
