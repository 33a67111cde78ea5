"""The difference of two rubrics for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from config.rubric import Rubric
from reports import jsonwrite
from reports.rubrics.changes import Kind
from reports.rubrics.diff import Changed, Lines, RubricDiff


def record(diff: RubricDiff) -> dict[str, Any]:
    """The difference as JSON values; what was not there, or null, is null."""
    return {
        "before": _rubric(diff.before),
        "after": _rubric(diff.after),
        "same": diff.empty,
        "summary": summary(diff),
        "rubric": [jsonwrite.plain(asdict(change)) for change in diff.rubric],
        "groups": _lines(diff.groups),
        "indicators": _lines(diff.indicators),
        "checks": _lines(diff.checks),
    }


def summary(diff: RubricDiff) -> dict[str, int]:
    """How many indicators were added, removed and matched under another id, and how many have changes of each kind."""
    lines = diff.indicators
    counts = {"added": len(lines.added), "removed": len(lines.removed), "changed": len(lines.changed)}
    counts["renamed"] = sum(1 for each in lines.changed if each.before.id != each.after.id)
    counts["moved"] = sum(1 for each in lines.changed if each.moved)
    return counts | {kind.value: sum(1 for each in lines.changed if each.touches(kind)) for kind in Kind}


def _rubric(rubric: Rubric) -> dict[str, Any]:
    fields = ("id", "title", "document_number", "effective_from", "effective_until")
    return {name: jsonwrite.plain(getattr(rubric, name)) for name in fields}


def _lines(lines: Lines) -> dict[str, Any]:
    return {
        "added": [asdict(entry) for entry in lines.added],
        "removed": [asdict(entry) for entry in lines.removed],
        "changed": [_changed(each) for each in lines.changed],
    }


def _changed(each: Changed) -> dict[str, Any]:
    said = {
        "before": asdict(each.before),
        "after": asdict(each.after),
        "matched_by": each.by.value,
        "likeness": jsonwrite.plain(each.likeness),
        "changes": [jsonwrite.plain(asdict(change)) for change in each.changes],
    }
    return said | ({"rules": _lines(each.rules)} if each.rules else {})
