"""Which looks at targets elsewhere leave a glimpse of the page, for checks that ask what a link really opens."""

from __future__ import annotations

from crawler.facts import Glimpse
from crawler.fetch.look import Look
from crawler.kinds import AnswerKind, TargetKind
from crawler.reading.glimpse import read_glimpse

_SHOWN = frozenset({AnswerKind.CONTENT, AnswerKind.REDIRECT_TO_HOME})
"""Answers that show a visitor a page. A domain in other hands often sends every address to its own home page."""


def glimpse_of(look: Look) -> Glimpse | None:
    """What the page shows that a look at another site's page brought; None for everything else."""
    reply = look.reply
    if look.trail.kind is not TargetKind.EXTERNAL or look.judgement.kind not in _SHOWN:
        return None
    if reply.method != "GET" or not reply.is_html:
        return None
    return read_glimpse(reply.url, reply.body, reply.headers.get("content-type"), complete=reply.complete)
