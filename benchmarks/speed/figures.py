"""From runs to figures: medians, and ratios as median of the runs that were made beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.speed.measuring import Measured
from benchmarks.speed.subjects import BASELINE
from benchmarks.speed.subjects.contract import Score


@dataclass(frozen=True)
class Row:
    """The figures of one tool on one portal. `ratio`: its CPU by that of the baseline, None where that is not there.

    `bound`: the tool was stopped, so CPU and ratio are lower bounds and pages per second an upper one.
    """

    name: str
    size: int
    pages: int
    runs: int
    pages_per_s: float
    wall_s: float
    cpu_per_1000: float
    peak_rss_mb: float
    peak_pss_mb: float
    ratio: float | None
    bound: bool
    score: Score


def rows(results: Mapping[int, Mapping[str, Sequence[Measured]]]) -> list[Row]:
    """A row for each size and tool that ran, in the order of the results."""
    return [_row(name, size, runs, results) for size, tools in results.items() for name, runs in tools.items() if runs]


def _row(
    name: str, size: int, runs: Sequence[Measured], results: Mapping[int, Mapping[str, Sequence[Measured]]]
) -> Row:
    scores = [each.score for each in runs if each.score]
    worst = max(scores, key=lambda score: len(score.missed) + len(score.false), default=Score())
    return Row(
        name=name,
        size=size,
        pages=runs[0].pages,
        runs=len(runs),
        pages_per_s=median(each.pages_per_s for each in runs),
        wall_s=median(each.wall_s for each in runs),
        cpu_per_1000=median(each.cpu_per_1000 for each in runs),
        peak_rss_mb=max(each.peak_rss_mb for each in runs),
        peak_pss_mb=max(each.peak_pss_mb for each in runs),
        ratio=_ratio(size, runs, results),
        bound=not all(each.finished for each in runs),
        score=worst,
    )


def _ratio(
    size: int, runs: Sequence[Measured], results: Mapping[int, Mapping[str, Sequence[Measured]]]
) -> float | None:
    beside = results[size].get(BASELINE) or next(
        (tools[BASELINE] for tools in results.values() if BASELINE in tools), ()
    )
    if not beside:
        return None
    if len(beside) != len(runs):  # a slow tool, on a small portal and only once
        return median(each.cpu_per_1000 for each in runs) / median(each.cpu_per_1000 for each in beside)
    return median(one.cpu_per_1000 / other.cpu_per_1000 for one, other in zip(runs, beside, strict=True))


def growth(found: Sequence[Row], name: str) -> float | None:
    """CPU per page of a tool on the largest portal by that on the smallest one; None when there is only one."""
    mine = sorted((row for row in found if row.name == name), key=lambda row: row.size)
    return mine[-1].cpu_per_1000 / mine[0].cpu_per_1000 if len(mine) > 1 else None
