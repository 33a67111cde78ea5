"""The prescribed form of annual reports: config/lexicons/annual-report.yaml."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml

ANNUAL_REPORT = Path(__file__).parent / "lexicons" / "annual-report.yaml"


class Part(StrictModel):
    """A section or table; `patterns` are looked for in `plain` text."""

    title: str
    patterns: tuple[Pattern, ...] = Field(min_length=1)

    def named_in(self, plain_text: str) -> bool:
        """Whether one pattern is there (a section)."""
        return any(pattern.search(plain_text) for pattern in self._compiled)

    def shown_in(self, plain_text: str) -> bool:
        """Whether more than half of the patterns are there (a table with its entries)."""
        return 2 * sum(bool(pattern.search(plain_text)) for pattern in self._compiled) > len(self.patterns)

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], ...]:
        return tuple(map(re.compile, self.patterns))


class ReportForm(StrictModel):
    """Sections and tables in the prescribed order."""

    source: str
    status: Status
    sections: tuple[Part, ...]
    tables: tuple[Part, ...]


@cache
def report_form() -> ReportForm:
    """What every annual report has to contain."""
    return load_yaml(ANNUAL_REPORT, ReportForm)
