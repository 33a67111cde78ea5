"""The files that articles offer, with what their addresses answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crawler.facts import ArticleFacts, Attachment, PageReading
from crawler.kinds import AnswerKind, TargetKind
from crawler.store.crawl import Crawl
from tests.builders import answer, article, at, crawl_file, home, link


def offering(*files: tuple[str, str]) -> PageReading:
    plain = article("/1.html", links=[link(url, title, kind=TargetKind.ATTACHMENT) for title, url in files[:2]])
    facts = ArticleFacts(attachments=tuple(Attachment(title, at(url)) for title, url in files))
    return PageReading(replace(plain.facts, article=facts), plain.links)


def test_files_of_an_article_come_in_order_with_size_type_and_answer(tmp_path: Path) -> None:
    reading = offering(("附件1", "/a.pdf"), ("附件2", "/b.docx"), ("附件3", "/c.xls"))
    answers = {
        "/a.pdf": answer(size=52_340, file_type="pdf"),
        "/b.docx": answer(AnswerKind.HTTP_404, status=404, file_type="html"),
    }
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", [home(), reading], answers=answers)) as crawl:
        files = crawl.files_of(reading.facts)
    assert [file.title for file in files] == ["附件1", "附件2", "附件3"]
    assert [(file.target.size, file.target.file_type) for file in files] == [
        (52_340, "pdf"), (None, "html"), (None, None)
    ]  # fmt: skip
    assert [file.target.answer for file in files] == [AnswerKind.CONTENT, AnswerKind.HTTP_404, None]


def test_a_page_that_is_no_article_offers_nothing(tmp_path: Path) -> None:
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", [home()])) as crawl:
        assert crawl.files_of(home().facts) == ()
