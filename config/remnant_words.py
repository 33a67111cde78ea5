"""The traces that drafting leaves in a text or in a table."""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import Literal

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class RemnantMark(StrictModel):
    """A trace of drafting in the text."""

    code: str
    pattern: Pattern
    hints: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern, re.IGNORECASE)


class TableHeadings(StrictModel):
    """When the heading of a table that recurs in a text has lost a word (标题行丢字)."""

    words: Pattern
    longest_part: int = Field(ge=1, description="characters of a line that still belongs to the heading above it")
    least_places: int = Field(ge=2, description="places in which a heading stands")
    source: str
    status: Status


class RemnantWords(StrictModel):
    """Traces of drafting in texts and links; `templates` in a title: blanks are meant to be there; `drafts`: only those
    blanks count that `drafts_due_before` or `drafts_due_after` mark as days on which somebody must do something."""

    source: str
    status: Status
    templates: Pattern
    drafts: Pattern
    drafts_due_before: Pattern
    drafts_due_after: Pattern
    marks: tuple[RemnantMark, ...]
    markup: dict[Literal["bookmark", "tracked-change", "comment"], tuple[str, ...]] = Field(
        description="CSS selectors of what stands in the markup of a body"
    )
    title_placeholder: Pattern
    table_headings: TableHeadings
    redirects: Pattern


@cache
def remnant_words() -> RemnantWords:
    """Traces of drafting."""
    return load_yaml(LEXICONS / "drafting-remnants.yaml", RemnantWords)
