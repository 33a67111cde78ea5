"""run.json: the run card. What anyone needs to repeat the run, what it counted, and what it could not see."""

from __future__ import annotations

from typing import Any

from checks.finding import State
from config.messages import text
from reports import jsonwrite
from reports.notices import notices
from reports.result import AuditResult
from reports.unseen import advice_key, allow_text
from reports.wording import advice

NAME = "run.json"


def render(result: AuditResult) -> bytes:
    """The file's bytes. The only report with times and a run id."""
    return jsonwrite.document(record(result))


def record(result: AuditResult) -> dict[str, Any]:
    """The run as JSON values. It holds nothing of the command line: however it was started, the run is the same."""
    run = result.run
    return {
        "run_id": run.run_id,
        "tool_version": run.tool_version,
        "portal": _portal(result),
        "units": [{"id": unit.id, "name": unit.name, "class": unit.unit_class.value} for unit in result.units],
        "as_of": run.as_of.isoformat(),
        "rubrics": [
            {"id": judgement.rubric.id, "title": judgement.rubric.title, "hash": judgement.rubric_hash}
            for judgement in result.judgements
        ],
        "profile": run.profile,
        "budget": dict(run.budget) or None,
        "configuration_hash": run.configuration_hash,
        "seed": run.seed,
        "user_agent": run.user_agent,
        "crawl_hash": run.crawl_hash,
        "started": run.started,
        "finished": run.finished,
        "judged": run.judged,
        "interruptions": [dict(each) for each in run.interruptions],
        "end_reason": run.end_reason.value,
        "partial": run.partial,
        "counts": jsonwrite.plain(run.counts) | _findings(result),
        "coverage": _coverage(result),
        "rendering": _rendering(result),
        "previous": dict(run.previous) or None,
        "reuse": dict(run.reuse) or None,
        "outside": dict(run.outside) or None,
        "notices": notices(result),
        "evidence_notes": list(result.evidence_notes),
        "sheets": [dict(sheet) for sheet in run.sheets],
        "not_observed": [
            {"url": item.url, "reason": str(item.reason), "advice": advice(advice_key(item.reason, run), result.lang)}
            for item in sorted(result.not_observed, key=lambda item: (item.url, item.reason))
        ],
        "allow_list": allow_text(result) or None,
        "traps": [
            {"pattern": trap.pattern, "example": trap.example, "left_out": trap.left_out} for trap in result.traps
        ],
    }


def _rendering(result: AuditResult) -> dict[str, Any]:
    """How many pages needed a browser, how many were opened in which one, and what to do about those that were not."""
    run = result.run
    names = ("needed", "opened", "left", "browser")
    hint = text(f"hint.{run.hint}", result.lang, **run.rendering) if run.hint else None
    return {name: run.rendering.get(name) for name in names} | {"hint": hint}


def _portal(result: AuditResult) -> dict[str, Any]:
    portal = result.portal
    return {
        "id": portal.id,
        "name": portal.name,
        "site_code": portal.site_code,
        "start_urls": list(portal.start_urls),
        "hosts": sorted(portal.all_hosts),
    }


def _findings(result: AuditResult) -> dict[str, int]:
    """How many distinct findings there are, over all rubrics; confirmed under one of them is confirmed."""
    states: dict[str, State] = {}
    for judgement in result.judgements:
        for found in judgement.findings():
            if states.get(found.fingerprint) is not State.CONFIRMED:
                states[found.fingerprint] = found.state
    return {f"findings_{state.value}": sum(1 for seen in states.values() if seen is state) for state in State}


def _coverage(result: AuditResult) -> dict[str, Any]:
    """Coverage by unit; the same under every rubric, because it is a property of the crawl."""
    return {
        card.unit: {
            "observed": card.pages_observed,
            "known": card.pages_known,
            "share": jsonwrite.plain(card.coverage),
        }
        for judgement in result.judgements
        for card in judgement.scorecards
    }
