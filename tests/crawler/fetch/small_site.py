"""A portal of about ninety pages with columns, paging by links, articles, files and a few true faults."""

from __future__ import annotations

from crawler.kinds import AnswerKind
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, Says, file, html

COLUMNS, ARTICLES = 8, 80
PDF = b"%PDF-1.4\n" + b"0" * 2000
BROKEN = {
    "/article/missing.html": AnswerKind.HTTP_404,
    "/files/missing.pdf": AnswerKind.HTTP_404,
    "/article/broken.html": AnswerKind.HTTP_5XX,
    "/article/nothing.html": AnswerKind.SOFT_404,
}
"""The faults that a crawl must find, all confirmed."""


def paragraph(number: int) -> str:
    """A paragraph that is different on every page."""
    return "<p>" + "".join(chr(0x4E00 + (number * 977 + at * 31) % 20_000) for at in range(600)) + "</p>"


def answer(asked: Asked) -> Says:
    """What the portal answers when it is well."""
    name = asked.path.rpartition("/")[2].partition(".")[0]
    number = int(name) if name.isdigit() else -1
    navigation = "".join(f'<a href="/column/{each}.html">栏目{each}</a>' for each in range(COLUMNS))
    if asked.path == "/":
        return html(navigation + paragraph(0), title="样例县人民政府")
    if asked.path.startswith("/column/") and 0 <= number < COLUMNS:
        items = "".join(
            f'<li><a href="/article/{each}.html">公告{each}</a></li>' for each in range(number, ARTICLES, COLUMNS)
        )
        faults = "".join(f'<a href="{path}">附</a>' for path in BROKEN)
        return html(f"{navigation}<ul>{items}</ul>{faults}{paragraph(1000 + number)}", title=f"栏目{number}")
    if asked.path.startswith("/article/") and 0 <= number < ARTICLES:
        links = f'<a href="/files/{number}.pdf">附件</a>' if number % 4 == 0 else ""
        return html(f"{navigation}<h1>公告{number}</h1>{paragraph(number + 1)}{links}", title=f"公告{number}")
    if asked.path.startswith("/files/") and 0 <= number < ARTICLES:
        return file(PDF, "application/pdf")
    if asked.path == "/article/broken.html":
        return html("", 500)
    if asked.path == "/article/nothing.html":
        return html("<h1>您访问的页面不存在</h1>", title="页面不存在")
    return NOT_FOUND
