"""Reads the scoring cases that offices can add (`cases/scoring-*.yaml`): rubric, kinds of faults, numbers, result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from checks.finding import Finding, Outcome, State, Unjudged, Verdict
from config.parsing import own_data
from config.rubric import Rubric
from reports.manual_entry import ManualEntry
from reports.scorecard import Scorecard
from reports.scoring import Scoring
from tests.reports.samples import AS_OF, Seen, unit

FOLDER = Path(__file__).parent / "cases"
HEAD = {
    "id": "case",
    "title": "用例",
    "issuer": "某县",
    "document_number": "某政发〔2025〕1号",
    "source": "https://www.qinghe.example/1.html",
    "effective_from": "2025-01-01",
    "coverage_floor": 0.5,
    "min_pages": 1,
    "defaults": {"status": "confirmed", "source": "附件"},
}


@dataclass(frozen=True)
class Case:
    """One case with everything that it needs."""

    name: str
    rubric: Rubric
    faults: dict[str, dict[str, Any]]
    given: dict[str, Any]

    @property
    def scoring(self) -> Scoring:
        """The scoring that the case describes."""
        entries = {name: entered(name, value) for name, value in self.given.get("entries", {}).items()}
        owner = unit(class_=self.given.get("class", "portal"))
        return Scoring(self.rubric, owner, self.outcomes(), Seen(100, 100), AS_OF, entries=entries)

    @property
    def card(self) -> Scorecard:
        """Its scorecard."""
        return self.scoring.scorecard()

    def outcomes(self) -> list[Outcome]:
        """What the checks said: the given numbers of faults, and nothing else wrong."""
        said: dict[str, list[Finding | Unjudged]] = {check: [] for check in self.rubric.checks}
        for word, state in (("found", State.CONFIRMED), ("suspected", State.SUSPECTED)):
            for kind, count in self.given.get(word, {}).items():
                said[self.faults[kind]["check"]] += [self._finding(kind, n, state) for n in range(count)]
        for kind, count in self.given.get("unjudged", {}).items():
            fault = self.faults[kind]
            facts = fault.get("facts", {})
            said[fault["check"]] += [
                Unjudged(f"{kind} ?{n}", "bot-wall", fault["code"], facts=facts) for n in range(count)
            ]
        blocked = self.given.get("cannot-judge", ())
        return [_outcome(check, items, blocked=check in blocked) for check, items in said.items()]

    def _finding(self, kind: str, number: int, state: State) -> Finding:
        fault = self.faults[kind]
        subject = f"{kind} {state.value} {number}"
        return Finding(fault["check"], fault["code"], "yunling", subject, subject, state, facts=fault.get("facts", {}))


def cases() -> Iterator[Case]:
    """All cases of all files."""
    for path in sorted(FOLDER.glob("scoring-*.yaml")):
        for block in own_data(path.read_text(encoding="utf-8")):
            made = rubric_of(block["rubric"], block["faults"])
            for given in block["cases"]:
                yield Case(f"{path.stem}: {given['name']}", made, block["faults"], given)


def rubric_of(written: dict[str, Any], faults: dict[str, dict[str, Any]]) -> Rubric:
    """A whole rubric around the part that a case file writes."""
    plain = {"values": {}, "clause": "条", "source": "附件", "status": "confirmed"}
    used = {
        counted["check"]
        for line in written["indicators"]
        for rule in line.get("rules", ())
        for counted in rule.get("count", ())
    }
    checks = dict.fromkeys(sorted(used | {fault["check"] for fault in faults.values()}), plain)
    return Rubric.model_validate(HEAD | written | {"checks": checks})


def entered(indicator: str, value: Any) -> ManualEntry:
    """An entry as a case writes it: true or false, or a number of points."""
    said = value if isinstance(value, bool) else None
    points = None if isinstance(value, bool) else Decimal(str(value))
    return ManualEntry("yunling", indicator, points, said, "", "", "王某", date(2025, 11, 21), "得分!F2")


def _outcome(check: str, said: list[Finding | Unjudged], *, blocked: bool) -> Outcome:
    if blocked:
        return Outcome(check, "yunling", Verdict.CANNOT_JUDGE, "needs-links")
    findings = tuple(one for one in said if isinstance(one, Finding))
    failed = any(one.state is State.CONFIRMED for one in findings)
    unjudged = tuple(one for one in said if isinstance(one, Unjudged))
    verdict = Verdict.FAIL if failed else Verdict.PASS
    return Outcome(check, "yunling", verdict, findings=findings, unjudged=unjudged, examined=100)
