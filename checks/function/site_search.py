"""The check `site-search`: whether the search of a site works and finds what the site has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, Recognised, State, Unjudged
from checks.function.tried import is_bare_address, no_own_site, tried
from config.registry import Unit
from crawler.facts import Observation
from crawler.kinds import BROKEN, AnswerKind, TrialKind
from crawler.store.crawl import Crawl
from crawler.urls import netloc

MISSING = "missing"
UNUSABLE = "unusable"
NOT_FOUND = "not-found"
NOT_SHOWN = "query-not-shown"
SLOW = "slow"
BARE_IP = "bare-ip-host"
PROOF = "nothing-found"
"""What the trial says of a page that tells itself that it found nothing."""


class SiteSearchParams(CheckParams):
    """What the rubric asks of a search."""

    titles: int = Field(ge=1, description="titles of articles that must have been searched for to judge the search")
    limit_s: float = Field(default=10, gt=0, description="seconds in which results must come (own rule)")


class SiteSearch(Check):
    """The search of a site (站内搜索) that is missing, fails, or does not find what the site has.

    ## What it finds

    * `missing`: the home page shows no search box and no sign of one;
    * `unusable`: every query fails;
    * `not-found`: an article of the portal is not on the first page of results for its own title, one for each title;
    * `query-not-shown`: no page of results repeats what was asked;
    * `slow`: most results take longer than the limit;
    * `bare-ip-host`: queries are sent to a host without a name, one that is not the site's own address.

    ## Why it matters

    Search is how most visitors look for a document; evaluators try it with a handful of titles. An address without a
    name cannot be checked by a visitor, and fails when the machine moves.

    ## How it decides

    The trial `search` sends the titles of the newest articles on the home page (none of the last days, which an index
    may not have), long ones cut, as the box would send them. An article is found when a result leads to it or bears its
    title.

    `not-found` is confirmed only where the page says in words that nothing was found, repeats the query (so that it was
    understood as it was meant), and no script may have changed it; otherwise `suspected`. `unusable` is confirmed
    when the looks that prove a dead link prove each failure, and the search is on the portal's own host. Neither is
    confirmed where a script has its say before the box sends anything, or the title was cut. Everything else is
    `suspected`.

    ## When it does not apply

    A unit whose pages lie on another's host. Cannot judge: the trial was not made, robots.txt forbids the search, the
    box posts or is made by a script that is not understood, results come by a script, the home page comes in place of
    results, fewer titles than the rubric asks for. Boxes that look for something else (办件编号 …) are not tried.

    ## Known errors

    A search that forgets old articles on purpose, or needs a choice of columns, may look as if it found nothing. A page
    of results with news beside it counts as read, hence the suspicion only.
    """

    id = "site-search"
    title = "站内搜索"
    needs = ("trials",)
    codes = (MISSING, UNUSABLE, NOT_FOUND, NOT_SHOWN, SLOW, BARE_IP)
    clause = "无全站搜索或者不可用；随机选取信息标题测试，第一页找不到（分值、条数由指标体系规定）"
    Params = SiteSearchParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings about the search box as a whole, then about each title."""
        assert isinstance(params, SiteSearchParams)
        yield from no_own_site(crawl, unit)
        telling, why = tried(crawl, TrialKind.SEARCH, unit, UNUSABLE)
        yield from why
        asked = [seen for seen in telling if "url" in seen.values]
        yield from (_missing(unit, seen) for seen in telling if not seen.values.get("box", True))
        yield Examined(len([seen for seen in telling if "url" not in seen.values]))
        if not asked:
            return
        answered = [seen for seen in asked if seen.values["answers"][-1] == AnswerKind.CONTENT]
        if all(seen.values["answers"][-1] in BROKEN for seen in asked):
            yield Examined(len(asked))
            yield _unusable(crawl, unit, asked)
        else:
            yield from _unanswered(asked)
            yield from _titles(unit, answered)
        yield from _as_a_whole(unit, answered, params)
        yield from _bare(unit, asked[0])
        judged = [seen for seen in answered if seen.values.get("read") or seen.values.get("found")]
        if len(judged) < params.titles and len(asked) < params.titles:
            facts = {"expected": params.titles, "observed": len(asked)}
            yield Unjudged(_box(asked[0]), "search-too-few-titles", NOT_FOUND, _home(asked[0]), facts)


