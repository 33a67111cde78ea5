"""The reader for every page that no other reader knows: repeated dated rows, whatever the markup.

A family that is recognised by name but has no reader of its own is read here, too. If its rows never stand in the
markup, its lists are unread with the family's obstacle, whatever else stands on the page.
"""

from __future__ import annotations

from crawler.facts import ListFacts
from crawler.reading.families import GENERIC
from crawler.reading.page import Page
from crawler.reading.pagekind import is_column_like
from crawler.reading.readers.base import StaticReader, unread


class GenericReader(StaticReader):
    """Reads what is plainly there; proves emptiness by explicit wordings only."""

    def __init__(self) -> None:
        super().__init__(GENERIC)

    def recognises(self, page: Page) -> bool:
        """Every page."""
        return True

    def read_list(self, page: Page) -> ListFacts | None:
        """The list in the markup, unless the page's family keeps its rows elsewhere."""
        family = page.family
        if family is not None and family.rows == "elsewhere" and family.obstacle:
            pager = self.pager(page)
            return unread(family.obstacle, pager) if is_column_like(page, pager) else None
        return super().read_list(page)
