"""Times as an office reads them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
"""All of China keeps one time, without daylight saving."""


def beijing(moment: str) -> str:
    """A UTC time (ISO 8601, as run card and evidence have it) as Beijing time; what is no time stays as it stands."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return aware.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
