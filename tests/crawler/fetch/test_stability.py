"""When failures of a host, or of our own network, are no evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.answer import Answer, Attempt
from crawler.fetch.guard import Guard
from crawler.fetch.scope import Scope
from crawler.fetch.stability import withdraw_doubtful
from crawler.kinds import AnswerKind as K
from crawler.store.writer import CrawlStore
from tests.crawler.fetch.crawls import a_portal

PORTAL = a_portal("http://www.sample.gov.cn/")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CrawlStore]:
    meta = {"portal": PORTAL.model_dump(mode="json", by_alias=True)}
    with CrawlStore.create(tmp_path / "crawl.sqlite", meta) as opened:
        yield opened


def record(store: CrawlStore, host: str, *kinds: K, times: int) -> list[str]:
    """So many addresses on a host that answered so, attempt by attempt."""
    silent = {K.TIMEOUT, K.REFUSED, K.RESET, K.DNS_FAILURE, K.TLS_FAILURE, K.OWN_FAILURE}
    attempts = tuple(Attempt(kind, None if kind in silent else 200, "2026-01-01T00:00:00.000Z", 1) for kind in kinds)
    urls = [f"http://{host}/{'-'.join(kinds)}/{number}.html" for number in range(times)]
    for url in urls:
        store.record_answer(url, Answer(kinds[-1], attempts, confirmed=True))
    return urls


def kinds_after(store: CrawlStore, urls: list[str]) -> set[K]:
    withdraw_doubtful(store, Scope(PORTAL), Guard([], allow_private=False))
    return {answer.kind for url, answer in store.answers() if url in urls}


def test_a_few_constant_faults_on_a_good_host_stay(store: CrawlStore) -> None:
    record(store, "www.sample.gov.cn", K.CONTENT, times=30)
    faults = record(store, "www.sample.gov.cn", K.HTTP_5XX, K.HTTP_5XX, K.HTTP_5XX, times=5)
    assert kinds_after(store, faults) == {K.HTTP_5XX}


def test_a_host_that_contradicts_itself_is_unstable(store: CrawlStore) -> None:
    record(store, "www.sample.gov.cn", K.CONTENT, times=30)
    record(store, "www.sample.gov.cn", K.HTTP_5XX, K.CONTENT, times=3)
    faults = record(store, "www.sample.gov.cn", K.TIMEOUT, K.TIMEOUT, K.TIMEOUT, times=1)
    missing = record(store, "www.sample.gov.cn", K.HTTP_404, K.HTTP_404, times=1)
    assert kinds_after(store, faults) == {K.UNSTABLE_HOST}
    assert kinds_after(store, missing) == {K.HTTP_404}


def confirmed_after(store: CrawlStore, urls: list[str]) -> set[bool]:
    withdraw_doubtful(store, Scope(PORTAL), Guard([], allow_private=False))
    return {answer.confirmed for url, answer in store.answers() if url in urls}


def test_what_may_be_chance_on_a_host_that_recovers_is_only_suspected(store: CrawlStore) -> None:
    record(store, "www.sample.gov.cn", K.CONTENT, times=100)
    record(store, "www.sample.gov.cn", K.RESET, K.CONTENT, times=1)
    faults = record(store, "www.sample.gov.cn", K.RESET, K.RESET, K.RESET, times=3)
    missing = record(store, "www.sample.gov.cn", K.HTTP_404, K.HTTP_404, times=1)
    assert confirmed_after(store, faults) == {False}
    assert confirmed_after(store, missing) == {True}


def test_another_trouble_is_no_recovery(store: CrawlStore) -> None:
    record(store, "www.sample.gov.cn", K.CONTENT, times=100)
    faults = record(store, "www.sample.gov.cn", K.GARBLED, K.RESET, K.RESET, K.RESET, times=1)
    assert confirmed_after(store, faults) == {True}


def test_constant_faults_stay_proven_beside_few_that_pass(store: CrawlStore) -> None:
    record(store, "www.sample.gov.cn", K.CONTENT, times=100)
    record(store, "www.sample.gov.cn", K.RESET, K.CONTENT, times=1)
    faults = record(store, "www.sample.gov.cn", K.HTTP_5XX, K.HTTP_5XX, K.HTTP_5XX, times=4)
    assert confirmed_after(store, faults) == {True}


def test_a_few_contradictions_on_a_large_host_are_not(store: CrawlStore) -> None:
    record(store, "www.sample.gov.cn", K.CONTENT, times=100)
    record(store, "www.sample.gov.cn", K.HTTP_5XX, K.CONTENT, times=3)
    faults = record(store, "www.sample.gov.cn", K.TIMEOUT, K.TIMEOUT, K.TIMEOUT, times=1)
    assert kinds_after(store, faults) == {K.TIMEOUT}


def test_a_flood_of_faults_is_the_hosts_trouble_or_ours(store: CrawlStore) -> None:
    record(store, "www.sample.gov.cn", K.CONTENT, times=40)
    faults = record(store, "www.sample.gov.cn", K.RESET, K.RESET, K.RESET, times=10)
    assert kinds_after(store, faults) == {K.UNSTABLE_HOST}


def test_a_dead_host_is_dead_not_unstable(store: CrawlStore) -> None:
    dead = record(store, "gone.example.cn", K.DNS_FAILURE, K.DNS_FAILURE, K.DNS_FAILURE, times=12)
    assert kinds_after(store, dead) == {K.DNS_FAILURE}


def test_trouble_of_one_host_is_not_anothers(store: CrawlStore) -> None:
    record(store, "shaky.example.cn", K.CONTENT, times=5)
    record(store, "shaky.example.cn", K.RESET, K.CONTENT, times=5)
    other = record(store, "www.sample.gov.cn", K.RESET, K.RESET, K.RESET, times=2)
    assert kinds_after(store, other) == {K.RESET}


def test_when_no_foreign_host_answers_our_way_out_is_blocked(store: CrawlStore) -> None:
    inside = record(store, "www.sample.gov.cn", K.TIMEOUT, K.TIMEOUT, K.TIMEOUT, times=1)
    outside = [
        url
        for number in range(10)
        for url in record(store, f"site{number}.example.cn", K.TIMEOUT, K.TIMEOUT, K.TIMEOUT, times=1)
    ]
    assert kinds_after(store, outside) == {K.OWN_FAILURE}
    assert kinds_after(store, inside) == {K.TIMEOUT}


def test_names_that_never_exist_tell_nothing_about_our_way_out(store: CrawlStore) -> None:
    dead = [
        url
        for number in range(10)
        for url in record(store, f"site{number}.invalid", K.DNS_FAILURE, K.DNS_FAILURE, K.DNS_FAILURE, times=1)
    ]
    assert kinds_after(store, dead) == {K.DNS_FAILURE}


def test_one_answer_from_outside_proves_our_way_out(store: CrawlStore) -> None:
    record(store, "alive.example.cn", K.HTTP_404, K.HTTP_404, times=1)
    outside = [
        url
        for number in range(10)
        for url in record(store, f"site{number}.example.cn", K.TIMEOUT, K.TIMEOUT, K.TIMEOUT, times=1)
    ]
    assert kinds_after(store, outside) == {K.TIMEOUT}


@pytest.mark.parametrize("host", ["121.43.68.40", "zfwzgl.www.gov.cn", "api.map.baidu.com", "www.beian.gov.cn:8080"])
def test_public_services_are_never_held_against_a_site(store: CrawlStore, host: str) -> None:
    faults = record(store, host, K.HTTP_404, K.HTTP_404, times=1)
    faults += record(store, host, K.TIMEOUT, K.TIMEOUT, K.TIMEOUT, times=1)
    assert kinds_after(store, faults) == {K.OFFICIAL_SERVICE}


def test_a_service_that_answers_is_there(store: CrawlStore) -> None:
    assert kinds_after(store, record(store, "bszs.conac.cn", K.CONTENT, times=1)) == {K.CONTENT}


@pytest.mark.parametrize("host", ["121.43.68.41", "www.notbeian.gov.cn", "gov.cn", "www.gov.cn", "conac.cn"])
def test_what_only_looks_like_a_service_is_none(store: CrawlStore, host: str) -> None:
    assert kinds_after(store, record(store, host, K.HTTP_404, K.HTTP_404, times=1)) == {K.HTTP_404}


def test_the_portal_itself_is_no_service(tmp_path: Path) -> None:
    own = a_portal("http://www.beian.gov.cn/")
    with CrawlStore.create(tmp_path / "own.sqlite", {"portal": own.model_dump(mode="json", by_alias=True)}) as store:
        record(store, "www.beian.gov.cn", K.HTTP_404, K.HTTP_404, times=1)
        assert withdraw_doubtful(store, Scope(own), Guard([], allow_private=False)) == 0
