"""The check contract: what a check declares, and how its word becomes an outcome.

Third parties add a check through the entry-point group `xuncha.checks`; metadata is validated when it is loaded.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date
from typing import ClassVar, TypeAlias

from checks.finding import Examined, Finding, NotApplicable, Outcome, State, Unjudged, Verdict
from config.model import StrictModel
from config.registry import Unit
from crawler.store.crawl import Crawl

Said: TypeAlias = Finding | Examined | Unjudged | NotApplicable

NEEDS = frozenset({"pages", "columns", "links", "home"})
"""What a crawl can offer to a check (`Crawl.offers`)."""


class CheckParams(StrictModel):
    """Parameters of a check; a subclass documents each with `Field(description=…)`. Values come from the rubric."""


class Check(ABC):
    """A pure judgement over a crawl. The class docstring is its page in the documentation."""

    id: ClassVar[str]
    title: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    codes: ClassVar[tuple[str, ...]]
    clause: ClassVar[str]
    Params: ClassVar[type[CheckParams]] = CheckParams

    @abstractmethod
    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings of `unit` in `crawl`, with what was examined and what could not be judged."""


def run_check(check: Check, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Outcome:
    """Run one check for one unit. An unmet need is cannot-judge, never fail."""
    missing = [need for need in check.needs if not crawl.offers(need, unit)]
    if missing:
        return Outcome(check.id, unit.id, Verdict.CANNOT_JUDGE, reason=f"needs-{missing[0]}")
    findings: list[Finding] = []
    unjudged: list[Unjudged] = []
    examined = 0
    for said in check.judge(crawl, unit, params, as_of):
        match said:
            case Finding():
                findings.append(said)
            case Unjudged():
                unjudged.append(said)
            case Examined():
                examined += said.count
            case NotApplicable():
                return Outcome(check.id, unit.id, Verdict.NOT_APPLICABLE, reason=said.reason)
    findings.sort(key=lambda found: (found.code, found.subject, found.url))
    unjudged.sort(key=lambda open_item: (open_item.code, open_item.subject))
    return Outcome(
        check.id,
        unit.id,
        _verdict(findings, unjudged, examined),
        reason=unjudged[0].reason if unjudged and not examined and not findings else None,
        findings=tuple(findings),
        unjudged=tuple(unjudged),
        examined=examined,
    )


def _verdict(findings: list[Finding], unjudged: list[Unjudged], examined: int) -> Verdict:
    if any(found.state is State.CONFIRMED for found in findings):
        return Verdict.FAIL
    if unjudged and not examined:
        return Verdict.CANNOT_JUDGE
    return Verdict.PASS
