"""Markup that scripts write: read when it is literal, a doubt when it is not, and never a fault."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.reading.lists.written import literally_written, writes_unread_rows, written_out
from crawler.reading.page import Page
from tests.crawler.reading.casefile import DEFAULT_URL

FAST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = st.sampled_from(
    [
        "document.write(", "document.writeln(", ")", ";", "'<li>'", '"<a href=x>"', " + ", "var t = ", "t", "1", "/*",
        "*/", "//", "\n", "'", '"', "\\", "<script>", "</script>", "<script src=a>", "<ul>", "</ul>", "<li>", "<!--",
        "-->", "if (",
    ]
)  # fmt: skip


@FAST
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=100))
def test_any_script_and_any_page_are_read_without_a_fault(text: str) -> None:
    literally_written(text)
    page = written_out(Page(DEFAULT_URL, f"<ul><script>{text}</script></ul>"))
    writes_unread_rows(page)


@FAST
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=5))
def test_what_is_written_literally_comes_out_whole(texts: list[str]) -> None:
    escaped = [
        "".join(f"\\u{ord(char):04x}" if ord(char) < 0x10000 and not char.isalnum() else char for char in text)
        for text in texts
    ]
    code = "".join(f"document.write('{text}');\n" for text in escaped)
    assert literally_written(code) == "".join(texts)


def test_a_variable_is_known_from_its_literal_only() -> None:
    assert literally_written("var a = 'x'; document.write(a + 1 + \"y\")") == "x1y"
    assert literally_written("var a = b(); document.write('<li>')") is None
    assert literally_written("document.write(a)") is None
    assert literally_written("if (x) document.write('<li>')") is None


def test_unclosed_scripts_cost_little_time() -> None:
    started = time.process_time()
    for html in ("<script>document.write(" * 200_000, "<script " * 500_000 + "document.write", "<script>/*" * 300_000):
        written_out(Page(DEFAULT_URL, html))
    literally_written("document.write('" + "\\'" * 200_000)
    assert time.process_time() - started < 10
