"""From the run directories of a batch to its reports. Needs no crawl and no judging: only what the runs wrote."""

from __future__ import annotations

from pathlib import Path

from reports.batch.reports import rendered
from reports.batch.summary import BatchSummary, summarise
from reports.batch.units import PortalResult, RegisteredUnit
from reports.comparing.results import FILES, Results, UnreadableResults, read_results
from reports.files import write_all
from xuncha import __version__
from xuncha.batch.opening import Batch
from xuncha.batch.state import PORTALS, BatchState, PortalState, Step


def write_batch_reports(batch: Batch, state: BatchState) -> BatchSummary:
    """Write batch.json, batch.html and batch.xlsx of what is there by now; the summary that they show."""
    summary = summary_of(batch, state)
    write_all({batch.folder / name: content for name, content in rendered(summary).items()})
    return summary


def summary_of(batch: Batch, state: BatchState) -> BatchSummary:
    """The batch as its run directories tell it. Units whose results cannot be read were not observed."""
    portals = [_portal(batch, name, said) for name, said in state.portals.items()]
    return summarise(
        portals,
        [rubric.id for rubric in batch.rubrics],
        name=batch.folder.resolve().name,
        as_of=state.as_of,
        tool_version=__version__,
        lang=batch.settings.lang,
    )


def _portal(batch: Batch, name: str, said: PortalState) -> PortalResult:
    failed, detail, results = said.failed, said.detail, None
    if said.step is Step.JUDGED:
        try:
            results = _results(batch.run_folder(name))
        except UnreadableResults as fault:
            failed, detail = "unreadable", fault.text(batch.settings.lang)
    return PortalResult(
        id=name,
        name=said.name,
        folder=f"{PORTALS}/{name}",
        units=tuple(RegisteredUnit(unit.id, unit.name, unit.unit_class.value) for unit in batch.targets[name].units),
        step=said.step.value,
        end_reason=said.end_reason,
        start_answer=said.start_answer,
        failed=failed,
        detail=detail,
        results=results,
    )


def _results(folder: Path) -> Results:
    try:
        return read_results({name: (folder / name).read_bytes() for name in FILES})
    except OSError as error:
        raise UnreadableResults(str(error.filename or folder), error) from error
