"""Takes up an audit that was cut off: the job stands in the crawl file until that is finished.

What a crawl has recorded is not asked for again, so the results are those of an audit that was never interrupted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from config.errors import Place, UserError
from config.problems import InvalidData
from config.registry import Politeness, Portal
from config.rubric import Rubric
from config.settings import Settings
from config.settings_sources import settings_with
from crawler.fetch.plan import CrawlEnd, CrawlPlan, Progress
from crawler.store.alone import alone_at
from crawler.store.crawl_file import UNFINISHED, finish_sealing, is_left, may_go_on, told_by
from reports.evidence.checking import MANIFEST as MANIFEST_DAMAGED
from reports.evidence.checking import Trouble, check
from reports.manifest import NAME as MANIFEST
from xuncha import __version__
from xuncha.pipeline import AuditJob, crawl_plan
from xuncha.rundir import CRAWL_FILE, existing
from xuncha.targets import Target

_MOST_ALTERED = 100
"""Files that a run card names as altered before the crawl went on."""


def stored_job(folder: Path, flags: Mapping[str, Any] | None = None) -> tuple[AuditJob, CrawlPlan]:
    """The job that was cut off in `folder`, and how it goes on; `flags` are settings that are to be otherwise now.

    Raises `UserError` when there is no run, when it is finished, when another version of the program began it, and for
    a file that is foreign or damaged; `InvalidData` for flags that cannot be.
    """
    meta = _told(folder)
    if meta is None:
        raise UserError("resume-finished", place=Place(folder))
    if not _is_ours(meta):
        raise UserError(
            "resume-other-version", place=Place(folder), version=meta.get("tool_version", "?"), known=__version__
        )
    return _job(meta, folder, {name: value for name, value in (flags or {}).items() if value is not None})


def resume_audit(folder: Path, plan: CrawlPlan, progress: Callable[[Progress], None] | None = None) -> CrawlEnd:
    """Go on with the crawl in `folder` to its end, by the plan of `stored_job`. Raises `UserError` as `resume_crawl`;
    the run is then as it was."""
    from crawler.fetch.engine import resume_crawl  # noqa: PLC0415  # as in `xuncha.pipeline`

    plan = noting_alterations(folder, plan)
    return resume_crawl(plan, folder / CRAWL_FILE, progress, begins=lambda: forget_manifest(folder))


def noting_alterations(folder: Path, plan: CrawlPlan) -> CrawlPlan:
    """The plan by which the crawl in `folder` goes on, with what was altered there since it was interrupted."""
    return replace(plan, meta={**plan.meta, "interruption": _altered(folder)})


def forget_manifest(folder: Path) -> None:
    """Take the list of files away before the crawl goes on: what it lists is about to change."""
    (folder / MANIFEST).unlink(missing_ok=True)


def _altered(folder: Path) -> dict[str, Any]:
    """What is not as the manifest of an interrupted run says: the new one will know it only as it is now."""
    if not (folder / MANIFEST).is_file():
        return {}
    try:
        troubles = check(folder).troubles
    except UserError:
        troubles = (Trouble(MANIFEST_DAMAGED, MANIFEST),)
    altered = [{"kind": each.kind, "name": each.name} for each in troubles[:_MOST_ALTERED]]
    return {"altered": altered} if altered else {}


def seal_as_interrupted(folder: Path) -> None:
    """Seal a crawl that was killed as Ctrl-C would have, without asking for anything, so that it can be judged.

    It can still go on afterwards. One that has ended and was left for others to finish is sealed as it ended. A sealed
    crawl stays as it is, and so does one that another version of the program began, or whose file is of an older one:
    it is judged as it lies there. Raises `UserError` when there is no run, and for a file that is foreign, damaged or
    in use.
    """
    with alone_at(path := existing(folder) / CRAWL_FILE):
        if finish_sealing(path):
            return
    meta = _told(folder)
    if meta is None or not _is_ours(meta) or not may_go_on(path):
        return
    from crawler.fetch.engine import resume_crawl  # noqa: PLC0415
    from crawler.fetch.finishing import finish_crawl  # noqa: PLC0415

    _, plan = _job(meta, folder, {"browser": "none"})  # nothing is opened, so it may be gone
    if is_left(path):
        finish_crawl(plan, path)
    else:
        resume_crawl(plan, path, only_end=True)


def _told(folder: Path) -> dict[str, Any] | None:
    """What the file says of itself with which the run in `folder` goes on; None when the run is finished."""
    aside = folder / UNFINISHED
    path = aside if aside.is_file() else existing(folder) / CRAWL_FILE
    with alone_at(path):
        return None if finish_sealing(path) else told_by(path)


def _is_ours(meta: Mapping[str, Any]) -> bool:
    """Whether this version of the program began the crawl, and the job stands in its file."""
    return meta.get("tool_version") == __version__ and "job" in meta


def _job(meta: Mapping[str, Any], folder: Path, given: Mapping[str, Any]) -> tuple[AuditJob, CrawlPlan]:
    job = _read(meta["job"], folder, without=given)
    polite = {name: given[name] for name in ("rate", "concurrency") if name in given}
    settings, politeness = settings_with(job.settings, given), job.politeness.model_copy(update=polite)
    job = replace(job, settings=settings, politeness=politeness)
    return job, replace(crawl_plan(job), meta={name: meta[name] for name in ("run_id", "tool_version")})


def _read(told: Mapping[str, Any], folder: Path, without: Collection[str]) -> AuditJob:
    """The job as it stands in the crawl file, but for some of its settings."""
    try:
        portal = Portal.model_validate(told["portal"])
        return AuditJob(
            target=Target(portal, tuple(told["units"])),
            rubrics=tuple(Rubric.model_validate_json(json.dumps(each)) for each in told["rubrics"]),
            as_of=date.fromisoformat(told["as_of"]),
            settings=Settings(**{name: value for name, value in told["settings"].items() if name not in without}),
            politeness=Politeness.model_validate(told["politeness"]),
            allow_private=told["allow_private"],
            allow_hosts=tuple(told["allow_hosts"]),
            names=tuple(told["names"]),
            previous=Path(told["previous"]) if told["previous"] else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError, InvalidData) as fault:  # pydantic's errors are ValueErrors
        raise UserError("resume-unreadable", place=Place(folder), detail=fault) from fault
