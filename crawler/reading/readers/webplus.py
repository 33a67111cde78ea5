"""WebPlus (苏迪): static lists `list.htm`, `list2.htm` …, with a pager that states its numbers in elements of its own.

`per_count` rows a page, `all_count` rows, `curr_page` of `all_pages`. On a list of one page all four links of the pager
are `javascript:void(0);`, which says nothing; `all_count` 0 proves an empty list (reference "cms-patterns" 1.7).
"""

from __future__ import annotations

import re

from crawler.reading.emptiness.proof import Emptiness
from crawler.reading.page import Page
from crawler.reading.pagers.links import MOST_PAGES
from crawler.reading.pagers.pager import BY_SCRIPT, Pager, read_pager
from crawler.reading.readers.base import StaticReader
from crawler.reading.text.places import tidy

_LIST = re.compile(r"(?P<stem>.*/list)(?P<number>\d{0,5})(?P<end>\.(?:htm|psp)(?:\?.*)?)")
_DIGITS = re.compile(r"\d{1,7}")


class WebPlusReader(StaticReader):
    """Reads WebPlus lists and articles."""

    static = True

    def __init__(self) -> None:
        super().__init__("webplus")

    def pager(self, page: Page) -> Pager | None:
        """The pager by its own elements; else as it stands in the markup."""
        current, pages, rows, size = (
            _number(page, name) for name in ("curr_page", "all_pages", "all_count", "per_count")
        )
        if pages is None and rows is not None and size:
            pages = max(1, -(-rows // size))
        if pages is None:
            return read_pager(page)
        evidence = "; ".join(
            f"{name} {value}" for name, value in (("all_count", rows), ("all_pages", pages)) if value is not None
        )
        named = _LIST.fullmatch(page.url)
        own = int(named["number"] or 1) if named else 1
        number = current if current and current > 1 else own
        if number > 1:
            return Pager(number, pages, rows, (_address(named, 1),) if named else (), evidence)
        further = tuple(_address(named, at) for at in range(2, min(pages, MOST_PAGES) + 1)) if named else _linked(page)
        return Pager(1, pages, rows, further, evidence, None if further or pages <= 1 else BY_SCRIPT)

    def prove_empty(self, page: Page, pager: Pager | None) -> Emptiness:
        """`all_count` 0 is a proof by itself."""
        if pager is not None and pager.total == 0 and _number(page, "all_count") == 0:
            return Emptiness(proof=pager.evidence)
        return super().prove_empty(page, pager)


def _number(page: Page, name: str) -> int | None:
    """The number in the pager's element `name`; None when there is none, or when several pagers disagree."""
    texts = (tidy(node.text()) for node in page.tree.css(f"em.{name}"))
    numbers = {int(text) for text in texts if _DIGITS.fullmatch(text)}
    return numbers.pop() if len(numbers) == 1 else None


def _address(named: re.Match[str], page: int) -> str:
    return f"{named['stem']}{page if page > 1 else ''}{named['end']}"


def _linked(page: Page) -> tuple[str, ...]:
    pager = read_pager(page)
    return pager.further if pager is not None else ()
