"""The check `request-qr`: the code with which phones open the application for information."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.function.tried import tried
from config.registry import Unit
from crawler.facts import Observation
from crawler.kinds import BROKEN, AnswerKind, TrialKind
from crawler.store.crawl import Crawl

MISSING = "missing"
UNDECODABLE = "undecodable"
DEAD = "dead"


class RequestQrParams(CheckParams):
    """What the rubric asks for."""

    expected: Literal["live-form"] = Field(description="the code must lead to a page that opens")


class RequestQr(Check):
    """The code (二维码) with which an application for information (依申请公开) is begun on a phone.

    ## What it finds

    * `missing`: no picture on the pages about applications holds a code that leads anywhere but to an account;
    * `undecodable`: none was found, but a picture there is called a code and none can be read in it;
    * `dead`: the address in the code does not open.

    ## Why it matters

    Districts announce the code as the way from 网上申请 to 掌上申请; a code that nobody tries rots unseen.

    ## How it decides

    The trial `qr-code` fetches the pictures in the main part of these pages, reads them with zxing-cpp, and asks what
    the codes lead to, by GET. Nothing is filled in or sent. `Recognised` names every code that opens. Always
    `suspected`: the code may stand on a page that is called otherwise, or open only in a certain app.

    ## When it does not apply

    A unit without such a page that is not a portal. Cannot judge: the trial was not made, no such page was met (that is
    `mandated-item`'s matter), the reader is not installed, the address was not observed; where no code was found, also:
    pictures did not come, or pictures or pages were more than are read (policy).

    ## Known errors

    Codes drawn by scripts or written into the page (`data:`) are not seen.
    """

    id = "request-qr"
    title = "依申请公开二维码"
    needs = ("trials",)
    codes = (MISSING, UNDECODABLE, DEAD)
    clause = "开发政府信息公开申请专属“二维码”，申请人只需用手机扫描“二维码”就可以发起政府信息公开申请"
    only_suspects = True
    Params = RequestQrParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings about every code, or that there is none."""
        telling, why = tried(crawl, TrialKind.QR_CODE, unit, MISSING)
        if not telling and unit.unit_class != "portal" and not any(each.url for each in why):
            yield NotApplicable("no-such-page")
            return
        codes = [
            (seen, code) for seen in telling for code in seen.values["codes"] if code["url"] and not code["account"]
        ]
        for seen, code in codes:
            yield from _led(unit, seen, code)
        if codes:
            return
        yield from why
        unread = [seen.subject for seen in telling if seen.values["unread"]]
        if any(seen.values["suspects"] for seen in telling):
            yield Examined(1)
            yield from (_unread(unit, seen, url) for seen in telling for url in seen.values["suspects"])
        elif unread:
            yield Unjudged(unread[0], "qr-pictures-unseen", MISSING, unread[0])
        elif not why:
            yield Examined(1)
            yield _missing(unit, telling)


def _led(unit: Unit, seen: Observation, code: dict[str, Any]) -> Iterator[Said]:
    answer = code["answer"]
    if answer == AnswerKind.CONTENT:
        yield Examined(1)
        yield Recognised(RequestQr.id, code["url"], seen.subject, facts={"form": code["form"]})
    elif answer in BROKEN:
        yield Examined(1)
        facts = {"qr_target": code["url"], "answer": answer}
        yield Finding(
            RequestQr.id,
            DEAD,
            unit.id,
            code["url"],
            seen.subject,
            State.SUSPECTED,
            facts=facts,
            evidence={"picture": code["picture"]},
        )
    else:
        yield Unjudged(code["url"], answer, DEAD, seen.subject)


def _unread(unit: Unit, seen: Observation, picture: str) -> Finding:
    facts = {"picture": picture}
    return Finding(RequestQr.id, UNDECODABLE, unit.id, picture, seen.subject, State.SUSPECTED, facts=facts)


def _missing(unit: Unit, telling: Sequence[Observation]) -> Finding:
    pages = sorted(seen.subject for seen in telling)
    pictures = sum(seen.values["pictures"] for seen in telling)
    facts = {"pages": len(pages), "pictures": pictures}
    return Finding(
        RequestQr.id,
        MISSING,
        unit.id,
        RequestQr.id,
        pages[0],
        State.SUSPECTED,
        None,
        tuple(pages[:5]),
        len(pages),
        "",
        facts,
    )
