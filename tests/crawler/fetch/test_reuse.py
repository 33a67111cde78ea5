"""A crawl that takes over what did not change makes the same file, row by row, as one that reads everything."""

from __future__ import annotations

import datetime as dt
import gc
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from config.policy import Policy, policy
from config.profiles import Files
from config.settings import Evidence
from crawler.evidence.archive import Archive
from crawler.evidence.keep import keep
from crawler.fetch.engine import resume_crawl
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.reuse import Reuse
from crawler.kinds import AnswerKind, EndReason
from crawler.reading.read_page import read_page
from crawler.store.crawl import Crawl
from crawler.store.reuse import KeptPage
from tests.crawler.fetch import small_site
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Host, Says, file, html, moved
from tests.crawler.fetch.revalidating import Revalidating, lying
from tests.crawler.fetch.test_resuming import broken_off
from xuncha.sample.files import make_file

ARTICLES = [f"/article/{number}.html" for number in range(small_site.ARTICLES)]
_TOLD = {
    "answers": "SELECT u.url, a.answer, a.status, a.size, a.body_hash, a.content_type, a.confirmed FROM answer a "
    "JOIN url u ON u.id = a.url_id",
    "pages": "SELECT u.url, p.family, p.kind, told(p.facts, p.dictionary) FROM page p JOIN url u ON u.id = p.url_id",
    "links": "SELECT u.url, pb.position, bl.position, b.region, coalesce(t.url, bl.href), bl.text, bl.kind FROM "
    "page_block pb JOIN block b ON b.id = pb.block_id JOIN block_link bl ON bl.block_id = b.id "
    "JOIN url u ON u.id = pb.page_id LEFT JOIN url t ON t.id = bl.url_id",
    "ledger": "SELECT u.url, l.state, l.role FROM ledger l JOIN url u ON u.id = l.url_id",
}
LEAST = policy().reuse.sample_least


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


class Portal:
    """One portal whose state changes, and its crawls."""

    def __init__(self, server: FaultServer, folder: Path, site: Any = small_site.answer, **changes: Any) -> None:
        self.answers = Revalidating(site)
        self.host: Host = server.host(self.answers)
        self.folder = folder
        self._concurrency = changes.pop("concurrency", 8)
        self._changes = changes
        self._count = 0

    def plan(self, previous: Result | None = None, **changes: Any) -> CrawlPlan:
        before = previous.path if previous is not None else None
        told = {
            "timeout_s": 10.0,
            "meta": {"run_id": f"run-{self._count}"},
            "previous": before,
            **self._changes,
            **changes,
        }
        return a_plan(a_portal(self.host.url(), concurrency=self._concurrency), **told)

    def crawl(self, previous: Result | None = None, **changes: Any) -> Result:
        self._count += 1
        folder = self.folder / f"run-{self._count}"
        folder.mkdir()
        self.answers.forget()
        return crawl(self.plan(previous, **changes), folder)

    def url(self, path: str) -> str:
        return self.host.url(path)


@pytest.fixture
def portal(server: FaultServer, tmp_path: Path) -> Portal:
    return Portal(server, tmp_path)


def card(result: Result) -> dict[str, Any]:
    [(value,)] = result.rows("SELECT value FROM meta WHERE key = 'reuse'")
    told: dict[str, Any] = json.loads(value)
    return told


def attempts(result: Result, url: str) -> list[dict[str, Any]]:
    [(value,)] = result.rows("SELECT a.attempts FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", url)
    told: list[dict[str, Any]] = json.loads(value)
    return told


def told(result: Result) -> dict[str, list[tuple[Any, ...]]]:
    """What a file says, whatever its numbers are."""
    return {name: sorted(result.rows(query)) for name, query in _TOLD.items()}


def edited(result: Result, statement: str, *values: Any) -> None:
    """Change a sealed file, as a file of another day would be."""
    result.path.chmod(0o644)
    with sqlite3.connect(result.path) as connection:
        connection.execute(statement, values)
    connection.close()


