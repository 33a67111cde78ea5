"""What a crawl says of addresses at which another run found faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from config.address import is_http
from crawler.kinds import BROKEN, AnswerKind
from crawler.store.crawl import Crawl
from crawler.urls import page_key
from reports.result import AuditResult

_GONE = frozenset({AnswerKind.HTTP_404, AnswerKind.HTTP_410, AnswerKind.SOFT_404, AnswerKind.REDIRECT_TO_HOME})
"""Answers that mean, when they are proven: there is no such page any more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Addresses (as `crawler.urls.page_key`) of which a run can say something.

    `there` showed content of their own, `read` those of them whose content could be read; `answered` showed content,
    if only where they led to; `gone` are proven to be no more, `failed` did not answer as they should. An address in
    none of them was not approached.
    """

    there: frozenset[str] = frozenset()
    read: frozenset[str] = frozenset()
    answered: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()


def seen_of(crawl: Crawl, paths: frozenset[str]) -> Seen:
    """What `crawl` says of addresses with one of these `paths` (of `page_key`): of others nobody will ask."""
    there, read, answered, gone, failed = (set[str]() for _ in range(5))
    for url, kind, final, proven in crawl.answers():
        key = page_key(url)
        own = final is None or page_key(final) == key
        if path_of(key) not in paths and (own or path_of(page_key(final or url)) not in paths):
            continue
        if kind is AnswerKind.CONTENT:
            shown = key if own else page_key(final or url)
            answered |= {key, shown}
            there.add(shown)
            page = crawl.page(url)
            if page is None or page.judgeable:
                read.add(shown)
        elif kind in BROKEN:
            (gone if proven and kind in _GONE else failed).add(key)
    return Seen(*map(frozenset, (there, read, answered, gone, failed)))


def wanted(results: Iterable[AuditResult]) -> frozenset[str]:
    """The paths of all addresses of findings of these results, of which every crawl has to say what it saw."""
    return frozenset(path_of(page_key(url)) for url in _addresses(results))


def path_of(key: str) -> str:
    """A `page_key` without its host: what a page keeps when its portal moves to another one."""
    return key[key.find("/") :]


def _addresses(results: Iterable[AuditResult]) -> Iterator[str]:
    for result in results:
        for judgement in result.judgements:
            for outcome in judgement.outcomes:
                for found in outcome.findings:
                    yield from filter(is_http, (found.url, *found.found_on))
