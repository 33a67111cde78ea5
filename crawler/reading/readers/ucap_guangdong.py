"""UCAP (开普) as in Guangdong: static news lists, and the 政府信息公开目录 `gkmlpt` (`crawler.reading.readers.gkmlpt`).

News lists are in the markup; `index_2.html` is page 2, opposite to TRS, so a pager of scripts with other names is not
believed. The same article has a page for phones (`mpost_…`) beside that for computers (`post_…`): one row (reference
"cms-patterns" 1.5).
"""

from __future__ import annotations

from dataclasses import replace

from config.family import family_named
from crawler.facts import ArticleFacts, ListFacts, Row
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager, read_pager
from crawler.reading.readers.answer import ListAnswer, paged_list, read_json_answer
from crawler.reading.readers.base import StaticReader
from crawler.reading.readers.gkmlpt import article_of, read_catalogue
from crawler.urls import page_key


class UcapGuangdongReader(StaticReader):
    """Reads news lists, catalogues, and the answers of `/gkmlpt/api/all/…`."""

    static = True

    def __init__(self) -> None:
        super().__init__("ucap-guangdong")

    def pager(self, page: Page) -> Pager | None:
        """The pager in the markup; the file names that TRS scripts mean are others here."""
        return read_pager(page)

    def read_list(self, page: Page) -> ListFacts | None:
        """The columns of a catalogue, or the list in the markup with one row for each article."""
        catalogue = family_named(self.family).scripts.catalogue
        columns = read_catalogue(page, catalogue) if catalogue else None
        if columns is not None:
            return columns
        facts = super().read_list(page)
        return replace(facts, rows=_without_twins(facts.rows)) if facts is not None and facts.rows else facts

    def read_article(self, page: Page) -> ArticleFacts:
        """The article, by the fields that all families share and by what its script holds."""
        variable = family_named(self.family).scripts.article
        return article_of(page, variable) if variable else super().read_article(page)

    def read_answer(self, answer: ListAnswer) -> ListFacts:
        """The articles of one page of a column of the catalogue."""
        return paged_list(answer, read_json_answer(answer))


def _without_twins(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """One row for an article's pages for computers and phones: the first, unless only a later one is dated."""
    found: dict[str, Row] = {}
    for row in rows:
        known = found.setdefault(page_key(row.url), row)
        if known.date is None and row.date is not None:
            found[page_key(row.url)] = row
    return tuple(found.values())