def _missing(unit: Unit, seen: Observation) -> Finding:
    return Finding(SiteSearch.id, MISSING, unit.id, seen.subject, seen.subject, State.SUSPECTED)


def _unusable(crawl: Crawl, unit: Unit, asked: Sequence[Observation]) -> Finding:
    first = asked[0]
    own = netloc(first.values["action"]) in crawl.portal.all_hosts
    proven = own and all(seen.values["confirmed"] and _as_meant(seen) for seen in asked)
    kinds = sorted({seen.values["answers"][-1] for seen in asked})
    return Finding(
        SiteSearch.id,
        UNUSABLE,
        unit.id,
        _box(first),
        first.values["url"],
        State.CONFIRMED if proven else State.SUSPECTED,
        found_on=(_home(first),),
        found_on_count=1,
        facts={"tried": len(asked), "answers": kinds},
        evidence={"queries": [_row(seen) for seen in asked]},
    )


def _unanswered(asked: Sequence[Observation]) -> Iterator[Unjudged]:
    for seen in asked:
        last = seen.values["answers"][-1]
        if last != AnswerKind.CONTENT:
            yield Unjudged(seen.values["article"], last, NOT_FOUND, seen.values["url"])


def _titles(unit: Unit, answered: Sequence[Observation]) -> Iterator[Said]:
    for seen in answered:
        values = seen.values
        if values["found"]:
            yield Examined(1)
            facts = {"rank": values["rank"], "query_shown": values["query_shown"]}
            yield Recognised(SiteSearch.id, seen.subject, values["url"], values["date"] or None, facts)
        elif not values["read"]:
            yield Unjudged(values["article"], "search-result-unread", NOT_FOUND, values["url"])
        else:
            yield Examined(1)
            yield _not_found(unit, seen)


def _not_found(unit: Unit, seen: Observation) -> Finding:
    values = seen.values
    understood = values["read"] == PROOF and values["query_shown"] is True and not values["scripted"]
    proven = understood and _as_meant(seen)
    return Finding(
        SiteSearch.id,
        NOT_FOUND,
        unit.id,
        values["article"],
        values["url"],
        State.CONFIRMED if proven else State.SUSPECTED,
        found_on=(values["article"],),
        found_on_count=1,
        text=seen.subject,
        facts={"article": values["article"], "date": values["date"], "rows": values["rows"]},
        evidence={"read": values["read"], "query_shown": values["query_shown"]},
    )


def _as_a_whole(unit: Unit, answered: Sequence[Observation], params: SiteSearchParams) -> Iterator[Finding]:
    """What is wrong with the pages of results themselves: said once."""
    if not answered:
        return
    first, home = answered[0], (_home(answered[0]),)
    if all(seen.values["query_shown"] is False and seen.values["read"] for seen in answered):
        facts: dict[str, Any] = {"tried": len(answered)}
        yield Finding(
            SiteSearch.id,
            NOT_SHOWN,
            unit.id,
            _box(first),
            first.values["url"],
            State.SUSPECTED,
            None,
            home,
            1,
            "",
            facts,
        )
    slow = [seen for seen in answered if seen.values["ms"] > params.limit_s * 1000]
    if len(slow) * 2 > len(answered):
        facts = {"limit_s": params.limit_s, "tried": len(answered)}
        yield Finding(
            SiteSearch.id, SLOW, unit.id, _box(first), first.values["url"], State.SUSPECTED, None, home, 1, "", facts
        )


def _bare(unit: Unit, seen: Observation) -> Iterator[Finding]:
    action = seen.values["action"]
    other = netloc(action).partition(":")[0] != netloc(_home(seen)).partition(":")[0]
    if other and is_bare_address(action):
        facts = {"host": netloc(action)}
        home = (_home(seen),)
        yield Finding(SiteSearch.id, BARE_IP, unit.id, action, action, State.SUSPECTED, None, home, 1, "", facts)


def _as_meant(seen: Observation) -> bool:
    """Whether a visitor would have asked the same; not noted by the crawls of older versions."""
    return bool(seen.values.get("as_meant", True))


def _row(seen: Observation) -> dict[str, Any]:
    return {"title": seen.subject, "url": seen.values["url"], "answers": seen.values["answers"]}


def _box(seen: Observation) -> str:
    return str(seen.values["action"])


def _home(seen: Observation) -> str:
    return str(seen.values["home"])
