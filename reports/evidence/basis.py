"""What every finding and every column rests on: the addresses whose answers a person would have to see.

A check says where it looked by the addresses in its findings; nothing here knows what a check does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from checks.catalogue import checks_by_id
from checks.finding import Finding
from config.settings import Evidence
from crawler.fetch.soft_404 import made_up
from crawler.kinds import AnswerKind, DateSource
from crawler.store.crawl import Column, Crawl
from crawler.urls import is_call
from reports.evidence.model import Basis, ColumnBasis, Pictures
from reports.evidence.scenes import scene_of
from reports.result import Judgement

MOST = 60
"""Addresses of one finding; its examples are fewer."""
_LIST_PAGES = 500
_ARTICLES = 3
"""Articles that are kept with a column whose rows take their dates from them: the newest ones."""
_COMPARED = frozenset({AnswerKind.SOFT_404.value, AnswerKind.REDIRECT_TO_HOME.value})
_OF_ARTICLES = frozenset(
    {
        DateSource.ARTICLE,
        DateSource.YEAR_FROM_ARTICLE,
        DateSource.ARTICLE_URL,
        DateSource.ARTICLE_META,
        DateSource.DOCUMENT,
    }
)
_ADDRESS = re.compile(
    r"https?://[^\s\"'<>\u2014\u2018-\u201f\u2026\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]+"
)
"""An address in a sentence ends before Chinese punctuation, which addresses write with percent signs."""
_WHOLE = re.compile(r"https?://[\x21-\x7e]+")
"""A text that is an address and nothing else."""
_BEHIND = ".,;:!?"
"""What ends a sentence behind an address and is no part of it."""


def basis_of(crawl: Crawl, judgements: Iterable[Judgement]) -> Basis:
    """What the findings of `judgements` and all columns of the crawl rest on."""
    seed = int(crawl.meta.get("seed", 0))
    columns = tuple(
        ColumnBasis(column.unit, column.path, column.url, tuple(_with_ways(crawl, _of_column(crawl, column))))
        for column in crawl.columns()
    )
    lists = {column.url: column.urls for column in columns}
    findings: dict[str, tuple[str, ...]] = {}
    scenes = {}
    sensitive: dict[str, set[str]] = {}
    for found in (found for judgement in judgements for found in judgement.findings()):
        own = tuple(_with_ways(crawl, islice(_of_finding(crawl, found, seed), MOST)))
        known = findings.get(found.fingerprint, ())
        findings[found.fingerprint] = tuple(dict.fromkeys([*known, *own, *lists.get(found.url, ())]))
        if _is_sensitive(found):
            sensitive.setdefault(found.fingerprint, set()).update(own)
        elif found.fingerprint not in scenes and (scene := scene_of(crawl, found)) is not None:
            scenes[found.fingerprint] = scene
    settings = crawl.meta.get("settings", {})
    basis = Basis(
        findings,
        columns,
        scenes,
        frozenset(),
        Evidence(settings.get("evidence", Evidence.NONE)),
        crawl.meta.get("evidence") or {},
        Pictures(settings.get("browser", "none"), settings.get("shots", 0), settings.get("shot_seconds", 0.0)),
        frozenset(sensitive),
        frozenset().union(*sensitive.values()),
    )
    return replace(basis, asked=frozenset(url for url in basis.urls if _asked(crawl, url)))


def _is_sensitive(found: Finding) -> bool:
    check = checks_by_id().get(found.check)
    return check is not None and check.sensitive


def _of_finding(crawl: Crawl, found: Finding, seed: int) -> Iterator[str]:
    yield from addresses([found.url, found.subject, list(found.found_on), found.facts, found.evidence])
    if found.code in _COMPARED and found.url.startswith("http"):
        yield from made_up(found.url, seed)
        yield from crawl.portal.start_urls


def addresses(value: Any) -> Iterator[str]:
    """Every web address in JSON values, at any depth, without its fragment."""
    match value:
        case str():
            if _WHOLE.fullmatch(value):
                yield value.partition("#")[0]
            else:
                yield from (each.partition("#")[0].rstrip(_BEHIND) for each in _ADDRESS.findall(value))
        case Mapping():
            for part in value.values():
                yield from addresses(part)
        case list() | tuple():
            for part in value:
                yield from addresses(part)
        case _:
            pass


def _of_column(crawl: Crawl, column: Column) -> Iterator[str]:
    """The pages of its list, from the first on, and the articles that give its newest rows their dates."""
    waiting, seen = [column.url], {column.url}
    while waiting and len(seen) < _LIST_PAGES:
        url = waiting.pop(0)
        yield url
        page = crawl.page(url)
        further = page.list.further_pages if page is not None and page.list is not None else ()
        new = [each for each in further if not is_call(each) and each not in seen]
        seen.update(new)
        waiting += new
    dated = [item for item in column.items if item.date is not None and item.date_source in _OF_ARTICLES]
    newest = sorted(dated, key=lambda item: (-(item.date.toordinal() if item.date else 0), item.url))
    yield from (item.url for item in newest[:_ARTICLES])


def _with_ways(crawl: Crawl, urls: Iterable[str]) -> Iterator[str]:
    """The addresses, each with those that its redirects led to."""
    for url in dict.fromkeys(urls):
        yield url
        answer = crawl.answer(url)
        if answer is not None:
            yield from answer.redirects
            if answer.final_url is not None:
                yield answer.final_url


def _asked(crawl: Crawl, url: str) -> bool:
    answer = crawl.answer(url)
    return answer is not None and any(not each.run and each.status is not None for each in answer.attempts)
