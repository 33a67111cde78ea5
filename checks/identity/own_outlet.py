"""The check `own-outlet`: sites and apps of bodies that in principle have none of their own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from config.official import official_services
from config.own_outlet import own_outlets
from config.registry import Unit, UnitClass
from crawler.kinds import EndReason
from crawler.store.crawl import Crawl
from crawler.urls import netloc

SITE = "own-site"
APP = "own-app"
EXAMPLES = 5
"""Pages that a finding names (own choice: a person opens no more)."""


class OwnOutletParams(CheckParams):
    """Whom the rule of the rubric is about."""

    classes: tuple[UnitClass, ...] = Field(
        min_length=1, description="classes of units that in principle have neither site nor app of their own"
    )


class OwnOutlet(Check):
    """Sites and apps of townships and other bodies that should publish on the portal of their government.

    ## What it finds

    * `own-site`: the unit's pages lie on a host of their own (`basis` host), or a link that says nothing but the unit's
      name leads outside the portal (`basis` link).
    * `own-app`: a link with the unit's name, or on its pages alone, offers an app.

    ## Why it matters

    国办发〔2017〕47号: 乡镇、街道 in principle open no site; forgotten ones are what inspections find dead,
    stale or hijacked.

    ## How it decides

    By the entries of the registry and by all link texts of the portal. For `own-site` a link's text must be the unit's
    name with nothing but words for a site (config/lexicons/own-outlets.yaml), and its target no account on a platform
    and no public service. An app that other pages of the portal offer, too, is the unit's only where the link names its
    place (掌上禾头), and never one of the state or the province. Every finding is `suspected`: a person must know
    whether the outlet is the unit's, and whether it was approved.

    ## When it does not apply

    Units of other classes than the rubric names. A unit of which nothing was found in a crawl that did not finish is
    not judged.

    ## Known errors

    A body of the same name elsewhere looks like the unit. What the portal does not link is not seen.
    """

    id = "own-outlet"
    title = "自设网站和移动应用"
    codes = (SITE, APP)
    only_suspects = True
    clause = "国办发〔2017〕47号《政府网站发展指引》：乡镇、街道原则上不开设政府网站（转述）"
    Params = OwnOutletParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings on what the unit offers outside the portal. The as-of date plays no part."""
        assert isinstance(params, OwnOutletParams)
        if not unit.unit_class.among(params.classes):
            yield NotApplicable("may-have-own-site")
            return
        start = urlsplit(crawl.portal.start_urls[0]).netloc.lower()
        own = sorted({urlsplit(url).netloc.lower() for url in unit.entry_urls} - {start})
        for host in own:
            yield _finding(crawl, unit, SITE, f"http://{host}/", host, "host")
        found = dict(_outlets(crawl, unit))
        for (code, url), text in sorted(found.items()):
            yield _finding(crawl, unit, code, url, text, "link")
        if crawl.end_reason is EndReason.FINISHED or found or own:
            yield Examined(1)
        else:
            yield Unjudged(unit.id, "crawl-incomplete", SITE)


def _outlets(crawl: Crawl, unit: Unit) -> Iterator[tuple[tuple[str, str], str]]:
    """(code, address) with the link's text."""
    words, hosts = own_outlets(), crawl.portal.all_hosts
    short = words.short(unit.name)
    for text, url in crawl.link_texts(unit):
        if not words.is_app(url) or words.names_public_app(text):
            continue
        if words.names_place(text, unit.name) or crawl.uses(url).count == crawl.uses(url, unit).count:
            yield (APP, url), text
    for text, url in crawl.link_texts():
        if short not in text:
            continue
        if words.is_app(url) or (words.names_app(text) and netloc(url) not in hosts):
            yield (APP, url), text
        elif netloc(url) not in hosts and words.names_site(text, unit.name) and not _is_public(url):
            yield (SITE, url), text


def _is_public(url: str) -> bool:
    return own_outlets().is_platform(url) or official_services().at(urlsplit(url).hostname or "") is not None


def _finding(crawl: Crawl, unit: Unit, code: str, url: str, text: str, basis: str) -> Finding:  # noqa: PLR0917
    uses = crawl.uses(url)
    pages = tuple(dict.fromkeys(use.page_url for use in uses.examples))[:EXAMPLES]
    return Finding(
        check=OwnOutlet.id,
        code=code,
        unit=unit.id,
        subject=url,
        url=url,
        state=State.SUSPECTED,
        found_on=pages,
        found_on_count=uses.count,
        text=text,
        facts={"item": unit.name, "basis": basis},
    )
