"""A day that comes back every year, such as the last day for an annual report."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from config.model import broken


def _check_month_day(text: str) -> str:
    try:
        datetime.strptime(f"2001-{text}", "%Y-%m-%d")
    except ValueError as fault:
        raise broken("month-day", given=text) from fault
    return text


MonthDay = Annotated[str, Field(pattern=r"^\d\d-\d\d$"), AfterValidator(_check_month_day)]
"""A day that every year has, written MM-DD."""
