"""What the application hands to the renderers: one audit, judged under one or more rubrics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from checks.finding import Finding, Outcome, State
from config.registry import Portal, Unit
from config.rubric import Rubric
from crawler.kinds import EndReason
from reports.evidence.model import Basis, Pointer
from reports.manual_entry import ManualEntry
from reports.scorecard import Scorecard


class CoverageLike(Protocol):
    """How much of a unit was seen: pages observed, out of pages known."""

    @property
    def observed(self) -> int: ...

    @property
    def known(self) -> int: ...


class Unseen(Protocol):
    """A URL that could not be observed. `reason` is a value of `AnswerKind`; `detail` is for the evidence."""

    @property
    def url(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def detail(self) -> str: ...


class TrapLike(Protocol):
    """A pattern of addresses that the crawl left because it has no end: the first address left out, and how many."""

    @property
    def pattern(self) -> str: ...

    @property
    def example(self) -> str: ...

    @property
    def left_out(self) -> int: ...


@dataclass(frozen=True, slots=True)
class RunCard:
    """What anyone needs to repeat the run. Times (UTC ISO 8601) and the run id stand here and nowhere else.

    `started` and `finished` are those of the crawl, `judged` is when it was judged; `counts` are the crawl's own
    counters (pages, answers, waiting, …); `crawl_hash` is the SHA-256 of the sealed crawl file; `rendering` is what
    the crawl says about pages that needed a browser (nothing in files of older versions); `previous` names the earlier
    run whose answers were evidence (nothing without one), `reuse` says what of it was taken over; `outside` counts the
    targets on other hosts that were asked and the answers that were taken over from other audits. `addresses` are the
    public ones that the requests came from, where somebody told them; `allow_private` says that the portal's own
    private network was open to the crawl; `sheets` are the assessors' score sheets that were read: `file` and `sha256`
    of each. `seen_until` is the day (in China) of the crawl's last answer, `start_answer` the kind of answer of the
    first start address. `names` are the addresses of names that were told instead of looked up. `budget` is what the
    profile allowed (nothing in older files).
    `interruptions` are the times at which the crawl was cut off (`interrupted`: when its answers were last written
    down) and went on (`resumed`), with what was not as the manifest said before going on (`altered`, if anything).
    """

    run_id: str
    tool_version: str
    as_of: date
    profile: str
    configuration_hash: str
    seed: int
    started: str
    finished: str
    judged: str
    end_reason: EndReason
    crawl_hash: str | None = None
    user_agent: str = ""
    counts: Mapping[str, Any] = field(default_factory=dict)
    rendering: Mapping[str, Any] = field(default_factory=dict)
    previous: Mapping[str, Any] = field(default_factory=dict)
    reuse: Mapping[str, Any] = field(default_factory=dict)
    outside: Mapping[str, Any] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    allow_private: bool = False
    sheets: tuple[Mapping[str, Any], ...] = ()
    seen_until: date | None = None
    names: tuple[str, ...] = ()
    start_answer: str = ""
    budget: Mapping[str, Any] = field(default_factory=dict)
    interruptions: tuple[Mapping[str, Any], ...] = ()

    @property
    def hint(self) -> str | None:
        """What to do so that fewer pages stay unjudged for want of a browser: a key below `hint.`; None for nothing."""
        return self.rendering.get("hint")

    @property
    def partial(self) -> bool:
        """Whether the crawl ended before everything in scope had been visited."""
        return self.end_reason is not EndReason.FINISHED


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the checks say some days later: all outcomes under a rubric as of `day`."""

    day: date
    outcomes: Sequence[Outcome]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rubric with what the checks said under its parameters, and a scorecard for each unit.

    `entries` are what assessors decided, by unit and indicator; the scorecards know of it.
    """

    rubric: Rubric
    rubric_hash: str
    outcomes: tuple[Outcome, ...]
    scorecards: tuple[Scorecard, ...]
    ahead: Ahead | None = None
    entries: Mapping[str, Mapping[str, ManualEntry]] = field(default_factory=dict)

    def findings(self, unit: str | None = None) -> list[Finding]:
        """The findings (of one unit), each fingerprint once, in report order: unit, check, code, column, URL."""
        distinct: dict[str, Finding] = {}
        for outcome in self.outcomes:
            for found in outcome.findings:
                if unit is None or found.unit == unit:
                    known = distinct.setdefault(found.fingerprint, found)
                    if known.state is State.SUSPECTED:
                        distinct[found.fingerprint] = found
        return sorted(distinct.values(), key=report_order)


@dataclass(frozen=True, slots=True)
class AuditResult:
    """Everything that the reports of one run are made of.

    `folder` is the run directory, where files of evidence may lie that reports show or point to; None where there is
    none. `shots` are screenshots (PNG, by fingerprint) that are written there together with the reports.
    """

    run: RunCard
    portal: Portal
    units: tuple[Unit, ...]
    judgements: tuple[Judgement, ...]
    not_observed: tuple[Unseen, ...] = ()
    lang: str = "zh"
    traps: tuple[TrapLike, ...] = ()
    folder: Path | None = None
    shots: Mapping[str, bytes] = field(default_factory=dict)
    basis: Basis = field(default_factory=Basis)
    """What findings and columns rest on."""
    evidence: Mapping[str, Pointer] = field(default_factory=dict)
    """What was kept for each finding, by fingerprint."""
    evidence_notes: tuple[str, ...] = ()
    """What a user should hear about the evidence, in the language of the run."""
    evidence_troubles: tuple[str, ...] = ()
    """Those of them that say that something was lost or cannot be believed: they stand on top of every report."""

    def unit(self, unit_id: str) -> Unit:
        """The audited unit with this id. Raises `KeyError`."""
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise KeyError(unit_id)


def report_order(found: Finding) -> tuple[str, ...]:
    """The sorting key by which findings stand in every report."""
    return (found.unit, found.check, found.code, found.column or "", found.url, found.fingerprint)
