"""The check `domain-name`: whether the names of a government's hosts follow the rules for its domains."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from urllib.parse import urlsplit

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from config.registry import Unit, UnitClass
from crawler.kinds import AnswerKind
from crawler.sites import site_of
from crawler.store.crawl import Crawl

NO_DOMAIN = "no-domain"
SUFFIX = "wrong-suffix"
FORM = "wrong-form"
FOREIGN = "foreign-domain"
MANY = "many-domains"
_FULL_WIDTH = "xn--"


class DomainNameParams(CheckParams):
    """The rules of the rubric."""

    classes: tuple[UnitClass, ...] = Field(
        default=(UnitClass.PORTAL, UnitClass.DEPARTMENT, UnitClass.TOWNSHIP),
        min_length=1,
        description="classes of units whose sites are government sites; schools and hospitals have other domains",
    )
    suffixes: tuple[str, ...] = Field(
        min_length=1,
        description="endings of government domains, each with its dot; Chinese ones in their xn-- form too",
    )
    portal_prefix: str = Field(default="www.", description="beginning of the portal's host name (47号; empty: any)")
    most_english: int = Field(
        default=1, ge=1, description="English domains that one portal may have (国办函〔2018〕55号)"
    )
    most_chinese: int = Field(
        default=1, ge=1, description="Chinese domains that one portal may have (国办函〔2018〕55号)"
    )


class DomainName(Check):
    """Hosts of a portal and its units whose names break the rules for government domains.

    ## What it finds

    * `no-domain`: the portal or a unit is opened by a bare public address of a computer.
    * `wrong-suffix`: a host of the portal or unit does not end like a government domain.
    * `wrong-form`: the portal's host does not begin with `portal_prefix`, nor with `xn--` (a Chinese domain).
    * `foreign-domain`: the registered domain of a unit's host is not that of its government's portal.
    * `many-domains`: the portal uses more registered domains than it may have.

    ## Why it matters

    国办发〔2017〕47号 and 国办函〔2018〕55号: citizens know a government's site by its domain, and forgotten ones are
    taken over by others.

    ## How it decides

    By the hosts of the unit's entrances in the registry (`entry_urls`), for the portal also that at which the audit was
    started; where an entrance forwards to another host, by that one: former domains may forward. `many-domains` goes by
    all hosts of the portal except those of other units' entrances. A missing domain and a foreign ending are
    `confirmed`: the address itself shows them. They are `suspected` on a host that only an entrance led to, and a
    missing domain where the body has hosts with names, too. The other rules have exceptions that a person must know, so
    what breaks them is `suspected`.

    ## When it does not apply

    Units of other classes than `classes`. Hosts inside a network or of this computer have no domain. Units that publish
    on the portal's own host need none. A unit of which no page was observed is not judged.

    ## Known errors

    Who registered a domain and whether unused ones were cancelled stands in the records and not on the portal.
    """

    id = "domain-name"
    title = "网站域名"
    codes = (NO_DOMAIN, SUFFIX, FORM, FOREIGN, MANY)
    clause = (
        "国办发〔2017〕47号《政府网站发展指引》：门户网站使用www.□□□.gov.cn，部门网站使用○○○.□□□.gov.cn，"
        "不使用其他英文后缀（转述）"
    )
    Params = DomainNameParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings on the unit's hosts. The as-of date plays no part."""
        assert isinstance(params, DomainNameParams)
        if unit.unit_class.among(params.classes) is False:
            yield NotApplicable("no-government-site")
            return
        start = _opened(crawl, crawl.portal.start_urls[0])
        portal = unit.unit_class is UnitClass.PORTAL
        hosts = sorted({_opened(crawl, url) for url in unit.entry_urls} | ({start} if portal else set()))
        if not portal:
            hosts = [host for host in hosts if host != start]
        if not hosts:
            yield NotApplicable("no-own-host")
            return
        if all(_is_local(host) for host in hosts):
            yield NotApplicable("local-address")
            return
        if not crawl.offers("pages", unit):
            yield Unjudged(hosts[0], "needs-pages", SUFFIX, f"http://{hosts[0]}/")
            return
        known = crawl.portal.all_hosts
        named = any(_address(bare(host)) is None for host in ({*hosts, *_own_hosts(unit, crawl)} if portal else hosts))
        for host in (each for each in hosts if not _is_local(each)):
            yield Examined(1)
            for found in _judge(unit, host, start, params, portal=portal):
                doubtful = host not in known or (found.code == NO_DOMAIN and named)
                yield replace(found, state=State.SUSPECTED) if doubtful else found
        if portal:
            yield from _count(unit, crawl, params)


def _opened(crawl: Crawl, url: str) -> str:
    """The host that visitors of `url` end up at."""
    answer = crawl.answer(url)
    forwarded = answer.final_url if answer is not None and answer.kind is AnswerKind.CONTENT else None
    return urlsplit(forwarded or url).netloc.lower()


def _judge(unit: Unit, host: str, start: str, params: DomainNameParams, *, portal: bool) -> Iterator[Finding]:
    name = bare(host)
    if _address(name) is not None:
        yield _finding(unit, NO_DOMAIN, host, State.CONFIRMED, params.suffixes)
    elif not name.endswith(params.suffixes):
        yield _finding(unit, SUFFIX, host, State.CONFIRMED, params.suffixes)
    elif portal and name.isascii() and not name.startswith((params.portal_prefix, _FULL_WIDTH)):
        yield _finding(unit, FORM, host, State.SUSPECTED, (f"{params.portal_prefix}{site_of(f'http://{name}/')}",))
    elif not portal and site_of(f"http://{name}/") != site_of(f"http://{bare(start)}/"):
        yield _finding(unit, FOREIGN, host, State.SUSPECTED, (site_of(f"http://{bare(start)}/"),))


def _own_hosts(unit: Unit, crawl: Crawl) -> frozenset[str]:
    """The portal's hosts; those that only other units enter are theirs."""
    of_others = {
        urlsplit(url).netloc.lower() for other in crawl.portal.units if other is not unit for url in other.entry_urls
    }
    return crawl.portal.all_hosts - of_others


def _count(unit: Unit, crawl: Crawl, params: DomainNameParams) -> Iterator[Finding]:
    """The portal's registered domains."""
    own = {bare(host) for host in _own_hosts(unit, crawl) if not _is_local(host)}
    domains = sorted({site_of(f"http://{name}/") for name in own if _address(name) is None})
    chinese = [domain for domain in domains if _FULL_WIDTH in domain or not domain.isascii()]
    english = [domain for domain in domains if domain not in chinese]
    for those, most in ((english, params.most_english), (chinese, params.most_chinese)):
        if len(those) > most:
            facts = {"item": those[0], "observed": those, "expected": most}
            yield Finding(
                DomainName.id,
                MANY,
                unit.id,
                " ".join(those),
                crawl.portal.start_urls[0],
                State.SUSPECTED,
                facts=facts,
            )


def _finding(unit: Unit, code: str, host: str, state: State, expected: tuple[str, ...]) -> Finding:
    facts = {"item": host, "observed": host, "expected": list(expected)}
    return Finding(DomainName.id, code, unit.id, host, f"http://{host}/", state, text=host, facts=facts)


def bare(netloc: str) -> str:
    """The host without its port, brackets and final dot."""
    return (urlsplit(f"//{netloc}").hostname or netloc).removesuffix(".")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _is_local(host: str) -> bool:
    """Whether a host lies inside a network or on this computer, so that it has no public name."""
    name = bare(host)
    address = _address(name)
    return not address.is_global if address is not None else "." not in name
