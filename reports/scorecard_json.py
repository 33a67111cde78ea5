"""scorecard.json: one object per unit and rubric, for programs. Byte-equal between two runs over the same answers."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from reports import jsonwrite
from reports.result import AuditResult
from reports.scorecard import (
    Acknowledged,
    Becoming,
    Contribution,
    Entered,
    IndicatorLine,
    LimitUse,
    Outlook,
    RepairPlan,
    RuleLine,
    Scorecard,
    Tallied,
    Veto,
)

NAME = "scorecard.json"


def render(result: AuditResult) -> bytes:
    """The file's bytes: a list, rubrics in the order asked for, units in the registry's order."""
    cards = (card for judgement in result.judgements for card in judgement.scorecards)
    return jsonwrite.document([record(card) for card in cards])


def record(card: Scorecard) -> dict[str, Any]:
    """One scorecard as JSON values. Numbers print with the digits of their exact decimals."""
    return {
        "unit": card.unit,
        "unit_name": card.unit_name,
        "unit_class": card.unit_class,
        "rubric": card.rubric,
        "rubric_title": card.rubric_title,
        "as_of": card.as_of.isoformat(),
        "verdict": card.verdict.value,
        "score": jsonwrite.plain(card.score),
        "bonus": jsonwrite.plain(card.bonus),
        "score_range": jsonwrite.plain(card.score_range),
        "provisional": card.provisional,
        "coverage": jsonwrite.plain(card.coverage),
        "pages_observed": card.pages_observed,
        "pages_known": card.pages_known,
        "reasons": list(card.reasons),
        "vetoes": [_veto(veto) for veto in card.vetoes],
        "open_vetoes": [_veto(veto) for veto in card.open_vetoes],
        "indicators": [_indicator(line) for line in card.indicators],
        "unknown_points": jsonwrite.plain(card.unknown_points),
        "open_bonus": jsonwrite.plain(card.open_bonus),
        "unconfirmed_used": card.unconfirmed_used,
        "without_veto": jsonwrite.plain(card.without_veto),
        "assessed_points": jsonwrite.plain(card.assessed_points),
        "contributions": [_fields(term) for term in card.contributions],
        "tallied": None if card.tallied is None else _fields(card.tallied),
        "repairs": [_fields(plan) for plan in card.repairs],
        "outlook": None if card.outlook is None else _outlook(card.outlook),
        "recognised": [_fields(each) for each in card.recognised],
    }


def _outlook(ahead: Outlook) -> dict[str, Any]:
    return {
        "day": ahead.day.isoformat(),
        "days": ahead.days,
        "vetoes": list(ahead.vetoes),
        "limits": [_fields(use) | {"share": jsonwrite.plain(use.share)} for use in ahead.limits],
        "becoming": [_fields(coming) for coming in ahead.becoming],
    }


def _fields(
    value: Contribution | Tallied | RepairPlan | LimitUse | Becoming | Entered | Acknowledged,
) -> dict[str, Any]:
    """The fields of a plain record under their own names."""
    return {each.name: jsonwrite.plain(getattr(value, each.name)) for each in fields(value)}


def _veto(veto: Veto) -> dict[str, Any]:
    return {
        "indicator": veto.indicator,
        "title": veto.title,
        "rule": veto.rule,
        "text": veto.text,
        "found": veto.found,
        "limit": veto.limit,
        "findings": list(veto.findings),
        "open": veto.open,
        "reason": veto.reason,
    }


def _indicator(line: IndicatorLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "part": line.part,
        "group": line.group,
        "title": line.title,
        "points": jsonwrite.plain(line.points),
        "lost": jsonwrite.plain(line.lost),
        "open_points": jsonwrite.plain(line.open_points),
        "outcome": line.outcome.value,
        "reason": line.reason,
        "arithmetic": line.arithmetic,
        "findings": list(line.findings),
        "open_findings": list(line.open_findings),
        "rules": [_rule(rule) for rule in line.rules],
        "clause": line.clause,
        "source": line.source,
        "status": line.status,
        "earned": jsonwrite.plain(line.earned),
        "counted": jsonwrite.plain(line.counted),
        "factor": line.factor,
        "entered": None if line.entered is None else _fields(line.entered),
        "recognised": [_fields(each) for each in line.recognised],
    }


def _rule(rule: RuleLine) -> dict[str, Any]:
    return {
        "id": rule.id,
        "text": rule.text,
        "found": rule.found,
        "open": rule.open,
        "suspected": rule.suspected,
        "veto_at": rule.limit,
        "warned": rule.warned,
        "points_each": jsonwrite.plain(rule.each),
        "points_once": jsonwrite.plain(rule.once),
        "lost": jsonwrite.plain(rule.lost),
        "arithmetic": rule.arithmetic,
        "status": rule.status,
        "mode": rule.mode,
        "cases": rule.cases,
        "at_most": jsonwrite.plain(rule.at_most),
        "measured": [{"observed": observed, "expected": expected} for observed, expected in rule.measured],
    }
