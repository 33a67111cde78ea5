"""Addresses that stand literally in a script that opens them: `location.href = '…'`, `window.open('…')`."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LITERAL = r"[\"']([^\"'\s]{1,500})[\"']"
LOCATION = re.compile(
    r"(?:(?:window|self|top|parent|document)\s*\.\s*)?location(?:\s*\.\s*href)?\s*"
    rf"(?:=(?!=)\s*|\.\s*(?:replace|assign)\s*\(\s*){_LITERAL}"
)
"""A script sends the window on. What follows the literal is not looked at."""
_OPENING = re.compile(rf"(?:\bwindow\s*\.\s*|(?<![.\w]))open\s*\(\s*{_LITERAL}")
_CONTINUED = re.compile(r"\s*\+")


def opened_by(handler: str) -> Iterator[str]:
    """The addresses that a handler opens as they stand in it; what it puts together is nobody's address."""
    for pattern in (LOCATION, _OPENING):
        yield from (found[1] for found in pattern.finditer(handler) if not _CONTINUED.match(handler, found.end()))
