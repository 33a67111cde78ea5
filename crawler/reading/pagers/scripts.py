"""Pagers that a common script draws (laypage, pagination …): the numbers that the page gives it as literals.

Where the links lead is the script's business, so nothing of such a pager can be followed; but its numbers say how many
rows and pages there are. Names of functions and options are data (`config/cms/pagers.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from config.pagers import PagerCall, pager_signs
from crawler.reading.scripts.code import is_comment

_REACH = 600
"""Characters of a call in which its options are looked for (own rule: before the first function in it)."""
_MOST_CALLS = 20
_QUOTED = 80
_END = re.compile(r"\bfunction\b|=>|\}\s*\)|\)\s*;")
_DEFINES = re.compile(r"\bfunction\s+$")


class ScriptedPager(NamedTuple):
    """A pager that a script draws; None for a number that the page does not write out. `evidence` quotes numbers."""

    pages: int | None
    total: int | None
    evidence: str


def read_scripted_pager(scripts: tuple[str, ...]) -> ScriptedPager | None:
    """The pager with most pages that one of `scripts` sets up, or None."""
    found = [pager for script in scripts for pager in _pagers(script)]
    return max(found, key=lambda pager: (pager.pages or 0, pager.total or 0), default=None)


def _pagers(script: str) -> Iterator[ScriptedPager]:
    for call in pager_signs().calls:
        if call.name not in script:
            continue
        for found in list(_call(call.name).finditer(script))[:_MOST_CALLS]:
            before = script[max(0, found.start() - 20) : found.start()]
            if not _DEFINES.search(before) and not is_comment(script, found.start()):
                yield _read(call, script[found.end() : found.end() + _REACH], found.group())


def _read(call: PagerCall, written: str, opening: str) -> ScriptedPager:
    written = _END.split(written, maxsplit=1)[0]
    signs = pager_signs()
    pages, total, size = (_option(names, written) for names in (signs.pages, signs.total, signs.size))
    first = re.match(r"\s*[\"']?(\d{1,7})[\"']?\s*(?:,|$)", written) if call.first else None
    if first is not None:
        pages, total = (int(first[1]), total) if call.first == "pages" else (pages, int(first[1]))
    if pages is None and total is not None and size:
        pages = -(-total // size)
    unsaid = pages is None and total is None
    return ScriptedPager(pages, total, "" if unsaid else f"{opening}{' '.join(written.split())[:_QUOTED]})")


def _option(names: tuple[str, ...], written: str) -> int | None:
    found = _options(names).search(written)
    return int(found[1]) if found else None


@cache
def _call(name: str) -> re.Pattern[str]:
    """A call of a function, or (the name begins with a dot) of a method of whatever element."""
    start = "" if name.startswith(".") else r"(?<![\w$.])"
    return re.compile(rf"{start}{re.escape(name)}\s*\(")


@cache
def _options(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$.])[\"']?(?:{'|'.join(names)})[\"']?\s*:\s*[\"']?(\d{{1,7}})\b", re.IGNORECASE)
