"""Files that pages link: how large they are and what their first bytes show, without loading all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.policy import policy
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html

LONG = policy().probe.head_bytes * 20
FILES = {
    "/a.pdf": Says(200, b"%PDF-1.7\n" + b"0" * LONG, (("Content-Type", "application/pdf"),)),
    "/b.docx": Says(200, b"PK\x03\x04" + b"0" * 500, (("Content-Type", "application/octet-stream"),)),
    "/c.zip": Says(200, b"PK\x03\x04" + b"0" * 500, (("Content-Type", "application/zip"),)),
    "/d.xls": html("<p>页面不存在</p>", title="提示"),
    "/e.png": Says(200, b"\x89PNG\r\n\x1a\n" + b"0" * 300, (("Content-Type", "image/png"),)),
}


def answers(asked: Asked) -> Says:
    if asked.path == "/":
        return html("".join(f'<a href="{path}">附件</a>' for path in FILES), title="青禾县人民政府")
    return FILES.get(asked.path, NOT_FOUND)


@pytest.mark.parametrize(
    ("path", "size", "shown"),
    [
        ("/a.pdf", LONG + 9, "pdf"),
        ("/b.docx", 504, "office-xml"),
        ("/c.zip", 504, "zip"),
        ("/d.xls", None, "html"),
        ("/e.png", 308, None),
    ],
)
def test_size_and_type(tmp_path: Path, path: str, size: int | None, shown: str | None) -> None:
    with FaultServer() as server:
        host = server.host(answers)
        result = crawl(a_plan(a_portal(host.url())), tmp_path)
        with Crawl.open(result.path) as opened:
            target = next(each for each in opened.targets() if each.url == host.url(path))
    expected = AnswerKind.BAD_ATTACHMENT if shown == "html" else AnswerKind.CONTENT
    assert target.answer is expected
    assert target.file_type == shown
    assert size is None or target.size == size
