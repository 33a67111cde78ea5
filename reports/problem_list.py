"""The problems of a run as people are told of them: each once, numbered, with what every rubric says about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from checks.finding import Finding, State
from config.registry import Unit
from reports.clauses import Clause, Law
from reports.moments import beijing
from reports.repairs import Term, term_of
from reports.result import AuditResult, Judgement, report_order


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with its number in the whole report, and the clauses it falls under by the rubric's id."""

    number: int
    finding: Finding
    unit: Unit
    law: Mapping[str, tuple[Clause, ...]]
    term: Term | None

    @property
    def anchor(self) -> str:
        """Its place on a page."""
        return f"p{self.number}"

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Those of every rubric, each once."""
        return tuple(dict.fromkeys(clause for law in self.law.values() for clause in law))


@dataclass(slots=True)
class ProblemList:
    """All problems in the order of their numbers: by unit, then as every report sorts them."""

    problems: tuple[Problem, ...]
    _by_rubric: dict[tuple[str, str], Problem] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for problem in self.problems:
            for rubric in problem.law:
                self._by_rubric[rubric, problem.finding.fingerprint] = problem

    def known(self, rubric: str, fingerprint: str) -> Problem | None:
        """The problem with this fingerprint as it was judged under a rubric."""
        return self._by_rubric.get((rubric, fingerprint))

    def of(self, unit: str, rubric: str | None = None) -> list[Problem]:
        """The problems of a unit (under one rubric)."""
        return [
            problem
            for problem in self.problems
            if problem.unit.id == unit and (rubric is None or rubric in problem.law)
        ]


def problem_list(result: AuditResult) -> ProblemList:
    """Every problem once: what several rubrics judge alike is one, where their parameters differ there is one each."""
    day = judged_on(result)
    numbered: list[Problem] = []
    for unit in result.units:
        laws = [Law(judgement.rubric, unit.unit_class) for judgement in result.judgements]
        own = [
            (found, {result.judgements[place].rubric.id: laws[place].clauses(found) for place in places})
            for found, places in _distinct(result.judgements, unit.id)
        ]
        for number, (found, law) in enumerate(sorted(own, key=_place), start=len(numbered) + 1):
            every = [clause for clauses in law.values() for clause in clauses]
            numbered.append(Problem(number, found, unit, law, term_of(found, every, day)))
    return ProblemList(tuple(numbered))


def judged_on(result: AuditResult) -> date:
    """The day (in China) on which the run was judged: terms of repair are counted from it."""
    try:
        return date.fromisoformat(beijing(result.run.judged)[:10])
    except ValueError:
        return result.run.as_of


def _distinct(judgements: tuple[Judgement, ...], unit: str) -> Iterator[tuple[Finding, list[int]]]:
    """The findings about a unit, each with the places of the judgements that say exactly this."""
    groups: dict[str, list[tuple[Finding, list[int]]]] = {}
    for place, judgement in enumerate(judgements):
        for found in judgement.findings(unit):
            alike = groups.setdefault(found.fingerprint, [])
            for known, places in alike:
                if known == found:
                    places.append(place)
                    break
            else:
                alike.append((found, [place]))
    for alike in groups.values():
        yield from alike


def _place(own: tuple[Finding, Mapping[str, object]]) -> tuple[object, ...]:
    found, law = own
    return (*report_order(found), found.state is State.SUSPECTED, tuple(law))
