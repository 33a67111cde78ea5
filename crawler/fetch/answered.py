"""One page outside a crawl: what its frames and the interface of its list hold, as visitors see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.facts import ListFacts, PageFacts, PageReading, Row
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.look import Look, Trail
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, ListSource, TargetKind
from crawler.listcall import asked_as
from crawler.reading.emptiness.doubts import FRAME
from crawler.reading.read_answer import read_answer
from crawler.reading.read_page import read_page
from crawler.survey.declared import declared_by
from crawler.survey.list_groups import ListGroup
from crawler.urls import is_call, netloc

MOST_PARTS = 3
"""So many parts of a list are asked for: a page may show several lists, and visitors see the beginning (own rule)."""
_LEVELS = 2
"""Pages in frames of pages that are opened: a frame may load its rows by a script, but holds no further frame."""
FAILED = "list-call-failed"


async def with_answers(
    reading: PageReading, client: Client, judge: Judge, *, largest: int, levels: int = _LEVELS
) -> tuple[PageReading, tuple[Look, ...]]:
    """`reading` with the rows that stand in its frames, or that a script loads first where it shows none itself.

    The parts that were not asked for stay among the further pages; a part that fails is the list's obstacle. The
    looks at all parts come along. `largest` is in bytes.
    """
    listed = reading.facts.list
    asked = _parts(listed)[:MOST_PARTS] if listed is not None and levels else ()
    if listed is None or not asked:
        return reading, ()
    answers: list[PageReading | None] = []
    looks: list[Look] = []
    for part in asked:
        trail = Trail(asked_as(part), TargetKind.PAGE, referer=reading.facts.url)
        look = await client.look(trail, judge, nobody_forbids, limit=largest, whole=True, method="GET")
        answer = _read(look, reading.facts.url, judge)
        looks.append(look)
        if answer is not None and not is_call(trail.url):
            answer, more = await with_answers(answer, client, judge, largest=largest, levels=levels - 1)
            looks += more
        answers.append(answer)
    links = [link for answer in answers if answer for link in answer.links]
    facts = replace(reading.facts, list=_filled(reading, listed, asked, answers))
    return PageReading(facts, (*reading.links, *links)), tuple(looks)


def _parts(listed: ListFacts) -> tuple[str, ...]:
    """The parts without which the beginning of a list is not seen: pages in frames, calls of an interface."""
    if listed.source is ListSource.IFRAME:
        return listed.further_pages
    return () if listed.rows else tuple(url for url in listed.further_pages if is_call(asked_as(url)))


def _read(look: Look, shown_on: str, judge: Judge) -> PageReading | None:
    """What a part says; None where it is no content."""
    if look.judgement.kind is not AnswerKind.CONTENT:
        return None
    hosts, kind = frozenset({netloc(shown_on)}), look.reply.headers.get("content-type")
    if not is_call(look.trail.url):
        page = read_page(look.trail.at, look.reply.body, kind, base_hosts=hosts)
        return page if judge.page(look.trail, look.reply, page.facts).kind is AnswerKind.CONTENT else None
    answer = read_answer(look.trail.url, look.reply.body, kind, base_hosts=hosts)
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
    rows: dict[str, Row] = {row.url: row for part in reversed((listed, *parts)) for row in part.rows}
    in_order = dict.fromkeys(row.url for part in (listed, *parts) for row in part.rows)
    return replace(
        listed,
        rows=tuple(rows[url] for url in in_order),
        total=whole.total if whole.total is not None else next((part.total for part in parts if part.total), None),
        total_means=whole.total_means,
        pages=whole.pages,
        further_pages=further,
        empty_proof=None if rows else whole.empty_proof,
        obstacle=listed.obstacle
        or (None if all(answers) else FRAME if listed.source is ListSource.IFRAME else FAILED)
        or next(filter(None, map(_obstacle, read)), None)
        or (None if rows or len(parts) == len(read) else FRAME),
    )


def _obstacle(answer: PageFacts) -> str | None:
    return answer.list.obstacle if answer.list else answer.reason