def test_an_unchanged_portal_is_neither_sent_nor_read_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    first = portal.crawl()
    sent = portal.answers.sent
    read: list[str] = []

    def reading(url: str, *more: Any, **named: Any) -> Any:
        read.append(url)
        return read_page(url, *more, **named)

    monkeypatch.setattr("crawler.fetch.page_reader.read_page", reading)
    again = portal.crawl(first)
    assert again.content() == first.content()
    assert len(portal.answers.unchanged) >= 80
    assert portal.answers.sent < 0.45 * sent  # nine list pages with the paragraphs of an article, and the sample
    assert set(read) == {portal.url("/article/nothing.html")}
    told = card(again)
    assert told["why_not"] is None and told["differed"] == [] and told["withdrawn"] == 0
    assert LEAST <= len(ARTICLES) - told["unchanged"] <= told["compared"]  # some files are in the sample, too
    assert told["unchanged"] + told["same_bytes"] == again.end.counts.pages
    assert told["bytes_saved"] > told["bytes_received"]


def test_lists_and_the_home_page_are_always_fetched_whole(portal: Portal) -> None:
    portal.crawl(portal.crawl())
    columns = [f"/column/{number}.html" for number in range(small_site.COLUMNS)]
    assert {"/", *columns}.isdisjoint(portal.answers.conditional)


def test_an_unchanged_page_says_when_it_was_fetched_and_when_it_was_asked(portal: Portal) -> None:
    first = portal.crawl()
    again = portal.crawl(first)
    third = portal.crawl(again)
    [url] = [url for url in map(portal.url, ARTICLES) if len(attempts(again, url)) == 2][:1]
    [fetched] = attempts(first, url)
    then, now = attempts(again, url)
    assert then == {**fetched, "run": "run-1"}
    assert (now["answer"], now["status"]) == ("content", 304) and now["at"] > fetched["at"] and "run" not in now
    assert attempts(third, url)[0] == then and len(attempts(third, url)) == 2
    with Crawl.open(third.path) as crawl:
        answer = crawl.answer(url)
        assert answer is not None and (answer.status, answer.kind) == (200, AnswerKind.CONTENT)
        assert answer.fetched_at == attempts(third, url)[1]["at"]


def changes(portal: Portal) -> None:
    """The portal goes on: an article is rewritten, one is gone, one fails, one is new and stands in a list."""
    rows = "".join(f'<li><a href="/article/{each}.html">公告{each}</a></li>' for each in (*range(0, 80, 8), "neu"))
    portal.answers.instead = {
        "/article/10.html": html(f"<h1>公告10</h1>{small_site.paragraph(777)}<a href='/article/lost.html'>附</a>"),
        "/article/11.html": NOT_FOUND,
        "/article/12.html": Says(500),
        "/article/13.html": html("<h1>您访问的页面不存在</h1>", title="页面不存在"),
        "/article/neu.html": html(f"<h1>新公告</h1>{small_site.paragraph(888)}", title="新公告"),
        "/files/16.pdf": NOT_FOUND,
        "/column/0.html": html(f"<ul>{rows}</ul>{small_site.paragraph(1000)}", title="栏目0"),
    }


def test_what_changed_is_found_as_by_a_crawl_that_reads_everything(portal: Portal) -> None:
    first = portal.crawl()
    changes(portal)
    again = portal.crawl(first)
    assert len(portal.answers.unchanged) > 60
    full = portal.crawl()
    assert again.content() == full.content()
    answers = again.answers()
    assert answers[portal.url("/article/11.html")] == (AnswerKind.HTTP_404, True)
    assert answers[portal.url("/article/12.html")] == (AnswerKind.HTTP_5XX, True)
    assert answers[portal.url("/article/13.html")] == (AnswerKind.SOFT_404, True)
    assert answers[portal.url("/article/lost.html")] == (AnswerKind.HTTP_404, True)
    assert answers[portal.url("/files/16.pdf")] == (AnswerKind.HTTP_404, True)
    assert portal.url("/article/neu.html") in again.pages()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_changes_it_makes_the_file_of_a_full_crawl(portal: Portal, seed: int) -> None:
    """Any mixture of changes, in three crawls of a chain."""
    chance = Random(seed)
    before = portal.crawl()
    for _ in range(2):
        portal.answers.instead = {path: _otherwise(chance, path) for path in chance.sample(ARTICLES, 25)} | {
            f"/files/{number}.pdf": chance.choice((NOT_FOUND, file(small_site.PDF + b"1", "application/pdf")))
            for number in (0, 8)
        }
        again = portal.crawl(before)
        assert len(portal.answers.unchanged) > 30
        assert again.content() == portal.crawl().content()
        before = again


