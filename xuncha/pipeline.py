"""The audit pipeline: plan → crawl → judge → reports. Each step leaves its result in the run directory."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from config.errors import UserError
from config.registry import Politeness, Portal, Unit
from config.rubric import Rubric
from config.settings import Evidence, Settings
from crawler.fetch.plan import CrawlEnd, CrawlPlan, Progress
from crawler.kinds import TrialKind
from crawler.store.crawl import Crawl
from reports.bundle import rendered
from reports.evidence.basis import basis_of
from reports.evidence.model import Basis
from reports.files import write_all
from reports.manifest import told_hash, with_manifest
from reports.result import AuditResult, RunCard
from xuncha import __version__
from xuncha.evidence import Gathered, gather, has_evidence
from xuncha.judging import fingerprint_of, judge_crawl
from xuncha.rundir import CRAWL_FILE, open_run
from xuncha.targets import Target

_BUDGET = (
    "max_pages",
    "max_seconds",
    "external",
    "documents",
    "documents_per_column",
    "max_documents",
    "max_documents_bytes",
    "trials",
)
"""What of a crawl's settings is the budget of its profile."""


@dataclass(frozen=True)
class AuditJob:
    """Everything that decides one run: what is audited, under which rubrics, from which day, how it is fetched."""

    target: Target
    rubrics: tuple[Rubric, ...]
    as_of: date
    settings: Settings
    politeness: Politeness
    allow_private: bool = False
    allow_hosts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """Addresses of names that are told instead of looked up (`crawler.fetch.names`)."""
    previous: Path | None = None
    """The run directory of an earlier audit of the same portal."""
    series: Path | None = None
    """A series of `xuncha watch` that the run is judged with."""


def run_audit(job: AuditJob, folder: Path, progress: Callable[[Progress], None] | None = None) -> CrawlEnd:
    """Crawl the portal of `job` into a sealed file in `folder`. What an interrupted crawl saw is kept too."""
    from crawler.fetch.engine import run_crawl  # noqa: PLC0415  # a second of imports that judging can do without

    return run_crawl(crawl_plan(job), folder / CRAWL_FILE, progress)


def crawl_plan(job: AuditJob) -> CrawlPlan:
    """How the spider is told to work, from settings and registry."""
    settings, budget = job.settings, job.settings.budget
    return CrawlPlan(
        portal=job.target.portal.model_copy(update={"politeness": job.politeness}),
        user_agent=settings.user_agent_string,
        max_pages=budget.max_pages,
        max_seconds=budget.max_seconds,
        timeout_s=settings.timeout_s,
        max_bytes=settings.max_page_bytes,
        pattern_budget=settings.pattern_budget,
        external=budget.external,
        allow_private=job.allow_private,
        allow_hosts=job.allow_hosts,
        names=job.names,
        retry_after_s=settings.retry_after_s,
        browser=settings.browser,
        render_pages=settings.render_pages,
        render_seconds=settings.render_seconds,
        previous=job.previous / CRAWL_FILE if job.previous else None,
        previous_hash=told_hash(job.previous, CRAWL_FILE) if job.previous else None,
        spacing_hours=settings.spacing_hours,
        reuse=settings.reuse,
        outside_cache=settings.cache_file,
        documents=budget.documents,
        documents_per_column=budget.documents_per_column,
        max_documents=budget.max_documents,
        max_documents_bytes=budget.max_documents_mb << 20,
        max_document_bytes=settings.max_document_mb << 20,
        document_s=settings.document_s,
        trials=tuple(map(TrialKind, budget.trials)),
        ocr=settings.ocr,
        evidence=settings.evidence,
        evidence_bytes=settings.evidence_mb << 20,
        shots=settings.screenshots if settings.evidence is not Evidence.NONE and settings.browser != "none" else 0,
        shot_seconds=settings.screenshot_seconds,
        meta=run_basis(job),
    )


def run_basis(job: AuditJob) -> dict[str, Any]:
    """What the crawl file remembers of the job, so that it can be judged again as it was judged first."""
    configuration = {
        "portal": job.target.portal.model_dump(mode="json", by_alias=True),
        "settings": job.settings.of_crawl(),
        "allow_private": job.allow_private,
        "allow_hosts": sorted(job.allow_hosts),
        **({"names": sorted(job.names)} if job.names else {}),
    }
    return {
        "tool_version": __version__,
        "run_id": uuid.uuid4().hex,
        "units": list(job.target.unit_ids),
        "rubrics": [rubric.id for rubric in job.rubrics],
        "as_of": job.as_of.isoformat(),
        "profile": job.settings.profile,
        "configuration_hash": fingerprint_of(configuration),
        "addresses": list(job.settings.addresses),
        "job": _job(job),
    }


