"""The language of indicator tables: headers, weights, scoring words. Data: config/lexicons/indicator-tables.yaml."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator

from config.model import StrictModel
from config.registry import UnitClass
from config.rubric import Evidence, Part, Status
from config.wording import Pattern, check_patterns
from config.yaml_file import load_yaml

Column = Literal["level", "weight", "rule", "method", "responsible", "deadline", "note", "number", "score"]


class ScoringWords(StrictModel):
    """How a sentence says what a fault costs or a merit earns. Groups of the pattern: each, once, most."""

    id: str
    mode: Literal["per-occurrence", "boolean", "bonus"]
    pattern: Pattern
    whole: bool = Field(default=False, description="the words mean all the points of the indicator")


class IndicatorTables(StrictModel):
    """All of it. Words are compared without blanks."""

    source: str
    status: Status
    levels: tuple[str, ...] = Field(min_length=1, description="headers of the levels, top first")
    headers: dict[Column, tuple[str, ...]]
    classes: dict[UnitClass, tuple[str, ...]] = Field(description="words in headers of columns for one class of unit")
    parts: dict[Part, tuple[str, ...]] = Field(description="words in rows that head a part of the table")
    totals: tuple[str, ...]
    notes: Pattern
    blank: tuple[str, ...]
    number: Pattern
    range: Pattern
    inside: Pattern = Field(description="points behind the name of an indicator")
    scoring: tuple[ScoringWords, ...]
    shares: Pattern
    additive: tuple[str, ...]
    deductive: tuple[str, ...]
    evidence: dict[Evidence, tuple[Pattern, ...]]

    @field_validator("totals")
    @classmethod
    def _are_patterns(cls, totals: tuple[str, ...]) -> tuple[str, ...]:
        return check_patterns(totals)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The kind of column behind each header."""
        return {word: column for column, words in self.headers.items() for word in words}

    def column_of(self, header: str) -> Column | None:
        """The kind of column that a header names; a bracket behind it, such as （100分）, is left aside."""
        bare = re.sub(r"[（(].*?[)）]$", "", re.sub(r"\s", "", header))
        return "level" if bare in self.levels else self.columns.get(bare)

    def class_of(self, header: str) -> UnitClass | None:
        """The class of unit for which a column is, by its header."""
        bare = re.sub(r"\s", "", header)
        return next((each for each, words in self.classes.items() if any(word in bare for word in words)), None)


@cache
def indicator_tables() -> IndicatorTables:
    """The shipped lexicon. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "lexicons" / "indicator-tables.yaml", IndicatorTables)
