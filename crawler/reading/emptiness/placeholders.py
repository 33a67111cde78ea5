"""Wordings that stand where a column's list would stand: nothing there, under construction, no such information."""

from __future__ import annotations

from config.lexicon import empty_wordings
from crawler.kinds import Region
from crawler.reading.page import Page

LONGEST_WORDING = 60
"""Characters of an element that can be such a wording rather than a sentence that contains one (own rule)."""


def placeholder(page: Page) -> str | None:
    """The visible text of the main area, outside links, that says nothing is there (yet); None without one."""
    wordings = empty_wordings()
    for text in _texts(page):
        if wordings.empty_in(text) or wordings.construction_in(text) or wordings.declared_in(text):
            return text
    return None


def _texts(page: Page) -> list[str]:
    visible = (each for each in page.segments if each.region is Region.BODY and not each.hidden and not each.in_link)
    return list(dict.fromkeys(each.text for each in visible if len(each.text) <= LONGEST_WORDING))
