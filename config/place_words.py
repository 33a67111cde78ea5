"""How a text names the place that it claims to be from."""

from __future__ import annotations

from functools import cache, cached_property

from pydantic import Field

from config.lexicon import LEXICONS
from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern
from config.yaml_file import load_yaml


class PlaceWords(StrictModel):
    """How a text names the place that it claims to be from. Groups `place` of `claim` and `designation` are names; with
    one of `claim_ends` and `designation_ends` every match of these patterns ends."""

    source: str
    status: Status
    hints: tuple[str, ...]
    claim: Pattern
    claim_ends: tuple[str, ...] = Field(min_length=1)
    designation: Pattern
    designation_ends: tuple[str, ...] = Field(min_length=1)
    shortest: int = Field(ge=1, description="characters of the shortest names that the patterns take")
    of_government: Pattern = Field(description="found in one claim at least: products and villages have brands, too")
    common: str
    not_in_place: Pattern

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words that are usual before 品牌 and name no place."""
        return frozenset("".join(self.common.split()).split("|"))


@cache
def place_words() -> PlaceWords:
    """How texts name the place that they are from."""
    return load_yaml(LEXICONS / "place-names.yaml", PlaceWords)
