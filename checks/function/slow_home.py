"""The check `slow-home`: home pages that take long to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, State, Unjudged
from checks.function.tried import no_own_site, tried
from config.registry import Unit
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl

SLOW = "slow"


class SlowHomeParams(CheckParams):
    """What the rubric allows."""

    limit_s: float = Field(gt=0, description="seconds in which the home page must have come")
    least_looks: int = Field(default=3, ge=1, description="looks that brought the page, to judge by (own rule)")


class SlowHome(Check):
    """Home pages (首页) that take longer to come than the rubric allows.

    ## What it finds

    `slow`: the median time of several spaced looks at the home page is above the limit.

    ## Why it matters

    Visitors give up; an evaluator counts a page that takes fifteen seconds as not open at all.

    ## How it decides

    The trial `load` opens the page a few times, with a pause between, and takes the time from the request to the last
    byte of the page itself, redirects included. The median decides, so one stumble proves nothing. Always
    `suspected`: the way between us and the site belongs to neither. Times stand in the crawl file, not in the finding.

    ## When it does not apply

    A unit whose pages lie on another's host. Cannot judge: the trial was not made, or too few looks brought the page.

    ## Known errors

    Pictures and scripts are not loaded, so a page may be slower for visitors. A slow line of ours looks like a slow
    site.
    """

    id = "slow-home"
    title = "首页打开缓慢"
    needs = ("trials",)
    codes = (SLOW,)
    clause = "首页打开时间（时限由指标体系规定）"
    only_suspects = True
    Params = SlowHomeParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding for each home page of the unit's own that is too slow."""
        assert isinstance(params, SlowHomeParams)
        yield from no_own_site(crawl, unit)
        telling, why = tried(crawl, TrialKind.LOAD, unit, SLOW)
        yield from why
        for seen in telling:
            if len(seen.values["ms"]) < params.least_looks:
                yield Unjudged(seen.subject, "home-not-opened-often-enough", SLOW, seen.subject)
                continue
            yield Examined(1)
            if seen.values["median_ms"] > params.limit_s * 1000:
                facts = {"limit_s": params.limit_s, "looks": len(seen.values["ms"])}
                yield Finding(self.id, SLOW, unit.id, seen.subject, seen.subject, State.SUSPECTED, facts=facts)
