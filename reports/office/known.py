"""What is known of each fault of one unit when all rubrics have spoken: it is one fault, with the clauses of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from checks.finding import Finding, State
from config.rectification import Severity, by_urgency
from reports.clauses import Clause, Law
from reports.repairs import severity_of
from reports.result import AuditResult, Judgement
from reports.scorecard import Scorecard


@dataclass(slots=True)
class Known:
    """A fault of a unit.

    `clauses` are those that count or found it, each once; `severity` is that of the shortest term where rubrics differ
    (None as long as nobody has proven it).
    """

    finding: Finding
    clauses: dict[Clause, None] = field(default_factory=dict)
    severity: Severity | None = None
    _decided: bool = field(default=False, init=False)
    _waiting: bool = field(default=False, init=False)

    @property
    def settled(self) -> bool:
        """Whether it is suspected and an assessor has entered every indicator that would count it."""
        return self.finding.state is State.SUSPECTED and self._decided and not self._waiting

    def heard(self, found: Finding, law: tuple[Clause, ...], entered: frozenset[str]) -> None:
        """Take in what one rubric says of it; proven under one rubric's parameters, it is proven."""
        self.clauses |= dict.fromkeys(law)
        indicators = {clause.indicator for clause in law if clause.indicator}
        self._decided |= not indicators.isdisjoint(entered)
        self._waiting |= bool(indicators - entered)
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
        entered = frozenset(line.id for line in card.indicators if line.entered is not None)
        for found in judgement.findings(unit):
            known.setdefault(found.fingerprint, Known(found)).heard(found, law.clauses(found), entered)
    return known
