"""The wording of the sample: titles and paragraphs by kind of text, and the words that fill their gaps."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from functools import cache

from config.model import StrictModel
from config.registry import UnitClass
from xuncha.sample.plan import Publisher, SiteFacts, sample_data

ANSWERED_AFTER_DAYS = 6
"""How long a letter waits for its reply."""


class Wordings(StrictModel):
    """Titles and paragraphs of one kind of article."""

    titles: tuple[str, ...]
    body: tuple[str, ...]


class Texts(StrictModel):
    """All wording of the sample."""

    villages: tuple[str, ...]
    places: tuple[str, ...]
    persons: tuple[str, ...]
    kinds: Mapping[str, Wordings]


@cache
def load_texts() -> Texts:
    """The wording of `texts.yaml`."""
    return Texts.model_validate(sample_data("texts.yaml"))


def words_for(
    unit: Publisher, site: SiteFacts, *, reference: str, number: int, turn: int, titles: int, day: dt.date
) -> dict[str, object]:
    """What the placeholders stand for in row `number` of the column `reference`, dated `day`.

    `turn` counts the texts that were used so far, `titles` is how many different titles there are.
    """
    texts = load_texts()
    seed = zlib.crc32(f"{reference}/{number}".encode())
    places = texts.villages if unit.unit_class is UnitClass.TOWNSHIP else texts.places
    return {
        "unit": unit.name,
        "short": unit.short,
        # The same title comes with the next subject each time: no two rows are alike.
        "subject": unit.subjects[(turn % titles + turn // titles) % len(unit.subjects)],
        "place": places[seed % len(places)],
        "day": day,
        "asked": day - dt.timedelta(days=ANSWERED_AFTER_DAYS),
        "year": day.year,
        "last": day.year - 1,
        "month": day.month,
        "mark": unit.mark,
        "n1": 21 + seed % 67,
        "n2": 2 + seed // 67 % 7,
        "person": texts.persons[(unit.number // 1000 + number) % len(texts.persons)],
        "person2": texts.persons[(unit.number // 1000 + number + 5) % len(texts.persons)],
        "phone": f"{site.phone[:-2]}{unit.number // 1000:02}",
        "address": site.address if unit.path == "/" else f"青禾县{unit.short.removeprefix('县')}驻地",
    }
