"""Names of units in a workbook: its formulas count by them, so that no two may be the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from config.registry import Unit


def unit_names(units: Iterable[Unit]) -> dict[str, str]:
    """The name of each unit by its id; what Excel takes for namesakes (whatever their case) bears its id, too."""
    every = list(units)
    namesakes = Counter(unit.name.casefold() for unit in every)
    return {unit.id: f"{unit.name} [{unit.id}]" if namesakes[unit.name.casefold()] > 1 else unit.name for unit in every}
