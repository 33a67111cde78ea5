"""Judges all indicators of a rubric, each after those whose outcome decides whether it applies."""

from __future__ import annotations

from collections.abc import Mapping

from config.registry import Unit
from config.rubric import Fate, Indicator, Rubric
from reports.manual_entry import ManualEntry
from reports.scoring.judged import Judged, RuleAt, Work
from reports.scoring.lines import judge


def judge_all(
    rubric: Rubric, unit: Unit, works: Mapping[RuleAt, Work], entries: Mapping[str, ManualEntry]
) -> tuple[Judged, ...]:
    """Every indicator as it stands for the unit, in the rubric's order."""
    known = {indicator.id: indicator for indicator in rubric.indicators}
    done: dict[str, Judged] = {}
    waiting = list(known)
    while waiting:
        name = waiting[-1]
        needs = _needs(known[name], rubric)
        missing = [need for need in needs if need not in done]
        if missing:
            waiting.extend(missing)  # circles are refused when the rubric is loaded
            continue
        waiting.pop()
        if name not in done:
            fates: dict[str, Fate] = {}
            for need in needs:
                fate = done[need].fate
                if fate is not None:
                    fates[need] = fate
            line = for_unit(known[name], unit)
            done[name] = judge(line, rubric, unit, works, fates=fates, entry=entries.get(name))
    return tuple(done[indicator.id] for indicator in rubric.indicators)


def for_unit(indicator: Indicator, unit: Unit) -> Indicator:
    """The indicator as it stands for the unit; with its variants while it is open which of them holds."""
    return indicator if indicator.undecided_for(unit.unit_class) else indicator.for_class(unit.unit_class)


def _needs(indicator: Indicator, rubric: Rubric) -> tuple[str, ...]:
    conditions = (item.applies_if for item in rubric.tree.path(indicator))
    return tuple(name for condition in conditions if condition is not None for name in condition.outcomes)
