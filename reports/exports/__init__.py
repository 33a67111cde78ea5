"""Further formats of a run, written when they are asked for: tables and machine formats of the same findings."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from config.suppressions import Suppressions
from reports.exports import findings_csv, junit, sarif
from reports.result import AuditResult


class Export(NamedTuple):
    """A format: the name of its file in the run directory, and its renderer."""

    file: str
    render: Callable[[AuditResult, Suppressions], bytes]


EXPORTS: dict[str, Export] = {
    "csv": Export(findings_csv.NAME, lambda result, _: findings_csv.render(result)),
    "sarif": Export(sarif.NAME, sarif.render),
    "junit": Export(junit.NAME, junit.render),
}
"""Every further format by the name under which it is asked for."""
