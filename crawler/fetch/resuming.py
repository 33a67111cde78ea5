"""What a crawl that goes on takes up beside its rows: the file set aside, cookies, redirected homes, open requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from typing import Any

from config.errors import UserError
from crawler.evidence.frames import Frame
from crawler.fetch.plan import CrawlPlan
from crawler.fetch.proof import due
from crawler.fetch.scope import Scope
from crawler.store.connection import clear_errors
from crawler.store.crawl_file import UNFINISHED, discard, discard_journals, open_to_continue, part_of
from crawler.store.previous import PreviousCrawl
from crawler.store.writer import CrawlStore


def earlier(plan: CrawlPlan, *, needed: bool) -> PreviousCrawl | None:
    """The earlier crawl that the plan names, opened. Raises `UserError` for one that cannot be used, if `needed`; else
    it was looked through for damage when the crawl began."""
    if plan.previous is None:
        return None
    try:
        return PreviousCrawl.open(plan.previous, plan.portal, plan.previous_hash, checked=not needed)
    except UserError:
        if needed:
            raise
        return None


def take_up(path: Path) -> CrawlStore:
    """The crawl of the file at `path`, to go on with; a state that was set aside takes the place of the file.

    Nothing is moved before that state has proved to be whole. What an interruption that was itself cut off has left of
    a journal belongs to the file that goes. Raises `UserError` as `CrawlStore.resume`.
    """
    aside = path.with_name(UNFINISHED)
    if aside.is_file():
        with closing(open_to_continue(aside)) as file:
            file.execute("BEGIN IMMEDIATE")  # nobody else writes to it
        with clear_errors(path):
            discard_journals(path)
            aside.replace(path)
    store = CrawlStore.resume(path)
    with clear_errors(path):
        discard(part_of(aside))
    return store


def restore_scope(store: CrawlStore, scope: Scope) -> None:
    """Learn again which hosts and home pages the redirects of the start addresses led to."""
    for start in scope.starts:
        answer = store.answer(start)
        if answer is not None and answer.final_url is not None:
            for url in (*answer.redirects, answer.final_url):
                if url != start:
                    scope.moved_home(start, url)


def cookies_of(jar: CookieJar) -> list[dict[str, Any]]:
    """The cookies of the crawl as JSON values."""
    return [vars(cookie) for cookie in jar]


def restore_cookies(jar: CookieJar, cookies: Iterable[dict[str, Any]]) -> None:
    """Put cookies back; those that have expired meanwhile are not sent."""
    for told in cookies:
        fields = dict(told)
        rest = fields.pop("_rest")
        jar.set_cookie(Cookie(**fields, rest=rest))


def asked_again(store: CrawlStore) -> Callable[[Frame], bool]:
    """Which recorded exchanges belong to looks that were under way: first ones at addresses without an answer, further
    ones at those whose answer needs another look and is older."""
    first = store.unanswered() - store.seen_under_way()
    further = {url: answer.attempts[-1].at for url, answer in store.answers_to_confirm() if due(answer)}

    def is_open(seen: Frame) -> bool:
        return seen.part_of is None and (seen.url in first or seen.at > further.get(seen.url, seen.at))

    return is_open
