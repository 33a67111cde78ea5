"""TRS WCM (拓尔思): static lists, relative links, and a pager that stands only in a script.

`index.html` is page 1 and `index_1.html` page 2. The rows are found like any repeated rows, and the pager's calls are
read by `crawler.reading.pagers.calls`; what is special is that TRS lists are always in the markup, so an empty list
element with a pager of at most one page proves an empty column (reference "cms-patterns" 1.4).
"""

from __future__ import annotations

from crawler.reading.readers.base import StaticReader


class TrsReader(StaticReader):
    """Reads TRS lists and articles."""

    static = True

    def __init__(self) -> None:
        super().__init__("trs")
