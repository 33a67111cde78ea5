"""Which words of a work plan suggest which requirement. Data: config/lexicons/plan-requirements.yaml.

A suggestion only: a person confirms it. Words are regular expressions over a sentence without blanks.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from config.model import StrictModel
from config.registry import require_unique
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class Form(StrEnum):
    """How a requirement can be verified."""

    ONLINE = "online"
    PARTLY = "partly"
    MANUAL = "manual"


class Requirement(StrictModel):
    """A requirement that plans repeat every year, under an id that keeps its meaning from plan to plan."""

    id: str = Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$")
    title: str
    form: Form
    check: str | None = Field(default=None, description="id of a check of ours that already looks for it")
    words: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = Field(default=(), description="words that rule it out")

    def word_in(self, sentence: str) -> str | None:
        """The words of `sentence` (without blanks) that suggest this requirement; None when it does not."""
        if any(re.search(pattern, sentence) for pattern in self.unless):
            return None
        found = (re.search(pattern, sentence) for pattern in self.words)
        return next((match.group() for match in found if match), None)


class RequirementWords(StrictModel):
    """All requirements that are known by words."""

    source: str
    status: Status
    requirements: tuple[Requirement, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> RequirementWords:
        require_unique((requirement.id for requirement in self.requirements), "requirements", "id")
        return self


@cache
def requirement_words() -> RequirementWords:
    """The shipped lexicon. Raises `ConfigError` when the data file is broken."""
    return load_yaml(Path(__file__).parent / "lexicons" / "plan-requirements.yaml", RequirementWords)
