"""The check `https-entry`: sites whose entrance is not encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, State, Unjudged
from checks.function.tried import no_own_site, tried
from config.registry import Unit
from crawler.facts import Observation
from crawler.kinds import BROKEN, OPENS_HOME, TrialKind
from crawler.store.crawl import Crawl

HTTP_ONLY = "http-only"
NO_REDIRECT = "no-redirect"
LEADS_BACK = "leads-back"


class HttpsEntryParams(CheckParams):
    """What the rubric asks for."""

    expected: Literal["offered", "redirected"] = Field(
        description="`offered`: the home page must open over https; `redirected`: http must lead there, too"
    )


class HttpsEntry(Check):
    """Sites whose home page does not open over https, or opens without it all the same (HTTPS访问).

    ## What it finds

    * `http-only`: the home page does not open over https, or its address with https leads to one with http;
    * `no-redirect`: it does open, but the address with http shows it unencrypted instead of leading there (only where
      the rubric expects `redirected`).

    ## Why it matters

    What is sent unencrypted can be read and changed on the way; browsers say so in the address bar.

    ## How it decides

    The trial `load` asks the home page's host by both schemes. A host that not even answers for its robots.txt over
    https does not open, nor does a page that answers with an error, nor one whose redirects end at an address
    with http, for what is shown then was not encrypted. Always `suspected`: one look, from one place, and devices on
    the way may close one port for strangers. A bad certificate is `tls-fault`'s matter and counts as opened here.

    ## When it does not apply

    A unit whose pages lie on another's host. Cannot judge: the trial was not made, the address names a port (which
    speaks one scheme only), or the answer was not observed.

    ## Known errors

    A site that redirects by a script or by HSTS alone looks as if it did not. Crawls of older versions did not note
    where the address with https ended; there a redirect to http counts as opened.
    """

    id = "https-entry"
    title = "HTTPS访问"
    needs = ("trials",)
    codes = (HTTP_ONLY, NO_REDIRECT)
    clause = "以HTTPS方式提供访问（由指标体系规定）"
    only_suspects = True
    Params = HttpsEntryParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """One finding for each own host that fails."""
        assert isinstance(params, HttpsEntryParams)
        yield from no_own_site(crawl, unit)
        telling, why = tried(crawl, TrialKind.LOAD, unit, HTTP_ONLY)
        yield from why
        for seen in telling:
            secure, led = seen.values.get("https"), seen.values.get("http_leads_to_https")
            ends_at = seen.values.get("https_ends_at")  # not kept by the crawls of older versions
            if secure is None:
                yield Unjudged(seen.subject, "https-port", HTTP_ONLY, seen.subject)
            elif secure in BROKEN - OPENS_HOME:
                yield Examined(1)
                yield _http_only(unit, seen, answer=secure)
            elif secure not in OPENS_HOME:
                yield Unjudged(seen.subject, secure, HTTP_ONLY, seen.subject)
            elif ends_at is not None and not ends_at.startswith("https://"):
                yield Examined(1)
                yield _http_only(unit, seen, basis=LEADS_BACK, final_url=ends_at)
            else:
                yield Examined(1)
                if params.expected == "redirected" and led is False:
                    yield Finding(self.id, NO_REDIRECT, unit.id, seen.subject, seen.subject, State.SUSPECTED)


def _http_only(unit: Unit, seen: Observation, **facts: str) -> Finding:
    return Finding(HttpsEntry.id, HTTP_ONLY, unit.id, seen.subject, seen.subject, State.SUSPECTED, facts=facts)
