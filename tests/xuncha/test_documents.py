"""What a crawl reads out of files is what was planted in them; what cannot be read says why."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urljoin

import pytest

from config.policy import policy
from config.profiles import Files
from crawler.facts import DocumentFacts
from crawler.fetch.documents import SWITCHED_OFF
from crawler.store.crawl import Crawl
from tests.crawler.fetch.crawls import a_plan, crawl
from tests.xuncha.runs import xuncha
from xuncha.sample.files import make_file
from xuncha.sample.pdf_files import ruled_pdf, scanned_pdf
from xuncha.sample.themes import ThemePortal, serve_theme
from xuncha.sample.themes.plan import FilePlan

REASONS = {"scanned": "scanned", "cut": "damaged", "locked": "encrypted", "bomb": "expands-too-far", None: None}
TYPES = {
    "pdf": "pdf",
    "docx": "office-xml",
    "xlsx": "office-xml",
    **dict.fromkeys(("doc", "wps", "xls", "et"), "office-binary"),
    "ofd": "ofd",
    "rtf": "rtf",
    "zip": "zip",
}


def planted(theme: ThemePortal) -> dict[str, FilePlan]:
    """Every file that is there, by its address."""
    return {
        urljoin(f"http://{theme.host}{column.path}", file.path): file
        for column in theme.plan.columns
        for article in column.articles
        for file in article.files
        if file.status == 200
    }


def said(facts: DocumentFacts) -> str:
    return "\n".join((facts.text, *(inner.text for _, inner in facts.inner)))


def test_documents_say_what_was_planted(tmp_path: Path) -> None:
    with serve_theme("documents") as theme:
        plan = a_plan(theme.portal, documents=Files.ALL, allow_hosts=theme.allow_hosts, timeout_s=10.0)
        result = crawl(plan, tmp_path)
        truth = planted(theme)
        with Crawl.open(result.path) as opened:
            read = {facts.url: facts for facts in opened.documents()}
            assert opened.document(next(iter(truth))) is not None
    assert set(read) == set(truth)
    for url, file in truth.items():
        facts = read[url]
        reason = facts.reason or next((inner.reason for _, inner in facts.inner), None)
        assert reason == REASONS[file.spoilt], url
        assert file.spoilt == "locked" or facts.type == TYPES[url.rpartition(".")[2]], url
        if file.spoilt is None:
            assert (file.text or file.title) in said(facts), url


def test_without_documents_every_file_says_so(tmp_path: Path) -> None:
    with serve_theme("documents") as theme:
        result = crawl(a_plan(theme.portal, allow_hosts=theme.allow_hosts, timeout_s=10.0), tmp_path)
        truth = planted(theme)
        with Crawl.open(result.path) as opened:
            assert {facts.url: facts.reason for facts in opened.documents()} == dict.fromkeys(truth, SWITCHED_OFF)


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        (
            "long.pdf",
            ruled_pdf("收支表\n科目\t金额\n教育\t3200", pages=policy().documents.table_pages + 1),
            "没有按行读取",
        ),
        ("a.pdf", make_file("pdf", "青禾县预算"), "青禾县预算"),
        ("renamed.wps", make_file("docx", "青禾县方案"), "青禾县方案"),
        ("scan.pdf", scanned_pdf("x"), "扫描件"),
    ],
)
def test_inspect_shows_what_a_file_says(tmp_path: Path, name: str, body: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(body)
    shown = xuncha("inspect", str(tmp_path / name))
    assert told in shown.stdout
    plain = json.loads(xuncha("inspect", "--json", str(tmp_path / name)).stdout)
    assert plain["kind"] == "document"
    assert (plain["reason"] == "scanned") is (name == "scan.pdf")
