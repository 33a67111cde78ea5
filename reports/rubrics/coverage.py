"""Which clauses of a rubric the checks decide, wholly or partly, and which are left to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from config.registry import UnitClass
from config.rubric import Automation, Indicator, Rubric, Rule


@dataclass(frozen=True, slots=True)
class ForClasses:
    """How an indicator is decided for units of some classes, where that differs from all others."""

    classes: tuple[UnitClass, ...]
    how: Automation
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """One indicator: how it is decided, with the names of its groups (top first) and variants that differ."""

    indicator: Indicator
    how: Automation
    groups: tuple[str, ...]
    variants: tuple[ForClasses, ...]

    @property
    def pointers(self) -> tuple[str, ...]:
        """Where in the source the clause and its further passages stand."""
        line = self.indicator
        return tuple(at for at in (line.pointer, *(quote.pointer for quote in line.quotes)) if at is not None)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many indicators are decided in which way."""

    auto: int = 0
    partly: int = 0
    manual: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.auto + self.partly + self.manual

    def share(self, how: Automation) -> Decimal:
        """One way's share of all, with four digits; 0 of nothing."""
        number = Decimal(getattr(self, how.value))
        return (number / (self.total or 1)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """A group with everything below it. `level` 1 is the top."""

    key: str
    name: str
    level: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class RequirementCoverage:
    """A requirement that several rubrics share, with the indicators that ask for it here."""

    id: str
    how: Automation
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A rule counts a code that its check never says, so that part of it is never found."""

    rule: str
    check: str
    code: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A rubric clause by clause in its own order, the counts per group and altogether, and its requirements."""

    rubric: Rubric
    clauses: tuple[ClauseCoverage, ...]
    groups: tuple[GroupCoverage, ...]
    total: Counts
    requirements: tuple[RequirementCoverage, ...]
    unknown_codes: tuple[UnknownCode, ...]

    @property
    def without_check(self) -> tuple[str, ...]:
        """The requirements for which no indicator has an automatic check."""
        return tuple(each.id for each in self.requirements if each.how is Automation.MANUAL)


def coverage(rubric: Rubric, codes: Mapping[str, Sequence[str]]) -> Coverage:
    """What of `rubric` is automatic. `codes` are those that each installed check may say, by check id."""
    clauses = tuple(_clause(rubric, line) for line in rubric.indicators)
    return Coverage(
        rubric=rubric,
        clauses=clauses,
        groups=tuple(_groups(rubric)),
        total=_counts(rubric.indicators),
        requirements=tuple(_requirements(rubric.indicators)),
        unknown_codes=tuple(_unknown(rubric, codes)),
    )


def _clause(rubric: Rubric, line: Indicator) -> ClauseCoverage:
    above = tuple(group.name for group in reversed(rubric.tree.ancestors(line)))
    return ClauseCoverage(line, line.decided_by, above or (line.group,), tuple(_variants(line)))


def _variants(line: Indicator) -> Iterator[ForClasses]:
    for variant in line.variants:
        view = line.for_class(variant.classes[0])
        if (view.decided_by, view.rules) != (line.decided_by, line.rules):
            yield ForClasses(variant.classes, view.decided_by, view.rules)


def _counts(lines: Iterable[Indicator]) -> Counts:
    return Counts(**Counter(line.decided_by.value for line in lines))


def _groups(rubric: Rubric) -> Iterator[GroupCoverage]:
    """In the rubric's order, or (when it lists none) in the order in which indicators name them."""
    for group in rubric.groups:
        below = [line for line in rubric.indicators if group in rubric.tree.ancestors(line)]
        yield GroupCoverage(group.key, group.name, len(rubric.tree.above(group)) + 1, _counts(below))
    if not rubric.groups:
        for name in dict.fromkeys(line.group for line in rubric.indicators):
            yield GroupCoverage(name, name, 1, _counts(line for line in rubric.indicators if line.group == name))


def _requirements(lines: Sequence[Indicator]) -> Iterator[RequirementCoverage]:
    asking: dict[str, list[Indicator]] = {}
    for line in lines:
        for name in line.requirements:
            asking.setdefault(name, []).append(line)
    for name in sorted(asking):
        ways = {line.decided_by for line in asking[name]}
        how = ways.pop() if len(ways) == 1 else Automation.PARTLY
        yield RequirementCoverage(name, how, tuple(line.id for line in asking[name]))


def _unknown(rubric: Rubric, codes: Mapping[str, Sequence[str]]) -> Iterator[UnknownCode]:
    found: dict[UnknownCode, None] = {}
    for line in rubric.indicators:
        for rule in (*line.rules, *(rule for variant in line.variants for rule in variant.rules or ())):
            for counted in rule.count:
                for code in counted.codes:
                    if code not in codes.get(counted.check, ()):
                        found[UnknownCode(rule.id, counted.check, code)] = None
    yield from found
