"""How alike clauses of two rubrics, or findings of two runs, must be to be the same. Data: config/comparing.yaml."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.yaml_file import load_yaml


class Comparing(StrictModel):
    """Likeness is the share of common pairs of neighbouring letters: 1 for texts that differ in punctuation only."""

    same_clause: Decimal = Field(gt=0, le=1, description="from here on clauses under different ids are the same")
    same_id: Decimal = Field(gt=0, le=1, description="from here on an id of an unrelated rubric is no coincidence")
    id_alone: Decimal = Field(gt=0, le=1, description="from here on such an id is taken at last, marked as doubtful")
    telling_letters: int = Field(ge=1, description="letters that a link's or page's words must have to tell it by them")
    telling_digits: int = Field(ge=1, description="digits that a file's name must have to tell a page by it alone")
    source: str
    status: Status


@cache
def comparing() -> Comparing:
    """The values. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "comparing.yaml", Comparing)
