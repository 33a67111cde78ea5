"""What a column declares about its list: how many rows and pages there are, and the proof that there are none."""

from __future__ import annotations

from typing import NamedTuple

from crawler.facts import ListFacts
from crawler.kinds import ListSource, TotalMeaning
from crawler.survey.list_groups import ListGroup

_LOADED = frozenset({ListSource.API, ListSource.IFRAME, ListSource.JSON, ListSource.CDATA})
"""Sources of lists whose page, as long as it has no rows, is no part of the list itself."""


class Declared(NamedTuple):
    """Totals with their meaning, how many pages were declared and seen, and the proof of emptiness."""

    total: int | None
    total_means: TotalMeaning
    pages: int | None
    seen: int
    empty_proof: str | None


def declared_by(group: ListGroup) -> Declared:
    """What the head says; where it has no rows itself, what all its parts say together.

    An interface may speak for the column only when every part was read, because a part that was not may hold rows.
    """
    own = group.head.list
    lists = [page.list for page in group.pages if page.list]
    without_rows = bool(group.parts) and not (own and own.rows)
    speaks = without_rows and not group.unread and not group.repeated
    shell = without_rows and own is not None and own.source in _LOADED
    counted = own if own and own.total is not None else _agreed(group) if speaks else None
    return Declared(
        total=counted.total if counted else None,
        total_means=counted.total_means if counted else TotalMeaning.RECORDS,
        pages=next((facts.pages for facts in lists if facts.pages is not None), None),
        seen=len(group.pages) - shell - len(group.repeated),
        empty_proof=own.empty_proof if own and own.empty_proof else _proof(group) if speaks else None,
    )


def _agreed(group: ListGroup) -> ListFacts | None:
    """A part with the total that all parts agree on; of several lists in one column none speaks for it."""
    counting = [page.list for page in group.parts if page.list and page.list.total is not None]
    return counting[0] if len({facts.total for facts in counting}) == 1 else None


def _proof(group: ListGroup) -> str | None:
    """The proof that the parts have no rows; one part that was not understood, or says nothing, leaves it open."""
    lists = [page.list for page in group.parts]
    proofs = [facts.empty_proof for facts in lists if facts and facts.empty_proof and not facts.obstacle]
    return proofs[0] if proofs and len(proofs) == len(lists) else None
