"""What the write side promises: order, all or nothing, and the questions of engine and prober."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.answer import Attempt
from crawler.facts import PageReading
from crawler.kinds import AnswerKind, EndReason, PageKind, TargetKind
from crawler.store.crawl import Crawl
from crawler.store.writer import CrawlStore, Waiting
from tests.builders import answer, at, link, page, portal
from tests.crawler.store.tiny_site import new_store

A, B, C = at("/a.html"), at("/b.html"), at("/c.html")


@pytest.fixture
def store(tmp_path: Path) -> CrawlStore:
    described = {"portal": portal().model_dump(mode="json", by_alias=True)}
    return CrawlStore.create(tmp_path / "crawl.sqlite", described)


def test_take_gives_highest_priority_then_oldest_without_the_busy_ones(store: CrawlStore) -> None:
    store.add_waiting([Waiting(A, 10, 1), Waiting(B, 50, 1), Waiting(C, 10, 2, referrer=A)])
    assert [row.url for row in store.take(10, ())] == [B, A, C]
    first = store.take(1, ())[0]
    assert [row.url for row in store.take(1, {first.id})] == [A]
    assert store.take(0, ()) == []


def test_a_known_url_keeps_its_place_on_the_ledger(store: CrawlStore) -> None:
    store.add_waiting([Waiting(A, 10, 1)])
    store.add_waiting([Waiting(A, 99, 0)])
    assert [(row.priority, row.depth) for row in store.take(5, ())] == [(10, 1)]
    store.record_answer(A, answer(AnswerKind.HTTP_404, status=404))
    store.add_waiting([Waiting(A, 99, 0)])
    assert store.take(5, ()) == []


def test_record_page_is_all_or_nothing(store: CrawlStore) -> None:
    store.add_waiting([Waiting(A, 50, 0)])
    (row,) = store.take(1, ())

    def interrupted() -> Iterator[Waiting]:
        yield Waiting(B, 10, 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.record_page(row.id, answer(), page(A, PageKind.OTHER, links=[link("/b.html")]), interrupted())
    counts = store.counts()
    assert (counts.pages, counts.answers, counts.waiting) == (0, 0, 1)
    assert [left.url for left in store.take(5, ())] == [A]


def test_record_page_wants_a_url_of_the_ledger(store: CrawlStore) -> None:
    with pytest.raises(ValueError, match="not on the ledger"):
        store.record_page(77, answer(), page(A, PageKind.OTHER), ())


def test_a_second_reading_replaces_the_first(tmp_path: Path, store: CrawlStore) -> None:
    store.add_waiting([Waiting(A, 50, 0)])
    (row,) = store.take(1, ())
    store.record_page(row.id, answer(), page(A, PageKind.OTHER, links=[link("/b.html")]), ())
    store.record_page(row.id, answer(), page(A, PageKind.COLUMN, links=[link("/c.html")]), ())
    store.seal(EndReason.FINISHED)
    with Crawl.open(tmp_path / "crawl.sqlite") as crawl:
        assert [one.kind for one in crawl.pages()] == [PageKind.COLUMN]
        assert [target.url for target in crawl.targets()] == [C]


def test_pages_of_some_kinds_are_given_alone(tmp_path: Path, store: CrawlStore) -> None:
    kinds = {A: PageKind.COLUMN, B: PageKind.ARTICLE, C: PageKind.LANDING}
    store.add_waiting([Waiting(url, 50, 0) for url in kinds])
    for row in store.take(5, ()):
        store.record_page(row.id, answer(), page(row.url, kinds[row.url]), ())
    store.seal(EndReason.FINISHED)
    with Crawl.open(tmp_path / "crawl.sqlite") as crawl:
        assert [one.url for one in crawl.pages(kinds={PageKind.LANDING, PageKind.COLUMN})] == [A, C]
        assert [one.url for one in crawl.pages(kinds=())] == []
        assert [one.url for one in crawl.pages()] == [A, B, C]


def test_answers_survive_unchanged(store: CrawlStore) -> None:
    attempts = (
        Attempt(AnswerKind.TIMEOUT, None, "2025-11-20T02:00:00+00:00", 15000, "HEAD", "read timeout"),
        Attempt(AnswerKind.HTTP_404, 404, "2025-11-20T02:10:00+00:00", 31, sure=False, run="october"),
    )
    given = answer(
        AnswerKind.HTTP_404,
        status=404,
        attempts=attempts,
        final_url=B,
        redirects=(C,),
        size=7,
        detail="x",
        confirmed=False,
    )
    store.record_answer(A, answer())
    store.record_answer(A, given)
    assert list(store.answers()) == [(A, given)]


def test_a_revised_answer_leaves_what_else_is_known_of_the_address(store: CrawlStore, tmp_path: Path) -> None:
    store.add_waiting([Waiting(A, 50, 0), Waiting(B, 50, 0)])
    shown, other = store.take(2, ())
    store.record_page(shown.id, answer(), page(A, PageKind.OTHER), ())
    store.record_alias(B, answer(AnswerKind.REDIRECT_TO_HOME, status=302), shown.id)
    revised = answer(AnswerKind.REDIRECT_TO_HOME, status=302, confirmed=False, detail="again")
    store.revise_answer(B, revised)
    store.revise_answer(C, answer())  # was never asked: nothing to revise
    assert dict(store.answers()) == {A: answer(), B: revised}
    store.seal(EndReason.FINISHED)
    with sqlite3.connect(f"file:{tmp_path / 'crawl.sqlite'}?mode=ro&immutable=1", uri=True) as file:
        assert file.execute("SELECT shows FROM answer WHERE url_id = ?", (other.id,)).fetchone() == (shown.id,)
    file.close()


def test_second_looks_are_for_suspected_faults_and_transient_kinds(store: CrawlStore) -> None:
    store.record_answer(A, answer(AnswerKind.HTTP_404, status=404, confirmed=False))
    store.record_answer(B, answer(AnswerKind.HTTP_404, status=404))
    store.record_answer(C, answer(AnswerKind.BOT_WALL, status=412))
    store.record_answer(at("/d.html"), answer())
    assert [url for url, _ in store.answers_to_confirm()] == [A, C]


def test_the_prober_gets_linked_targets_that_nobody_answered_or_refused(store: CrawlStore) -> None:
    links = [
        link("/x.pdf", kind=TargetKind.ATTACHMENT),
        link("/x.pdf", kind=TargetKind.PAGE),
        link("/y.png", kind=TargetKind.IMAGE),
        link("http://elsewhere.example.cn/", kind=TargetKind.EXTERNAL),
        link("/robots.pdf", kind=TargetKind.ATTACHMENT),
        link("/other-unit.pdf", kind=TargetKind.ATTACHMENT),
        link("/known.pdf", kind=TargetKind.ATTACHMENT),
        link("javascript:;", url=None),
    ]
    store.add_waiting([Waiting(A, 50, 0)])
    (row,) = store.take(1, ())
    store.record_page(row.id, answer(), page(A, PageKind.OTHER, links=links), ())
    store.record_answer(at("/known.pdf"), answer())
    store.refuse(at("/robots.pdf"), "robots-forbidden")
    store.refuse(at("/other-unit.pdf"), "scope")
    asked = []
    for url, kind in store.unanswered_targets({TargetKind.ATTACHMENT, TargetKind.EXTERNAL}):
        store.record_answer(url, answer())
        asked.append((url, kind))
    assert asked == [
        (at("/x.pdf"), TargetKind.ATTACHMENT),
        ("http://elsewhere.example.cn/", TargetKind.EXTERNAL),
        (at("/other-unit.pdf"), TargetKind.ATTACHMENT),
    ]
    assert list(store.unanswered_targets({TargetKind.ATTACHMENT})) == []


def test_more_targets_than_one_chunk_are_each_given_once(store: CrawlStore) -> None:
    links = [link(f"/{number}.pdf", kind=TargetKind.ATTACHMENT) for number in range(2500)]
    store.add_waiting([Waiting(A, 50, 0)])
    store.record_page(store.take(1, ())[0].id, answer(), page(A, PageKind.OTHER, links=links), ())
    urls = [url for url, _ in store.unanswered_targets({TargetKind.ATTACHMENT})]
    assert urls == [one.url for one in links]


def test_refusals_need_a_known_reason_and_end_the_waiting(store: CrawlStore) -> None:
    store.add_waiting([Waiting(A, 50, 0)])
    store.refuse(A, "robots-forbidden")
    store.refuse(B, "scope")
    counts = store.counts()
    assert (counts.waiting, counts.refused) == (0, 2)
    with pytest.raises(ValueError, match="no reason"):
        store.refuse(C, "do not like it")


def test_counts_tell_the_last_word_on_each_url(store: CrawlStore) -> None:
    store.add_waiting([Waiting(A, 50, 0), Waiting(B, 50, 0)])
    store.record_page(store.take(1, ())[0].id, answer(), page(A, PageKind.OTHER), [Waiting(C, 10, 1)])
    store.record_answer(at("/gone.html"), answer(AnswerKind.TIMEOUT, status=None))
    store.record_answer(at("/gone.html"), answer(AnswerKind.HTTP_404, status=404))
    counts = store.counts()
    assert (counts.pages, counts.answers, counts.waiting, counts.refused) == (1, 2, 2, 0)
    assert counts.by_answer == {AnswerKind.CONTENT: 1, AnswerKind.HTTP_404: 1}


def test_the_same_work_gives_the_same_rows(tmp_path: Path) -> None:
    def written(name: str) -> list[tuple[object, ...]]:
        with new_store(tmp_path / name) as store:
            row = store.take(1, ())[0]
            reading: PageReading = page(row.url, PageKind.OTHER, links=[link(f"/{k}.html", "甲") for k in range(60)])
            store.record_page(row.id, answer(), reading, [Waiting(A, 10, 1)])
        with Crawl.open(tmp_path / name) as crawl:
            tables = ("url", "ledger", "answer", "page", "block", "block_link", "page_block")
            return [row for table in tables for row in crawl._file.execute(f"SELECT * FROM {table} ORDER BY 1, 2")]

    assert written("one.sqlite") == written("two.sqlite")


def test_links_can_be_followed_back_while_recording_goes_on(store: CrawlStore, tmp_path: Path) -> None:
    """What was recorded is committed by then; a fault behind it undoes no more than its own step."""
    store.add_waiting([Waiting(A, 50, 0), Waiting(B, 10, 1)])
    first, second = store.take(2, ())
    store.record_page(first.id, answer(), page(A, PageKind.OTHER, links=[link(C, "旧文")]), ())
    store.index_links()
    assert store.linking(C, 5) == [A]
    with sqlite3.connect(tmp_path / "crawl.sqlite") as beside:
        assert beside.execute("SELECT count(*) FROM page").fetchone() == (1,)
    beside.close()

    def interrupted() -> Iterator[Waiting]:
        yield Waiting(C, 10, 1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.record_page(second.id, answer(), page(B, PageKind.OTHER, links=[link(C, "旧文")]), interrupted())
    assert store.linking(C, 5) == [A]
