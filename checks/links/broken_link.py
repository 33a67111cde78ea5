"""The check `broken-link`: links that lead nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, State, Unjudged
from checks.links.fragments import LostFragment, lost_fragments
from checks.links.history import history, plain
from checks.links.href import href_fault
from checks.links.private_hosts import OwnHosts, own_hosts
from checks.links.spread import Spread
from checks.places import ColumnPaths
from config.registry import Unit, UnitClass
from crawler.answer import of_this_crawl
from crawler.kinds import BROKEN, AnswerKind
from crawler.store.crawl import Crawl, LinkUses, Target

FRAGMENT_MISSING = "fragment-missing"
NOT_REQUESTED = "link-not-requested"
LIKELIEST = AnswerKind.HTTP_404.value
"""The fault that a target most likely has when nobody could look: what an unjudged target is counted under."""


class BrokenLink(Check):
    """Links, images and attachments that a visitor cannot open.

    ## What it finds

    Every distinct target that is linked on the unit's pages and whose answer proves or suggests that it cannot be
    used: an error status, no answer at all, a redirect that goes in circles, nowhere or to the home page, a page that
    says "not found" with status 200, an attachment that is no file; also a place on another page of the portal
    (`page.html#part`, `fragment-missing`) that this page does not have. Targets are what a visitor opens (links, image
    maps, frames, jump menus, handlers with a literal address, pages that forward) and what a browser loads (images in
    every size, posters, backgrounds, media, subtitles, scripts, style sheets). A footer link on 8,000 pages is one
    finding with a count and at most five examples; `facts.template` says that it stands in the template of many or
    nearly all pages (`config/fold.yaml`). The code is the kind of answer; `facts.kind` says what was linked (`page`,
    `attachment`, `image`, `external`, `resource`) and `facts.on_home` whether the unit's home page links it (null when
    that page was not seen).

    ## Why it matters

    国办秘函〔2019〕19号 scores the usability of links (功能设计·可用性), those of the home page more heavily than the
    others; 国办发〔2017〕47号 asks that no link of a government site be wrong or dead.

    ## How it decides

    The crawl stores one answer for each target, given by the verdict module after independent attempts; this check
    only reports it. The state is `confirmed` where the attempts prove the fault and `suspected` where they do not. A
    missing place is always `suspected`, because a script of the page may make it. A page that says that it is not there
    proves it by its title, or by its text where it holds hardly any other. A redirect to the home page of another host
    is `suspected` unless an article was linked, since a folder may have moved there, and so is one from a version for
    phones or the end of a log-in; where the address itself names the host to which it leads (a counter of clicks), it
    is no fault.

    With `--previous DIR` the answers of an earlier run count too, when they are hours older (setting `spacing_hours`)
    but no more days than `across_runs.most_days` (this and the following in config/policy.yaml). What comes and goes
    (5xx, timeout, reset, refused, DNS) is `suspected` when the earlier run's last look opened it. Otherwise a fault is
    `confirmed` when this run alone proves it, or when all looks of both runs agree (what comes and goes, in any such
    way) and are as many as `attempts.transient` asks for what comes and goes, `attempts.definite` for a page that is
    missing (404, 410, soft-404 …). Neither time nor number removes doubts like TLS, 403, hosts outside that do not
    answer us, and many a soft-404 (outside, or known only by a heading or a likeness). `evidence.history` says what was
    seen before, on which days, since when the target fails, when it last opened, and whether the earlier run had a say
    (`counted`).

    ## When it does not apply

    Nothing is said about a unit on whose pages no link was seen. Targets whose answer came from a bot wall, a rate
    limit, a login, robots.txt, our own network or an unstable host were not observed: each is listed as not judged,
    never as a finding. Targets that were never requested (`--no-external`, page budget) are not judged either.
    Public services that portals link by duty or custom (`config/lexicons/official-services.yaml`: the box 找错, badges,
    records, sharing, maps) are never counted against a site; when one fails, the list of what was not observed says
    so. An href that is wrong as written belongs to `bad-href` and is not reported again here.

    ## Known errors

    Links to places on the same page are not examined: portals use them to switch tabs by script. Outside
    sites that answer programs differently from browsers may show as `suspected`. A site that answers
    every address with the same friendly page hides its dead links unless the verdict recognises that page.
    Addresses that a script puts together, what a style sheet loads and where a form sends to are not asked for.
    """

    id = "broken-link"
    title = "失效链接"
    needs = ("links",)
    codes = (
        AnswerKind.HTTP_404.value,
        AnswerKind.HTTP_410.value,
        AnswerKind.HTTP_4XX.value,
        AnswerKind.HTTP_5XX.value,
        AnswerKind.TIMEOUT.value,
        AnswerKind.DNS_FAILURE.value,
        AnswerKind.REFUSED.value,
        AnswerKind.RESET.value,
        AnswerKind.TLS_FAILURE.value,
        AnswerKind.REDIRECT_LOOP.value,
        AnswerKind.BAD_REDIRECT.value,
        AnswerKind.REDIRECT_TO_HOME.value,
        AnswerKind.SOFT_404.value,
        AnswerKind.BAD_ATTACHMENT.value,
        FRAGMENT_MISSING,
    )
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“功能设计—可用性”："
        "链接（含图片、附件、外部链接）打不开或错误"
    )

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding per distinct broken target of `unit`. The as-of date plays no part."""
        on_home = _linked_on_home(crawl, unit)
        written_wrong = _written_wrong(crawl, unit)
        paths: ColumnPaths | None = None
        spread = Spread(crawl, unit)
        judged = 0
        for target in crawl.targets(unit):
            facts = {"kind": target.kind.value, "on_home": None if on_home is None else target.url in on_home}
            if target.answer is AnswerKind.CONTENT:
                judged += 1
            elif target.url in written_wrong or target.answer is AnswerKind.OFFICIAL_SERVICE:
                continue
            elif target.answer in BROKEN:
                judged += 1
                paths = paths or ColumnPaths(crawl, unit)
                uses = crawl.uses(target.url, unit)
                facts |= spread.facts(uses.count, uses.regions)
                evidence = _evidence(target, crawl.meta.get("previous", {}))
                yield _finding(unit, target, uses, paths, facts=facts, evidence=evidence)
            else:
                reason = target.answer.value if target.answer else NOT_REQUESTED
                yield Unjudged(target.url, reason, LIKELIEST, target.url, facts)
        for lost in lost_fragments(crawl, unit):
            paths = paths or ColumnPaths(crawl, unit)
            on_home_too = None if on_home is None else lost.url in on_home
            where = spread.facts(lost.uses.count, lost.uses.regions)
            yield _fragment_finding(unit, lost, {"kind": "page", "on_home": on_home_too} | where, paths)
        yield Examined(judged)


