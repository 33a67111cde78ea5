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
from crawler.kinds import BROKEN, AnswerKind, TrialKind
from crawler.store.crawl import Crawl

HTTP_ONLY = "http-only"
NO_REDIRECT = "no-redirect"


class HttpsEntryParams(CheckParams):
    """What the rubric asks for."""

    expected: Literal["offered", "redirected"] = Field(
        description="`offered`: the home page must open over https; `redirected`: http must lead there, too"
    )


class HttpsEntry(Check):
    """Sites whose home page does not open over https, or opens without it all the same (HTTPS访问).

    ## What it finds

    * `http-only`: the home page does not open over https;
    * `no-redirect`: it does, but the address with http shows it unencrypted instead of leading there (only where the
      rubric expects `redirected`).

    ## Why it matters

    What is sent unencrypted can be read and changed on the way; browsers say so in the address bar.

    ## How it decides

    The trial `load` asks the home page's host by both schemes. A host that not even answers for its robots.txt over
    https does not open, nor does a page that answers with an error. Always `suspected`: one look, from one place, and
    devices on the way may close one port for strangers. A bad certificate is `tls-fault`'s matter and counts as opened
    here.

    ## When it does not apply

    A unit whose pages lie on another's host. Cannot judge: the trial was not made, the address names a port (which
    speaks one scheme only), or the answer was not observed.

    ## Known errors

    A site that redirects by a script or by HSTS alone looks as if it did not.
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
            if secure is None:
                yield Unjudged(seen.subject, "https-port", HTTP_ONLY, seen.subject)
            elif secure in BROKEN:
                yield Examined(1)
                facts = {"answer": secure}
                yield Finding(self.id, HTTP_ONLY, unit.id, seen.subject, seen.subject, State.SUSPECTED, facts=facts)
            elif secure != AnswerKind.CONTENT:
                yield Unjudged(seen.subject, secure, HTTP_ONLY, seen.subject)
            else:
                yield Examined(1)
                if params.expected == "redirected" and led is False:
                    yield Finding(self.id, NO_REDIRECT, unit.id, seen.subject, seen.subject, State.SUSPECTED)
