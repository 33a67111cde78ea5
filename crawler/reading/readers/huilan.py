"""Huilan EasySite (districts of Beijing, departments of Liaoning, customs): static lists of `/<id>/index.html`.

Lists and articles have addresses of one form, so the page itself tells which it is. Page 2 of a list is
`<8 hex digits>-2.html` beside its `index.html`; the links of the pager hold that in `tagname`, not in `href`. The meta
`createDate` is now the article's, now the page's time, and is never used (reference "cms-patterns" 1.10, 2.4).
"""

from __future__ import annotations

from crawler.reading.page import Page
from crawler.reading.pagers.attributes import read_attribute_pager
from crawler.reading.pagers.pager import Pager
from crawler.reading.readers.base import StaticReader


class HuilanReader(StaticReader):
    """Reads Huilan lists and articles."""

    static = True

    def __init__(self) -> None:
        super().__init__("huilan")

    def pager(self, page: Page) -> Pager | None:
        """The pager in the attributes, with the number of rows that its text gives; else any other pager."""
        shown = super().pager(page)
        layout = page.family.attribute_pager if page.family is not None else None
        hidden = read_attribute_pager(page, layout) if layout is not None else None
        if hidden is None or shown is None:
            return hidden or shown
        pages = max(filter(None, (hidden.pages, shown.pages)), default=hidden.pages)
        evidence = "; ".join(filter(None, (shown.evidence, hidden.evidence)))
        return hidden._replace(
            pages=pages, total=shown.total, further=hidden.further or shown.further, evidence=evidence
        )
