"""One look at a URL: the way through its redirects, the last reply, and what the verdict made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from crawler.answer import Attempt
from crawler.fetch.reply import Reply
from crawler.kinds import AnswerKind, TargetKind


@dataclass(frozen=True, slots=True)
class Judgement:
    """What kind of answer it was. `sure` is False when even agreeing looks leave the fault only suspected.

    `unchanged`: the server says that the body is still the one of the earlier crawl, and sent none.
    """

    kind: AnswerKind
    detail: str = ""
    sure: bool = True
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """The way of one look: the URL as linked, what it is linked as, and where redirects led.

    `gates` counts redirects that came back to an address already visited while setting a cookie; `ms` is the time
    spent on the redirects. `url` may be a call of an interface (`crawler.listcall`); `demoted` says that a redirect
    made an ordinary GET of it. `referer` is the page that shows a call's list, or on which a link was found. `again`
    counts the looks that came before this one: later looks ask in another manner (`crawler.fetch.manner`).
    `condition` are headers by which the address, and nothing that it redirects to, is sent only if it changed.
    """

    url: str
    kind: TargetKind
    hops: tuple[str, ...] = ()
    gates: int = 0
    ms: int = 0
    referer: str | None = None
    demoted: bool = False
    again: int = 0
    condition: Mapping[str, str] | None = None

    @property
    def at(self) -> str:
        """The URL to be asked now: for a call without its mark."""
        return self.hops[-1] if self.hops else self.url.partition("#")[0]

    def moved(self, target: str, *, gate: bool, ms: int, demoted: bool = False) -> Trail:
        """The trail after one more redirect."""
        return replace(
            self,
            hops=(*self.hops, target),
            gates=self.gates + gate,
            ms=self.ms + ms,
            demoted=self.demoted or demoted,
            condition=None,
        )


@dataclass(frozen=True, slots=True)
class Look:
    """A finished look. `reply` is the last one; of a URL that was never asked it says only when that was decided."""

    trail: Trail
    reply: Reply
    judgement: Judgement

    def attempt(self) -> Attempt:
        """This look as it is kept for the evidence."""
        reply = self.reply
        spent = self.trail.ms + reply.ms
        judged = self.judgement
        return Attempt(judged.kind, reply.status, reply.at, spent, reply.method, judged.detail, judged.sure)
