"""The check `ipv6`: sites that cannot be reached over IPv6."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, State, Unjudged
from checks.function.tried import no_own_site, tried
from config.registry import Unit
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl

NO_AAAA = "no-aaaa"
UNREACHABLE = "unreachable"


class Ipv6Params(CheckParams):
    """What the rubric asks for."""

    expected: Literal["name", "reachable"] = Field(
        description="`name`: the name must have an address; `reachable`: the address must answer, too"
    )


class Ipv6(Check):
    """Sites whose name has no IPv6 address, or whose address does not answer (IPv6改造).

    ## What it finds

    * `no-aaaa`: the name of the home page has no AAAA record;
    * `unreachable`: it has one, and no connection to it is accepted (only where `expected` is `reachable`).

    ## Why it matters

    Government sites had to be reachable over IPv6 by the end of 2020; the first two things that monitors measure are
    the record and the home page.

    ## How it decides

    The trial `ipv6` looks the name up and, where this machine has a way to such addresses, opens a connection to the
    port of the home page. Where an audit was told a name's addresses (`--resolve`), these are all. Always `suspected`:
    some resolvers leave such records out, and our way there may be the broken one.

    ## When it does not apply

    A unit whose pages lie on another's host. Cannot judge: the trial was not made, the host is an address without a
    name, the look-up failed, or (for `reachable`) this machine has no IPv6.

    ## Known errors

    Whether pages are the same over both, and whether links inside lead to hosts with IPv6, is not measured.
    """

    id = "ipv6"
    title = "IPv6改造"
    needs = ("trials",)
    codes = (NO_AAAA, UNREACHABLE)
    clause = "未完成IPv6改造（AAAA记录、首页可达）"
    only_suspects = True
    Params = Ipv6Params

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding for each own host that fails."""
        assert isinstance(params, Ipv6Params)
        yield from no_own_site(crawl, unit)
        for seen in tried(crawl, TrialKind.IPV6, unit, NO_AAAA)[0]:
            yield Examined(1)
            if not seen.values["aaaa"]:
                yield Finding(self.id, NO_AAAA, unit.id, seen.subject, seen.subject, State.SUSPECTED)
            elif params.expected == "reachable" and seen.values["reachable"] is False:
                yield Finding(self.id, UNREACHABLE, unit.id, seen.subject, seen.subject, State.SUSPECTED)
        for left in tried(crawl, TrialKind.IPV6, unit, NO_AAAA)[1]:
            if left.reason == "ipv6-no-way" and params.expected == "name":
                yield Examined(1)
            else:
                code = UNREACHABLE if left.reason == "ipv6-no-way" else NO_AAAA
                yield Unjudged(left.subject, left.reason, code, left.url)
