"""From the texts of a letter's parts (slots) to the letter."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from config.exchange_words import exchange_words
from crawler.facts import Exchange
from crawler.reading.text.dates import first_date
from crawler.reading.text.places import tidy

LONGEST_QUESTION = 200
LONGEST_REPLY = 3_000
_LONGEST_BODY_NAME = 40
"""Characters that are kept of what was asked, of what was replied, and of the name of a body (own rules)."""
_EDGES = " :：|｜丨,，;；、[]【】()（）"


def letter_of(slots: Mapping[str, str], *, url: str | None = None) -> Exchange:
    """The letter whose parts read like this.

    What was shown as the reply, or as its day, makes it answered whatever its state says; an empty place for the reply
    says nothing, because a script may fill it.
    """
    words = exchange_words()
    reply = tidy(slots.get("reply", ""))
    said_none = bool(reply) and words.says_none(reply)
    replied = _day(slots.get("replied", ""))
    state = words.status_of(_bare(slots.get("status", "")))
    reply = "" if said_none else reply[:LONGEST_REPLY]
    answered = True if reply or replied else False if said_none else state
    replier = _bare(slots.get("replier", ""))
    return Exchange(
        question=(_bare(slots.get("title", "")) or tidy(slots.get("question", "")))[:LONGEST_QUESTION],
        asked=_day(slots.get("asked", "")),
        answered=answered,
        replied=replied,
        replier=replier if len(replier) <= _LONGEST_BODY_NAME else "",
        reply=reply,
        url=url,
    )


def filled(one: Exchange, other: Exchange) -> Exchange:
    """`one`, with what only `other` says of the same letter."""
    answered = one.answered if one.answered is not None else other.answered
    return Exchange(
        question=one.question or other.question,
        asked=one.asked or other.asked,
        answered=True if other.answered else answered,
        replied=one.replied or other.replied,
        replier=one.replier or other.replier,
        reply=one.reply or other.reply,
        url=one.url or other.url,
    )


def _bare(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(_EDGES)


def _day(text: str) -> dt.date | None:
    hit = first_date(text)
    return hit.date if hit else None
