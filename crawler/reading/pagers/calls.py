"""Pagers that publishing systems leave in scripts: `createPageHTML(…)` in all its signatures, and `countPage = N`.

TRS: `createPageHTML(287,0,"index","shtml")` is pages, current page from 0, base name, extension; `index_1` is page 2;
the number of records may stand at the end, behind other arguments. Kaipu cluster: the id of a container comes first
and pages count from 1. Old TRS templates set `currentPage` and `countPage`; a `total` beside them is the number of
rows on the page, not a total, and is not read. The function's own definition is no call. A number may be given by a
variable of old TRS templates, when scripts set it to literals only (`countPage = 1`). Of several pagers the one with
most pages counts, so that too little is never declared. Links that the script would build are rebuilt here from the
numbers; strings of scripts are never followed (reference "cms-patterns" 1.4, 1.6).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from crawler.reading.page import Page
from crawler.reading.pagers.pager import MOST_PAGES, Pager
from crawler.reading.scripts.code import Call, calls_of, string_of
from crawler.urlforms import article_form

_CALLED, _COUNTED, _CURRENT = "createPageHTML", "countPage", "currentPage"
_MARKS = re.compile(f"{_CALLED}|{_COUNTED}|{_CURRENT}")
_ASSIGNED = re.compile(rf"(?<![\w.$])({_COUNTED}|{_CURRENT})\s*=(?!=)\s*[\"']?(\d{{1,6}}\b)?")
"""The variables of old TRS templates (cms-patterns 1.4); what any other name holds is not known."""
_LEAST_ARGUMENTS = 4
_EXTENSION = re.compile(r"[\"'.](s?html?|jhtml|jsp|aspx?|php)[\"']")
_NAME = re.compile(r"[\w./-]{1,100}")
_NUMBER = re.compile(r"\d{1,7}")
_NUMBERED = re.compile(r"(.+?)_(\d{1,6})")

_Values: TypeAlias = dict[str, int]


class PageCall(NamedTuple):
    """A pager's numbers as a script gives them. `current` counts from 1 whatever the signature; the name of page n
    (beyond the first) is `base_` and n minus `shift`. `container`: the id of the element into which it is written."""

    pages: int
    current: int
    base: str
    extension: str
    shift: int
    total: int | None
    container: str | None
    evidence: str


def read_page_call(page: Page, scripts: Iterable[str] | None = None) -> PageCall | None:
    """The pager with most pages that a script of `page` (or one of the given `scripts`) sets up, or None.

    A pager through the pages of one article is none of a list.
    """
    asked = [script for script in (page.scripts if scripts is None else scripts) if _MARKS.search(script)]
    values = _values(asked)
    found = (*(call for script in asked for call in _calls(script, values)), *_variables(page.url, asked, values))
    of_lists = [call for call in found if article_form(f"http://host/{call.base}.{call.extension}") is None]
    return max(of_lists, key=lambda call: call.pages, default=None)


def pager_of(page: Page, call: PageCall) -> Pager:
    """The pages that `call` declares, as addresses on `page`."""
    current = _current(page.url, call)
    count = min(call.pages, MOST_PAGES)
    if current > 1:
        others = [f"{call.base}.{call.extension}"]
    else:
        others = [f"{call.base}_{number - call.shift}.{call.extension}" for number in range(2, count + 1)]
    further = tuple(url for name in others if (url := page.resolve(name).url))
    return Pager(current, call.pages, call.total, further, call.evidence)


def _current(url: str, call: PageCall) -> int:
    """The number of the page at `url`: as the call says; where it always says 1, as the page is named."""
    stem = urlsplit(url).path.rpartition("/")[2].rpartition(".")[0]
    named = _NUMBERED.fullmatch(stem)
    if call.current > 1 or named is None or named[1] != call.base.rpartition("/")[2]:
        return call.current
    number = int(named[2]) + call.shift
    return number if number <= call.pages else call.current


def _calls(script: str, values: _Values) -> Iterator[PageCall]:
    for call in calls_of(_CALLED, script):
        read = _call(call, values)
        if read is not None:
            yield read


def _call(call: Call, values: _Values) -> PageCall | None:
    """The numbers of a call; None for one that is no pager's, or that takes its numbers from what we do not know."""
    arguments = list(call.arguments)
    container = None
    if (first := string_of(arguments[0])) is not None and not first.isdecimal():
        container, arguments = first, arguments[1:]
    if len(arguments) < _LEAST_ARGUMENTS:
        return None
    pages, current = (_number(argument, values) for argument in arguments[:2])
    base, extension = string_of(arguments[2]), (string_of(arguments[3]) or "").lstrip(".")
    if pages is None or current is None or not base or not _NAME.fullmatch(base) or not _NAME.fullmatch(extension):
        return None
    # The Kaipu form counts from 1; one that begins at 0 all the same counts like TRS.
    shift = 0 if container is not None and (current or pages < 2) else 1
    total = max((number for each in arguments[4:] if (number := _number(each, {})) is not None), default=None)
    if total is not None and pages > 1 and total < pages:
        total = None  # fewer records than pages: some other number
    evidence = f"{_CALLED}({' '.join(call.written.split())})"
    return PageCall(pages, max(1, current + shift), base, extension, shift, total, container, evidence)


def _variables(url: str, scripts: Iterable[str], values: _Values) -> Iterator[PageCall]:
    """The pager that the variables of an old template describe: its pages are named like the page itself."""
    pages = values.get(_COUNTED)
    if pages is None:
        return
    name = urlsplit(url).path.rpartition("/")[2]
    stem, _, extension = name.rpartition(".")
    if not stem:
        found = next((named for script in scripts if _COUNTED in script and (named := _EXTENSION.search(script))), None)
        stem, extension = "index", found.group(1) if found else "html"
    numbered = _NUMBERED.fullmatch(stem)
    base = numbered[1] if numbered else stem
    yield PageCall(pages, values.get(_CURRENT, 0) + 1, base, extension, 1, None, None, f"{_COUNTED} = {pages}")


def _number(argument: str, values: _Values) -> int | None:
    """The number that an argument is: bare, as a string, or by a variable."""
    text = string_of(argument)
    written = argument if text is None else text
    return int(written) if _NUMBER.fullmatch(written) else values.get(argument)


def _values(scripts: Iterable[str]) -> _Values:
    """The numbers that `scripts` give the variables of old templates: the largest, so that too little is never said.

    A variable that is ever set to anything else than a literal is left out: nobody can tell its value.
    """
    given: dict[str, list[str]] = {}
    for script in scripts:
        for name, number in _ASSIGNED.findall(script):
            given.setdefault(name, []).append(number)
    return {name: max(map(int, numbers)) for name, numbers in given.items() if all(numbers)}
