"""What is decided about official documents: the length of lists, the time for PDF, the words that letters may not hold.

Data: config/office.yaml.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.wording import Pattern
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


class InsideWords(StrictModel):
    """What only the auditors know: words that no letter may hold."""

    words: tuple[Pattern, ...] = Field(min_length=1, description="regular expressions, searched whatever the case")
    why: str
    source: str

    def found_in(self, text: str) -> str:
        """The first such word in `text` as it stands there; empty for none."""
        found = self._any.search(text)
        return found.group() if found else ""

    @cached_property
    def _any(self) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{word})" for word in self.words), re.IGNORECASE)


class Office(StrictModel):
    """All that the room decides."""

    lists: ListLengths
    pdf: PdfTime
    inside_words: InsideWords


@cache
def office() -> Office:
    """The values. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "office.yaml", Office)
