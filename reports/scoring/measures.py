"""What findings say of quantities: how many there are, what was observed in them and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.scoring.counting import Tally


@dataclass(frozen=True, slots=True)
class Measure:
    """One finding's `observed` and `expected`, as far as they are numbers. Nothing there (null) is zero."""

    observed: Fraction | None
    expected: Fraction | None


@dataclass(frozen=True, slots=True)
class Faults:
    """The findings that a rule prices: how many, what was measured in each, how many cases bear no facts at all."""

    count: int
    facts: tuple[Mapping[str, Any], ...]
    blank: int = 0

    @property
    def measures(self) -> list[Measure]:
        """What was observed and expected, finding by finding."""
        return [
            Measure(_number(facts, "observed", null=Fraction(0)), _number(facts, "expected")) for facts in self.facts
        ]


def proven(found: Tally) -> Faults:
    """The confirmed findings of a tally."""
    return Faults(len(found.confirmed), tuple(found.facts[print_] for print_ in found.confirmed))


def measured(found: Tally) -> tuple[tuple[str, str], ...]:
    """`observed` and `expected` of the confirmed findings that bear them, as written, in order of fingerprints."""
    shown = []
    for facts in proven(found).facts:
        if _number(facts, "observed", null=Fraction(0)) is not None:
            known = _number(facts, "expected") is not None
            shown.append((str(facts["observed"] or 0), str(facts["expected"]) if known else ""))
    return tuple(shown)


def _number(facts: Mapping[str, Any], name: str, null: Fraction | None = None) -> Fraction | None:
    """A fact as a number; `null` for one that is there and null; None for what is missing or no number."""
    if name not in facts:
        return None
    value = facts[name]
    if value is None:
        return null
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        return None