def _linked_on_home(crawl: Crawl, unit: Unit) -> Collection[str | None] | None:
    """What the unit's home page links; None when it has one that was not observed, so that nobody knows."""
    home = crawl.home(unit)
    if home:
        return {link.url for link in crawl.links(home.url)}
    return None if unit.entry_urls or unit.unit_class is UnitClass.PORTAL else ()


def _written_wrong(crawl: Crawl, unit: Unit) -> frozenset[str]:
    """Targets that are only linked by hrefs which are proven wrong as written, so that `bad-href` reports them."""
    ours = own_hosts(crawl)
    suspects = {link.url for link in crawl.odd_links(unit) if link.url and _is_wrong(link.href, link.url, ours)}
    return frozenset(
        url for url in suspects if all(_is_wrong(use.href, url, ours) for use in crawl.uses(url, unit).examples)
    )


def _is_wrong(href: str, url: str, ours: OwnHosts) -> bool:
    fault = href_fault(href, url, ours)
    return fault is not None and not fault.mended


def _fragment_finding(unit: Unit, lost: LostFragment, facts: dict[str, Any], paths: ColumnPaths) -> Finding:
    """Always suspected: a script of the page may make the place."""
    address, uses = f"{lost.url}#{lost.fragment}", lost.uses
    return Finding(
        check=BrokenLink.id,
        code=FRAGMENT_MISSING,
        unit=unit.id,
        subject=address,
        url=address,
        state=State.SUSPECTED,
        column=paths.of_link(uses.examples[0].page_url, uses.regions),
        found_on=tuple(use.page_url for use in uses.examples),
        found_on_count=uses.count,
        text=uses.examples[0].text,
        facts=facts | {"fragment": lost.fragment},
    )


def _finding(
    unit: Unit,
    target: Target,
    uses: LinkUses,
    paths: ColumnPaths,
    *,
    facts: dict[str, Any],
    evidence: dict[str, Any],
) -> Finding:
    assert target.answer is not None
    first = uses.examples[0]
    return Finding(
        check=BrokenLink.id,
        code=target.answer.value,
        unit=unit.id,
        subject=target.url,
        url=target.url,
        state=State.CONFIRMED if target.confirmed else State.SUSPECTED,
        column=paths.of_link(first.page_url, uses.regions),
        found_on=tuple(use.page_url for use in uses.examples),
        found_on_count=uses.count,
        text=first.text,
        facts=facts | {"status": target.status, "final_url": target.final_url},
        evidence=evidence,
    )


def _evidence(target: Target, previous: Mapping[str, Any]) -> dict[str, Any]:
    """What was tried, without times, so that the same answers give the same findings. The times are in the crawl."""
    evidence: dict[str, Any] = {"attempts": [plain(attempt) for attempt in of_this_crawl(target.attempts)]}
    before = history(target.attempts, previous)
    if before is not None:
        evidence["history"] = before
    if target.redirects:
        evidence["redirects"] = list(target.redirects)
    if target.detail:
        evidence["detail"] = target.detail
    return evidence
