"""The check `bad-href`: links that are wrong as written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, State, Unjudged
from checks.links.href import (
    ABOVE_ROOT,
    LOCAL_FILE,
    MALFORMED,
    PLACEHOLDER,
    PREVIEW_ADDRESS,
    PRIVATE_ADDRESS,
    HrefFault,
    climbs_out,
    href_fault,
)
from checks.links.private_hosts import own_hosts
from checks.links.spread import Spread
from checks.places import ColumnPaths
from config.registry import Unit
from crawler.kinds import BROKEN, AnswerKind
from crawler.store.crawl import Crawl, OddLink, Target

EXAMPLES = 5
"""Pages named in a finding: enough to find the link, little enough for a table cell."""


class BadHref(Check):
    """Links whose address can never work for a visitor, whatever the network does.

    ## What it finds

    * `private-address`: an address inside somebody's own network (10.x, 172.16-31.x, 192.168.x, loopback, link-local,
      IPv6 unique local addresses, `localhost`), in whatever spelling browsers know (`127.1`, `0x7f.1`, `0300.168.0.1`).
    * `local-file`: a file on an editor's computer (`file:`, a drive letter, a UNC path), the usual trace of a document
      that was pasted from a word processor.
    * `malformed`: what is no address (`http:/x`, `http//x`, `http://http://x`, `htp://x`, `http://`, blanks or
      punctuation inside the host name, an impossible port, a number that is no IPv4 address).
    * `placeholder`: template marks that were never filled in (`{{url}}`, `<?=…?>`, `${…}`, `[!--url--]`), or what a
      script writes for a value that it does not have (`undefined`, `null`, `NaN`).
    * `preview-address`: a place where editors look at what is not published yet, or where something is tested
      (`config/lexicons/preview-addresses.yaml`).
    * `above-root`: a relative address with more `../` than the page has folders above it.

    One finding per distinct href, `url` being the href as written.

    ## Why it matters

    国办秘函〔2019〕19号 (功能设计·可用性) counts links that do not open or are wrong (错链). A private address also
    tells strangers how the office's network is built.

    ## How it decides

    By the text of the href alone, read as browsers read it: blanks around it and line breaks in it are dropped.
    What browsers mend by themselves (`http:\\\\host`, `http:///host`, `above-root`), addresses of previews, and
    whatever opened when it was requested are `suspected`. So is what may be right all the same, unless its address was
    requested and proven broken: `undefined`, `null` and `NaN`, which may be a real name or value; marks that a script
    may fill in (`{{url}}`, `${url}`, `<%=url%>`); and `http:x` or `http:/x`, whose meaning hangs on the page's own
    scheme. Everything else is `confirmed`, because the page itself is the proof. Where an address above the root is
    broken, proven or suspected, `broken-link` reports it instead.

    ## When it does not apply

    Nothing is said about a unit on whose pages no link was seen. `#`, `###`, empty hrefs, `javascript:`, `mailto:`,
    `tel:` and `data:` are never findings, nor are unknown application schemes (`weixin:`). Hosts of the portal itself
    and hosts that the audit was allowed to visit (`--allow-host`; with `--allow-private` the portal's own private
    network) are never private addresses. Links inside scripts, templates and comments are not read, nor are template
    marks in parts of a page that nobody sees.

    ## Known errors

    A public name that resolves to a private address is not seen here (that needs the network). Intranet names without
    a dot (`http://oa/`) are left to `broken-link`. A real directory called `undefined` would be `suspected`. On a page
    with a base address of its own (`<base>`) nothing is said about the root, unless both ways lead to one address.
    """

    id = "bad-href"
    title = "错误链接地址"
    needs = ("pages",)
    codes = (PRIVATE_ADDRESS, LOCAL_FILE, MALFORMED, PLACEHOLDER, PREVIEW_ADDRESS, ABOVE_ROOT)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》扣分指标“功能设计—可用性”："
        "链接（含图片、附件、外部链接）打不开或错误"
    )

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding per distinct faulty href on the pages of `unit`. The as-of date plays no part."""
        hosts = own_hosts(crawl)
        paths: ColumnPaths | None = None
        spread = Spread(crawl, unit)
        dead = 0
        for href, same in groupby(crawl.odd_links(unit), key=lambda link: link.href):
            links = list(same)
            dead += links[0].url is None
            targets = [target for link in links if link.url and (target := crawl.target(link.url))]
            asked = [target for target in targets if target.answer]
            fault = href_fault(href, links[0].url, hosts) or _above_root(links, asked)
            if fault:
                paths = paths or ColumnPaths(crawl, unit)
                yield _finding(unit, links, paths, spread, code=fault.code, state=_state(fault, asked))
        linked = crawl.linked_addresses(unit)
        if linked or dead:
            yield Examined(linked + dead)
        else:
            yield Unjudged(unit.id, "needs-links", MALFORMED)


def _above_root(links: Collection[OddLink], asked: Collection[Target]) -> HrefFault | None:
    """Browsers stop at the root, so visitors may get there; a target that is broken is another check's."""
    uses = ((link, use) for link in links for use in link.examples)
    climbs = any(climbs_out(link.href, use.page_url, link.url) for link, use in uses)
    broken = any(target.answer in BROKEN for target in asked)
    return HrefFault(ABOVE_ROOT, mended=True) if climbs and not broken else None


def _state(fault: HrefFault, asked: Collection[Target]) -> State:
    """`asked` is what the href resolves to, as far as it was requested."""
    broken = all(target.answer in BROKEN and target.confirmed for target in asked)
    proven = broken and (bool(asked) or not fault.may_be_meant)
    doubtful = fault.may_be_meant or fault.code == PLACEHOLDER
    opened = any(target.answer is AnswerKind.CONTENT for target in asked)
    return State.SUSPECTED if fault.mended or opened or (doubtful and not proven) else State.CONFIRMED


def _finding(
    unit: Unit, links: list[OddLink], paths: ColumnPaths, spread: Spread, *, code: str, state: State
) -> Finding:
    """`links` have the same href; a relative one means another address in each folder."""
    href = links[0].href
    examples = sorted(use for link in links for use in link.examples)[:EXAMPLES]
    regions = tuple(sorted({use.region for link in links for use in link.examples}))
    count = sum(link.count for link in links)
    return Finding(
        check=BadHref.id,
        code=code,
        unit=unit.id,
        subject=href,
        url=href,
        state=state,
        column=paths.of_link(examples[0].page_url, regions),
        found_on=tuple(use.page_url for use in examples),
        found_on_count=count,
        text=examples[0].text,
        facts={"kind": links[0].kind.value} | spread.facts(count, regions),
        evidence={"href": href, "resolved": [link.url for link in links if link.url][:EXAMPLES]},
    )
