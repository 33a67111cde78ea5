"""The check `accessibility`: entries for people with disabilities and the elderly, and rules that pages break."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, Recognised, State, Unjudged
from checks.function.tried import no_own_site, tried
from config.registry import Unit
from crawler.facts import Observation
from crawler.kinds import MarkKind, TrialKind
from crawler.store.crawl import Crawl

ENTRY = "entry-missing"
VIOLATION = "violation"
Impact = Literal["minor", "moderate", "serious", "critical"]


class AccessibilityParams(CheckParams):
    """What the rubric asks for."""

    entry: bool = Field(description="whether the home page must offer an entry (无障碍, 关怀版, 长者模式, 适老版)")
    impacts: tuple[Impact, ...] = Field(
        default=("critical", "serious"), description="violations of the rules that are told, by impact (own rule)"
    )


class Accessibility(Check):
    """Sites without an entry for people with disabilities and the elderly (无障碍、适老化), or with barriers.

    ## What it finds

    * `entry-missing`: the home page bears no entry to 无障碍, 关怀版, 长者模式 or 适老版;
    * `violation`: a rule of WCAG or of good practice that axe-core finds broken on the home page, one finding for each
      rule of the impacts in question.

    ## Why it matters

    《无障碍环境建设法》第三十二条: sites built with public money shall gradually meet the standard.

    ## How it decides

    Entries are marks that readers found on the home page. The trial `accessibility` runs axe-core (which is vendored)
    inside the page in the browser. Always `suspected`: an entry may be made by a script, and such rules see about a
    third of what matters and sometimes what does not.

    ## When it does not apply

    A unit whose pages lie on another's host. Cannot judge the entry: the home page was not read, or no mark of any kind
    on it. Cannot judge the rules: the trial was not made, there was no browser, or the page did not open in it.

    ## Known errors

    Contrast is not measured, because the browser is given no pictures. Styles and scripts of other hosts do not come;
    what a page breaks without them is told, too.
    """

    id = "accessibility"
    title = "无障碍、适老化"
    needs = ("trials",)
    codes = (ENTRY, VIOLATION)
    clause = "推进适老化与无障碍改造；应当逐步符合无障碍网站设计标准"
    only_suspects = True
    Params = AccessibilityParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """The entry first, then every broken rule."""
        assert isinstance(params, AccessibilityParams)
        yield from no_own_site(crawl, unit)
        if params.entry:
            yield from _entry(crawl, unit)
        telling, why = tried(crawl, TrialKind.ACCESSIBILITY, unit, VIOLATION)
        yield from why
        for seen in telling:
            yield Examined(1)
            for violation in seen.values["violations"]:
                if violation["impact"] in params.impacts:
                    yield _violation(unit, seen, violation)


def _entry(crawl: Crawl, unit: Unit) -> Iterator[Said]:
    home = crawl.home(unit)
    if home is None or not home.judgeable:
        yield Unjudged(ENTRY, "home-not-observed", ENTRY)
        return
    marks = [mark for mark in home.marks if mark.kind is MarkKind.ACCESSIBILITY]
    if not home.marks:
        yield Unjudged(home.url, "marks-not-read", ENTRY, home.url)
        return
    yield Examined(1)
    for mark in marks[:1]:
        yield Recognised(Accessibility.id, mark.value, mark.url or home.url)
    if not marks:
        yield Finding(Accessibility.id, ENTRY, unit.id, home.url, home.url, State.SUSPECTED)


def _violation(unit: Unit, seen: Observation, violation: dict[str, object]) -> Finding:
    return Finding(
        Accessibility.id,
        VIOLATION,
        unit.id,
        f"{seen.subject}#{violation['id']}",
        seen.subject,
        State.SUSPECTED,
        facts={"rule": violation["id"], "impact": violation["impact"], "count": violation["nodes"]},
        evidence={"help": violation["help"], "example": violation["example"], "tool": seen.values["tool"]},
    )
