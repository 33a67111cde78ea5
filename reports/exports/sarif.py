"""findings.sarif: SARIF 2.1.0 (OASIS), for code hosts and pipelines that show findings and compare them over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from checks.catalogue import checks_by_id
from checks.finding import Finding, State
from config.suppressions import Suppressions
from reports import jsonwrite
from reports.result import AuditResult, Judgement
from reports.wording import message, problem, remedy

NAME = "findings.sarif"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "xuncha/v1"
"""Name of the stable fingerprint: check, code, unit and subject (`checks.finding.Finding.fingerprint`)."""

LEVELS = {State.CONFIRMED: "error", State.SUSPECTED: "warning"}


def render(result: AuditResult, suppressions: Suppressions) -> bytes:
    """The file's bytes: one run for each rubric. Accepted findings stay in, marked as suppressed."""
    return jsonwrite.document(
        {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [_run(result, judgement, suppressions) for judgement in result.judgements],
        }
    )


def _run(result: AuditResult, judgement: Judgement, suppressions: Suppressions) -> dict[str, Any]:
    found = judgement.findings()
    rules = sorted({(each.check, each.code) for each in found})
    driver = {
        "name": "xuncha",
        "semanticVersion": result.run.tool_version,
        "rules": [_rule(check, code, result.lang) for check, code in rules],
    }
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{result.portal.id}/{judgement.rubric.id}/"},
        "language": "zh-CN" if result.lang == "zh" else "en-US",
        "columnKind": "unicodeCodePoints",
        "properties": {"rubric": judgement.rubric.id, "asOf": result.run.as_of.isoformat()},
        "results": [_result(each, rules, result, suppressions) for each in found],
    }


def _rule(check: str, code: str, lang: str) -> dict[str, Any]:
    known = checks_by_id().get(check)
    return {
        "id": f"{check}/{code}",
        "name": "".join(part.title() for part in f"{check}-{code}".split("-")),
        "shortDescription": {"text": problem(check, code, lang)},
        **({"fullDescription": {"text": known.clause}} if known else {}),
    }


def _result(
    found: Finding, rules: list[tuple[str, str]], result: AuditResult, suppressions: Suppressions
) -> dict[str, Any]:
    accepted = suppressions.of(found.fingerprint, result.run.as_of, result.portal.id)
    said: dict[str, Any] = {
        "ruleId": f"{found.check}/{found.code}",
        "ruleIndex": rules.index((found.check, found.code)),
        "level": LEVELS[found.state],
        "message": {"text": f"{message(found, result.lang)} {remedy(found, result.lang)}".strip()},
        "locations": list(_locations(found)),
        "partialFingerprints": {FINGERPRINT: found.fingerprint},
        "properties": {"state": found.state.value, "unit": found.unit, "column": found.column, "url": found.url},
    }
    if accepted is not None:
        justification = f"{accepted.reason} ({accepted.by})"
        said["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return said


def _locations(found: Finding) -> Iterator[dict[str, Any]]:
    """The pages that an editor has to open, else the address of the fault itself."""
    for address in found.found_on or (found.url,):
        logical = [{"fullyQualifiedName": found.column, "kind": "module"}] if found.column else []
        place: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(address)}}}
        yield place | ({"logicalLocations": logical} if logical else {})


def _uri(address: str) -> str:
    """An address as a URI reference: what RFC 3986 does not allow is percent-encoded."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=-._~")
