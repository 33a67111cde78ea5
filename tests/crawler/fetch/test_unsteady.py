"""A portal whose every fifth answer is a bot wall, a 503 or a reset: nothing that fails may be held against it.

What is broken in such a crawl must be broken in a clean one too.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.kinds import BROKEN, TRANSIENT, AnswerKind
from tests.crawler.fetch import small_site
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import Answerer, Asked, FaultServer, Says, html

TROUBLES = {
    "wall": html("", 412),
    "wall-200": html("<script>wzws_cid</script>请开启JavaScript并刷新该页", title=""),
    "503": html("", 503),
    "reset": Says(reset=True),
}


def every_fifth_answer(asked: Asked) -> int | None:
    return asked.total // 5 if asked.total % 5 == 0 else None


def every_fifth_address(asked: Asked) -> int | None:
    number = zlib.crc32(asked.path.encode())
    return number // 5 if number % 5 == 0 and asked.path != "/" else None


def troubled(when: Callable[[Asked], int | None], names: tuple[str, ...]) -> Answerer:
    """The small portal with troubles put in where `when` gives a number."""

    def answer(asked: Asked) -> Says:
        turn = when(asked)
        return small_site.answer(asked) if turn is None else TROUBLES[names[turn % len(names)]]

    return answer


def broken(result: Result, host: str) -> dict[str, tuple[AnswerKind, bool]]:
    """The faults that a crawl recorded, by path."""
    answers = result.answers().items()
    return {url.partition(host)[2]: answer for url, answer in answers if answer[0] in BROKEN}


def run(answer: Answerer, folder: Path) -> tuple[Result, str]:
    with FaultServer() as server:
        host = server.host(answer)
        return crawl(a_plan(a_portal(host.url())), folder), host.netloc


def test_a_clean_crawl_finds_the_faults_and_all_pages(tmp_path: Path) -> None:
    result, host = run(small_site.answer, tmp_path)
    assert broken(result, host) == {path: (kind, True) for path, kind in small_site.BROKEN.items()}
    assert len(result.pages()) == 1 + small_site.COLUMNS + small_site.ARTICLES


@pytest.mark.parametrize("when", [every_fifth_answer, every_fifth_address])
@pytest.mark.parametrize("names", [("wall",), ("wall-200",), ("503",), ("reset",), tuple(TROUBLES)], ids="+".join)
def test_trouble_is_never_held_against_the_portal(
    when: Callable[[Asked], int | None], names: tuple[str, ...], tmp_path: Path
) -> None:
    result, host = run(troubled(when, names), tmp_path)
    found = broken(result, host)
    proven = {path: kind for path, (kind, confirmed) in found.items() if confirmed}
    by_chance = {kind for path, (kind, _) in found.items() if path not in small_site.BROKEN}
    assert proven.items() <= small_site.BROKEN.items()
    assert by_chance <= TRANSIENT  # what was hit by chance at every look is suspected at most
    kinds = {kind for kind, _ in result.answers().values()}
    assert when is every_fifth_answer or kinds & {AnswerKind.BOT_WALL, AnswerKind.UNSTABLE_HOST}


def test_what_recovers_is_crawled(tmp_path: Path) -> None:
    result, _ = run(troubled(every_fifth_answer, ("503",)), tmp_path)
    assert len(result.pages()) >= 0.95 * (1 + small_site.COLUMNS + small_site.ARTICLES)