def test_however_little_is_remembered_it_makes_the_same_rows(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    first = portal.crawl()
    changes(portal)
    usual = portal.crawl(first)
    for place in ("crawler.store.store_rows._REMEMBERED", "crawler.store.reuse._REMEMBERED"):
        monkeypatch.setattr(place, 3)
    scarce = portal.crawl(first)
    assert card(scarce)["unchanged"] == card(usual)["unchanged"] > 60
    for table in ("url", "ledger", "link", "block", "block_part", "page_block"):
        assert scarce.rows(f"SELECT * FROM {table}") == usual.rows(f"SELECT * FROM {table}"), table


def _otherwise(chance: Random, path: str) -> Says:
    number = chance.randrange(3000, 9000)
    other = chance.choice(ARTICLES)
    links = f'<a href="{other}">另见</a><a href="/article/x{number}.html">附</a>'
    return chance.choice(
        (
            html(f"<h1>公告</h1>{small_site.paragraph(number)}", title=f"公告{number}"),
            html(f"<h1>公告</h1>{small_site.paragraph(number)}{links}", title=f"公告{number}"),
            html(f"<ul>{''.join(f'<li><a href={each}>公告</a></li>' for each in ARTICLES[:9])}</ul>", title="栏目"),
            html("<h1>您访问的页面不存在</h1>", title="页面不存在"),
            moved(other),
            file(small_site.PDF, "application/pdf"),
            NOT_FOUND,
            Says(500),
        )
    )


@pytest.mark.parametrize("most", [10_000, 45], ids=["to the end", "page budget"])
def test_cut_off_and_resumed_it_makes_the_same_file(most: int, portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    first = portal.crawl()
    changes(portal)
    whole = portal.crawl(first, max_pages=most)
    count = len(whole.answers())
    for after in (12, count // 2 + 3, count - 4):
        folder = portal.folder / str(after)
        folder.mkdir()
        plan = portal.plan(first, max_pages=most)
        path = broken_off(plan, folder, monkeypatch, after)
        end = resume_crawl(plan, path)
        assert (end.reason, end.counts) == (whole.end.reason, whole.end.counts), after
        assert Result(end, path).content() == whole.content(), after
        assert card(Result(end, path))["unchanged"] == card(whole)["unchanged"], after


def test_a_server_that_calls_everything_unchanged_is_found_out_at_once(portal: Portal) -> None:
    portal.answers.tag = lying
    first = portal.crawl()
    portal.answers.instead = {
        path: html(f"<h1>公告</h1>{small_site.paragraph(5000 + at)}") for at, path in enumerate(ARTICLES)
    }
    again = portal.crawl(first)
    assert card(again)["differed"] and card(again)["unchanged"] == 0
    assert told(again) == told(portal.crawl())


def test_pages_that_changed_are_not_held_to_the_end(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that knows no conditions sends all of them: what they were would fill the memory page by page."""
    first = portal.crawl()
    portal.answers.tag = None
    held: list[int] = []
    card_of = Reuse.card

    def counted(reuse: Reuse) -> dict[str, Any]:
        held.append(sum(isinstance(each, KeptPage) for each in gc.get_objects()))
        return card_of(reuse)

    monkeypatch.setattr(Reuse, "card", counted)
    again = portal.crawl(first)
    assert card(again)["conditional"] >= len(ARTICLES)
    assert held == [0]


def test_what_was_believed_too_soon_is_fetched_after_all(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    few = policy().reuse.model_copy(update={"sample_least": 1, "sample_share": 0.3})
    own: Policy = policy().model_copy(update={"reuse": few})
    monkeypatch.setattr("crawler.fetch.belief.policy", lambda: own)
    portal.answers.tag = lying
    first = portal.crawl()
    late = ARTICLES[len(ARTICLES) // 2 :]
    portal.answers.instead = {
        path: html(f"<h1>公告</h1>{small_site.paragraph(5000 + at)}") for at, path in enumerate(late)
    }
    again = portal.crawl(first)
    assert card(again)["withdrawn"] > 0 and card(again)["differed"] and card(again)["unchanged"] == 0
    full = portal.crawl()
    assert told(again) == told(full)
    assert again.end.counts == full.end.counts


def test_bytes_that_differ_in_nothing_that_is_read_are_no_lie(portal: Portal) -> None:
    portal.answers.tag = lying
    first = portal.crawl()
    plain = small_site.answer

    def commented(asked: Asked) -> Says:
        says = plain(asked)
        return Says(says.status, says.body.replace(b"</body>", b"<!-- node 7 --></body>"), says.headers)

    portal.answers.site = commented
    again = portal.crawl(first)
    assert card(again)["differed"] == [] and card(again)["unchanged"] > 60


@pytest.mark.parametrize("mark", ["another", None], ids=["other readers", "a file that does not say"])
def test_facts_of_other_readers_are_never_taken_over(portal: Portal, mark: str | None) -> None:
    first = portal.crawl()
    if mark is None:
        edited(first, "DELETE FROM meta WHERE key = 'readers'")
    else:
        edited(first, "UPDATE meta SET value = json_set(value, '$.mark', ?) WHERE key = 'readers'", mark)
    again = portal.crawl(first)
    assert portal.answers.conditional == []
    assert (card(again)["why_not"], card(again)["unchanged"], card(again)["same_bytes"]) == ("other-readers", 0, 0)
    assert again.content() == first.content()


def test_limits_that_decide_what_is_read_are_part_of_the_readers(portal: Portal) -> None:
    portal.crawl(portal.crawl(), max_bytes=150_000)
    assert portal.answers.conditional == []


def test_another_home_page_or_host_is_another_reading(portal: Portal) -> None:
    first = portal.crawl()
    edited(first, "UPDATE meta SET value = json_set(value, '$.scope', 'x') WHERE key = 'readers'")
    again = portal.crawl(first)
    assert portal.answers.conditional == [] and card(again)["why_not"] == "other-hosts"


def test_nothing_is_taken_over_when_that_is_switched_off(portal: Portal) -> None:
    first = portal.crawl()
    again = portal.crawl(first, reuse=False)
    assert portal.answers.conditional == []
    assert card(again)["why_not"] == "switched-off" and again.content() == first.content()


def test_a_page_is_fetched_whole_again_after_the_days_of_the_policy(portal: Portal) -> None:
    again = portal.crawl(portal.crawl())
    [old, young] = [path for path in ARTICLES if len(attempts(again, portal.url(path))) == 2][:2]
    limit = policy().reuse.whole_after_days
    for path, days in ((old, limit + 1), (young, limit - 1)):
        at = (dt.datetime.now(dt.UTC) - dt.timedelta(days=days)).isoformat()
        edited(
            again,
            "UPDATE answer SET attempts = json_set(attempts, '$[0].at', ?) "
            "WHERE url_id = (SELECT id FROM url WHERE url = ?)",
            at,
            portal.url(path),
        )
    third = portal.crawl(again)
    assert old not in portal.answers.conditional and young in portal.answers.conditional
    assert len(attempts(third, portal.url(old))) == 1


def test_without_validators_equal_bytes_are_not_read_again(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.answers.tag = None
    first = portal.crawl()
    changes(portal)
    full = portal.crawl()
    read: list[str] = []

    def reading(url: str, *more: Any, **named: Any) -> Any:
        read.append(url)
        return read_page(url, *more, **named)

    monkeypatch.setattr("crawler.fetch.page_reader.read_page", reading)
    again = portal.crawl(first)
    assert again.content() == full.content()
    assert portal.answers.conditional == []
    assert {url.partition("/article/")[2] for url in read if "/article/" in url} == {
        "10.html",
        "13.html",
        "neu.html",
        "nothing.html",
    }


def test_a_server_that_breaks_on_conditions_is_asked_without(portal: Portal) -> None:
    first = portal.crawl()
    plain = portal.answers

    def broken(asked: Asked) -> Says:
        return Says(500) if "if-none-match" in asked.headers else plain(asked)

    portal.host.answer = broken
    again = portal.crawl(first)
    assert again.content() == first.content()
    assert {len(attempts(again, portal.url(path))) for path in ARTICLES} == {1}
    assert card(again)["conditional"] > 60 and card(again)["unchanged"] == 0


def test_not_modified_about_another_body_is_not_believed(portal: Portal) -> None:
    first = portal.crawl()
    plain = portal.answers

    def other(asked: Asked) -> Says:
        says = plain(asked)
        return Says(304, headers=(("ETag", '"other"'),)) if says.status == 304 else says

    portal.host.answer = other
    again = portal.crawl(first)
    assert card(again)["unchanged"] == 0 and again.content() == first.content()


def test_not_modified_without_a_question_is_no_answer(portal: Portal) -> None:
    portal.answers.instead = {"/article/5.html": Says(304)}
    result = portal.crawl()
    assert result.answers()[portal.url("/article/5.html")][0] is AnswerKind.GARBLED


def test_pages_that_failed_or_were_doubtful_are_asked_whole(portal: Portal) -> None:
    def shaky(asked: Asked) -> Says:
        return Says(503) if asked.path == "/article/5.html" and asked.nth == 1 else small_site.answer(asked)

    portal.answers.site = shaky
    first = portal.crawl()
    assert len(attempts(first, portal.url("/article/5.html"))) == 2
    again = portal.crawl(first)
    assert "/article/5.html" not in portal.answers.conditional
    assert portal.url("/article/5.html") in again.pages()


def test_an_unchanged_page_is_still_held_against_what_nonsense_gets(portal: Portal) -> None:
    """The host begins to send an article for whatever is missing: then nobody can tell whether that article is one."""
    first = portal.crawl()
    article = small_site.answer(Asked("GET", "/article/20.html", {}, 1, 1))

    def anything(asked: Asked) -> Says:
        says = small_site.answer(asked)
        return article if says.status == 404 else says

    portal.answers.site = anything
    again = portal.crawl(first)
    assert again.answers()[portal.url("/article/20.html")] == (AnswerKind.SOFT_404, False)
    assert again.content() == portal.crawl().content()


def test_an_unchanged_page_is_not_taken_for_a_further_address_of_another(portal: Portal) -> None:
    """A page that is linked by a second address now: asked whole, compared, and counted once."""
    first = portal.crawl()
    portal.answers.instead = {
        "/column/1.html": html(f"<a href='/article/1.html?from=home'>1</a>{small_site.paragraph(1001)}", title="栏目1")
    }
    again = portal.crawl(first)
    assert again.content() == portal.crawl().content()


DOCUMENTS = {f"{number:02}.pdf": make_file("pdf", f"青禾县防汛应急预案第{number}号\n" * 300) for number in range(30)}


def with_documents(asked: Asked) -> Says:
    name = asked.path.rpartition("/")[2]
    if asked.path == "/":
        links = "".join(f'<a href="/files/{each}">{each}</a>' for each in DOCUMENTS)
        return html(f"<h1>文件</h1>{links}", title="样例县")
    return file(DOCUMENTS[name], "application/pdf") if name in DOCUMENTS else NOT_FOUND


def documents(result: Result) -> list[tuple[Any, ...]]:
    return sorted(result.rows("SELECT u.url, d.type, d.reason, d.facts FROM document d JOIN url u ON u.id = d.url_id"))


def test_the_text_of_unchanged_files_is_taken_over(server: FaultServer, tmp_path: Path) -> None:
    portal = Portal(server, tmp_path, with_documents, documents=Files.ALL)
    first = portal.crawl()
    sent = portal.answers.sent
    again = portal.crawl(first)
    assert documents(again) == documents(first) and len(documents(first)) == len(DOCUMENTS)
    assert again.content() == first.content()
    assert card(again)["files_unchanged"] == len(DOCUMENTS) - card(again)["compared"] > 0
    assert portal.answers.sent < 0.7 * sent
    portal.answers.instead = {"/files/29.pdf": file(make_file("pdf", "改了\n" * 300), "application/pdf")}
    changed = portal.crawl(again)
    assert documents(changed) == documents(portal.crawl())
    assert documents(changed) != documents(first)


def test_unchanged_files_use_up_the_budget_as_if_they_had_come(server: FaultServer, tmp_path: Path) -> None:
    most = 10 * len(DOCUMENTS["00.pdf"])
    portal = Portal(server, tmp_path, with_documents, documents=Files.ALL, max_documents_bytes=most, concurrency=1)
    first = portal.crawl()
    again = portal.crawl(first)
    assert documents(again) == documents(first)
    assert {"file-budget", None} == {reason for _, _, reason, _ in documents(first)}


def test_texts_that_were_believed_too_soon_are_read_after_all(
    server: FaultServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = policy().reuse.model_copy(update={"sample_least": 1, "sample_share": 0.5})
    own: Policy = policy().model_copy(update={"reuse": few})
    monkeypatch.setattr("crawler.fetch.belief.policy", lambda: own)
    portal = Portal(server, tmp_path, with_documents, documents=Files.ALL, concurrency=1)
    portal.answers.tag = lying
    first = portal.crawl()
    portal.answers.instead = {
        f"/files/{name}": file(make_file("pdf", f"{name}改了\n" * 300), "application/pdf")
        for name in list(DOCUMENTS)[15:]
    }
    again = portal.crawl(first)
    assert card(again)["withdrawn"] > 0 and card(again)["files_unchanged"] == 0 and card(again)["differed"]
    full = portal.crawl()
    assert documents(again) == documents(full)
    assert told(again) == told(full)


def test_evidence_of_unchanged_pages_is_carried_over(server: FaultServer, tmp_path: Path) -> None:
    portal = Portal(server, tmp_path, evidence=Evidence.ALL)
    first = portal.crawl()
    keep(first.path.parent, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    again = portal.crawl(first)
    kept = keep(again.path.parent, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    before = Archive.open(first.path.parent)
    [path] = [path for path in ARTICLES if len(attempts(again, portal.url(path))) == 2][:1]
    whole, unchanged = kept.of(portal.url(path))
    assert (whole.status, unchanged.status) == (200, 304)
    [then] = before.of(portal.url(path))
    assert kept.answer(whole) == before.answer(then) and whole.id == then.id
    assert b"if-none-match" in kept.request(unchanged).head.lower()
    assert kept.answer(unchanged).body == b""


def test_damaged_evidence_is_not_carried_over(server: FaultServer, tmp_path: Path) -> None:
    portal = Portal(server, tmp_path, evidence=Evidence.ALL)
    first = portal.crawl()
    before = keep(first.path.parent, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    records = first.path.parent / "evidence" / "records.warc.gz"
    content = bytearray(records.read_bytes())
    for path in ARTICLES:
        [entry] = before.of(portal.url(path))
        content[entry.answer.offset + entry.answer.length // 2] ^= 0xFF
    records.chmod(0o644)
    records.write_bytes(content)
    again = portal.crawl(first)
    kept = keep(again.path.parent, lambda entry: True, {}, "2026-06-30T00:00:00Z")
    assert card(again)["unchanged"] > 60
    for entry in kept.entries:
        kept.answer(entry)
    assert {entry.status for path in ARTICLES for entry in kept.of(portal.url(path)) if not entry.has_no_body} == {200}
    untouched = [path for path in ARTICLES if len(attempts(again, portal.url(path))) == 2]
    assert {len(kept.of(portal.url(path))) for path in untouched} == {1}


def test_an_interrupted_crawl_can_be_taken_over_from(portal: Portal) -> None:
    short = portal.crawl(max_pages=30)
    assert short.end.reason is EndReason.PAGE_BUDGET
    again = portal.crawl(short)
    assert card(again)["unchanged"] > 10
    assert again.content() == portal.crawl().content()
