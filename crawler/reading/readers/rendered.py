"""The reader for what a browser showed: everything stands in the markup there, whatever system made the page."""

from __future__ import annotations

from crawler.reading.emptiness.proof import Emptiness
from crawler.reading.families import GENERIC
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager
from crawler.reading.readers.base import StaticReader


class RenderedReader(StaticReader):
    """Reads lists as a visitor sees them. Whether everything has come to be seen is for `crawler.render` to say."""

    def __init__(self) -> None:
        super().__init__(GENERIC)

    def prove_empty(self, page: Page, pager: Pager | None) -> Emptiness:
        """By an explicit wording, or by a pager that counts zero rows: scripts have run, so the number is final."""
        empty = super().prove_empty(page, pager)
        if not any(empty) and pager is not None and pager.total == 0 and pager.evidence:
            return Emptiness(proof=pager.evidence)
        return empty
