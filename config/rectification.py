"""How long a body has to repair what was found (整改期限). Data: config/rectification.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from config.model import StrictModel, broken
from config.rubric import Status
from config.yaml_file import load_yaml


class Severity(StrEnum):
    """How urgent a repair is: what does harm as long as it stands, what counts towards a veto, everything else."""

    IMMEDIATE = "immediate"
    VETO = "veto"
    ORDINARY = "ordinary"


class Term(StrictModel):
    """A number of working days with its source."""

    working_days: int = Field(ge=1, description="counted from the day after the judging, or after the date of a letter")
    source: str
    status: Status


class Rectification(StrictModel):
    """The terms by severity, and which kinds of problems (`check` or `check/code`) are to be repaired at once."""

    terms: Mapping[Severity, Term]
    immediate: frozenset[str]

    @field_validator("terms")
    @classmethod
    def _one_for_each(cls, terms: Mapping[Severity, Term]) -> Mapping[Severity, Term]:
        missing = [severity.value for severity in Severity if severity not in terms]
        if missing:
            raise broken("term-missing", severities=", ".join(missing))
        return terms

    def severity(self, check: str, code: str, *, veto: bool = False) -> Severity:
        """How urgent a problem of this kind is; `veto` says that a clause counts it towards a veto (单项否决)."""
        if not self.immediate.isdisjoint((check, f"{check}/{code}")):
            return Severity.IMMEDIATE
        return Severity.VETO if veto else Severity.ORDINARY


@cache
def rectification() -> Rectification:
    """The terms. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "rectification.yaml", Rectification)


def working_days(severity: Severity = Severity.ORDINARY) -> int:
    """So many working days a body has for a repair of this severity."""
    return rectification().terms[severity].working_days


def by_urgency() -> tuple[Severity, ...]:
    """All severities, the shortest term first."""
    return tuple(sorted(Severity, key=working_days))
