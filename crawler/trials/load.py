"""The trial `load`: how long a home page takes to come, and what the other scheme of its address answers.

Values of an observation (its subject is the home page):

* `ms`: milliseconds of every look that brought the page, from the request to the last byte of the page itself;
  `answers`: what each look was (`crawler.kinds.AnswerKind`); `median_ms` of those that brought it;
* `https`: what the same host answers over https (for a page that is one: the same); null where the address names a
  port, because a port speaks one scheme; `http_leads_to_https`: whether the address without encryption leads to the
  one with it.
"""

from __future__ import annotations

import asyncio
from statistics import median
from urllib.parse import urlsplit, urlunsplit

from config.policy import policy
from crawler.facts import Observation
from crawler.fetch.reply import now
from crawler.kinds import BROKEN, NO_CONNECTION, AnswerKind, TargetKind, TrialKind
from crawler.trials.trying import Home, Trying


async def try_load(trying: Trying) -> list[Observation]:
    """Open every home page some times."""
    return [await _timed(trying, home) for home in trying.homes]


async def _timed(trying: Trying, home: Home) -> Observation:
    url = home.page.url
    times: list[int] = []
    answers: list[str] = []
    for number in range(policy().trials.home_looks):
        if number:
            await asyncio.sleep(trying.pause_s)
        look = await trying.look(url, kind=TargetKind.PAGE)
        answers.append(look.judgement.kind.value)
        if look.judgement.kind is AnswerKind.CONTENT:
            times.append(look.trail.ms + look.reply.ms)
    values = {"unit": home.unit.id, "answers": answers, "ms": times, "median_ms": median(times) if times else None}
    return Observation(TrialKind.LOAD, url, now(), {**values, **await _schemes(trying, url)})


async def _schemes(trying: Trying, url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.port is not None:
        return {"https": None, "http_leads_to_https": None}
    secure, open_ = (urlunsplit(parts._replace(scheme=scheme)) for scheme in ("https", "http"))
    answered = await _secured(trying, secure)
    plain = await trying.look(open_)
    led = plain.trail.at.startswith("https://") if plain.judgement.kind is AnswerKind.CONTENT else None
    return {"https": answered.value, "http_leads_to_https": led}


async def _secured(trying: Trying, url: str) -> AnswerKind:
    """What the host answers over https. Where even its robots.txt meets no server, nobody forbids anything there: that
    silence is the answer, and the page itself is not asked."""
    kind = (await trying.look(url)).judgement.kind
    if kind is not AnswerKind.ROBOTS:
        return kind
    rules = await trying.rules(url)
    return rules if rules in NO_CONNECTION & BROKEN else kind
