"""The check contract: what a check declares, and how its word becomes an outcome.

Third parties add a check through the entry-point group `xuncha.checks`; metadata is validated when it is loaded.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar, TypeAlias

from checks.finding import (
    Examined,
    Finding,
    NotApplicable,
    Outcome,
    Recognised,
    State,
    SurveyedColumn,
    Unjudged,
    Verdict,
)
from config.model import StrictModel
from config.registry import Unit
from crawler.store.crawl import Crawl

Said: TypeAlias = Finding | Examined | Unjudged | NotApplicable | Recognised | SurveyedColumn

NEEDS = frozenset({"pages", "columns", "links", "home", "documents", "trials"})
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
    only_suspects: ClassVar[bool] = False
    """Whether its findings always wait for a person, so that it never fails a unit by itself."""
    sensitive: ClassVar[bool] = False
    """Whether what it finds must not be spread any further (personal data, marks of secrecy): of the pages where it
    stands no pictures are made, whatever else was found there."""
    Params: ClassVar[type[CheckParams]] = CheckParams

    @abstractmethod
    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings of `unit` in `crawl`, with what was examined and what could not be judged."""


def run_check(
    check: Check,
    crawl: Crawl,
    unit: Unit,
    params: CheckParams,
    as_of: date,
    *,
    judged: Callable[[], Iterable[Said]] | None = None,
) -> Outcome:
    """Run one check for one unit. An unmet need is cannot-judge, never fail.

    `judged` gives what the check says where it was asked otherwise than by `judge` (see `checks.scanning`).
    """
    missing = [need for need in check.needs if not crawl.offers(need, unit)]
    if missing:
        return Outcome(check.id, unit.id, Verdict.CANNOT_JUDGE, reason=f"needs-{missing[0]}")
    findings: list[Finding] = []
    unjudged: list[Unjudged] = []
    recognised: list[Recognised] = []
    surveyed: list[SurveyedColumn] = []
    examined = 0
    for said in judged() if judged else check.judge(crawl, unit, params, as_of):
        match said:
            case Finding():
                if check.only_suspects and said.state is State.CONFIRMED:
                    raise ValueError(f"{check.id} only suspects, but says that {said.subject} is confirmed")
                findings.append(said)
            case Unjudged():
                unjudged.append(said)
            case Examined():
                examined += said.count
            case Recognised():
                recognised.append(said)
            case SurveyedColumn():
                surveyed.append(said)
            case NotApplicable():
                verdict = Verdict.NOT_APPLICABLE
                return Outcome(check.id, unit.id, verdict, reason=said.reason, surveyed=tuple(surveyed))
    findings.sort(key=lambda found: (found.code, found.subject, found.url))
    unjudged.sort(key=lambda open_item: (open_item.code, open_item.subject))
    recognised.sort(key=lambda found: (found.subject, found.date or "", found.url))
    return Outcome(
        check.id,
        unit.id,
        _verdict(findings, unjudged, examined),
        reason=unjudged[0].reason if unjudged and not examined and not findings else None,
        findings=tuple(findings),
        unjudged=tuple(unjudged),
        examined=examined,
        recognised=tuple(recognised),
        surveyed=tuple(surveyed),
    )


def _verdict(findings: list[Finding], unjudged: list[Unjudged], examined: int) -> Verdict:
    if any(found.state is State.CONFIRMED for found in findings):
        return Verdict.FAIL
    if unjudged and not examined:
        return Verdict.CANNOT_JUDGE
    return Verdict.PASS
