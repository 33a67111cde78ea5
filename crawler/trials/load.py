"""The trial `load`: how long a home page takes to come, and what the other scheme of its address answers.

Values of an observation (its subject is the home page):

* `ms`: milliseconds of every look that brought the page, from the request to the last byte of the page itself;
  `answers`: what each look was (`crawler.kinds.AnswerKind`); `median_ms` of those that brought it;
* `https`: what the same host answers over https (for a page that is one: the same); null where the address names a
  port, because a port speaks one scheme; `https_ends_at`: the address that this content came from, after all
  redirects, null where none came; `http_leads_to_https`: whether the address without encryption leads to the one with
  it.
"""

from __future__ import annotations

import asyncio
from statistics import median
from urllib.parse import urlsplit, urlunsplit

from config.policy import policy
from crawler.facts import Observation
from crawler.fetch.look import Look
from crawler.fetch.reply import now
from crawler.kinds import BROKEN, NO_CONNECTION, OPENS_HOME, AnswerKind, TargetKind, TrialKind
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
        return {"https": None, "https_ends_at": None, "http_leads_to_https": None}
    secure, open_ = (urlunsplit(parts._replace(scheme=scheme)) for scheme in ("https", "http"))
    answered, ends_at = await _secured(trying, secure)
    plain_ends_at = _end(await trying.look(open_))
    led = plain_ends_at.startswith("https://") if plain_ends_at is not None else None
    return {"https": answered.value, "https_ends_at": ends_at, "http_leads_to_https": led}


async def _secured(trying: Trying, url: str) -> tuple[AnswerKind, str | None]:
    """What the host answers over https, and where its content came from. Where even its robots.txt meets no server,
    nobody forbids anything there: that silence is the answer, and the page itself is not asked."""
    look = await trying.look(url)
    kind = look.judgement.kind
    if kind is not AnswerKind.ROBOTS:
        return kind, _end(look)
    rules = await trying.rules(url)
    return (rules if rules in NO_CONNECTION & BROKEN else kind), None


def _end(look: Look) -> str | None:
    """The address that the home page came from; None where it did not come."""
    return look.trail.at if look.judgement.kind in OPENS_HOME else None
