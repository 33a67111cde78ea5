"""The numbers of official documents: how long lists are, and what PDF may take. Data: config/office.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.yaml_file import load_yaml


class ListLengths(StrictModel):
    """How much of a long list stands in documents that are read from end to end."""

    examples: int = Field(ge=1, description="examples of one kind of problem")
    units: int = Field(ge=1, description="units that are named for one kind of problem")
    cell: int = Field(ge=1, description="problems in one cell of the self-check table")
    why: str
    source: str


class PdfTime(StrictModel):
    """How long LibreOffice may take."""

    seconds: int = Field(ge=1)
    why: str
    source: str


class Office(StrictModel):
    """All numbers of the room."""

    lists: ListLengths
    pdf: PdfTime


@cache
def office() -> Office:
    """The values. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "office.yaml", Office)
