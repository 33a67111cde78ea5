"""Pagers that publishing systems leave in scripts: `createPageHTML(…)` in all its signatures, and `countPage = N`.

TRS: `createPageHTML(287,0,"index","shtml")` is pages, current page from 0, base name, extension; `index_1` is page 2;
records may follow. Kaipu cluster: the id of a container comes first and pages count from 1. Old TRS templates set
`currentPage` and `countPage`; a `total` beside them is the number of rows on the page, not a total, and is not read.
The function's own definition is no call. A number may be given by a variable of old TRS templates, when scripts set
it to literals only (`countPage = 1`). Links that the script would build are rebuilt here from the numbers;
strings of scripts are never followed (reference "cms-patterns" 1.4, 1.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.reading.page import Page
from crawler.reading.pagers import MOST_PAGES, Pager
from crawler.urlforms import article_form

_CALLED, _COUNTED = "createPageHTML", "countPage"
_VARIABLES = frozenset({_COUNTED, "currentPage"})
"""The variables of old TRS templates (cms-patterns 1.4); what any other name holds is not known."""
_CALL = re.compile(r"\bcreatePageHTML\s*\(([^()]{1,300})\)")
_BEFORE_CALL = 60
_ARGUMENT = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\d+)|([^,]+))\s*(?:,|$)")
_COUNT = re.compile(r"\bcountPage\s*=\s*(\d{1,6})\b")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*(\d{1,6})\b")
_EXTENSION = re.compile(r"[\"'.](s?html?|jhtml|jsp|aspx?|php)[\"']")
_STEM_NUMBER = re.compile(r"_\d+$")
_NAME = re.compile(r"[\w./-]{1,100}")


class PageCall(NamedTuple):
    """A pager's numbers as a script gives them: `current` counts from 1 whatever the signature."""

    pages: int
    current: int
    base: str
    extension: str
    total: int | None
    container: str | None
    evidence: str


def read_page_call(page: Page, scripts: Iterable[str] | None = None) -> PageCall | None:
    """The pager that a script of `page` (or one of the given `scripts`) sets up, or None.

    A pager through the pages of one article is none of a list.
    """
    asked = tuple(page.scripts if scripts is None else scripts)
    known = "\n".join(asked)
    for script in asked:
        if _CALLED not in script and _COUNTED not in script:
            continue
        for call in (*_calls(script, known), *_variables(page, script)):
            if article_form(f"http://host/{call.base}.{call.extension}") is None:
                return call
    return None


def pager_of(page: Page, call: PageCall) -> Pager:
    """The pages that `call` declares, as addresses on `page`."""
    count = min(call.pages, MOST_PAGES)
    first = page.resolve(f"{call.base}.{call.extension}").url
    shift = 0 if call.container else 1
    names = [f"{call.base}_{number - shift}.{call.extension}" for number in range(2, count + 1)]
    others = [url for name in names if (url := page.resolve(name).url)]
    further = others if call.current == 1 else [first] if first else []
    return Pager(call.current, call.pages, call.total, tuple(further), call.evidence)


def _calls(script: str, known: str) -> Iterator[PageCall]:
    for found in _CALL.finditer(script):
        before = script[max(0, found.start() - _BEFORE_CALL) : found.start()].rpartition("\n")[2]
        if "//" in before or before.rstrip().endswith("function"):
            continue
        written = found.group(1)
        arguments = [_literal(argument) for argument in _ARGUMENT.finditer(written)]
        names = [argument.group(4) for argument in _ARGUMENT.finditer(written)]
        for at in (0, 1):
            if at < len(names) and names[at] and isinstance(arguments[0], int | None):
                arguments[at] = _variable(names[at].strip(), known)
        call = _call(arguments, written)
        if call is not None:
            yield call


def _variable(name: str, scripts: str) -> int | None:
    """The number that `scripts` give the variable `name`: the largest, so that too little is never declared.

    None when it is ever set to anything else than a literal, because then nobody can tell its value.
    """
    if name not in _VARIABLES:
        return None
    values = re.findall(rf"(?<![\w.$]){re.escape(name)}\s*=(?!=)\s*[\"']?(\d{{1,6}}\b)?", scripts)
    return max(map(int, values)) if values and all(values) else None


def _call(arguments: list[str | int | None], written: str) -> PageCall | None:
    container = None
    if arguments and isinstance(arguments[0], str) and not arguments[0].isdecimal():
        container = arguments.pop(0)
    if len(arguments) < 4:
        return None
    pages, current, base, extension = _number(arguments[0]), _number(arguments[1]), arguments[2], arguments[3]
    if pages is None or current is None or not isinstance(base, str) or not isinstance(extension, str):
        return None
    if not _NAME.fullmatch(base) or not _NAME.fullmatch(extension):
        return None
    total = next((number for argument in arguments[4:] if (number := _number(argument)) is not None), None)
    here = max(1, current if container else current + 1)
    assert container is None or isinstance(container, str)
    return PageCall(pages, here, base, extension, total, container, f"createPageHTML({' '.join(written.split())})")


def _variables(page: Page, script: str) -> Iterator[PageCall]:
    count = _COUNT.search(script)
    if count is None or _CALLED in script:
        return
    current = _CURRENT.search(script)
    name = urlsplit(page.url).path.rpartition("/")[2]
    stem, _, extension = name.rpartition(".")
    if not stem:
        found = _EXTENSION.search(script)
        stem, extension = "index", found.group(1) if found else "html"
    base = _STEM_NUMBER.sub("", stem)
    here = int(current.group(1)) + 1 if current else 1
    yield PageCall(int(count.group(1)), here, base, extension, None, None, count.group())


def _literal(found: re.Match[str]) -> str | int | None:
    double, single, number, other = found.groups()
    if number is not None:
        return int(number)
    return double if double is not None else single if other is None else None


def _number(argument: str | int | None) -> int | None:
    if isinstance(argument, str):
        return int(argument) if argument.isdecimal() and len(argument) < 8 else None
    return argument if argument is not None and 0 <= argument < 10_000_000 else None
