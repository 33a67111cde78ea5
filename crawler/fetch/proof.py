"""How looks become the last word on a URL: when another look is due, and what a fault needs to be proven.

A fault is confirmed only by independent looks that agree (numbers: policy "attempts"); what never agrees, and what
even agreeing looks cannot prove (`Judgement.sure`), stays suspected.

A refusal after a wall is the wall's: 瑞数 answers 412 first and 400 from then on (cms-patterns 3.1).
"""

from __future__ import annotations

from dataclasses import replace

from config.lexicon import attachment_types
from config.policy import policy
from crawler.answer import Answer, Attempt
from crawler.fetch.look import Judgement, Look
from crawler.kinds import BROKEN, TRANSIENT, AnswerKind, TargetKind

LONGEST_HEADER = 200
"""Characters of Last-Modified and ETag that are kept (own choice)."""
_REFUSALS = frozenset({AnswerKind.HTTP_4XX, AnswerKind.FORBIDDEN_OUTSIDE})


def conclude(look: Look, earlier: tuple[Attempt, ...] = ()) -> Answer:
    """The answer of a URL after this look and the earlier ones. The last look decides the kind."""
    look = _as_wall(look, earlier)
    attempts = (*earlier, look.attempt())
    trail, reply, judgement = look.trail, look.reply, look.judgement
    proven = judgement.kind not in BROKEN or (judgement.sure and _agreeing(attempts) >= needed(judgement.kind))
    return Answer(
        judgement.kind,
        attempts,
        status=reply.status,
        final_url=trail.at if trail.hops else None,
        redirects=trail.hops[:-1],
        size=reply.whole_size,
        content_type=reply.headers.get("content-type"),
        body_hash=reply.body_hash,
        file_type=_file_type(look),
        detail=judgement.detail,
        confirmed=proven,
        last_modified=_header(look, "last-modified"),
        etag=_header(look, "etag"),
    )


def _header(look: Look, name: str) -> str | None:
    """A header of the answer as sent, cut where it is longer than any date or tag needs."""
    value = look.reply.headers.get(name)
    return value[:LONGEST_HEADER] if value else None


def _file_type(look: Look) -> str | None:
    """The type of a file that came; pages are known to be pages and need no look at their first bytes."""
    if look.trail.kind is TargetKind.PAGE or not look.reply.body:
        return None
    return attachment_types().shown_by(look.trail.url, look.reply.body)


def _as_wall(look: Look, earlier: tuple[Attempt, ...]) -> Look:
    walls = [each.detail for each in earlier if each.answer is AnswerKind.BOT_WALL]
    if look.judgement.kind not in _REFUSALS or not walls:
        return look
    return replace(look, judgement=Judgement(AnswerKind.BOT_WALL, f"{look.judgement.detail} after: {walls[-1]}"))


def due(answer: Answer) -> bool:
    """Whether another look may change or prove this answer."""
    if answer.kind not in BROKEN | TRANSIENT or len(answer.attempts) >= policy().attempts.most:
        return False
    if answer.kind in BROKEN:
        return _agreeing(answer.attempts) < needed(answer.kind)
    most = policy().attempts.definite if answer.kind is AnswerKind.FORBIDDEN_OUTSIDE else policy().attempts.transient
    return len(answer.attempts) < most


def _agreeing(attempts: tuple[Attempt, ...]) -> int:
    return sum(each.answer is attempts[-1].answer for each in attempts)


def needed(kind: AnswerKind) -> int:
    """How many agreeing looks prove a fault of this kind."""
    return policy().attempts.transient if kind in TRANSIENT else policy().attempts.definite
