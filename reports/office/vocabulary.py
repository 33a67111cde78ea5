"""Everything that a template may name: plain records of words and numbers, ready to be read.

The fields are what offices write between `{{` and `}}`; each has its description in the catalogue
(`office.variable.<Record>.<field>`), from which docs/office-variables.md is made. Every text is in the reader's
language, and empty where there is nothing to say.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    severity: str
    name: str
    workdays: int
    day: str


@dataclass(frozen=True, slots=True)
class Letter:
    issuer: str
    number: str
    issued: str
    deadlines: tuple[Deadline, ...]
    deadline_remark: str


@dataclass(frozen=True, slots=True)
class Basis:
    title: str
    number: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Visit:
    portal: str
    site_code: str
    as_of: str
    period: str
    pages: int
    unseen: int
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitName:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Counted:
    indicator: str
    price: str


@dataclass(frozen=True, slots=True)
class Matter:
    number: int
    veto: bool
    kind: str
    responsible: str
    column: str
    text: str
    description: str
    url: str
    found_on: str
    occurrences: int
    counted: tuple[Counted, ...]
    indicators: str
    price: str
    clause: str
    remedy: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Accepted:
    matter: Matter
    state: str
    reason: str
    by: str
    until: str


@dataclass(frozen=True, slots=True)
class KindOfProblem:
    name: str
    count: int
    units: str
    units_count: int
    examples: tuple[str, ...]
    more: int
    remedy: str


@dataclass(frozen=True, slots=True)
class VetoLine:
    unit: str
    rubric: str
    indicator: str
    title: str
    text: str
    count: str
    reason: str
    remark: str


@dataclass(frozen=True, slots=True)
class ByHand:
    veto: bool
    indicator: str
    title: str
    clause: str
    entered: str
    remark: str


@dataclass(frozen=True, slots=True)
class Group:
    deadline: Deadline
    matters: tuple[Matter, ...]
    by_hand: tuple[ByHand, ...]


@dataclass(frozen=True, slots=True)
class OpenMatter:
    name: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Standing:
    unit: str
    kind: str
    rubric: str
    verdict: str
    score: str
    range: str
    coverage: str
    confirmed: int
    suspected: int
    vetoes: int
    remark: str


@dataclass(frozen=True, slots=True)
class Tally:
    basis: Basis
    units: int
    decided: int
    qualified: int
    unqualified: int
    undecided: int
    rate: str
    vetoed: int
    standings: tuple[Standing, ...]
    without: str


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    part: str
    group: str
    title: str
    clause: str
    points: str
    result: str
    outcome: str
    why: str


@dataclass(frozen=True, slots=True)
class Card:
    basis: Basis
    standing: Standing
    reasons: tuple[str, ...]
    vetoes: tuple[VetoLine, ...]
    open_vetoes: tuple[VetoLine, ...]
    lines: tuple[Line, ...]
    good: str
    unconfirmed: bool
    plans: tuple[str, ...]
    outlook: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckedLine:
    indicator: str
    rules: str
    found: str


@dataclass(frozen=True, slots=True)
class CheckedPart:
    object: str
    lines: tuple[CheckedLine, ...]


@dataclass(frozen=True, slots=True)
class CheckedTable:
    basis: Basis
    parts: tuple[CheckedPart, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    letter: Letter
    deadlines: tuple[Deadline, ...]
    visits: tuple[Visit, ...]
    tallies: tuple[Tally, ...]
    vetoes: tuple[VetoLine, ...]
    kinds: tuple[KindOfProblem, ...]
    confirmed: int
    suspected: int
    accepted: int
    by_hand: int
    open: tuple[OpenMatter, ...]
    unseen: int
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class Assessment:
    letter: Letter
    noticed: bool
    unit: UnitName
    visit: Visit
    cards: tuple[Card, ...]
    kinds: tuple[KindOfProblem, ...]
    by_hand: tuple[ByHand, ...]
    doubtful: tuple[KindOfProblem, ...]
    accepted: tuple[Accepted, ...]
    open: tuple[OpenMatter, ...]
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class Notice:
    letter: Letter
    unit: UnitName
    visit: Visit
    bases: tuple[Basis, ...]
    vetoes: tuple[VetoLine, ...]
    accepted_vetoes: tuple[VetoLine, ...]
    groups: tuple[Group, ...]
    matters: tuple[Matter, ...]
    by_hand: tuple[ByHand, ...]
    doubtful: tuple[Matter, ...]
    accepted: tuple[Accepted, ...]
    open: tuple[OpenMatter, ...]
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class SelfCheck:
    letter: Letter
    unit: UnitName
    visit: Visit
    tables: tuple[CheckedTable, ...]
    accepted: tuple[Accepted, ...]
    unconfirmed: bool
