"""Calls `$('#unit').jpage({…})`: the pager script of Hanweb JCMS, which TrueCMS uses, too.

A call belongs to the element whose id it names; helpers that are written for any element, with a dummy total, are none
(reference "cms-patterns" 1.2: the first `totalRecord` of a page can be a dummy).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from config.loaded_lists import jpage_script
from crawler.reading.page import Page
from crawler.reading.scripts.code import is_comment
from crawler.reading.scripts.literals import read_value
from crawler.reading.scripts.values import ScriptValues

_MOST_CALLS = 50


class JPageCall(NamedTuple):
    """What a page tells its pager script about the list in the element `unit`; None, 0 or empty: it does not say.

    `per_page` and `group` are rows of a visible page and visible pages of one request; `proxy` is the interface's
    address, `parameters` what it is asked with; `records` the rows that stand in a variable of a script.
    """

    unit: str
    total: int | None
    per_page: int
    group: int
    proxy: str
    parameters: dict[str, str]
    records: tuple[str, ...]
    evidence: str


def jpage_calls(page: Page) -> dict[str, JPageCall]:
    """The calls of `page` by unit; of several for one unit the last counts, because it is the one that stays."""
    values, method = ScriptValues(page), jpage_script().method
    found: dict[str, JPageCall] = {}
    for script in page.scripts:
        for place in list(_pattern(method).finditer(script))[:_MOST_CALLS] if method in script else ():
            options = _options(script, place.end())
            if options is not None and not is_comment(script, place.start()):
                found[place[1]] = _call(place[1], options, values)
    return found


@cache
def _pattern(method: str) -> re.Pattern[str]:
    return re.compile(rf"\(\s*[\"']\s*#([\w-]{{1,100}})\s*[\"']\s*\)\s*\.\s*{method}\s*\(\s*(?=\{{)")


def _options(script: str, at: int) -> dict[str, Any] | None:
    try:
        options, _ = read_value(script, at)
    except ValueError:
        return None
    return options if isinstance(options, dict) else None


def _call(unit: str, options: dict[str, Any], values: ScriptValues) -> JPageCall:
    names = jpage_script()
    total = _number(options.get(names.total), values)
    asked = options.get(names.parameters)
    parameters = {key: values.text(value) for key, value in asked.items()} if isinstance(asked, dict) else {}
    return JPageCall(
        unit,
        total,
        _number(options.get(names.per_page), values) or 0,
        _number(options.get(names.group), values) or 0,
        values.text(options.get(names.address)) or "",
        {key: value for key, value in parameters.items() if value is not None},
        _records(options.get(names.rows), values),
        "" if total is None else f"$('#{unit}').{names.method} {names.total}:{total}",
    )


def _number(value: Any, values: ScriptValues) -> int | None:
    text = values.text(value)
    return int(text) if text is not None and text.isdecimal() and len(text) < 10 else None


def _records(store: Any, values: ScriptValues) -> tuple[str, ...]:
    code = getattr(store, "code", None)
    if isinstance(code, str):
        store = values.variable(code.strip())
    return tuple(row for row in store if isinstance(row, str) and row.strip()) if isinstance(store, list) else ()
