"""The reports of a run, as they lie in its folder."""

from __future__ import annotations

from collections.abc import Callable

from config.steps import step
from reports import findings_jsonl, html, run_json, scorecard_json, xlsx
from reports.result import AuditResult

RENDERERS: dict[str, Callable[[AuditResult], bytes]] = {
    run_json.NAME: run_json.render,
    findings_jsonl.NAME: findings_jsonl.render,
    scorecard_json.NAME: scorecard_json.render,
    html.NAME: html.render,
    xlsx.NAME: xlsx.render,
}
"""One renderer per file of the run directory."""


def rendered(result: AuditResult) -> dict[str, bytes]:
    """The content of every report by its file's name."""
    contents: dict[str, bytes] = {}
    for name, render in RENDERERS.items():
        step("reports", len(contents), len(RENDERERS))
        contents[name] = render(result)
    return contents
