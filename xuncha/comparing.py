"""Compares stored runs of one portal, or of the portals of batches, judged as they were judged last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from config.errors import Place, UserError
from config.registry import Portal, UnitClass, same_portal
from reports.comparing.causes import movement
from reports.comparing.comparison import Comparison
from reports.comparing.history import traces
from reports.comparing.points import Moment
from reports.comparing.seen import Seen, seen_of, wanted
from reports.comparing.sight import run_of
from reports.result import AuditResult, Judgement
from xuncha.batch.state import PORTALS, STATE_FILE, read_state
from xuncha.pipeline import judged
from xuncha.rundir import CRAWL_FILE, open_run
from xuncha.scoring import scored_run


def compare_runs(folders: Sequence[Path], rubrics: Sequence[str], lang: str) -> list[Comparison]:
    """The runs in `folders` under every rubric that all of them were judged by.

    They stand in the order of their crawls; one crawl that was judged as of several days, in the order of these.

    Raises `UserError` for a folder without a run, for runs of different portals, and when they share no rubric.
    """
    results = sorted(
        (scored_run(folder, rubrics, None, None, lang) for folder in folders),
        key=lambda result: (result.run.started, result.run.as_of),
    )
    results = _by_one_name(results, folders[0])
    shared = [each.rubric.id for each in results[-1].judgements if all(_under(run, each.rubric.id) for run in results)]
    if not shared:
        raise UserError("compare-no-rubric", place=Place(folders[0]))
    paths = wanted(results)
    seen = [_seen(result, paths) for result in results]
    return [comparison_of(results, seen, rubric) for rubric in shared]


def _by_one_name(results: Sequence[AuditResult], folder: Path) -> list[AuditResult]:
    """The results of one portal. The unit that is the whole portal is called as the last registry calls it.

    Raises `UserError` for results of several portals (`same_portal`), and for those that have no unit in common.
    """
    last = next((each for each in reversed(results) if not each.portal.by_address), results[-1])
    if not all(same_portal(one.portal, other.portal) for one in results for other in results):
        names = {each.portal.id: ", ".join(sorted(each.portal.all_hosts)) for each in results}
        portals = "; ".join(f"{name} ({hosts})" for name, hosts in sorted(names.items()))
        raise UserError("compare-portals-differ", place=Place(folder), portals=portals)
    named = [_called(each, last.portal) for each in results]
    if not set.intersection(*({unit.id for unit in each.units} for each in named)):
        units = {unit.id for each in named for unit in each.units}
        raise UserError("compare-no-unit", place=Place(folder), units=", ".join(sorted(units)))
    return named


def _called(result: AuditResult, portal: Portal) -> AuditResult:
    """`result` as it is, or, when it is of an address alone, judged once more under the name of the whole `portal`."""
    assert result.folder is not None
    whole = next((unit for unit in portal.units if unit.unit_class is UnitClass.PORTAL), None)
    own = result.units[0]
    if not result.portal.by_address or whole is None or whole.id == own.id:
        return result
    unit = own.model_copy(update={"id": whole.id, "name": whole.name})
    rubrics = [each.rubric for each in result.judgements]
    return judged(result.folder, rubrics, result.run.as_of, result.lang, (unit,))


@dataclass(frozen=True, slots=True)
class BatchComparison:
    """Portals that are compared; ids of those that only some batches crawled; and why others cannot be compared."""

    compared: tuple[Comparison, ...]
    left_out: tuple[str, ...]
    troubles: tuple[UserError, ...]


def compare_batches(folders: Sequence[Path], rubrics: Sequence[str], lang: str) -> BatchComparison:
    """The runs of every portal that all of these batches crawled; a run that cannot be read leaves out its portal.

    Raises `UserError` for batches that share no portal, and when none of the shared ones can be compared.
    """
    held = [_crawled(folder) for folder in folders]
    shared = [name for name in held[-1] if all(name in each for each in held)]
    if not shared:
        raise UserError("compare-no-portal", place=Place(folders[0]))
    compared: list[Comparison] = []
    troubles: list[UserError] = []
    for name in shared:
        try:
            compared += compare_runs([folder / PORTALS / name for folder in folders], rubrics, lang)
        except UserError as trouble:
            troubles.append(trouble)
    if troubles and not compared:
        raise troubles[0]
    left_out = {name for each in held for name in each} - set(shared)
    return BatchComparison(tuple(compared), tuple(sorted(left_out)), tuple(troubles))


def is_batch(folder: Path) -> bool:
    """Whether `folder` is that of a batch."""
    return (folder / STATE_FILE).is_file()


def _crawled(folder: Path) -> list[str]:
    state = read_state(folder)
    names = state.portals if state else ()
    return [name for name in names if (folder / PORTALS / name / CRAWL_FILE).is_file()]


def _under(result: AuditResult, rubric: str) -> Judgement | None:
    return next((each for each in result.judgements if each.rubric.id == rubric), None)


def _seen(result: AuditResult, paths: frozenset[str]) -> Seen:
    assert result.folder is not None
    with open_run(result.folder) as crawl:
        return seen_of(crawl, paths)


def comparison_of(results: Sequence[AuditResult], seen: Sequence[Seen], rubric: str) -> Comparison:
    """These results, the oldest first, under one rubric that all of them were judged by; `seen` by their crawls."""
    judged = [
        (result, judgement, sight)
        for result, sight in zip(results, seen, strict=True)
        if (judgement := _under(result, rubric))
    ]
    found = traces([run_of(*each) for each in judged])
    cards = [{card.unit: card for card in judgement.scorecards} for _, judgement, _ in judged]
    units = [unit for unit in cards[-1] if all(unit in each for each in cards)]
    return Comparison(
        portal=results[-1].portal.name,
        rubric=rubric,
        rubric_title=judged[-1][1].rubric.title,
        moments=tuple(Moment(result.run.as_of, result.run.started) for result in results),
        traces=tuple(found),
        movements=tuple(
            movement(
                [each[unit] for each in cards],
                [trace for trace in found if trace.found.unit == unit],
                [[each.state for each in judgement.findings(unit)] for _, judgement, _ in judged],
            )
            for unit in units
        ),
    )
