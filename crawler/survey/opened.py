"""Columns without a page of their own: a script of a catalogue opens them inside the catalogue's page.

Each is known by the call that loads its list; whatever the interface answered, or failed to answer, is its list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.facts import Crumb, ListFacts, PageFacts
from crawler.kinds import ListSource, PageKind
from crawler.listcall import interface_at


def opened_columns(pages: Iterable[PageFacts]) -> Iterator[PageFacts]:
    """A page for each column that `pages` open by a script: what a visitor sees there before the list is loaded."""
    for page in pages:
        for column in page.list.columns if page.list else ():
            if interface_at(column.url) is not None:
                yield PageFacts(
                    url=column.url,
                    family=page.family,
                    kind=PageKind.COLUMN,
                    title=column.title,
                    breadcrumb=(*page.breadcrumb, Crumb(column.title, column.url)) if page.breadcrumb else (),
                    column_name=column.title,
                    list=ListFacts(ListSource.API, further_pages=(column.url,)),
                )
