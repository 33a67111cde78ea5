"""Which files a crawl loads, in which order and how far; what is left out says why, and no verdict changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest

from config.profiles import Files
from crawler.documents.reader import DocumentReader
from crawler.facts import DocumentFacts
from crawler.fetch.body import CUT_OFF, SLOW, TOO_LARGE
from crawler.fetch.documents import BUDGET, FAILED, NOT_NEWEST, SWITCHED_OFF, Documents
from crawler.fetch.file_reuse import FileReuse
from crawler.fetch.offers import Offers
from crawler.fetch.probe import Prober
from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from crawler.store.writer import CrawlStore
from tests.builders import answer
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, file, html
from xuncha.sample.files import make_file

PDF = "application/pdf"
COLUMNS = {
    "tzgg": {"a.pdf": "2026-06-20", "b.pdf": "2026-06-12", "c.pdf": "2026-05-04"},
    "czxx": {"d.pdf": "2026-03-09", "e.pdf": "2025-11-30", "f.pdf": "2025-02-18"},
}
LARGE = make_file("pdf", "青禾县防汛应急预案\n" * 9_000)
"""Longer than the beginning that is asked of every target."""
STALLED = f"HTTP/1.1 200 OK\r\nContent-Type: {PDF}\r\nContent-Length: {len(LARGE) + 5_000}\r\n\r\n".encode() + LARGE
Answers = Mapping[str, Callable[[Asked], Says]]


def column(name: str, files: Mapping[str, str]) -> Says:
    rows = "".join(
        f'<li><a href="{path}">关于公开{path}的通知附件</a><span>{day}</span></li>' for path, day in files.items()
    )
    here = f'<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/{name}/">{name}栏目</a></div>'
    return html(f'{here}<ul class="list">{rows}</ul>', title=name)


def site(files: Answers, columns: Mapping[str, Mapping[str, str]] = COLUMNS) -> Callable[[Asked], Says]:
    """A home page, its columns, and files: those of `files` as they say, all others good."""

    def answers(asked: Asked) -> Says:
        steps = asked.path.strip("/").split("/")
        if asked.path == "/":
            links = "".join(f'<a href="/{name}/">{name}栏目</a>' for name in columns)
            return html(links, title="青禾县人民政府")
        if steps[-1] in files:
            return files[steps[-1]](asked)
        if len(steps) == 1 and steps[0] in columns:
            return column(steps[0], columns[steps[0]])
        if len(steps) == 2 and steps[1] in columns.get(steps[0], ()):
            return file(make_file("pdf", f"青禾县{steps[1]}"), PDF)
        return NOT_FOUND

    return answers


def audited(host: Host, folder: Path, **changes: Any) -> Result:
    portal = a_portal(host.url(), concurrency=changes.pop("concurrency", 8))
    return crawl(a_plan(portal, **{"documents": Files.ALL, **changes}), folder)


def reasons(result: Result) -> dict[str, str | None]:
    """The name of every file with the reason why it was not read."""
    with Crawl.open(result.path) as opened:
        return {each.url.rpartition("/")[2]: each.reason for each in opened.documents()}


def first(kind: Says, then: Says) -> Callable[[Asked], Says]:
    """Answers so once, and otherwise from then on."""
    return lambda asked: kind if asked.nth == 1 else then


@pytest.fixture(scope="module")
def server() -> Any:
    with FaultServer() as running:
        yield running


def test_the_newest_of_every_column_come_first(server: FaultServer, tmp_path: Path) -> None:
    host = server.host(site({}))
    result = audited(host, tmp_path, documents=Files.NEWEST, documents_per_column=1)
    assert reasons(result) == {f"{name}.pdf": None if name in "ad" else NOT_NEWEST for name in "abcdef"}


def test_a_number_is_a_budget_of_all_columns_alike(server: FaultServer, tmp_path: Path) -> None:
    result = audited(server.host(site({})), tmp_path, max_documents=3)
    told = reasons(result)
    read = {name for name, reason in told.items() if reason is None}
    assert {"a.pdf", "d.pdf"} < read
    assert len(read) == 3
    assert set(told.values()) == {None, BUDGET}


def test_bytes_are_a_budget_looked_at_before_each_batch(server: FaultServer, tmp_path: Path) -> None:
    result = audited(server.host(site({})), tmp_path, max_documents_bytes=1, concurrency=2)
    told = reasons(result)
    assert {name for name, reason in told.items() if reason is None} == {"a.pdf", "d.pdf"}
    assert set(told.values()) == {None, BUDGET}
    assert {kind for kind, _ in result.answers().values()} == {AnswerKind.CONTENT}


@pytest.mark.parametrize(
    ("says", "changes", "reason"),
    [
        (Says(200, LARGE, (("Content-Type", PDF),), declared=len(LARGE) + 5_000), {}, CUT_OFF),
        (Says(raw=STALLED, hang=True), {"document_s": 0.3}, SLOW),
        (file(LARGE, PDF), {"max_document_bytes": len(LARGE) - 1}, TOO_LARGE),
    ],
)
def test_a_file_that_does_not_come_whole_says_why(
    server: FaultServer, tmp_path: Path, says: Says, changes: dict[str, Any], reason: str
) -> None:
    host = server.host(site({"a.pdf": lambda asked: says}))
    result = audited(host, tmp_path, **changes)
    assert reasons(result) == {f"{name}.pdf": None for name in "bcdef"} | {"a.pdf": reason}
    assert result.answers()[host.url("/tzgg/a.pdf")][0] is AnswerKind.CONTENT


def test_what_failed_first_and_answers_later_is_read_late(server: FaultServer, tmp_path: Path) -> None:
    good = file(make_file("pdf", "青禾县预案"), PDF)
    host = server.host(site({"a.pdf": first(html("忙", 503), good)}))
    result = audited(host, tmp_path)
    assert reasons(result)["a.pdf"] is None
    assert host.seen["/tzgg/a.pdf"] == 3  # the failure, the second look, the file


def test_what_fails_again_when_it_is_loaded_late_says_so(server: FaultServer, tmp_path: Path) -> None:
    good, busy = file(make_file("pdf", "青禾县预案"), PDF), html("忙", 503)
    host = server.host(site({"a.pdf": lambda asked: good if asked.nth == 2 else busy}))
    result = audited(host, tmp_path)
    assert reasons(result)["a.pdf"] == FAILED
    assert result.answers()[host.url("/tzgg/a.pdf")][0] is AnswerKind.CONTENT


def test_verdicts_do_not_depend_on_reading(server: FaultServer, tmp_path: Path) -> None:
    faulty: Answers = {
        "a.pdf": lambda asked: NOT_FOUND,
        "b.pdf": lambda asked: html("<p>页面不存在</p>", title="提示"),
        "c.pdf": lambda asked: html("内部错误", 500),
        "d.pdf": lambda asked: Says(200, LARGE, (("Content-Type", PDF),), declared=len(LARGE) + 5_000),
        "e.pdf": lambda asked: Says(200, b"", (("Content-Type", PDF),)),
    }
    kinds = {}
    for documents in (Files.NONE, Files.ALL):
        host = server.host(site(faulty))
        answers = audited(host, tmp_path, documents=documents).answers()
        kinds[documents] = {url.rpartition("/")[2]: answer for url, answer in answers.items() if url.endswith(".pdf")}
    assert kinds[Files.NONE] == kinds[Files.ALL]
    assert kinds[Files.ALL]["a.pdf"] == (AnswerKind.HTTP_404, True)
    assert kinds[Files.ALL]["b.pdf"][0] is AnswerKind.BAD_ATTACHMENT


def test_addresses_of_pages_that_turn_out_to_be_files_are_read(server: FaultServer, tmp_path: Path) -> None:
    says: Answers = {
        "download": lambda asked: file(make_file("docx", "青禾县财政预算"), "application/octet-stream"),
        "data": lambda asked: file(b'{"a": 1}', "application/json"),
        "picture": lambda asked: file(b"\x89PNG\r\n\x1a\n", "image/png"),
    }
    host = server.host(site(says, {"tzgg": {"download": "2026-06-20", "data": "2026-06-12", "picture": "2026-06-01"}}))
    result = audited(host, tmp_path)
    with Crawl.open(result.path) as opened:
        (read,) = opened.documents()
    assert (read.url, read.text, read.reason) == (host.url("/tzgg/download"), "青禾县财政预算", None)
    assert reasons(audited(host, tmp_path, documents=Files.NONE)) == {"download": SWITCHED_OFF}


def test_files_that_were_read_before_an_interruption_wait_no_more(tmp_path: Path) -> None:
    plan = a_plan(a_portal("https://www.example.test/"), documents=Files.ALL)
    urls = [f"https://www.example.test/show/{number}" for number in range(3)]
    with CrawlStore.create(tmp_path / "crawl.sqlite", {}) as store:
        for url in urls:
            store.record_answer(url, answer())
        store.record_document(DocumentFacts(urls[1], "pdf"))
        documents = Documents(
            plan, store, cast(Prober, None), cast(DocumentReader, None), Offers(), reuse=cast(FileReuse, None)
        )
        chosen = documents.choose({}, known=urls)
        assert (len(chosen), documents.waiting) == (3, 2)
        assert documents.pending(chosen) == [urls[0], urls[2]] and documents.waiting == 2
        documents.finish(interrupted=True)
    with closing(sqlite3.connect(tmp_path / "crawl.sqlite")) as file:
        assert file.execute("SELECT reason FROM document ORDER BY url_id").fetchall() == [
            ("file-interrupted",), (None,), ("file-interrupted",)
        ]  # fmt: skip
