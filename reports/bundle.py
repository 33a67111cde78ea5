"""Writes the reports of a run into its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from config.steps import step
from reports import findings_jsonl, html, run_json, scorecard_json, xlsx
from reports.files import write_all
from reports.result import AuditResult

RENDERERS: dict[str, Callable[[AuditResult], bytes]] = {
    run_json.NAME: run_json.render,
    findings_jsonl.NAME: findings_jsonl.render,
    scorecard_json.NAME: scorecard_json.render,
    html.NAME: html.render,
    xlsx.NAME: xlsx.render,
}
"""One renderer per file of the run directory."""


def write_reports(out: Path, result: AuditResult) -> list[Path]:
    """Write every report into the folder `out` and say where each one is, in the order of `RENDERERS`.

    All are rendered before the first is written, and all are staged before the first is put in place. Raises
    `UserError` (`report-not-written`) when the folder cannot take them; what was there before then stands unchanged.
    """
    return write_all({out / name: content for name, content in rendered(result).items()})


def rendered(result: AuditResult) -> dict[str, bytes]:
    """The content of every report by its file's name."""
    contents: dict[str, bytes] = {}
    for name, render in RENDERERS.items():
        step("reports", len(contents), len(RENDERERS))
        contents[name] = render(result)
    return contents
