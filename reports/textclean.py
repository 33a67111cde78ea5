"""Makes text from broken pages fit for documents: no control characters, no halves of surrogate pairs."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 forbids (and DEL), so that neither a spreadsheet nor a page can hold them."""


def printable(text: str) -> str:
    """`text` with each forbidden character shown as the replacement character."""
    return UNPRINTABLE.sub("\ufffd", text)
