"""What an earlier crawl of the same portal adds: the rule table, and two crawls of one misbehaving site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from config.errors import UserError
from config.policy import policy
from crawler.answer import Answer, Attempt, of_earlier_crawls, of_this_crawl
from crawler.fetch.across_runs import date_pages, weigh
from crawler.kinds import BROKEN, NOT_OBSERVED, TRANSIENT, EndReason
from crawler.kinds import AnswerKind as K
from crawler.store.crawl import Crawl
from crawler.store.previous import PreviousCrawl
from crawler.store.writer import CrawlStore
from tests.builders import answer, article, crawl_file, portal
from tests.crawler.fetch.crawls import Result, a_plan, a_portal, crawl
from tests.crawler.fetch.fault_server import NOT_FOUND, Asked, FaultServer, Says, html

NOW = dt.datetime(2026, 6, 30, 9, 0, tzinfo=dt.UTC)
HOURS = 4.0
SPACING = dt.timedelta(hours=HOURS)
A_DAY = dt.timedelta(days=1)
COMES_AND_GOES = sorted(BROKEN & TRANSIENT)
FOR_GOOD = sorted(BROKEN - TRANSIENT)


def seen(*kinds: K, ago: dt.timedelta = dt.timedelta(0), sure: bool = True, confirmed: bool | None = None) -> Answer:
    """An answer after these attempts, a minute apart, the last one `ago` before now."""
    attempts = tuple(
        Attempt(kind, None, (NOW - ago - dt.timedelta(minutes=age)).isoformat(), 1, sure=sure)
        for age, kind in zip(range(len(kinds) - 1, -1, -1), kinds, strict=True)
    )
    enough = kinds.count(kinds[-1]) >= (3 if kinds[-1] in TRANSIENT else 2)
    return Answer(kinds[-1], attempts, confirmed=(enough and sure) if confirmed is None else confirmed)


def state(now: Answer, then: Answer) -> bool:
    return weigh(now, then, "before", HOURS).confirmed


def again(kind: K, times: int) -> Sequence[K]:
    return (kind,) * times


@pytest.mark.parametrize("kind", COMES_AND_GOES)
@pytest.mark.parametrize("before", COMES_AND_GOES)
def test_what_comes_and_goes_is_proven_by_failing_in_both(kind: K, before: K) -> None:
    assert state(seen(kind), seen(before, before, ago=A_DAY))
    assert state(seen(*again(kind, 2)), seen(before, ago=A_DAY))
    assert state(seen(*again(kind, 3)), seen(before, ago=A_DAY))
    assert not state(seen(kind), seen(before, ago=A_DAY))


def test_whatever_way_it_failed_in() -> None:
    mixed = seen(K.RESET, K.TIMEOUT, K.RESET, K.TIMEOUT)
    assert not mixed.confirmed
    assert state(mixed, seen(K.HTTP_5XX, K.REFUSED, ago=A_DAY))


@pytest.mark.parametrize("kind", COMES_AND_GOES)
def test_what_opened_hours_ago_is_only_suspected(kind: K) -> None:
    now = seen(*again(kind, 3))
    assert now.confirmed
    assert not state(now, seen(K.CONTENT, ago=A_DAY))
    assert not state(now, seen(kind, K.CONTENT, ago=A_DAY))


@pytest.mark.parametrize("kind", FOR_GOOD)
def test_what_is_missing_needs_one_look_in_each_or_two_in_this(kind: K) -> None:
    assert state(seen(kind), seen(kind, ago=A_DAY))
    assert state(seen(kind, kind), seen(K.CONTENT, ago=A_DAY))
    assert not state(seen(kind), seen(K.CONTENT, ago=A_DAY))
    assert not state(seen(kind), seen(K.TIMEOUT, K.TIMEOUT, ago=A_DAY))


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_time_does_not_make_a_doubtful_fault_sure(kind: K) -> None:
    assert not state(seen(*again(kind, 3), sure=False), seen(*again(kind, 3), ago=A_DAY))
    assert not state(seen(kind), seen(*again(kind, 3), sure=False, ago=A_DAY))


@pytest.mark.parametrize("ago", [dt.timedelta(hours=3, minutes=50), -A_DAY, dt.timedelta(days=400)], ids=str)
@pytest.mark.parametrize("kind", sorted(BROKEN | {K.CONTENT}))
def test_what_is_too_near_or_too_old_has_no_say(kind: K, ago: dt.timedelta) -> None:
    for now in (seen(K.TIMEOUT), seen(*again(K.TIMEOUT, 3)), seen(K.HTTP_404)):
        weighed = weigh(now, seen(*again(kind, 3), ago=ago), "before", HOURS)
        assert weighed.confirmed == now.confirmed
        assert of_this_crawl(weighed.attempts) == now.attempts
        assert {(each.answer, each.run) for each in of_earlier_crawls(weighed.attempts)} == {(kind, "before")}


def test_the_limits_themselves_count() -> None:
    first = dt.timedelta(minutes=1)  # the spacing is from the last look then to the first one now
    two = seen(*again(K.TIMEOUT, 2))
    assert state(two, seen(K.TIMEOUT, ago=SPACING + first))
    assert not state(two, seen(K.TIMEOUT, ago=SPACING))
    assert state(two, seen(K.TIMEOUT, ago=dt.timedelta(days=policy().across_runs.most_days)))


@pytest.mark.parametrize("kind", sorted(NOT_OBSERVED))
def test_what_was_not_observed_has_no_say(kind: K) -> None:
    then = replace(seen(*again(K.TIMEOUT, 3), ago=A_DAY), kind=kind)  # withdrawn answers keep their attempts: not told
    for now in (seen(K.TIMEOUT), seen(*again(K.TIMEOUT, 3))):
        assert weigh(now, then, "before", HOURS) == now


def test_looks_that_contradict_each_other_prove_nothing() -> None:
    assert not state(seen(K.TIMEOUT, K.BOT_WALL, K.TIMEOUT), seen(*again(K.TIMEOUT, 3), ago=A_DAY))
    assert not state(seen(K.TIMEOUT), seen(K.CONTENT, K.TIMEOUT, K.TIMEOUT, ago=A_DAY))
    assert not state(seen(K.HTTP_5XX, K.HTTP_404), seen(K.HTTP_404, ago=A_DAY))


def test_attempts_that_counted_are_taken_over_with_their_run() -> None:
    now = seen(*again(K.TIMEOUT, 2))
    weighed = weigh(now, seen(K.RESET, K.TIMEOUT, ago=A_DAY), "before", HOURS)
    assert of_this_crawl(weighed.attempts) == now.attempts
    assert [(each.answer, each.run) for each in of_earlier_crawls(weighed.attempts)] == [
        (K.RESET, "before"),
        (K.TIMEOUT, "before"),
    ]
    assert weigh(weighed, seen(K.RESET, K.TIMEOUT, ago=A_DAY), "before", HOURS) == weighed  # after a resumed end


def test_the_story_goes_on_over_many_runs_and_stays_short() -> None:
    day = seen(K.CONTENT, ago=dt.timedelta(days=200))
    for month in range(6, 0, -1):
        now = seen(*again(K.TIMEOUT, 3), ago=dt.timedelta(days=30 * month))
        day = weigh(now, day, f"run-{month + 1}", HOURS)
    attempts = of_earlier_crawls(day.attempts)
    assert day.confirmed
    assert len(attempts) == 5
    assert [each.answer for each in attempts] == [K.CONTENT, *again(K.TIMEOUT, 4)]
    assert [each.run for each in attempts] == ["run-7", "run-6", *["run-2"] * 3]


class Site:
    """A portal with a link to `/shaky`, which answers as `says` at the moment."""

    def __init__(self, says: Says) -> None:
        self.says = says

    def __call__(self, asked: Asked) -> Says:
        links = '<a href="/shaky">有时打不开</a><a href="/gone">没有了</a>'
        return html(links) if asked.path == "/" else self.says if asked.path == "/shaky" else NOT_FOUND


def both(tmp_path: Path, first: Says, second: Says, **changes: object) -> tuple[str, Result, Result]:
    """The address, a crawl, and another one with the first as evidence."""
    answers = Site(first)
    with FaultServer() as server:
        host = server.host(answers)
        portal = a_portal(host.url())
        before = crawl(a_plan(portal, meta={"run_id": "run-1"}), tmp_path)
        answers.says = second
        after = crawl(a_plan(portal, previous=before.path, **{"spacing_hours": 0.0, **changes}), tmp_path)
    return host.url("/shaky"), before, after


TROUBLE = html("", 500)
OPENS = html("<p>正文</p>")


@pytest.mark.parametrize(
    ("first", "second", "hours", "confirmed"),
    [
        (TROUBLE, TROUBLE, 0.0, True),
        (OPENS, TROUBLE, 0.0, False),
        (OPENS, TROUBLE, 4.0, True),  # too near to count: this crawl alone decides
    ],
    ids=["failed", "opened", "too-near"],
)
def test_two_crawls_of_a_site(tmp_path: Path, first: Says, second: Says, hours: float, confirmed: bool) -> None:
    url, _, after = both(tmp_path, first, second, spacing_hours=hours)
    assert after.answers()[url] == (K.HTTP_5XX, confirmed)
    assert after.answers()[url.replace("shaky", "gone")] == (K.HTTP_404, True)


def test_what_opens_again_needs_no_history(tmp_path: Path) -> None:
    url, _, after = both(tmp_path, TROUBLE, OPENS)
    assert after.answers()[url] == (K.CONTENT, True)
    [(attempts,)] = after.rows("SELECT a.attempts FROM answer a JOIN url u ON u.id = a.url_id WHERE u.url = ?", url)
    assert "run" not in attempts


def test_the_file_names_the_earlier_one_and_its_place_nowhere(tmp_path: Path) -> None:
    _, before, after = both(tmp_path, TROUBLE, TROUBLE)
    [(card,)] = after.rows("SELECT value FROM meta WHERE key = 'previous'")
    assert before.end.sha256 in card and '"run-1"' in card and '"faults_known": 2' in card
    assert not [value for (value,) in after.rows("SELECT value FROM meta") if str(tmp_path) in value]


def test_a_file_of_other_hosts_is_refused(tmp_path: Path) -> None:
    _, before, _ = both(tmp_path, OPENS, OPENS)
    with pytest.raises(UserError) as refused:
        PreviousCrawl.open(before.path, a_portal("http://elsewhere.example.cn/"))
    assert refused.value.key == "previous-other-hosts"


def test_a_file_that_was_never_sealed_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    portal = a_portal("http://127.0.0.1:9/")
    path = tmp_path / "cut-off.sqlite"
    CrawlStore.create(path, {"portal": portal.model_dump(mode="json", by_alias=True)}).close()
    with pytest.raises(UserError) as refused:
        crawl(a_plan(portal, previous=path), tmp_path)
    assert refused.value.key == "previous-unsealed"
    assert sorted(each.name for each in tmp_path.iterdir() if each.suffix == ".sqlite") == ["cut-off.sqlite"]


def test_pages_are_known_since_the_first_crawl_of_the_chain(tmp_path: Path) -> None:
    first_day, second_day = "2026-05-04T01:00:00+00:00", "2026-06-01T17:00:00+00:00"
    first = crawl_file(tmp_path / "first.sqlite", [article("/1.html")], page_answers={"/1.html": answer(at=first_day)})
    pages = [article("/1.html"), article("/2.html")]
    second = tmp_path / "second.sqlite"
    crawl_file(second, pages, page_answers={each: answer(at=second_day) for each in ("/1.html", "/2.html")}, end=None)
    with PreviousCrawl.open(first, portal()) as previous, CrawlStore.resume(second) as store:
        assert previous.looks == ("2026-05-04",)
        assert date_pages(store, previous) == 1
        store.seal(EndReason.FINISHED)
    with Crawl.open(second) as seen:
        since = dict(seen.known_since())
        assert since["http://www.sample.gov.cn/1.html"] == "2026-05-04"
        assert since["http://www.sample.gov.cn/2.html"] == "2026-06-02"
        assert seen.meta["looks"] == ["2026-05-04"]
    with PreviousCrawl.open(second, portal()) as chain:
        assert chain.looks == ("2026-05-04", "2026-06-02")
        assert chain.known_since("http://www.sample.gov.cn/1.html") == "2026-05-04"
        assert chain.known_since("http://www.sample.gov.cn/3.html") is None
