"""Watches home pages for days: one look at each in every interval, written to a series that survives kills.

The rule (国办秘函〔2019〕19号 单项否决“站点无法访问”): a week, at least twenty looks a day, spaced; a page that has
not opened after fifteen seconds counts as closed. A look that fails while no control answers is our own network's and
does not count. A home page is asked as `xuncha inspect` asks a page that a person names: once, without robots.txt.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from config.registry import Portal
from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.guard import Guard
from crawler.fetch.look import Look, Trail
from crawler.fetch.pace import Pace
from crawler.fetch.reply import now
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import BROKEN, NO_CONNECTION, OPENS_HOME, AnswerKind, TargetKind
from crawler.trials.series import Probe, Series


@dataclass(frozen=True, slots=True)
class WatchPlan:
    """What is watched: the home pages of `portals`, every `every_s` seconds, until `days` after the series began.

    `controls` are addresses that are asked when a page does not open. `rounds` ends it after so many (None: the days
    decide).
    """

    portals: tuple[Portal, ...]
    user_agent: str
    every_s: float
    days: float
    timeout_s: float
    controls: tuple[str, ...]
    max_bytes: int = 10 * 1024 * 1024
    allow_private: bool = False
    allow_hosts: tuple[str, ...] = ()
    rounds: int | None = None

    @property
    def urls(self) -> tuple[tuple[str, Portal], ...]:
        """The home pages with their portals: start URLs, and entries of units on hosts of their own."""
        found: dict[str, Portal] = {}
        for portal in self.portals:
            known = {url.split("/")[2] for url in portal.start_urls}
            entries = (unit.entry_urls[0] for unit in portal.units if unit.entry_urls)
            own = [url for url in entries if url.split("/")[2] not in known]
            found |= dict.fromkeys((*portal.start_urls[:1], *own), portal)
        return tuple(found.items())


def watch(plan: WatchPlan, series: Series, told: Callable[[Sequence[Probe]], None] = lambda _: None) -> None:
    """Watch until the time is over. Blocks; a series that was begun goes on where it stopped. May be interrupted."""
    asyncio.run(_watch(plan, series, told))


def seconds_until_next(begun: Sequence[Probe], every_s: float, moment: dt.datetime) -> float:
    """How long the next round has to wait: an interval after the last one, not at once after a restart."""
    if not begun:
        return 0.0
    last = max(_moment(probe.at) for probe in begun)
    return max(0.0, every_s - (moment - last).total_seconds())


async def _watch(plan: WatchPlan, series: Series, told: Callable[[Sequence[Probe]], None]) -> None:
    urls = {url for url, _ in plan.urls}
    begun = [probe for probe in series.read() if probe.url in urls]
    start = min((_moment(probe.at) for probe in begun), default=dt.datetime.now(dt.UTC))
    until = start + dt.timedelta(days=plan.days)
    made = 0
    await asyncio.sleep(seconds_until_next(begun, plan.every_s, dt.datetime.now(dt.UTC)))
    while dt.datetime.now(dt.UTC) < until and (plan.rounds is None or made < plan.rounds):
        next_at = asyncio.get_running_loop().time() + plan.every_s
        probes = await one_round(plan)
        series.add(probes)
        told(probes)
        made += 1
        if plan.rounds is None or made < plan.rounds:
            await asyncio.sleep(max(0.0, next_at - asyncio.get_running_loop().time()))


async def one_round(plan: WatchPlan) -> list[Probe]:
    """One look at every home page, with the controls where any of them did not open."""
    hosts = frozenset().union(*(portal.all_hosts for portal in plan.portals))
    guard = Guard(hosts, allow_private=plan.allow_private, allow_hosts=plan.allow_hosts)
    async with Client(plan.user_agent, plan.timeout_s, guard, Pace(0)) as client:
        looks = [(url, await _look(client, portal, url, plan.max_bytes)) for url, portal in plan.urls]
        open_ = None
        if any(look.judgement.kind in BROKEN - OPENS_HOME for _, look in looks):
            open_ = await _has_way_out(client, plan)
    return [_probe(url, look, plan.timeout_s, open_) for url, look in looks]


def _probe(url: str, look: Look, limit_s: float, way_out: bool | None) -> Probe:
    kind = look.judgement.kind
    ms = look.trail.ms + look.reply.ms
    if kind in OPENS_HOME and ms >= limit_s * 1000:  # redirects have a time limit each
        kind = AnswerKind.TIMEOUT
    return Probe(look.reply.at or now(), url, kind, ms, limit_s, way_out if kind in BROKEN - OPENS_HOME else None)


async def _has_way_out(client: Client, plan: WatchPlan) -> bool:
    for control in plan.controls:
        look = await _look(client, plan.portals[0], control, plan.max_bytes, TargetKind.EXTERNAL)
        if look.judgement.kind not in NO_CONNECTION:
            return True
    return False


async def _look(client: Client, portal: Portal, url: str, limit: int, kind: TargetKind = TargetKind.PAGE) -> Look:
    scope = Scope(portal)
    judge = Judge(scope, Nonsense(scope))
    return await client.look(Trail(url, kind), judge, nobody_forbids, limit=limit, whole=True, method="GET")


def _moment(at: str) -> dt.datetime:
    return dt.datetime.fromisoformat(at.replace("Z", "+00:00"))
