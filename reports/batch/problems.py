"""Problems that many units share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.batch.units import Place, UnitResult


@dataclass(frozen=True, slots=True)
class CommonProblem:
    """One kind of problem. `units` have it: each with how many findings are confirmed and how many suspected.

    `observed` units were looked at, of which those are a part. A finding of a unit counts once whatever the number of
    rubrics that ask for it.
    """

    check: str
    code: str
    units: tuple[tuple[UnitResult, int, int], ...]
    observed: int

    @property
    def confirmed(self) -> int:
        """How many findings are proven, over all units."""
        return sum(proven for _, proven, _ in self.units)

    @property
    def suspected(self) -> int:
        """How many wait for a person."""
        return sum(waiting for _, _, waiting in self.units)

    @property
    def certain(self) -> int:
        """How many units have it for certain."""
        return sum(1 for _, proven, _ in self.units if proven)


def common_problems(results: Sequence[UnitResult]) -> list[CommonProblem]:
    """Every kind of problem, the most common first: by units for certain, then by units, then by findings."""
    seen = {(each.portal.id, each.unit.id): each for each in results if each.place is not Place.NOT_OBSERVED}
    counted: dict[tuple[str, str], dict[tuple[str, str], dict[str, str]]] = {}
    for portal in {each.portal.id: each.portal for each in seen.values()}.values():
        for line in portal.results.lines if portal.results else ():
            unit = (portal.id, line["unit"])
            if unit in seen:
                prints = counted.setdefault((line["check"], line["code"]), {}).setdefault(unit, {})
                if prints.get(line["fingerprint"]) != "confirmed":
                    prints[line["fingerprint"]] = line["state"]
    found = [
        CommonProblem(check, code, _most_first(seen, units), len(seen)) for (check, code), units in counted.items()
    ]
    return sorted(
        found,
        key=lambda each: (-each.certain, -len(each.units), -each.confirmed, -each.suspected, each.check, each.code),
    )


def _most_first(
    seen: dict[tuple[str, str], UnitResult], units: dict[tuple[str, str], dict[str, str]]
) -> tuple[tuple[UnitResult, int, int], ...]:
    counts = [
        (seen[unit], states.count("confirmed"), states.count("suspected"))
        for unit, prints in units.items()
        if (states := list(prints.values()))
    ]
    return tuple(sorted(counts, key=lambda each: (-each[1], -each[2], each[0].portal.id, each[0].unit.id)))
