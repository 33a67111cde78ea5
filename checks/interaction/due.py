"""How long a letter took, in the unit of its limit."""

from __future__ import annotations

from datetime import date
from typing import Any

from config.rubric import Within
from config.workdays import workdays_between


def told(asked: date, until: date, limit: Within) -> dict[str, Any]:
    """How long it took and what the limit is, in the unit of the limit (days taken for months), which is the `basis`.

    Raises `config.workdays.UnknownYear`.
    """
    if limit.working_days is not None:
        return {"taken": workdays_between(asked, until), "limit": limit.working_days, "basis": "working-days"}
    taken = (until - asked).days
    if limit.days is not None:
        return {"taken": taken, "limit": limit.days, "basis": "days"}
    return {"taken": taken, "limit": limit.months, "basis": "months"}
