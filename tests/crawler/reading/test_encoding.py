"""Bytes to text: a declaration counts when the bytes agree with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.encoding import decode, is_binary, is_readable

TEXT = "关于做好防汛工作的通知"


def page(charset: str | None, text: str = TEXT) -> str:
    return f"<html><head>{f'<meta charset={charset}>' if charset else ''}</head><body>{text}</body></html>"


@pytest.mark.parametrize(
    ("declared", "sent", "how"),
    [
        ("utf-8", "utf-8", "declared"),
        ("gb2312", "gbk", "declared"),
        ("gbk", "gb18030", "declared"),
        ("gb2312", "utf-8", "detected"),
        ("utf-8", "gbk", "detected"),
        (None, "utf-8", "detected"),
        (None, "gbk", "detected"),
        ("no-such-charset", "gbk", "detected"),
        ("hex", "utf-8", "detected"),
        ("iso-8859-1", "utf-8", "detected"),
        ("big5", "big5", "declared"),
    ],
)
def test_declared_against_sent(declared: str | None, sent: str, how: str) -> None:
    text = "關於通知" if sent == "big5" else TEXT
    decoded = decode(page(declared, text).encode(sent))
    assert text in decoded.text
    assert decoded.how == how


def test_the_header_is_asked_too() -> None:
    assert decode(page(None).encode("gbk"), "text/html; charset=GBK") == (page(None), "gb18030", "declared")


def test_a_second_declaration_can_be_the_true_one() -> None:
    html = '<meta charset="utf-8">' + page("gb2312")
    assert decode(html.encode("gbk")) == (html, "gb18030", "declared")


def test_byte_order_marks() -> None:
    assert decode(page("gbk").encode("utf-8-sig")).how == "bom"
    assert decode(page(None).encode("utf-16")).text == page(None)


def test_two_byte_sequences_do_not_outweigh_a_declaration() -> None:
    short = "<meta charset=gbk>" + bytes([0xC4, 0xA3]).decode("gbk")
    assert decode(short.encode("gbk")) == (short, "gb18030", "declared")


def test_one_broken_byte_costs_one_character() -> None:
    body = page("utf-8", f"{TEXT},{TEXT * 4}").encode().replace("知,".encode(), "知".encode()[:-1] + b",")
    decoded = decode(body)
    assert decoded.how == "lossy"
    assert decoded.encoding == "utf-8"
    assert "工作的通知" in decoded.text
    assert not is_readable(decode(b"<html>" + b"\xff " * 500))


def test_binary_is_no_text() -> None:
    assert is_binary(b"%PDF-1.7 ...")
    assert is_binary(b"PK\x03\x04")
    assert is_binary(bytes(200))
    assert not is_binary(page("utf-8").encode())
    assert not is_binary(page(None).encode("utf-16"))


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert decoded.how in ("bom", "declared", "detected", "lossy")
    assert is_readable(decoded) in (True, False)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=60))
def test_undeclared_chinese_in_both_encodings(text: str) -> None:
    assert decode(page(None, text).encode("utf-8")).text == page(None, text)
    assert decode(page("gbk", text).encode("gbk")).text == page("gbk", text)
