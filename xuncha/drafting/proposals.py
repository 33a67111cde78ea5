"""What was read from a sentence becomes proposed rules. All are judged by hand until a person binds them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from config.drafts import draft_defaults
from config.plan_language import Comparison, PhraseKind
from xuncha.drafting.draft import ReadSentence
from xuncha.drafting.due import due_day
from xuncha.drafting.phrases import Phrase


def proposed_mode(phrase: Phrase, sentence: ReadSentence, plan_year: int | None) -> dict[str, Any] | None:
    """The mode of a rule with its numbers: quota, ratio or deadline. None when the words do not give all of them."""
    if phrase.kind is PhraseKind.COUNT:
        return _quota(phrase, plan_year)
    if phrase.kind is PhraseKind.SHARE:
        return _ratio(phrase)
    if phrase.kind is PhraseKind.WITHIN:
        return _within(phrase, sentence)
    if phrase.kind is PhraseKind.BY:
        return _by(phrase, plan_year)
    return None


def _quota(phrase: Phrase, plan_year: int | None) -> dict[str, Any] | None:
    """So many in the year of the plan."""
    n, every = phrase.values.get("n"), phrase.values.get("per_count", 1)
    times = draft_defaults().times_a_year.get(str(phrase.values.get("per")))
    fits = phrase.comparison is Comparison.MIN and isinstance(n, int) and isinstance(every, int)
    if not fits or times is None or plan_year is None:
        return None
    at_least = n * times // every if isinstance(n, int) and isinstance(every, int) and every else 0
    if at_least < 1:
        return None
    period = {"since": date(plan_year, 1, 1), "until": date(plan_year, 12, 31)}
    return {"mode": "quota", "at_least": at_least, "period": period}


def _ratio(phrase: Phrase) -> dict[str, Any] | None:
    percent = phrase.values.get("n", 100)
    if not isinstance(percent, int) or not 0 < percent <= 100:
        return None
    return {"mode": "ratio", "at_least": 1 if percent == 100 else percent / 100}


def _within(phrase: Phrase, sentence: ReadSentence) -> dict[str, Any] | None:
    n = phrase.values.get("n")
    span = draft_defaults().spans.get(str(phrase.values.get("span")))
    event = event_before(phrase, sentence)
    if not isinstance(n, int) or n < 1 or span is None or not event:
        return None
    field, size = span
    return {"mode": "deadline", "due": {"within": {field: n * size}, "after": event}}


def event_before(phrase: Phrase, sentence: ReadSentence) -> str:
    """The words of the sentence in front of a time limit: the event from which it counts, or empty."""
    before = sentence.text[: phrase.start - sentence.start].rstrip("，, 　")
    return re.split("[，,；;：:。]", before)[-1].strip()


def _by(phrase: Phrase, plan_year: int | None) -> dict[str, Any] | None:
    day = due_day(phrase, plan_year)
    if day is not None:
        return {"mode": "deadline", "due": {"by": day}}
    if phrase.values.get("every") == "每年" and plan_year is not None:
        once = replace(phrase, values={name: value for name, value in phrase.values.items() if name != "every"})
        day = due_day(once, plan_year)
        return (
            None
            if day is None or (day.month, day.day) == (2, 29)
            else {"mode": "deadline", "due": {"every_year": f"{day:%m-%d}"}}
        )
    return None
