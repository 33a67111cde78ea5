"""Kaipu "xhtml" cluster (开普; Gansu, Hunan, Xinjiang, Sichuan, Heilongjiang): TRS-like pager, counted from 1.

Some of its templates send the rows inside a comment that a script uncovers (`crawler.reading.commented`). Its PubDate
is the time of page generation, which `crawler.reading.articles` knows (reference "cms-patterns" 1.6).
"""

from __future__ import annotations

from crawler.facts import ListFacts
from crawler.kinds import ListSource
from crawler.reading.commented import read_commented_list
from crawler.reading.page import Page
from crawler.reading.pagecalls import pager_of
from crawler.reading.readers.base import StaticReader, with_pager


class KaipuReader(StaticReader):
    """Reads Kaipu lists and articles."""

    static = True

    def __init__(self) -> None:
        super().__init__("kaipu")

    def read_hidden_rows(self, page: Page) -> ListFacts | None:
        """The rows that wait in a comment, with the pager that waits beside them."""
        commented = read_commented_list(page)
        if commented is None:
            return None
        return with_pager(ListFacts(ListSource.COMMENT, commented.rows), pager_of(page, commented.call))
