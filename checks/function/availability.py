"""The check `availability`: sites that did not open too often while they were watched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, State, Unjudged
from checks.function.tried import no_own_site
from config.registry import Unit, UnitClass
from crawler.facts import Observation
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl

UNAVAILABLE = "unavailable"


class AvailabilityParams(CheckParams):
    """The rule by which a series is judged."""

    days: int = Field(ge=1, description="days that follow each other")
    per_day: int = Field(ge=1, description="looks on each of these days, at least")
    limit_s: float = Field(gt=0, description="seconds after which a page counts as not open")
    share: float = Field(gt=0, le=1, description="share of looks that failed from which the site is unavailable")
    latest: int = Field(
        default=31, ge=0, description="days before the as-of date in which the series may end (own rule)"
    )


class Availability(Check):
    """Sites that did not open in too large a share of looks over a week (站点无法访问).

    ## What it finds

    `unavailable`: over the latest days that were watched closely enough, the share of looks in which the home page
    did not open within the limit or answered with an error reaches that of the rubric.

    ## Why it matters

    It is a ground for failing a site outright (单项否决), and a single visit can neither prove nor disprove it.

    ## How it decides

    `xuncha watch` looks at the home page at intervals and keeps a series, which `--watch FILE` hands to `audit` or
    `judge`. Failures count only when a control on the network answered at the same time; walls, rate limits and
    outages of our own are left out. The latest run of days that all have enough looks is judged as a whole. Always
    `suspected`: a series comes from one place, and a firewall that shuts out strangers looks the same from there.

    ## When it does not apply

    A unit whose pages lie on another's host. Cannot judge: there is no series, it has too few days in a row with
    enough looks, it is too old, or its looks were given up sooner or later than the rubric says.

    ## Known errors

    Only the page itself is opened, not what it loads. A day is one in China.
    """

    id = "availability"
    title = "站点无法访问"
    needs = ("trials",)
    codes = (UNAVAILABLE,)
    clause = (
        "监测1周，每天间隔性访问20次以上，超过（含）15秒网站仍打不开的次数累计占比超过（含）5%（数值由指标体系规定）"
    )
    only_suspects = True
    Params = AvailabilityParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding for each home page of the unit's own that failed too often."""
        assert isinstance(params, AvailabilityParams)
        yield from no_own_site(crawl, unit)
        home = _watched(crawl, unit)
        series = [seen for seen in crawl.observations(TrialKind.AVAILABILITY) if seen.subject in home]
        if not series:
            yield Unjudged(home[0], "watch-none", UNAVAILABLE, home[0])
        for seen in series:
            yield _weighed(unit, seen, params, as_of)


def _watched(crawl: Crawl, unit: Unit) -> tuple[str, ...]:
    """The addresses that `xuncha watch` looks at for the unit; of the whole portal also where it starts."""
    start = crawl.portal.start_urls[:1] if unit.unit_class is UnitClass.PORTAL else ()
    return (*unit.entry_urls[:1], *start)


def _weighed(unit: Unit, seen: Observation, params: AvailabilityParams, as_of: date) -> Said:
    if seen.values["limit_s"] != params.limit_s or seen.values["mixed"]:
        return Unjudged(seen.subject, "watch-other-limit", UNAVAILABLE, seen.subject)
    days: Mapping[str, Mapping[str, int]] = seen.values["days"]
    chosen = latest_window(days, params, as_of)
    if chosen is None:
        full = sum(day["count"] >= params.per_day for day in days.values())
        facts: dict[str, Any] = {"expected": params.days, "observed": full, "per_day": params.per_day}
        return Unjudged(seen.subject, "watch-too-short", UNAVAILABLE, seen.subject, facts)
    looks = sum(days[day]["count"] for day in chosen)
    failed = sum(days[day]["failed"] for day in chosen)
    if failed / looks < params.share:
        return Examined(1)
    facts = {"looks": looks, "failed": failed, "first": chosen[0], "last": chosen[-1], "limit_s": params.limit_s}
    return Finding(
        Availability.id,
        UNAVAILABLE,
        unit.id,
        seen.subject,
        seen.subject,
        State.SUSPECTED,
        facts={**facts, "percent": f"{100 * failed / looks:.1f}", "allowed": f"{100 * params.share:g}"},
        evidence={"days": {day: dict(days[day]) for day in chosen}},
    )


def latest_window(
    days: Mapping[str, Mapping[str, int]], params: AvailabilityParams, as_of: date
) -> tuple[str, ...] | None:
    """The latest days in a row that all have enough looks, ending on the as-of date or not long before; else None."""
    for back in range(params.latest + 1):
        last = as_of - timedelta(days=back)
        row = tuple((last - timedelta(days=step)).isoformat() for step in reversed(range(params.days)))
        if all(day in days and days[day]["count"] >= params.per_day for day in row):
            return row
    return None
