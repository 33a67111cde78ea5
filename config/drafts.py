"""What a drafted or imported rubric starts with, until a person decides. Data: config/drafts.yaml."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.yaml_file import load_yaml


class DraftDefaults(StrictModel):
    """Values that every rubric must have and no plan states, and how periods and spans are counted."""

    coverage_floor: Decimal = Field(ge=0, le=1)
    min_pages: int = Field(ge=1)
    source: str
    status: Status
    times_a_year: dict[str, int]
    spans: dict[str, tuple[Literal["working_days", "days", "months"], int]]


@cache
def draft_defaults() -> DraftDefaults:
    """The values. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "drafts.yaml", DraftDefaults)
