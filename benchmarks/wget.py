"""What `wget --spider --recursive` says in its log."""

from __future__ import annotations

import re

_LIST = re.compile(r"^Found \d+ broken links?\.$", re.MULTILINE)


def broken_in(log: str) -> set[str]:
    """The addresses in the list of broken links that ends the log; none when there is no list."""
    told = _LIST.search(log)
    return {line.strip() for line in log[told.end() :].splitlines() if "://" in line} if told else set()
