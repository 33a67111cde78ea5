"""findings.jsonl: one finding per line, for programs. Byte-equal between two runs over the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.finding import Finding
from reports import jsonwrite
from reports.clauses import Law
from reports.result import AuditResult
from reports.wording import message, remedy

NAME = "findings.jsonl"

VOLATILE = frozenset({"at", "ms", "elapsed_ms", "fetched_at"})
"""Evidence that differs from run to run although the fault is the same. The times stay in crawl.sqlite."""


def render(result: AuditResult) -> bytes:
    """The file's bytes. Lines are sorted by unit, check, code, column and URL.

    A finding that several rubrics judge alike is one line (`rubrics` names them, the clause is the first one's);
    where their parameters lead to different facts there is a line for each.
    """
    lines: dict[str, dict[str, Any]] = {}
    for judgement in result.judgements:
        laws = {unit.id: Law(judgement.rubric, unit.unit_class) for unit in result.units}
        for found in judgement.findings():
            said = record(found, result.lang)
            if pointer := result.evidence.get(found.fingerprint):
                said["evidence"] |= pointer.record()
            law = laws[found.unit].clauses(found)
            cited = {
                "clause": law[0].text if law else "",
                "indicators": [clause.indicator for clause in law if clause.indicator],
                "rubrics": [],
            }
            lines.setdefault(jsonwrite.line(said), said | cited)["rubrics"].append(judgement.rubric.id)
    return jsonwrite.encode("".join(jsonwrite.line(said) for said in sorted(lines.values(), key=_place)))


def record(found: Finding, lang: str) -> dict[str, Any]:
    """One finding as JSON values, in the documented order of fields; the clause depends on the rubric and is empty."""
    return {
        "check": found.check,
        "code": found.code,
        "state": found.state.value,
        "unit": found.unit,
        "column": found.column,
        "url": found.url,
        "found_on": list(found.found_on),
        "found_on_count": found.found_on_count,
        "text": found.text,
        "facts": jsonwrite.plain(found.facts),
        "message": message(found, lang),
        "remedy": remedy(found, lang),
        "clause": "",
        "evidence": jsonwrite.plain(steady(found.evidence)),
        "fingerprint": found.fingerprint,
    }


def steady(value: Any) -> Any:
    """`value` without the entries that change from run to run, at any depth."""
    match value:
        case Mapping():
            return {key: steady(part) for key, part in value.items() if key not in VOLATILE}
        case list() | tuple():
            return [steady(part) for part in value]
        case _:
            return value


def _place(said: Mapping[str, Any]) -> tuple[Any, ...]:
    place = tuple(said[name] or "" for name in ("unit", "check", "code", "column", "url", "fingerprint"))
    return (*place, said["rubrics"])
