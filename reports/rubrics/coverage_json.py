"""A rubric's coverage for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from config.rubric import Automation, Rule
from reports import jsonwrite
from reports.rubrics.coverage import ClauseCoverage, Counts, Coverage


def record(covered: Coverage) -> dict[str, Any]:
    """The coverage as JSON values: clauses and groups in the rubric's order, requirements by id."""
    rubric = covered.rubric
    return {
        "rubric": {"id": rubric.id, "title": rubric.title, "document_number": rubric.document_number},
        "clauses": [_clause(clause) for clause in covered.clauses],
        "groups": [
            {"id": group.key, "name": group.name, "level": group.level} | _counts(group.counts)
            for group in covered.groups
        ],
        "total": _counts(covered.total),
        "requirements": [
            {"id": each.id, "automation": each.how.value, "indicators": list(each.indicators)}
            for each in covered.requirements
        ],
        "requirements_without_check": list(covered.without_check),
        "unknown_codes": [asdict(each) for each in covered.unknown_codes],
    }


def _clause(clause: ClauseCoverage) -> dict[str, Any]:
    line = clause.indicator
    return {
        "id": line.id,
        "pointer": line.pointer,
        "pointers": list(clause.pointers),
        "groups": list(clause.groups),
        "title": line.title,
        "clause": line.clause,
        "status": line.status.value,
        "automation": clause.how.value,
        "rules": _rules(line.rules),
        "variants": [
            {
                "classes": [each.value for each in variant.classes],
                "automation": variant.how.value,
                "rules": _rules(variant.rules),
            }
            for variant in clause.variants
        ],
        "manual_reason": line.manual_reason,
        "requirements": list(line.requirements),
    }


def _rules(rules: Sequence[Rule]) -> list[dict[str, Any]]:
    return [
        {
            "id": rule.id,
            "mode": rule.mode,
            "text": rule.text,
            "automatic": rule.bound,
            "checks": [
                {"check": counted.check, "codes": list(counted.codes), "where": jsonwrite.plain(counted.where)}
                for counted in rule.count
            ],
        }
        for rule in rules
    ]


def _counts(counts: Counts) -> dict[str, Any]:
    numbers = {how.value: getattr(counts, how.value) for how in Automation}
    shares = {how.value: jsonwrite.plain(counts.share(how)) for how in Automation}
    return numbers | {"total": counts.total, "shares": shares}
