"""The words that the portal is made of: `words.yaml`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from config.parsing import own_data


@cache
def words() -> dict[str, Any]:
    """Lists of words by their names; `titles` holds one list for each folder of a column."""
    read: dict[str, Any] = own_data(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return read
