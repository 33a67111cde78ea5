"""Findings that a unit's own pipeline need not fail for: accepted for a reason, by somebody, until a day.

They change what a machine is told (SARIF, JUnit), never a score or a report: what is wrong is disputed as a finding.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field, model_validator

from config.model import StrictModel
from config.registry import require_unique
from config.yaml_file import load_yaml


class Suppression(StrictModel):
    """One finding that is accepted."""

    fingerprint: str = Field(pattern=r"^[0-9a-f]{16}$", description="as in findings.jsonl")
    reason: str = Field(min_length=1, description="why it is accepted")
    by: str = Field(min_length=1, description="who decided")
    until: date | None = Field(default=None, description="last day on which it counts; without it, for good")


class Suppressions(StrictModel):
    """A file of accepted findings."""

    suppressions: tuple[Suppression, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Suppressions:
        require_unique([each.fingerprint for each in self.suppressions], "suppressions", "fingerprint")
        return self

    def of(self, fingerprint: str, as_of: date) -> Suppression | None:
        """The suppression of a finding that counts on `as_of`; None when there is none."""
        for each in self.suppressions:
            if each.fingerprint == fingerprint and (each.until is None or as_of <= each.until):
                return each
        return None


def load_suppressions(path: Path) -> Suppressions:
    """The suppressions in a YAML file. Raises `ConfigError` and `InvalidData` with file and line."""
    return load_yaml(path, Suppressions)
