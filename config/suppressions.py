"""Findings that are accepted: for a reason, by somebody, until a day.

They change what a unit's own pipeline is told (SARIF, JUnit) and what official documents order to be repaired. No score
and no report of a run changes: a finding that is wrong is disputed as a finding.
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
    portal: str | None = Field(default=None, description="id of the portal, where units of several bear the same id")


class Suppressions(StrictModel):
    """A file of accepted findings."""

    suppressions: tuple[Suppression, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> Suppressions:
        named = [f"{each.fingerprint} {each.portal or ''}".rstrip() for each in self.suppressions]
        require_unique(named, "suppressions", "fingerprint")
        return self

    def of(self, fingerprint: str, day: date, portal: str) -> Suppression | None:
        """The suppression of a finding on the portal with this id that counts on `day`; None when there is none."""
        for each in self.suppressions:
            here = each.fingerprint == fingerprint and each.portal in (None, portal)
            if here and (each.until is None or day <= each.until):
                return each
        return None


def load_suppressions(path: Path) -> Suppressions:
    """The suppressions in a YAML file. Raises `ConfigError` and `InvalidData` with file and line."""
    return load_yaml(path, Suppressions)
