"""What a crawl says of the addresses of faults: read, gone, led elsewhere, failed, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

from crawler.kinds import AnswerKind
from crawler.store.crawl import Crawl
from reports.comparing.seen import Seen, path_of, seen_of

HOST = "http://www.a.gov.cn"


@dataclass(frozen=True)
class Answered:
    """A crawl with these answers: URL, kind, final URL, proven; pages of scripts cannot be read."""

    rows: tuple[tuple[str, AnswerKind, str | None, bool], ...]

    def answers(self) -> Iterator[tuple[str, AnswerKind, str | None, bool]]:
        return iter(self.rows)

    def page(self, url: str) -> object | None:
        return None if url.endswith(".pdf") else SimpleNamespace(judgeable="script" not in url)


def seen(*rows: tuple[str, AnswerKind, str | None, bool]) -> Seen:
    paths = frozenset({"/", "/old.html", "/new.html", "/script.html", "/file.pdf", "/gone.html", "/odd.html"})
    return seen_of(cast(Crawl, Answered(rows)), paths)


def test_each_kind_of_answer_says_something_else() -> None:
    found = seen(
        (f"{HOST}/index.html", AnswerKind.CONTENT, f"{HOST.replace('http', 'https')}/", True),
        (f"{HOST}/old.html", AnswerKind.CONTENT, f"{HOST}/new.html", True),
        (f"{HOST}/script.html", AnswerKind.CONTENT, None, True),
        (f"{HOST}/file.pdf", AnswerKind.CONTENT, None, True),
        (f"{HOST}/gone.html", AnswerKind.HTTP_404, None, True),
        (f"{HOST}/odd.html", AnswerKind.HTTP_404, None, False),
        (f"{HOST}/else.html", AnswerKind.CONTENT, None, True),
    )
    pages = {name: f"a.gov.cn/{name}" for name in ("", "new.html", "script.html", "file.pdf")}
    assert found.there == set(pages.values())
    assert found.read == {pages[""], pages["new.html"], pages["file.pdf"]}
    assert found.answered == {*pages.values(), "a.gov.cn/old.html"}
    assert (found.gone, found.failed) == ({"a.gov.cn/gone.html"}, {"a.gov.cn/odd.html"})


def test_what_did_not_answer_or_was_not_let_in_was_not_seen() -> None:
    found = seen(
        (f"{HOST}/old.html", AnswerKind.HTTP_5XX, None, True),
        (f"{HOST}/new.html", AnswerKind.BOT_WALL, None, True),
    )
    assert found == Seen(failed=frozenset({"a.gov.cn/old.html"}))


def test_a_path_is_what_a_move_leaves() -> None:
    assert path_of("a.gov.cn:8080/x/?id=1") == "/x/?id=1"
