"""Patterns of lexicons, each compiled once."""

from __future__ import annotations

import re
from functools import cache


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of a lexicon, compiled once."""
    return re.compile(pattern)
