"""Old ASP and ASP.NET sites of counties: tables, GBK, list pages by a parameter, or by `__doPostBack`.

Every page is made by the server when it is asked for, so rows stand in the markup. Addresses with `?page=2` are
followed; pages that a server control opens (`__doPostBack('Pager','2')`) have no address, which
`crawler.reading.pagers.links` says. Layout tables without content stand everywhere, so an empty table proves nothing:
the pager must count zero rows (reference "cms-patterns" 1.1, 1.10).
"""

from __future__ import annotations

from crawler.reading.emptiness.proof import Emptiness, prove_empty
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager
from crawler.reading.readers.base import StaticReader


class OldAspReader(StaticReader):
    """Reads lists and articles of old ASP sites."""

    def __init__(self) -> None:
        super().__init__("old-asp")

    def prove_empty(self, page: Page, pager: Pager | None) -> Emptiness:
        """An explicit wording, or a pager that counts zero rows and at most one page."""
        spoken = prove_empty(page, pager, static_family=False)
        if spoken.proof or spoken.declared or pager is None:
            return spoken
        counts_zero = pager.total == 0 and (pager.pages or 0) <= 1 and not pager.further and bool(pager.evidence)
        return Emptiness(proof=pager.evidence) if counts_zero else Emptiness()
