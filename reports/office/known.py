"""What is known of each fault of one unit when all rubrics have spoken: it is one fault, with the clauses of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from checks.finding import Finding, State
from config.rectification import Severity, by_urgency
from reports.clauses import Clause, Law
from reports.repairs import severity_of
from reports.result import AuditResult, Judgement
from reports.scorecard import Scorecard


class Lines(NamedTuple):
    """What is to be known of a rubric's indicators: which an assessor entered, and who is responsible by its words."""

    entered: frozenset[str]
    responsible: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Known:
    """A fault of a unit.

    `clauses` are those that count or found it, each once; `severity` is that of the shortest term where rubrics differ
    (None as long as nobody has proven it); `planned` are the responsible units that the rubrics name for it, verbatim.
    """

    finding: Finding
    clauses: dict[Clause, None] = field(default_factory=dict)
    severity: Severity | None = None
    planned: dict[str, None] = field(default_factory=dict)
    _decided: bool = field(default=False, init=False)
    _waiting: bool = field(default=False, init=False)

    @property
    def settled(self) -> bool:
        """Whether it is suspected and an assessor has entered every indicator that would count it."""
        return self.finding.state is State.SUSPECTED and self._decided and not self._waiting

    def heard(self, found: Finding, law: tuple[Clause, ...], lines: Lines) -> None:
        """Take in what one rubric says of it; proven under one rubric's parameters, it is proven."""
        self.clauses |= dict.fromkeys(law)
        indicators = dict.fromkeys(clause.indicator for clause in law if clause.indicator)
        self._decided |= not lines.entered.isdisjoint(indicators)
        self._waiting |= not lines.entered.issuperset(indicators)
        self.planned |= dict.fromkeys(name for line in indicators for name in lines.responsible.get(line, ()))
        if found.state is not State.CONFIRMED:
            return
        if self.finding.state is State.SUSPECTED:
            self.finding = found
        severity = severity_of(found, law)
        self.severity = min(self.severity or severity, severity, key=by_urgency().index)


def known_faults(result: AuditResult, unit: str, cards: Iterable[tuple[Judgement, Scorecard]]) -> dict[str, Known]:
    """The faults of a unit by their fingerprints, as the judgements with these scorecards of it tell them."""
    known: dict[str, Known] = {}
    for judgement, card in cards:
        law = Law(judgement.rubric, result.unit(unit).unit_class)
        lines = Lines(
            entered=frozenset(line.id for line in card.indicators if line.entered is not None),
            responsible={line.id: line.responsible for line in judgement.rubric.indicators},
        )
        for found in judgement.findings(unit):
            known.setdefault(found.fingerprint, Known(found)).heard(found, law.clauses(found), lines)
    return known
