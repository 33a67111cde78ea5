"""The files that pages link, with what their addresses answered."""

from __future__ import annotations

from pathlib import Path

from crawler.kinds import AnswerKind, TargetKind
from crawler.store.crawl import Crawl
from tests.builders import answer, article, at, crawl_file, home, link


def test_a_linked_file_has_size_type_and_answer(tmp_path: Path) -> None:
    files = ("/a.pdf", "/b.docx", "/c.xls")
    reading = article("/1.html", links=[link(url, "附件", kind=TargetKind.ATTACHMENT) for url in files])
    answers = {
        "/a.pdf": answer(size=52_340, file_type="pdf"),
        "/b.docx": answer(AnswerKind.HTTP_404, status=404, file_type="html"),
    }
    with Crawl.open(crawl_file(tmp_path / "c.sqlite", [home(), reading], answers=answers)) as crawl:
        targets = [target for url in files if (target := crawl.target(at(url))) is not None]
        assert crawl.target(at("/not-linked.pdf")) is None
    assert [(target.size, target.file_type) for target in targets] == [(52_340, "pdf"), (None, "html"), (None, None)]
    assert [target.answer for target in targets] == [AnswerKind.CONTENT, AnswerKind.HTTP_404, None]
