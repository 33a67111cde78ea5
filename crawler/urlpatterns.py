"""What the addresses of one template have in common: how endless templates are told, and named."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

_DIGITS = re.compile(r"\d+")
_NUMBERS = re.compile(r"(?:/#)+(?=/|$)")
_HEX = re.compile(r"(?<![0-9a-f])(?=[0-9a-f]*\d)[0-9a-f]{8,}", re.IGNORECASE)
_WINDING = 3
"""Times that one step stands in a path that goes round in circles (own rule)."""


def pattern(url: str) -> str:
    """What addresses of one template have in common: numbers and hexadecimal ids collapsed, the query left out.

    `/cal/2031/05` and `/cal/2031/05/17` have one pattern, because calendars link their months and days crosswise.
    """
    parts = urlsplit(url)
    path = _NUMBERS.sub("/#", _DIGITS.sub("#", _HEX.sub("#", parts.path)))
    return f"{parts.netloc}{path}{'?' if parts.query else ''}"


def winding(url: str) -> str | None:
    """The steps that a path goes round in; None for a path that leads somewhere.

    Relative links of a page that a server shows at every address lead ever deeper into nothing.
    """
    parts = urlsplit(url)
    steps = Counter(step for step in parts.path.split("/")[:-1] if step and not step.isdigit())
    if not steps or max(steps.values()) < _WINDING:
        return None
    return f"{parts.netloc}/({'|'.join(sorted(steps))})/…"


def template(url: str) -> str:
    """What `url` counts under where endless templates are stopped."""
    return winding(url) or pattern(url)
