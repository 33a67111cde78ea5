"""The names of mandated items on portals, kept once for all rubrics: config/lexicons/item-words.yaml."""

from __future__ import annotations

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Wording


class ItemWords(StrictModel):
    """Wordings by the key that rubrics call them by (`words`)."""

    source: str
    status: Status
    entries: dict[str, Wording] = Field(min_length=1)