def _job(job: AuditJob) -> dict[str, Any]:
    """All of a job as JSON values; it stands in the crawl file until that is sealed (`xuncha.resuming`)."""
    return {
        "portal": job.target.portal.model_dump(mode="json", by_alias=True),
        "units": list(job.target.unit_ids),
        "rubrics": [rubric.model_dump(mode="json", by_alias=True, exclude_unset=True) for rubric in job.rubrics],
        "as_of": job.as_of.isoformat(),
        "settings": job.settings.model_dump(mode="json", exclude_unset=True),
        "politeness": job.politeness.model_dump(mode="json", by_alias=True, exclude_unset=True),
        "allow_private": job.allow_private,
        "allow_hosts": list(job.allow_hosts),
        "names": list(job.names),
        "previous": str(job.previous.absolute()) if job.previous else None,
    }


def politeness_for(portal: Portal, settings: Settings, flags: Mapping[str, Any]) -> Politeness:
    """Rate and concurrency: flags win over the registry's word on this portal, which wins over the settings."""
    registered = portal.politeness.model_fields_set if "politeness" in portal.model_fields_set else set()
    asked = {
        name: getattr(settings, name)
        for name in ("rate", "concurrency")
        if flags.get(name) is not None or name not in registered
    }
    return portal.politeness.model_copy(update=asked)


def judge_run(
    folder: Path, rubrics: Sequence[Rubric], as_of: date, lang: str, units: Sequence[Unit] | None = None
) -> AuditResult:
    """Judge the crawl in `folder` without the network and write its reports and its evidence there."""
    kept = gather(folder, judged(folder, rubrics, as_of, lang, units))
    try:
        return _written(folder, kept)
    except UserError as fault:
        if not kept.contents:
            raise
        return _written(folder, kept.given_up(fault))


def _written(folder: Path, kept: Gathered) -> AuditResult:
    reports = {folder / name: content for name, content in rendered(kept.result).items()}
    contents = reports | kept.contents
    write_all(with_manifest(folder, contents, kept.result, kept.written, kept.removed))
    return kept.result


def judged(
    folder: Path, rubrics: Sequence[Rubric], as_of: date, lang: str, units: Sequence[Unit] | None = None
) -> AuditResult:
    """Judge the crawl in `folder` without the network. Writes nothing."""
    with open_run(folder) as crawl:
        chosen = tuple(units or (crawl.portal.unit(unit_id) for unit_id in crawl.meta["units"]))
        judgements = judge_crawl(crawl, chosen, rubrics, as_of)
        return AuditResult(
            run=run_card(crawl, as_of),
            portal=crawl.portal,
            units=chosen,
            judgements=judgements,
            basis=basis_of(crawl, judgements)
            if has_evidence(folder)
            else Basis(spooled=crawl.meta.get("evidence") or {}),
            not_observed=tuple(crawl.not_observed()),
            traps=crawl.traps(),
            lang=lang,
            folder=folder,
        )


def run_card(crawl: Crawl, as_of: date) -> RunCard:
    """The run card of a crawl that is judged now, as of `as_of`."""
    meta = crawl.meta
    return RunCard(
        run_id=meta["run_id"],
        tool_version=meta["tool_version"],
        as_of=as_of,
        profile=meta["profile"],
        configuration_hash=meta["configuration_hash"],
        seed=meta.get("seed", 0),
        started=meta["started"],
        finished=meta.get("finished") or crawl.last_answer or meta["started"],
        judged=datetime.now(UTC).isoformat(timespec="seconds"),
        end_reason=crawl.end_reason,
        crawl_hash=crawl.sha256,
        user_agent=meta["settings"]["user_agent"],
        counts=crawl.counts,
        rendering=meta.get("rendering", {}),
        previous=meta.get("previous", {}),
        reuse=meta.get("reuse", {}),
        outside=meta.get("outside", {}),
        addresses=tuple(meta.get("addresses", ())),
        allow_private=bool(meta["settings"].get("allow_private")),
        seen_until=crawl.crawled_on,
        names=tuple(meta["settings"].get("names", ())),
        start_answer=(meta.get("start_answer") or {}).get("kind") or "",
        budget={name: meta["settings"][name] for name in _BUDGET if name in meta["settings"]},
        interruptions=tuple(meta.get("interruptions", ())),
    )
