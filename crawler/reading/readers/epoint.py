"""Epoint (新点): static news lists, and 信息公开 lists that are loaded by `POST …/getgovinfolist`.

The request is made only when an inline script states it whole: its address, the id of the site, the category, and that
it is sent as JSON. Mostly the id stands in a script file; then the list stays unread (reference "cms-patterns" 1.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from config.family import Interface, family_named
from crawler.facts import ListFacts
from crawler.kinds import ListSource
from crawler.reading.lists.requests import WRAPPED, call_for, own_address, told_parameters
from crawler.reading.page import Page
from crawler.reading.readers.answer import ListAnswer, paged_list, read_json_answer
from crawler.reading.readers.base import StaticReader
from crawler.reading.scripts.literals import Expression
from crawler.reading.scripts.values import ScriptValues

_ADDRESS = re.compile(r"(?P<before>(?:[\w$.]{1,80}\s*\+\s*){0,3})(?P<literal>[\"'][^\"'\s]{0,200}/getgovinfolist[\"'])")
_AS_JSON = re.compile(r"JSON\.stringify|application/json")
_OTHERWISE = re.compile(rf"{WRAPPED}[\"']?\s*:\s*JSON\.stringify|\bUtil\s*\.\s*ajax\s*\(")
"""Parameters sent as a text inside a form, or by a function that wraps them in its own way."""


class EpointReader(StaticReader):
    """Reads Epoint lists, and the answers of `getgovinfolist`."""

    def __init__(self) -> None:
        super().__init__("epoint")

    def read_list(self, page: Page) -> ListFacts | None:
        """The call for page 1 if the page states one and only one; else the list in the markup."""
        calls = set(_calls(page, family_named(self.family).interfaces[0]))
        if len(calls) == 1:
            return ListFacts(ListSource.API, further_pages=(calls.pop(),))
        return super().read_list(page)

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """The rows of one page of `getgovinfolist`."""
        return paged_list(answer, read_json_answer(answer))


def _calls(page: Page, interface: Interface) -> Iterator[str]:
    """The calls that inline scripts of `page` would make for page 1 of a list."""
    wanted = interface.request
    if wanted is None:
        return
    values = ScriptValues(page)
    for stated, script in values.objects(wanted.key):
        address = _ADDRESS.search(script)
        if address is None or wanted.page not in stated or not _AS_JSON.search(script) or _OTHERWISE.search(script):
            continue
        target = values.text(Expression(f"{address['before']}{address['literal']}"))
        parameters = told_parameters(values, stated, wanted)
        around = _around(values, stated)
        if target is None or parameters is None or (around is not None and None in around.values()):
            continue
        call = call_for(own_address(page, target), parameters, interface, around)
        if call is not None:
            yield call


def _around(values: ScriptValues, stated: Mapping[str, Any]) -> dict[str, str | None] | None:
    """The other parameters of an object that holds `stated` under its name for wrapped ones; None without one."""
    holder = next((outer for outer, _ in values.objects(WRAPPED) if outer.get(WRAPPED) == stated), None)
    if holder is None:
        return None
    return {name: values.text(value) for name, value in holder.items() if name != WRAPPED}
