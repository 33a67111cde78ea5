"""The check `mobile-view`: pages that a phone does not show well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from checks.function.tried import tried
from config.policy import policy
from config.registry import Unit
from crawler.facts import Observation
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl

NO_VIEWPORT = "no-viewport"
OVERFLOW = "overflow"


class MobileViewParams(CheckParams):
    """Which pages the rubric wants to be readable on a phone."""

    items: tuple[str, ...] = Field(
        min_length=1, description="`home`, or items of config/lexicons/mobile-pages.yaml such as `gazette`"
    )


class MobileView(Check):
    """Pages that are not made for phones (移动端适配), such as the gazette's (掌上公报).

    ## What it finds

    * `no-viewport`: the page says nothing of the window that it is made for, so phones shrink it to a poster;
    * `overflow`: the page does say it, but is wider than a phone's window.

    ## Why it matters

    Most visitors come by phone. Plans promise a gazette that can be read on one.

    ## How it decides

    The trial `mobile` reads the meta `viewport`, looks for a version for phones (a link 手机版, the meta
    `mobile-agent`, a script that sends phones elsewhere), which acquits the page of both, and opens the page in a
    window of 390 pixels where a browser may be used. A few pixels are forgiven (policy). Always `suspected`: a server
    may send phones elsewhere, which a crawler that never poses as one does not see.

    ## When it does not apply

    A unit that has none of the pages in question and is not a portal. Cannot judge: the trial was not made, the page
    was not found, or it did not come whole in the browser.

    ## Known errors

    Pictures are not loaded: a page that only a picture makes too wide passes.
    """

    id = "mobile-view"
    title = "移动端适配"
    needs = ("trials",)
    codes = (NO_VIEWPORT, OVERFLOW)
    clause = "通过手机等移动设备查阅（页面由指标体系规定）"
    only_suspects = True
    Params = MobileViewParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings about each page of the unit that the rubric asks about."""
        assert isinstance(params, MobileViewParams)
        telling, why = tried(crawl, TrialKind.MOBILE, unit, NO_VIEWPORT)
        if not telling and unit.unit_class != "portal" and not any(each.url for each in why):
            yield NotApplicable("no-such-page")
            return
        yield from why
        asked = [seen for seen in telling if seen.values["item"] in params.items]
        for seen in asked:
            yield Examined(1)
            yield from _seen(unit, seen)
        if why or asked:
            return
        if unit.unit_class != "portal":
            yield NotApplicable("no-such-page")
            return
        for item in params.items:
            yield Unjudged(item, "mobile-page-not-met", NO_VIEWPORT, facts={"item": item})


def _seen(unit: Unit, seen: Observation) -> Iterator[Said]:
    values, facts = seen.values, {"item": seen.values["item"]}
    if values["viewport"] is None and values["version"] is None:
        yield Finding(MobileView.id, NO_VIEWPORT, unit.id, seen.subject, seen.subject, State.SUSPECTED, facts=facts)
    elif values["spill"] is None:
        if values["version"] is None:
            yield Unjudged(seen.subject, values["spill_reason"], OVERFLOW, seen.subject, facts)
    elif values["spill"] > policy().trials.spill_px and values["version"] is None:
        wide = {**facts, "width": values["width"], "observed": values["width"] + values["spill"]}
        yield Finding(MobileView.id, OVERFLOW, unit.id, seen.subject, seen.subject, State.SUSPECTED, facts=wide)
