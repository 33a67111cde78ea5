"""Bytes to text: a declaration counts as long as the bytes look like it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.facts import Found
from crawler.reading.read_page import read_page
from crawler.reading.text.encoding import Decoded, decode, is_binary, is_readable

PLAIN = "关于做好防汛工作的通知"
NOTICE = "各乡镇人民政府、县直有关部门：为切实做好今年防汛抗旱工作，保障群众生命财产安全，现将有关事项通知如下。"
TRADITIONAL = "各鄉鎮人民政府、縣直有關部門：為切實做好今年防汛抗旱工作，保障群眾生命財產安全，現將有關事項通知如下。"
CHINESE_ENCODINGS = ("utf-8", "gb2312", "gbk", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be")
LABELS = (None, "utf-8", "gb2312", "gbk", "gb18030", "big5", "utf-16", "iso-8859-1", "windows-1252", "us-ascii")
ODD_LABELS = (
    "euc-kr",
    "euc-jp",
    "shift_jis",
    "koi8-r",
    "windows-1251",
    "hz",
    "utf-7",
    "hex",
    "utf8mb4",
    "GBK2312",
    "???",
)


def page(charset: str | None, text: str = PLAIN) -> str:
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
        ("iso-8859-1", "utf-8", "detected"),
        ("iso-8859-1", "gbk", "detected"),
        ("big5", "big5", "declared"),
        ("gb2312", "big5", "detected"),
        ("big5", "gbk", "detected"),
        (None, "big5", "detected"),
        ("utf-16", "utf-8", "detected"),
        ("utf-16", "gbk", "detected"),
    ],
)
def test_declared_against_sent(declared: str | None, sent: str, how: str) -> None:
    html = page(declared, TRADITIONAL if sent == "big5" else NOTICE)
    known_as = {"gbk": "gb18030"}.get(sent, sent)
    assert decode(html.encode(sent)) == (html, known_as, how)


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("GBK", "gbk"),
        ("'gbk'", "gbk"),
        ('" gb2312"', "gbk"),
        ("gb_2312-80", "gbk"),
        ("x-gbk", "gbk"),
        ("cp936", "gbk"),
        ("UTF8", "utf-8"),
        ("utf-8;", "utf-8"),
        ("x-x-big5", "big5"),
        ("big5-hkscs", "big5hkscs"),
    ],
)
def test_labels_as_they_are_written(label: str, encoding: str) -> None:
    html = f'<meta http-equiv=Content-Type content="text/html; charset = {label.strip(chr(34))}"><p>{PLAIN}'
    if encoding.startswith("big5"):
        html = html.replace(PLAIN, TRADITIONAL)
    decoded = decode(html.encode(encoding))
    assert decoded == (html, "gb18030" if encoding == "gbk" else encoding, "declared")


@pytest.mark.parametrize("label", ["gb_1988-80x", "utf8mb4", "GBK2312", "no-such-charset", "hex", "idna", "", "“gbk”"])
@pytest.mark.parametrize("sent", ["utf-8", "gbk"])
def test_unknown_labels_are_no_declaration(label: str, sent: str) -> None:
    html = f'<meta charset="{label}"><p>{PLAIN}'
    decoded = decode(html.encode(sent), f"text/html; charset={label}")
    assert (decoded.text, decoded.how) == (html, "detected")
    assert decoded.encoding == ("utf-8" if sent == "utf-8" else "gb18030")


@pytest.mark.parametrize(
    ("header", "metas", "sent", "expected"),
    [
        ("text/html; charset=GBK", "", "gbk", ("gb18030", "declared")),
        ("text/html;charset='gbk'", "", "gbk", ("gb18030", "declared")),
        ("text/html; charset=utf-8", "<meta charset=gb2312>", "gbk", ("gb18030", "declared")),
        ("text/html; charset=gbk", "<meta charset=utf-8>", "utf-8", ("utf-8", "declared")),
        ("text/html; charset=ISO-8859-1", "", "gbk", ("gb18030", "detected")),
        ("text/html; charset=ISO-8859-1", "<meta charset=gbk>", "gbk", ("gb18030", "declared")),
        ("text/html; charset=utf-8, text/html; charset=GBK", "", "gbk", ("gb18030", "declared")),
        (None, "<meta charset=utf-8><meta charset=gb2312>", "gbk", ("gb18030", "declared")),
        (None, "<meta charset=gb2312><meta charset=utf-8>", "utf-8", ("utf-8", "declared")),
        (None, "<meta charset=big5><meta charset=gbk>", "gbk", ("gb18030", "declared")),
    ],
)
def test_contradicting_declarations(header: str | None, metas: str, sent: str, expected: tuple[str, str]) -> None:
    html = f"{metas}<p>{NOTICE}"
    assert decode(html.encode(sent), header) == (html, *expected)


@pytest.mark.parametrize(
    ("text", "header", "sent", "expected"),
    [
        (f'{{"title":"{NOTICE}"}}', "application/json;charset=UTF-8", "gbk", ("gb18030", "detected")),
        (f'{{"title":"{NOTICE}"}}', "application/json;charset=GBK", "gbk", ("gb18030", "declared")),
        (f'{{"title":"{NOTICE}"}}', "application/json;charset=ISO-8859-1", "utf-8", ("utf-8", "detected")),
        (f'{{"title":"{NOTICE}"}}', "text/plain", "utf-8", ("utf-8", "detected")),
        (f'<?xml version="1.0" encoding="GBK"?><t>{NOTICE}</t>', "text/xml", "gbk", ("gb18030", "declared")),
        (f"<?xml version='1.0' encoding='utf-8'?><t>{NOTICE}</t>", "text/xml", "gbk", ("gb18030", "detected")),
    ],
)
def test_answers_of_interfaces(text: str, header: str, sent: str, expected: tuple[str, str]) -> None:
    assert decode(text.encode(sent), header) == (text, *expected)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (page("gbk").encode("utf-8-sig"), (page("gbk"), "utf-8", "bom")),
        (b"\xef\xbb\xbf" * 3 + page(None).encode(), (page(None), "utf-8", "bom")),
        (page(None).encode("utf-16"), (page(None), "utf-16-le", "bom")),
        (b"\xfe\xff" + page(None).encode("utf-16-be"), (page(None), "utf-16-be", "bom")),
        (page(None).encode("utf-16-le"), (page(None), "utf-16-le", "detected")),
        (("\r\n " + page(None)).encode("utf-16-be"), ("\r\n " + page(None), "utf-16-be", "detected")),
        (b"\xef\xbb\xbf" + page("gbk", NOTICE).encode("gbk"), (page("gbk", NOTICE), "gb18030", "declared")),
    ],
)
def test_byte_order_marks(body: bytes, expected: tuple[str, str, str]) -> None:
    assert decode(body) == expected
    assert not is_binary(body)


def test_a_mark_inside_a_page_does_no_harm() -> None:
    html = f"<html><head>\ufeff<title>\ufeff{PLAIN}</title></head><body>\ufeff</body></html>"
    assert read_page("http://h.cn/a.html", html.encode("utf-8-sig"), None).facts.title == PLAIN


def test_characters_of_gb18030_that_gbk_lacks() -> None:
    bytes_of_a_name = b"\xfe\x9f\xa6\xd9\xaa\xa1"  # U+4DAE, and two that stand in the private use area
    body = page("gbk", NOTICE).encode("gbk").replace(b"<body>", b"<body>" + bytes_of_a_name)
    assert decode(body) == (page("gbk", "\u4dae\ue78d\ue000" + NOTICE), "gb18030", "declared")


def test_two_byte_sequences_do_not_outweigh_a_declaration() -> None:
    short = "<meta charset=gbk>" + bytes([0xC4, 0xA3]).decode("gbk")
    assert decode(short.encode("gbk")) == (short, "gb18030", "declared")


@pytest.mark.parametrize(
    ("text", "label", "codec"),
    [
        ("お知らせ：防災訓練を実施します。詳しくはこちらをご覧ください。", "euc-jp", "euc_jp"),
        ("お知らせ：防災訓練を実施します。詳しくはこちらをご覧ください。", "shift_jis", "cp932"),
        ("주민 여러분께 알려드립니다. 재난 대비 훈련을 실시합니다.", "euc-kr", "cp949"),
        ("Préfecture : avis à la population de la région concernée", "iso-8859-1", "cp1252"),
        ("Уважаемые жители района, сообщаем вам о проведении учений", "windows-1251", "cp1251"),
    ],
)
def test_foreign_versions_are_read_as_declared(text: str, label: str, codec: str) -> None:
    html = page(label, text)
    assert decode(html.encode(codec)) == (html, codec, "declared")


@pytest.mark.parametrize("sent", ["utf-8", "gbk"])
@pytest.mark.parametrize("declared", ["utf-8", "gbk", None])
def test_one_broken_byte_costs_one_line(sent: str, declared: str | None) -> None:
    whole = page(declared, f"{PLAIN}县<br>{NOTICE}")
    body = whole.encode(sent).replace("县<".encode(sent), "县".encode(sent)[:-1] + b"<")
    decoded = decode(body)
    assert (decoded.encoding, decoded.how) == ("gb18030" if sent == "gbk" else "utf-8", "lossy")
    assert decoded.text == whole.replace("县<", "\ufffd<")
    assert is_readable(decoded)


def test_too_many_broken_bytes_cannot_be_read() -> None:
    assert not is_readable(decode(b"<html>" + b"\xff " * 500))
    assert not is_readable(decode(b"\xff\xfe" + b"\x00\xd8" * 500))


def test_a_part_in_another_encoding_is_lost_alone() -> None:
    body = page("utf-8", NOTICE * 20).encode().replace(b"</body>", f"<p>{PLAIN}".encode("gbk") + b"</body>")
    decoded = decode(body)
    assert NOTICE * 20 in decoded.text
    assert (decoded.encoding, decoded.how) == ("utf-8", "lossy")


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7 ...",
        b"\r\n%PDF-1.4",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"\x1f\x8b\x08\x00",
        b"Rar!\x1a\x07",
        b"RIFF\xb2\xa1\x01\x02WEBPVP8 ",
        bytes(200),
        bytes(range(256)) * 4,
    ],
)
def test_binary_is_no_text(body: bytes) -> None:
    assert is_binary(body)


def test_text_with_a_few_control_characters_is_text() -> None:
    assert not is_binary(page("utf-8", NOTICE * 3 + "\0\x01").encode())
    assert not is_binary(page("gbk").encode("gbk"))


def test_the_encoding_of_the_page_is_that_of_its_links() -> None:
    html = "<meta charset=gbk><ul><li><a href='/s?q=公告'>公告</a><li><a href='/s?q=通知'>通知</a></ul>"
    sent = read_page("http://h.cn/a/", html.encode("gbk"), None).links
    assert [link.url for link in sent] == ["http://h.cn/s?q=%B9%AB%B8%E6", "http://h.cn/s?q=%CD%A8%D6%AA"]
    wrongly = read_page("http://h.cn/a/", html.encode("utf-8"), None).links
    assert wrongly[0].url == "http://h.cn/s?q=%E5%85%AC%E5%91%8A"


def test_a_read_page_says_how_its_encoding_was_told() -> None:
    url = "http://h.cn/a/202606/t20260602_1.html"
    html = page("utf-8", f"<h1>{PLAIN}</h1>{NOTICE}")
    told = read_page(url, html.encode("gbk"), None).facts
    assert told.notes == ("encoding-detected",)
    assert told.article is not None
    assert told.article.title == Found(PLAIN, "h1")
    assert read_page(url, html.encode(), None).facts.notes == ()


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_any_bytes_become_text(body: bytes, content_type: str | None) -> None:
    decoded = decode(body, content_type)
    assert decoded.how in ("bom", "declared", "detected", "lossy")
    assert decoded.how == "lossy" or "\ufffd" not in decoded.text or "\ufffd".encode(decoded.encoding) in body
    assert is_binary(body) in (True, False)
    assert is_readable(decoded) in (True, False)


def versions(label: str | None, text: str) -> Iterator[tuple[str, bytes, Decoded]]:
    """A page in every encoding that has its characters, with what must come back."""
    for encoding in CHINESE_ENCODINGS:
        html = page(label, text)
        try:
            body = html.encode(encoding)
        except UnicodeEncodeError:
            continue
        known_as = {"gb2312": "gb18030", "gbk": "gb18030", "utf-16": "utf-16-le"}.get(encoding, encoding)
        yield encoding, body, Decoded(html, known_as, "")


def of_characters(text: str, least: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(sorted(set(text))), min_size=least, max_size=400).map("".join)


@settings(max_examples=40)
@given(
    st.sampled_from((NOTICE, PLAIN + NOTICE, TRADITIONAL)).flatmap(lambda text: of_characters(text, 60)),
    st.sampled_from(LABELS + ODD_LABELS),
    st.none() | st.sampled_from(LABELS + ODD_LABELS),
)
def test_chinese_comes_back_whatever_is_declared(text: str, label: str | None, header: str | None) -> None:
    for encoding, body, expected in versions(label, text):
        decoded = decode(body, f"text/html; charset={header}" if header else None)
        assert decoded[:2] == expected[:2], encoding


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=60))
def test_the_rarest_characters_in_both_encodings(text: str) -> None:
    assert decode(page(None, text).encode("utf-8")).text == page(None, text)
    assert decode(page("gbk", text).encode("gbk")).text == page("gbk", text)
