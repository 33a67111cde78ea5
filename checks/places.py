"""Where on a portal something stands, and what it is called there: columns and titles of pages."""

from __future__ import annotations

from config.registry import Unit
from crawler.facts import Found, PageFacts
from crawler.kinds import PageKind, Region
from crawler.store.crawl import Crawl

POLICY_FILES = "政策文件"
INTERPRETATIONS = "政策解读"
"""Kinds of columns that checks ask for (config/lexicons/column-kinds.yaml)."""


class ColumnPaths:
    """Finds the column of a page: its own, the one that lists it, or the one that its breadcrumb names."""

    def __init__(self, crawl: Crawl, unit: Unit) -> None:
        self._crawl = crawl
        self._every = crawl.columns()
        self._own = {column.url: column.path for column in crawl.columns(unit)}

    def of_page(self, url: str) -> str | None:
        """The path of the column that the page `url` belongs to; None when nothing says so."""
        if url in self._own:
            return self._own[url]
        listing = (self._every[place] for place in self._crawl.listed_in(url))
        path = next((column.path for column in listing if column.url in self._own), None)
        if path is not None:
            return path
        page = self._crawl.page(url)
        if page is None or not page.breadcrumb:
            return None
        return ">".join("".join(crumb.text.split()) for crumb in page.breadcrumb)

    def of_link(self, page_url: str, regions: tuple[str, ...]) -> str | None:
        """The column of a link; None for one that stands in navigation or footer only, and so in no column."""
        return self.of_page(page_url) if Region.BODY in regions else None


def title_of(page: PageFacts) -> str:
    """What a page calls itself: the title of its article, else for an article its own, for others their column's."""
    title = page.article.title if page.article else None
    if isinstance(title, Found):
        return title.value
    return page.title if page.kind is PageKind.ARTICLE else page.column_name or page.title
