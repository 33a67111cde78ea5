"""What changed between two results, for programs."""

from __future__ import annotations

from typing import Any

from reports.comparing.results import Record, Results
from reports.comparing.runs import CardChange, FindingChange, IndicatorChange, RunChanges


def record(changes: RunChanges) -> dict[str, Any]:
    """The changes as JSON values; what was not there is null."""
    return {
        "same": changes.empty,
        "before": _results(changes.before),
        "after": _results(changes.after),
        "rubrics_changed": list(changes.rubrics_changed),
        "cards": [_card(card) for card in changes.cards],
    }


def _results(results: Results) -> dict[str, Any]:
    return {
        "as_of": results.as_of,
        "judged": results.judged,
        "tool_version": results.tool_version,
        "rubrics": [dict(rubric) for rubric in results.rubrics.values()],
    }


def _card(card: CardChange) -> dict[str, Any]:
    shown = card.after or card.before or {}
    return {
        "unit": shown["unit"],
        "unit_name": shown["unit_name"],
        "before": _marks(card.before),
        "after": _marks(card.after),
        "vetoes_lifted": [dict(veto) for veto in card.vetoes_lifted],
        "vetoes_raised": [dict(veto) for veto in card.vetoes_raised],
        "indicators": [_indicator(change) for change in card.indicators],
        "findings": [_finding(change) for change in card.findings],
    }


def _marks(card: Record | None) -> dict[str, Any] | None:
    if card is None:
        return None
    return {name: card.get(name) for name in ("rubric", "verdict", "score", "score_range", "coverage")}


def _indicator(change: IndicatorChange) -> dict[str, Any]:
    names = ("id", "title", "outcome", "points", "lost", "earned")
    sides = {"before": change.before, "after": change.after}
    return {side: line and {name: line.get(name) for name in names} for side, line in sides.items()}


def _finding(change: FindingChange) -> dict[str, Any]:
    shown = change.after or change.before or {}
    names = ("fingerprint", "check", "code", "column", "url", "message")
    states = {
        "state_before": change.before and change.before["state"],
        "state_after": change.after and change.after["state"],
    }
    return {name: shown.get(name) for name in names} | states | {"counted": change.counted, "counts": change.counts}
