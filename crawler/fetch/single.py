"""One page outside a crawl: asked for once, under the same guard, limits and verdicts as in a crawl."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from config.registry import Portal
from crawler.facts import PageReading
from crawler.fetch.answered import with_answers
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.guard import Guard
from crawler.fetch.look import Judgement, Look, Trail
from crawler.fetch.offered import file_looks
from crawler.fetch.pace import Pace
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind, TargetKind
from crawler.reading.read_page import read_page
from crawler.render.browser import Browser
from crawler.render.gate import Gate
from crawler.render.need import why
from crawler.render.rendering import render_one
from crawler.urls import netloc

_AT_ONCE = 4
"""Requests of one page under way at once, as in a crawl by default."""


class Sight(NamedTuple):
    """What was seen of one page.

    `reading` is there only of content. `look` is the one at the page itself, `parts` are those at further parts of
    its list, `files` those at its attachments.
    """

    judgement: Judgement
    reading: PageReading | None
    look: Look
    parts: tuple[Look, ...] = ()
    files: tuple[Look, ...] = ()


def look_at(
    portal: Portal,
    *,
    user_agent: str,
    timeout_s: float,
    max_bytes: int,
    allow_private: bool = False,
    allow_hosts: tuple[str, ...] = (),
    browser: str = "none",
    rate: float = 0,
) -> Sight:
    """Ask for the start URL of `portal`, follow its redirects and read what comes.

    A page that cannot be judged otherwise is opened in a browser (as in `config.settings`). Parts of its list and its
    attachments are asked for, so many a second as `rate` says. Raises nothing for what a server does.
    """
    guard = Guard(portal.all_hosts, allow_private=allow_private, allow_hosts=allow_hosts)
    return asyncio.run(
        _look(portal, guard, user_agent, timeout_s=timeout_s, max_bytes=max_bytes, browser=browser, rate=rate)
    )


async def _look(
    portal: Portal, guard: Guard, user_agent: str, *, timeout_s: float, max_bytes: int, browser: str, rate: float
) -> Sight:
    scope = Scope(portal)
    judge = Judge(scope, Nonsense(scope))
    trail = Trail(portal.start_urls[0], TargetKind.PAGE)
    async with Client(user_agent, timeout_s, guard, Pace(0)) as client:
        look = await client.look(trail, judge, nobody_forbids, limit=max_bytes, whole=True, method="GET")
        if look.judgement.kind is not AnswerKind.CONTENT:
            return Sight(look.judgement, None, look)
        reading = static = read_page(look.trail.at, look.reply.body, look.reply.headers.get("content-type"))
        judgement = judge.page(look.trail, look.reply, static.facts)
        if judgement.kind is not AnswerKind.CONTENT:
            return Sight(judgement, static, look)
        parts: tuple[Look, ...] = ()
        if why(static.facts) is not None:
            here = Scope(portal.model_copy(update={"hosts": (*portal.hosts, netloc(look.trail.at))}))
            gate = Gate(client, judge, here, nobody_forbids, concurrency=_AT_ONCE, max_bytes=max_bytes)
            reading = await render_one(static, gate, Browser(browser, user_agent))
        client.pace = Pace(rate)
        if why(static.facts) is None:
            reading, parts = await with_answers(static, client, judge, largest=max_bytes)
        files = await file_looks(reading, client, judge)
    return Sight(judgement, reading, look, parts, files)
