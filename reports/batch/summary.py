"""Everything that the reports of a batch say, worked out once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.batch.indicators import GoodExample, HeatMap, good_examples, heat_map
from reports.batch.problems import CommonProblem, common_problems
from reports.batch.ranking import Ranking, rankings
from reports.batch.units import PortalResult, UnitResult, rubric_titles, unit_results


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """A batch as of one day under some rubrics (`rubrics`: title by id), of portals in the registry's order."""

    name: str
    as_of: str
    tool_version: str
    rubrics: Mapping[str, str]
    portals: tuple[PortalResult, ...]
    results: tuple[UnitResult, ...]
    rankings: tuple[Ranking, ...]
    heat_maps: tuple[HeatMap, ...]
    examples: tuple[GoodExample, ...]
    problems: tuple[CommonProblem, ...]
    lang: str

    @property
    def not_observed(self) -> list[UnitResult]:
        """The units that could not be observed, under every rubric once."""
        return [each for ranking in self.rankings for each in ranking.not_observed]

    @property
    def unit_count(self) -> int:
        """How many units the batch has."""
        return sum(len(portal.units) for portal in self.portals)

    @property
    def observed_count(self) -> int:
        """How many of them were observed well enough to be judged under at least one rubric."""
        return len({(each.portal.id, each.unit.id) for ranking in self.rankings for each in ranking.observed})


def summarise(
    portals: Sequence[PortalResult], rubrics: Sequence[str], *, name: str, as_of: str, tool_version: str, lang: str
) -> BatchSummary:
    """The summary of a batch. `rubrics` are named where no portal has results yet."""
    titles = rubric_titles(portals) or {each: each for each in rubrics}
    results = unit_results(portals, tuple(titles))
    tables = rankings(results)
    maps = [heat_map(table) for table in tables]
    return BatchSummary(
        name=name,
        as_of=as_of,
        tool_version=tool_version,
        rubrics=titles,
        portals=tuple(portals),
        results=tuple(results),
        rankings=tuple(tables),
        heat_maps=tuple(maps),
        examples=tuple(each for heat in maps for each in good_examples(heat)),
        problems=tuple(common_problems(results)),
        lang=lang,
    )
