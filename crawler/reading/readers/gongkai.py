"""The county shape of Jinan, Liaocheng and Zibo: `/gongkai/[site_<unit>/]channel_<id>/doc_<hex>.html`.

A township or department is the subtree `site_<unit>` of its county's host. Lists were met in the markup; but other
portals of this shape were reported to fill them by scripts. So an empty list element with a pager of no record proves
something only on a page that loads no script file; elsewhere only a wording does (references "cms-patterns" 1.1,
"regulation" 8).
"""

from __future__ import annotations

from crawler.reading.emptiness.proof import Emptiness, prove_empty
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager
from crawler.reading.readers.base import StaticReader


class GongkaiReader(StaticReader):
    """Reads lists and articles of the county shape."""

    def __init__(self) -> None:
        super().__init__("gongkai")

    def prove_empty(self, page: Page, pager: Pager | None) -> Emptiness:
        """The proof that the list is empty: an empty list element counts where no script file could fill it."""
        return prove_empty(page, pager, static_family=page.tree.css_first("script[src]") is None)
