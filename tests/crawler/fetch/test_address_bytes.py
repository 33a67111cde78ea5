"""What addresses look like on the wire: queries in the encoding of their page, escapes as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from crawler.kinds import AnswerKind
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, file, html
from tests.crawler.fetch.small_site import paragraph


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


def encoded(body: str, encoding: str, *, declared: bool = True) -> Says:
    """A page in an encoding, declared in its head only."""
    charset = f'<meta charset="{encoding}">' if declared else ""
    page = f"<html><head>{charset}<title>青禾县人民政府</title></head><body>{body}{paragraph(3)}</body></html>"
    return file(page.encode("gb18030" if encoding.startswith("gb") else encoding, "xmlcharrefreplace"), "text/html")


def query_bytes(asked: Asked) -> bytes:
    """The bytes that a server decodes the query into."""
    return unquote_to_bytes(asked.path.partition("?")[2])


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030", "big5", "utf-8"])
@pytest.mark.parametrize("link", ["<a href='{}'>链接</a>", "<img src='{}'>"], ids=["spider", "prober"])
def test_a_query_is_sent_in_the_encoding_of_its_page(
    link: str, encoding: str, server: FaultServer, tmp_path: Path
) -> None:
    """A server that decodes the parameter in its own encoding finds the word again."""
    words: set[str] = set()
    suffix = "/find.asp" if "href" in link else "/find.png"

    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return encoded(link.format(f"{suffix}?lm=公告&n=中 1"), encoding)
        if not asked.path.startswith(suffix):
            return NOT_FOUND
        text = query_bytes(asked).decode("gb18030" if encoding.startswith("gb") else encoding)
        words.add(text)
        png = b"\x89PNG\r\n\x1a\n" + bytes(100)
        return html(paragraph(9)) if "asp" in suffix else file(png, "image/png")

    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert words == {"lm=公告&n=中 1"}
    assert {kind for kind, _ in result.answers().values()} == {AnswerKind.CONTENT}


def test_the_path_is_utf_8_on_every_page(server: FaultServer, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return encoded("<a href='/公告/一.html'>链接</a>", "gbk")
        return html(paragraph(9)) if unquote_to_bytes(asked.path) == "/公告/一.html".encode() else NOT_FOUND

    host = server.host(answer)
    assert len(crawl(a_plan(a_portal(host.url())), tmp_path).pages()) == 2


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/a.asp?q=%d6%d0%B9%FA", "/a.asp?q=%D6%D0%B9%FA"),
        ("/a.asp?q=%D6%D0&s=a+b%20c%2Bd", "/a.asp?q=%D6%D0&s=a+b%20c%2Bd"),
        ("/a.asp?u=%2Fx%3Fy%3D1%26z", "/a.asp?u=%2Fx%3Fy%3D1%26z"),
        ("/x%2Fy.html", "/x%2Fy.html"),
        ("/%7Eold/%61.html", "/~old/a.html"),
        ("/a.html?100%&b=%u4E2D", "/a.html?100%&b=%u4E2D"),
        ("/a.html?list[]=1&c={2}|3", "/a.html?list[]=1&c={2}|3"),
        ("/a(1)'!*;b.html", "/a(1)'!*;b.html"),
    ],
)
@pytest.mark.parametrize("link", ['<a href="{}">链接</a>', '<img src="{}">'], ids=["spider", "prober"])
def test_escapes_stay_as_the_server_minds_them(
    link: str, written: str, sent: str, server: FaultServer, tmp_path: Path
) -> None:
    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html(link.format(written) + paragraph(1))
        return html(paragraph(2))

    host = server.host(answer)
    crawl(a_plan(a_portal(host.url())), tmp_path)
    asked = {path for _, path in host.log if path not in ("/", "/robots.txt")}
    assert {unquote_to_bytes(path) for path in asked} >= {unquote_to_bytes(sent)}
    assert sent in asked


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("link", ['<a href="/old.html">链接</a>', '<img src="/old.html">'], ids=["spider", "prober"])
def test_a_redirect_with_raw_bytes_leads_to_these_bytes(
    link: str, encoding: str, server: FaultServer, tmp_path: Path
) -> None:
    target = "/新/页.html?栏=公告".encode(encoding)

    def answer(asked: Asked) -> Says:
        if asked.path == "/":
            return html(link + paragraph(1))
        if asked.path == "/old.html":
            head = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\nLocation: " + target + b"\r\n\r\n"
            return Says(raw=head)
        return html(paragraph(2)) if unquote_to_bytes(asked.path) == target else NOT_FOUND

    host = server.host(answer)
    result = crawl(a_plan(a_portal(host.url())), tmp_path)
    assert {unquote_to_bytes(path) for _, path in host.log} >= {target}
    (final,) = result.rows("SELECT final_url FROM answer a JOIN url u ON u.id = a.url_id WHERE url LIKE '%old.html'")
    assert unquote_to_bytes(final[0]).endswith(target)
