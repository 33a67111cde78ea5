"""Batches in a few words: units with scores, vetoes, indicators and findings."""

from __future__ import annotations

from typing import Any

from reports.batch.summary import BatchSummary, summarise
from reports.batch.units import PortalResult, RegisteredUnit
from reports.comparing.results import Results

RUBRIC = "small-2019"


def line(id_: str, *, lost: float = 0, points: float | None = 5, **more: Any) -> dict[str, Any]:
    """One indicator of a scorecard; it fails when something is lost."""
    plain = {"part": "deduction", "title": f"指标{id_}", "earned": None, "open_points": 0, "open_findings": []}
    outcome = "fail" if lost else "pass"
    return {
        "id": id_,
        "points": points,
        "lost": lost,
        "outcome": outcome,
        **plain,
        **more,
    }


def card(unit: str, score: float | None, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The scorecard of a unit."""
    plain: dict[str, Any] = {
        "unit_name": f"{unit}单位",
        "unit_class": "township",
        "rubric": RUBRIC,
        "rubric_title": "小指标",
        "verdict": "qualified" if score is not None and score >= 60 else "not-scored",
        "score_range": None if score is None else [score, score],
        "without_veto": score,
        "coverage": 1,
        "pages_observed": 20,
        "reasons": [],
        "vetoes": [],
        "open_vetoes": [],
    }
    return {"unit": unit, "score": score, "indicators": list(lines), **plain, **more}


def vetoed(unit: str, without: float, *lines: dict[str, Any], count: int = 1) -> dict[str, Any]:
    """A unit that vetoes disqualify."""
    vetoes = [{"title": f"否决{number}"} for number in range(count)]
    return card(unit, None, *lines, verdict="unqualified", without_veto=without, vetoes=vetoes, reasons=["veto"])


def finding(
    unit: str, code: str, number: int = 0, state: str = "confirmed", check: str = "broken-link"
) -> dict[str, Any]:
    """A line of findings.jsonl."""
    print_ = f"{unit}{check}{code}{number}"
    return {"unit": unit, "check": check, "code": code, "state": state, "fingerprint": print_, "rubrics": [RUBRIC]}


def judged(name: str, *cards: dict[str, Any], findings: tuple[dict[str, Any], ...] = (), **more: Any) -> PortalResult:
    """A portal with results."""
    known = {each["unit"]: RegisteredUnit(each["unit"], each["unit_name"], each["unit_class"]) for each in cards}
    results = Results("2026-06-30", "", "0", {RUBRIC: {"id": RUBRIC}}, cards, findings)
    said = {"step": "judged", "end_reason": "finished", **more}
    return PortalResult(name, f"{name}门户", f"portals/{name}", tuple(known.values()), results=results, **said)


def failed(name: str, *units: str, reason: str = "crashed", detail: str = "SIGSEGV") -> PortalResult:
    """A portal whose process broke off."""
    known = tuple(RegisteredUnit(unit, f"{unit}单位", "township") for unit in units)
    return PortalResult(name, f"{name}门户", f"portals/{name}", known, "failed", failed=reason, detail=detail)


def batch(*portals: PortalResult, lang: str = "zh", name: str = "2026年二季度") -> BatchSummary:
    """The summary of these portals."""
    return summarise(portals, [RUBRIC], name=name, as_of="2026-06-30", tool_version="0", lang=lang)
