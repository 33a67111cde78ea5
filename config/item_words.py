"""The names of mandated items on portals, kept once for all rubrics: config/lexicons/item-words.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Wording
from config.yaml_file import load_yaml

ITEM_WORDS = Path(__file__).parent / "lexicons" / "item-words.yaml"


class ItemWords(StrictModel):
    """Wordings by the key that rubrics call them by (`words`)."""

    source: str
    status: Status
    entries: dict[str, Wording] = Field(min_length=1)


@cache
def item_words() -> ItemWords:
    """What the things that units must publish are called on portals."""
    return load_yaml(ITEM_WORDS, ItemWords)
