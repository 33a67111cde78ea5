"""What events are called in headlines and columns, kept once for all rubrics: config/lexicons/event-words.yaml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from config.model import StrictModel
from config.rubric import Status
from config.wording import Pattern, Wording
from config.yaml_file import load_yaml

EVENT_WORDS = Path(__file__).parent / "lexicons" / "event-words.yaml"


class EventWording(StrictModel):
    """By what an event of one kind is known: its headline, the column that lists it, words in its text."""

    titles: Wording = Field(default=Wording(), description="headlines of such events")
    columns: Wording = Field(
        default=Wording(), description="columns kept for such events: whatever they list counts, unless ruled out"
    )
    text: tuple[Pattern, ...] = Field(
        default=(),
        description="when given, headline or text needs one of these as well, unless the column is kept for them",
    )


class EventWords(StrictModel):
    """Wordings by the key that rubrics call them by (`words`)."""

    source: str
    status: Status
    entries: dict[str, EventWording] = Field(min_length=1)


@cache
def event_words() -> EventWords:
    """What events are called on portals."""
    return load_yaml(EVENT_WORDS, EventWords)
