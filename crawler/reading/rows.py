"""Groups of rows that repeat: the one shape that all static lists share, whatever their markup.

Rows with a common parent are a group (`crawler.reading.rowcandidates` finds them); lists that a template breaks into
several elements are one. Hidden lists (tabs) are read like others. What a row says, `crawler.reading.rowtext` reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.facts import Row
from crawler.kinds import Region, TargetKind
from crawler.reading.dates import may_hold_date
from crawler.reading.links import LinkNode
from crawler.reading.rowcandidates import DEPTH, Candidate, neighbour, row_candidates, shape_of
from crawler.reading.rowtext import date_of, texts_of, title_of
from crawler.reading.segments import tidy
from crawler.urlforms import is_article_url

_LIST_TAGS = frozenset({"ul", "ol", "table", "dl"})
_GAP = 4
_LONE_ROW = 400
"""Characters around the only link of a block up to which the block can be a row and not a text with a link in it."""
_EXAMINED = 4_000_000
"""Characters of a page's blocks that are searched for dates, all together, so that nesting cannot stall us."""


@dataclass(slots=True)
class RowGroup:
    """Rows under one parent, in document order. `order`, `last`: positions of its links among the page's links."""

    region: Region
    order: int
    container: LexborNode
    last: int = 0
    rows: list[Row] = field(default_factory=list)
    articles: int = 0
    attachments: int = 0

    @property
    def dated(self) -> int:
        """How many rows have a date."""
        return sum(row.date is not None for row in self.rows)

    @property
    def is_list(self) -> bool:
        """Whether these are items (dated, articles or files) rather than a menu. In navigation only dates tell.

        A date without a year that cannot be completed makes an item, too, though an undated one.
        """
        half = len(self.rows) / 2
        if self.region is Region.NAV:
            return self.dated >= max(2, half)
        dated = sum(bool(row.date_text) for row in self.rows)
        return max(dated, self.articles, self.attachments) >= max(1, half)


def row_groups(links: Sequence[LinkNode], page_url: str, *, navigation: bool) -> list[RowGroup]:
    """The groups of rows outside the footer, in document order, each target once in a group.

    `links` are all links of the page; those to the page itself are no rows. `navigation`: whether groups of the
    navigation are wanted, too (only those with dates count, so without any date there they are not).
    """
    regions = (Region.BODY, Region.NAV) if navigation else (Region.BODY,)
    groups: dict[int, RowGroup] = {}
    left = _EXAMINED
    for parent, candidates in row_candidates(links, page_url, regions):
        around = candidates[0].node if len(candidates) == 1 else parent
        text = around.text(separator=" ") if left > 0 else ""
        left -= len(text)
        first = candidates[0].anchor
        dates = may_hold_date(text)
        if (first.region is Region.NAV and not dates) or (len(candidates) == 1 and len(tidy(text)) > _LONE_ROW):
            continue
        group = groups.setdefault(_first_of_run(parent).mem_id, RowGroup(first.region, first.order, parent))
        _fill(group, candidates, dates)
    return sorted(groups.values(), key=lambda group: group.order)


def _fill(group: RowGroup, candidates: list[Candidate], dates: bool) -> None:
    roots = {candidate.node.mem_id for candidate in candidates}
    forward = len(candidates) == 1 or _dates_follow(candidates, roots)
    known = {row.url: index for index, row in enumerate(group.rows)}
    group.last = max(group.last, candidates[-1].anchor.order)
    for candidate in candidates:
        around = () if len(candidates) == 1 or not dates else _run_of_text(candidate.node, roots, forward=forward)
        row = _row(candidate, around, dates)
        at = known.get(row.url)
        if at is None:
            known[row.url] = len(group.rows)
            group.rows.append(row)
            group.articles += is_article_url(row.url)
            group.attachments += candidate.anchor.kind is TargetKind.ATTACHMENT
        elif group.rows[at].date is None and row.date is not None:
            group.rows[at] = row


def _row(candidate: Candidate, around: tuple[str, ...], dates: bool) -> Row:
    """The row of a candidate. `around` is the text between it and its neighbour; `dates`: the list shows dates."""
    anchor = candidate.anchor
    texts = texts_of(candidate.node, anchor.node)
    date, date_text = date_of(texts, anchor.url, candidate.node) if dates else (None, "")
    if not date_text and around:
        date, date_text = date_of(texts._replace(outside=around, inside=()), anchor.url)
    return Row(title_of(anchor.node, texts, anchor.text), anchor.url, date, date_text)


def _dates_follow(candidates: list[Candidate], roots: set[int]) -> bool:
    """Whether the text between rows belongs to the row before it: not so when only the first row has text before."""
    before = " ".join(_run_of_text(candidates[0].node, roots, forward=False))
    after = " ".join(_run_of_text(candidates[-1].node, roots, forward=True))
    return may_hold_date(after) or not may_hold_date(before)


def _run_of_text(node: LexborNode, roots: set[int], *, forward: bool) -> tuple[str, ...]:
    found: list[str] = []
    sibling = node.next if forward else node.prev
    for _ in range(_GAP):
        if sibling is None or sibling.mem_id in roots:
            break
        text = tidy(sibling.text_content if sibling.tag == "-text" else sibling.text(separator=" "))
        if text:
            found.append(text)
        sibling = sibling.next if forward else sibling.prev
    return tuple(found)


def _first_of_run(container: LexborNode) -> LexborNode:
    """The first of neighbouring lists of one shape: templates break lists after every fifth row, and into tabs."""
    shape = shape_of(container)
    for _ in range(DEPTH):
        before = neighbour(container, forward=False)
        if before is None or shape_of(before) != shape or container.tag not in _LIST_TAGS:
            break
        container = before
    return container
