"""One page outside a crawl: what the interface of its list answers, so that the page is seen as visitors see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.facts import ListFacts, PageFacts, PageReading, Row
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.look import Trail
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from crawler.listcall import asked_as
from crawler.reading.read_answer import read_answer
from crawler.survey.declared import declared_by
from crawler.survey.list_groups import ListGroup
from crawler.urls import is_call, netloc

MOST_CALLS = 3
"""So many parts of a list are asked for: a page may show several lists, and visitors see the beginning (own rule)."""
FAILED = "list-call-failed"


async def with_answers(reading: PageReading, client: Client, judge: Judge, *, largest: int) -> PageReading:
    """`reading`, with the rows that a script of the page loads first where the page shows none itself.

    The parts that were not asked for stay among the further pages; an interface that fails is the list's obstacle.
    `largest` is in bytes.
    """
    listed = reading.facts.list
    if listed is None or listed.rows:
        return reading
    calls = [url for url in listed.further_pages if is_call(asked_as(url))][:MOST_CALLS]
    answers = [await _answer(call, reading.facts.url, client, judge, largest) for call in calls]
    if not answers:
        return reading
    links = [link for answer in answers if answer for link in answer.links]
    facts = replace(reading.facts, list=_filled(reading, listed, calls, answers))
    return PageReading(facts, (*reading.links, *links))


async def _answer(call: str, shown_on: str, client: Client, judge: Judge, largest: int) -> PageReading | None:
    trail = Trail(asked_as(call), TargetKind.PAGE, referer=shown_on)
    look = await client.look(trail, judge, nobody_forbids, limit=largest, whole=True, method="GET")
    if look.judgement.kind is not AnswerKind.CONTENT:
        return None
    hosts = frozenset({netloc(shown_on)})
    answer = read_answer(trail.url, look.reply.body, look.reply.headers.get("content-type"), base_hosts=hosts)
    return answer if judge.list_answer(look.reply, answer.facts).kind is AnswerKind.CONTENT else None


def _filled(
    reading: PageReading, listed: ListFacts, calls: Sequence[str], answers: Sequence[PageReading | None]
) -> ListFacts:
    """The list of the page with everything that was answered."""
    read = [answer.facts for answer in answers if answer]
    parts = [facts.list for facts in read if facts.list]
    asked = {call for call, answer in zip(calls, answers, strict=True) if answer}
    declared = dict.fromkeys((*listed.further_pages, *(url for part in parts for url in part.further_pages)))
    further = tuple(url for url in declared if url not in asked)
    whole = declared_by(ListGroup((reading.facts, *read), further))
    rows: dict[str, Row] = {row.url: row for part in reversed(parts) for row in part.rows}
    in_order = dict.fromkeys(row.url for part in parts for row in part.rows)
    return replace(
        listed,
        rows=tuple(rows[url] for url in in_order),
        total=whole.total if whole.total is not None else next((part.total for part in parts if part.total), None),
        total_means=whole.total_means,
        pages=whole.pages,
        further_pages=further,
        empty_proof=None if rows else whole.empty_proof,
        obstacle=listed.obstacle
        or (None if all(answers) else FAILED)
        or next(filter(None, map(_obstacle, read)), None),
    )


def _obstacle(answer: PageFacts) -> str | None:
    return answer.list.obstacle if answer.list else answer.reason
