"""Runs of one portal held against each other under one rubric."""

from __future__ import annotations

from dataclasses import dataclass

from reports.comparing.causes import Movement
from reports.comparing.history import Trace
from reports.comparing.points import Moment


@dataclass(frozen=True, slots=True)
class Comparison:
    """Runs of one portal under one rubric, the oldest first."""

    portal: str
    rubric: str
    rubric_title: str
    moments: tuple[Moment, ...]
    traces: tuple[Trace, ...]
    movements: tuple[Movement, ...]

    def of_unit(self, unit: str) -> list[Trace]:
        """The findings of one unit."""
        return [trace for trace in self.traces if trace.found.unit == unit]
