"""Lists inside a frame of the same site, in any family: the frame's page is a part of the column's list."""

from __future__ import annotations

from crawler.facts import ListFacts, Row
from crawler.kinds import ListSource
from crawler.reading.emptiness.doubts import FRAME
from crawler.reading.emptiness.frames import list_frames
from crawler.reading.page import Page
from crawler.reading.pagers.pager import Pager


def framed_list(page: Page, rows: tuple[Row, ...] = (), pager: Pager | None = None) -> ListFacts:
    """The list of a page whose rows stand in a frame: its parts are the frame's page and what the pager names.

    `rows` are those that the page itself shows; they may be somebody else's, and count too. Whether the frame's page
    has rows is not known here, so nothing is said to be empty. A frame that a script fills is an obstacle.
    """
    frames = list_frames(page)
    if not frames:
        return ListFacts(ListSource.UNKNOWN, rows, obstacle=FRAME)
    further = pager.further if pager is not None else ()
    return ListFacts(ListSource.IFRAME, rows, further_pages=(*frames, *further))
