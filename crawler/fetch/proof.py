"""How looks become the last word on a URL: when another look is due, and what a fault needs to be proven.

A fault is confirmed only by independent looks that agree (numbers: policy "attempts"); what never agrees, and what
even agreeing looks cannot prove (`Judgement.sure`), stays suspected.
"""

from __future__ import annotations

import hashlib

from config.policy import policy
from crawler.answer import Answer, Attempt
from crawler.fetch.look import Look
from crawler.kinds import BROKEN, TRANSIENT, AnswerKind


def conclude(look: Look, earlier: tuple[Attempt, ...] = ()) -> Answer:
    """The answer of a URL after this look and the earlier ones. The last look decides the kind."""
    attempts = (*earlier, look.attempt())
    trail, reply, judgement = look.trail, look.reply, look.judgement
    proven = judgement.kind not in BROKEN or (judgement.sure and _agreeing(attempts) >= _needed(judgement.kind))
    return Answer(
        judgement.kind,
        attempts,
        status=reply.status,
        final_url=trail.at if trail.hops else None,
        redirects=trail.hops[:-1],
        size=len(reply.body) if reply.status is not None else None,
        content_type=reply.headers.get("content-type"),
        body_hash=hashlib.blake2b(reply.body, digest_size=16).hexdigest() if reply.body else None,
        detail=judgement.detail,
        confirmed=proven,
    )


def due(answer: Answer) -> bool:
    """Whether another look may change or prove this answer."""
    if answer.kind not in BROKEN | TRANSIENT or len(answer.attempts) >= policy().attempts.most:
        return False
    if answer.kind in BROKEN:
        return _agreeing(answer.attempts) < _needed(answer.kind)
    return len(answer.attempts) < policy().attempts.transient


def _agreeing(attempts: tuple[Attempt, ...]) -> int:
    return sum(each.answer is attempts[-1].answer for each in attempts)


def _needed(kind: AnswerKind) -> int:
    return policy().attempts.transient if kind in TRANSIENT else policy().attempts.definite
