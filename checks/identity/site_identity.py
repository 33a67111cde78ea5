"""The check `site-identity`: what a site must show about itself on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.identity.footers import kinds_of, shows_numbers, why_unread
from checks.scanning import ScanCheck, SeenPage
from config.model import StrictModel
from config.registry import Unit
from config.wording import Pattern, plain
from crawler.facts import PageFacts
from crawler.kinds import MarkKind
from crawler.store.crawl import Crawl
from crawler.store.ownership import owns_all
from crawler.urls import page_key

MISSING = "mark-missing"
MALFORMED = "code-malformed"
DISAGREES = "code-disagrees"
AREA = 6
"""Digits of a site code that are the code of the area (GB/T 2260; cms-patterns 2.3)."""


class RequiredMark(StrictModel):
    """A mark that the clause asks for, under the name that it has there."""

    mark: MarkKind
    title: str


PICTURED = frozenset({MarkKind.SITE_NAME, MarkKind.PARTY_BADGE, MarkKind.FIND_ERROR, MarkKind.POLICE})
"""Marks that a page may show as a picture without words, which no reader sees."""


class SiteIdentityParams(CheckParams):
    """The marks of the rubric."""

    marks: tuple[RequiredMark, ...] = Field(
        min_length=1, description="what the home page must show (the clause asks it of every page)"
    )
    code_pattern: Pattern = Field(
        default=r"\d{10}|bm\d{8}",
        description="what a whole 网站标识码 looks like (own rule: as real pages show)",
    )


class SiteIdentity(ScanCheck[frozenset[MarkKind]]):
    """Signs of identity (网站名称、标识码、备案号、主办单位 …) that the site does not show.

    ## What it finds

    * `mark-missing`: the home page does not show a mark that the rubric asks for; `facts.item` names it, `shown_on`
      says how many other pages show it.
    * `code-malformed`: the 网站标识码 in a meta, in the text or in the address of the 找错 box is no such code.
    * `code-disagrees`: these places name different codes, or another one (`registry`) than the registry does.

    ## Why it matters

    国办发〔2017〕47号《政府网站发展指引》 asks for these marks at the head and foot of every page: they tell citizens
    whose site it is, and false ones are how forged sites are found.

    ## How it decides

    By the marks of the home page. A missing mark is `confirmed` when no page of the site shows it and the footer of the
    home page was read (it shows other marks, and no script brings it); where no page shows it and that footer was not
    read, it is not judged; where other pages show it, or the code is named in a meta or in the 找错 box, it is
    `suspected`. So is a missing name of the site always, because a header may show it as a background (a title that
    holds what the tag SiteName says is enough), and a missing badge of either kind or 找错 entry, because all may be
    pictures without words; 主办单位 where a body is named in another role (承办, 版权所有); and whatever is missing
    where only scripts showed marks (找错, 党政机关标识), because others may bring the rest. Codes that contradict each
    other on one page are `confirmed`; one that differs from the registry may be the registry's mistake.

    ## When it does not apply

    Units other than the portal: the marks are those of a site, and units are parts of one.

    ## Known errors

    A mark that is a picture without any words and without an address is not seen; the others of the footer make it
    look missing, hence the suspicion.
    """

    id = "site-identity"
    title = "网站身份标识"
    needs = ("pages",)
    codes = (MISSING, MALFORMED, DISAGREES)
    clause = (
        "国办发〔2017〕47号《政府网站发展指引》：页面底部应有党政机关网站标识、“我为政府网站找错”入口、网站标识码、"
        "主办单位及联系方式、ICP备案编号、公安机关备案标识、站点地图，页面头部应有网站名称（转述）"
    )
    Params = SiteIdentityParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[frozenset[MarkKind]]:
        """The kinds of marks on a page."""
        if seen.page.marks:
            yield kinds_of(seen.page)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[frozenset[MarkKind]]
    ) -> Iterator[Said]:
        """Findings on the home page, in the light of what all pages show."""
        assert isinstance(params, SiteIdentityParams)
        if not owns_all(unit):
            yield NotApplicable("part-of-a-site")
            return
        home = crawl.home(unit)
        if home is None or not home.judgeable:
            address = home.url if home else crawl.portal.start_urls[0]
            reason = home.reason if home and home.reason else "home-not-observed"
            yield Unjudged(address, reason, MISSING, address)
            return
        shown = Counter(kind for kinds in notes for kind in kinds)
        for required in params.marks:
            yield from _required(unit, home, required, shown[required.mark], len(notes))
        yield from _codes(crawl, unit, home, params)


def _required(unit: Unit, home: PageFacts, required: RequiredMark, shown_on: int, pages: int) -> Iterator[Said]:
    kind, facts = required.mark, {"mark": required.mark.value, "item": required.mark.value, "title": required.title}
    if kind in kinds_of(home) or (kind is MarkKind.SITE_NAME and _title_names_site(home)):
        value = next((mark.value for mark in home.marks if mark.kind is kind and mark.value), "")
        yield Recognised(kind.value, value or required.title, home.url)
        yield Examined(1)
        return
    unread = why_unread(home)
    if unread and not shown_on:
        yield Unjudged(f"{page_key(home.url)} {kind.value}", unread, MISSING, home.url, facts)
        return
    elsewhere = shown_on > 0 or (kind is MarkKind.SITE_CODE and bool(list(_named_codes(home))))
    named = kinds_of(home) & {MarkKind.HOST_BY, MarkKind.RUN_BY}
    read = shows_numbers(home) or bool(named)
    certain = read and not elsewhere and kind not in PICTURED and not (kind is MarkKind.HOST_BY and named)
    yield Examined(1)
    yield _finding(
        unit,
        home,
        MISSING,
        kind.value,
        facts | {"shown_on": shown_on, "pages_with_marks": pages},
        State.CONFIRMED if certain else State.SUSPECTED,
    )


def _title_names_site(home: PageFacts) -> bool:
    name = plain(next((content for tag, content in home.metas or () if tag.lower() == "sitename" and content), ""))
    return bool(name) and name in plain(home.title)


def _codes(crawl: Crawl, unit: Unit, home: PageFacts, params: SiteIdentityParams) -> Iterator[Said]:
    named = dict(_named_codes(home))
    good = {place: code for place, code in named.items() if re.fullmatch(params.code_pattern, code, re.IGNORECASE)}
    for place, code in named.items():
        if place not in good:
            yield _finding(unit, home, MALFORMED, place, {"item": place, "observed": code}, State.SUSPECTED)
    if named:
        yield Examined(1)
    listed = "、".join(f"{place} {code}" for place, code in good.items())
    if len({code.lower() for code in good.values()}) > 1:
        yield _finding(unit, home, DISAGREES, "page", {"basis": "page", "observed": listed}, State.CONFIRMED)
        return
    known = crawl.portal.site_code
    if known and good and known.lower() not in {code.lower() for code in good.values()}:
        area = all(code[:AREA] == known[:AREA] for code in good.values())
        facts = {"basis": "registry", "observed": listed, "expected": known, "same_area": area}
        yield _finding(unit, home, DISAGREES, "registry", facts, State.SUSPECTED)


def _named_codes(home: PageFacts) -> Iterator[tuple[str, str]]:
    """Where the home page names its code: meta, text, 找错 box."""
    for tag, content in home.metas or ():
        if tag.lower() == "siteidcode" and content:
            yield "SiteIDCode", content
            break
    for kind in (MarkKind.SITE_CODE, MarkKind.FIND_ERROR):
        for mark in home.marks:
            if mark.kind is kind and mark.value:
                yield kind.value, mark.value
                break


def _finding(  # noqa: PLR0917
    unit: Unit, home: PageFacts, code: str, subject: str, facts: dict[str, Any], state: State
) -> Finding:
    return Finding(
        check=SiteIdentity.id,
        code=code,
        unit=unit.id,
        subject=subject,
        url=home.url,
        state=state,
        found_on=(home.url,),
        found_on_count=1,
        text=home.title,
        facts=facts,
        evidence={"marks": sorted({mark.kind.value for mark in home.marks}), "notes": list(home.notes)},
    )
