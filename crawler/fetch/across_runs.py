"""What an earlier crawl of the same portal adds to the evidence for a fault. Applied once, before the file is sealed.

Failures within one run are seconds apart, so they may all fall into one outage. An earlier crawl knows more: its looks
are independent of this one's when they are hours away (setting `spacing_hours`) and not too old (policy "across_runs").

* A fault that comes and goes (5xx, timeout …) now, and one then, in whatever such way: confirmed when the looks of both
  crawls are as many as policy "attempts" asks for.
* A fault that comes and goes now, but it opened then: suspected. The only looks that lie hours apart contradict each
  other.
* A page that is missing (404, soft-404 …) now, in the same way as then: confirmed when the looks of both are as many.
* Any other pair, or nothing that is independent: as this crawl alone says.

A fault that agreeing looks never prove (`Attempt.sure`) stays suspected: time does not make our client another one. The
attempts of the earlier crawl are copied into the new file, which so stays the only one that a judgement needs.
"""

from __future__ import annotations

from dataclasses import replace

from crawler.answer import Answer, Attempt, of_earlier_crawls, of_this_crawl
from crawler.fetch.proof import needed
from crawler.independence import independent
from crawler.kinds import BROKEN, TRANSIENT, AnswerKind
from crawler.store.previous import PreviousCrawl
from crawler.store.writer import CrawlStore

_COMES_AND_GOES = BROKEN & TRANSIENT


def weigh_against(store: CrawlStore, previous: PreviousCrawl, spacing_hours: float) -> int:
    """Weigh every fault of this crawl against what `previous` knows. Returns how many addresses it knew."""
    known = 0
    for url, answer in store.faults():
        before = previous.answer(url)
        if before is None:
            continue
        known += 1
        weighed = weigh(answer, before, previous.run_id, spacing_hours)
        if weighed != answer:
            store.revise_answer(url, weighed)
    return known


def date_pages(store: CrawlStore, previous: PreviousCrawl | None) -> int:
    """Write since when each page is known, by the chain of crawls that `previous` continues, and on which days complete
    crawls of the chain looked (meta `looks`, without this one). Returns how many pages were known before."""
    if previous is None:
        return store.date_pages(lambda url: None)
    store.set_meta("looks", previous.looks)
    return store.date_pages(previous.known_since)


def weigh(answer: Answer, before: Answer, run: str, spacing_hours: float) -> Answer:
    """The fault `answer` with the evidence of what the same address answered `before`, in the crawl `run`.

    What was seen before is told in any case; it has a say about the state only where it is independent.
    """
    now, then = of_this_crawl(answer.attempts), _observed(before)
    history = _telling((*of_earlier_crawls(before.attempts), *(replace(each, run=run) for each in then)), len(then))
    proven = _proven(answer, now, then) if independent(now, then, spacing_hours) else answer.confirmed
    return replace(answer, attempts=(*history, *now), confirmed=proven)


def _observed(before: Answer) -> tuple[Attempt, ...]:
    """The attempts that an earlier crawl made itself, unless they came to nothing that can be told of the address."""
    return of_this_crawl(before.attempts) if before.kind in BROKEN | {AnswerKind.CONTENT} else ()


def _proven(answer: Answer, now: tuple[Attempt, ...], then: tuple[Attempt, ...]) -> bool:
    """Whether the looks of both crawls, which are independent of each other, prove the fault."""
    comes_and_goes = answer.kind in _COMES_AND_GOES
    if comes_and_goes and then[-1].answer is AnswerKind.CONTENT:
        return False
    alike = _COMES_AND_GOES if comes_and_goes else frozenset({answer.kind})
    looks = (*now, *then)
    agree = all(each.answer in alike and each.sure for each in looks)
    return answer.confirmed or (agree and len(looks) >= needed(answer.kind))


def _telling(attempts: tuple[Attempt, ...], last: int) -> tuple[Attempt, ...]:
    """Of all earlier attempts those that tell the story: the last that opened, the first failure after it, and the
    `last` ones, which are the previous crawl's."""
    opened = max((at for at, each in enumerate(attempts) if each.answer is AnswerKind.CONTENT), default=-1)
    failed = next((at for at, each in enumerate(attempts) if at > opened and each.answer in BROKEN), -1)
    kept = {opened, failed, *range(len(attempts) - last, len(attempts))}
    return tuple(each for at, each in enumerate(attempts) if at in kept)
