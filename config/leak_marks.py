"""The marks of secrecy and of internal use that no published text bears."""

from __future__ import annotations

import re
from functools import cache, cached_property

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class LeakMark(StrictModel):
    """A mark of secrecy or of internal use: a whole `line` without its brackets, or `anywhere`."""

    code: str
    hint: str = Field(min_length=1)
    line: Pattern | None = None
    anywhere: Pattern | None = None

    @cached_property
    def line_regex(self) -> re.Pattern[str] | None:
        """The compiled `line`."""
        return re.compile(self.line) if self.line else None

    @cached_property
    def anywhere_regex(self) -> re.Pattern[str] | None:
        """The compiled `anywhere`."""
        return re.compile(self.anywhere) if self.anywhere else None


class LeakMarks(StrictModel):
    """Marks that no published text bears. `excludes` in its title: it speaks about secrecy or about how documents are
    made; `taught` before a mark in the same sentence: the mark is explained; `after` behind it: it was lifted."""

    source: str
    status: Status
    note: str | None = None
    excludes: Pattern
    taught: Pattern
    after: Pattern
    marks: tuple[LeakMark, ...]


@cache
def leak_marks() -> LeakMarks:
    """Marks of secrecy and of internal use."""
    return load_yaml(LEXICONS / "leak-marks.yaml", LeakMarks)
