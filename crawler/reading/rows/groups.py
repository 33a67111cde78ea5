"""Groups of rows that repeat: the one shape that all static lists share, whatever their markup.

Rows with a common parent are a group (`crawler.reading.rows.candidates` finds them); lists that a template breaks into
several elements are one (`rowruns`). Hidden lists (tabs) are read like others. What a row says, `rowtext` (its date)
and `rowtitles` read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.facts import Row
from crawler.kinds import Region, TargetKind
from crawler.reading.links import LinkNode
from crawler.reading.rows.candidates import Candidate, row_candidates
from crawler.reading.rows.runs import Runs, own_item, text_beside
from crawler.reading.rows.shapes import shape_of
from crawler.reading.rows.text import date_of, texts_of
from crawler.reading.rows.titles import is_document_title, names_nothing, title_of
from crawler.reading.rows.years import with_year
from crawler.reading.text.dates import may_hold_date, whole_date
from crawler.reading.text.places import tidy
from crawler.urlforms import article_form, is_article_url, is_column_url

_LONE_ROW = 400
"""Characters around the only link of a block up to which the block can be a row and not a text with a link in it."""
_LONE_CARD = 2_000
"""Characters up to which it can be one when the link is a heading and a date stands by itself (own rule)."""
_LEAST_HEADLINE = 8
"""Characters from which the text of a link is rather a headline than the name of a column (own rule)."""
_LEAST_TITLE = 4
"""Characters below which another mention of the same target may have the better title: a picture's 图片 (own rule)."""
_ITEMS = frozenset({"li", "tr", "dd", "dl"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EXAMINED = 4_000_000
"""Characters of a page's blocks that are searched for dates, all together, so that nesting cannot stall us."""


@dataclass(slots=True, eq=False)
class RowGroup:
    """Rows that belong together, in document order.

    `container` holds the first of them; `order`, `last`: positions of its links among the page's links; `places`:
    where the row of a target stands.
    """

    region: Region
    order: int
    container: LexborNode
    last: int = 0
    rows: list[Row] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    articles: int = 0
    attachments: int = 0

    @property
    def dated(self) -> int:
        """How many rows have a date."""
        return sum(row.date is not None for row in self.rows)

    @property
    def is_list(self) -> bool:
        """Whether these are items (dated, articles, files, documents by their titles) rather than a menu.

        In navigation and footer only dates tell. A date without a year that cannot be completed makes an item, too,
        though an undated one.
        """
        half = len(self.rows) / 2
        if self.region is not Region.BODY:
            return self.dated >= max(2, half)
        dated = sum(bool(row.date_text) for row in self.rows)
        return max(dated, self.articles, self.attachments) >= max(1, half) or self._documents() >= max(2, half)

    def _documents(self) -> int:
        """How many rows are called like documents, or lead to what may be an article; none of them to a column."""
        return sum(_is_document(row) for row in self.rows)


def _is_document(row: Row) -> bool:
    """Whether a row is rather a document than a column; an index page may be either, whatever its number."""
    if is_column_url(row.url):
        return False
    filed = article_form(row.url) is not None and "/index." not in row.url
    return is_document_title(row.title) or (filed and len(row.title) >= _LEAST_HEADLINE)


def row_groups(links: Sequence[LinkNode], page_url: str, *, dated: Collection[Region] = ()) -> list[RowGroup]:
    """The groups of rows in document order, each target once in a group.

    `links` are all links of the page; those to the page itself are no rows. Groups outside the main area are wanted
    only where they have dates: `dated` names the regions that show any.
    """
    regions = {Region.BODY, *dated}
    groups: dict[int, RowGroup] = {}
    runs = Runs()
    left = _EXAMINED
    for parent, candidates in row_candidates(links, page_url, regions):
        alone = len(candidates) == 1
        rows = [_narrowed(candidates[0])] if alone and left > 0 else candidates
        text = (rows[0].node if alone else parent).text(separator=" ") if left > 0 else ""
        left -= len(text)
        first = rows[0].anchor
        dates = may_hold_date(text)
        if (first.region is not Region.BODY and not dates) or (alone and not _is_row(rows[0], text)):
            continue
        piece = candidates[0].node if alone else parent
        key = runs.first_of(piece, rows, alone=alone).mem_id
        if alone and key not in groups:
            key = piece.mem_id
        container = rows[0].node.parent if rows[0].node.mem_id != candidates[0].node.mem_id else piece
        _fill(groups.setdefault(key, RowGroup(first.region, first.order, container or piece)), rows, dates)
    return sorted(groups.values(), key=lambda group: group.order)


def _narrowed(candidate: Candidate) -> Candidate:
    """A link without neighbours may own the whole main area: then its row is the item of a list that it stands in."""
    item = own_item(candidate.anchor.node, candidate.node)
    return candidate if item is None else candidate._replace(node=item)


def _is_row(candidate: Candidate, text: str) -> bool:
    """Whether a block with one link is a row of a list rather than a text with a link in it."""
    length = len(tidy(text))
    if length <= _LONE_ROW:
        return True
    heading = any(holder is not None and holder.tag in _HEADINGS for holder in _near(candidate.anchor.node))
    texts = texts_of(candidate.node, candidate.anchor.node)
    return length <= _LONE_CARD and heading and any(whole_date(each) for each in texts.outside)


def _near(node: LexborNode) -> tuple[LexborNode | None, ...]:
    return node.first_child, node.parent, node.parent.parent if node.parent is not None else None


def _fill(group: RowGroup, candidates: list[Candidate], dates: bool) -> None:
    beside = text_beside(candidates) if dates and len(candidates) > 1 else {}
    group.last = max(group.last, candidates[-1].anchor.order)
    unnamed = any(names_nothing(candidate.anchor.text) for candidate in candidates)
    items = _items(candidates) if unnamed else frozenset()
    for candidate in candidates:
        order = candidate.anchor.order
        row = _row(candidate, beside.get(order, ()), dates, named=not unnamed or order in items)
        at = group.places.get(row.url)
        if not row.title:
            continue
        if at is None:
            group.places[row.url] = len(group.rows)
            group.rows.append(row)
            group.articles += is_article_url(row.url)
            group.attachments += candidate.anchor.kind is TargetKind.ATTACHMENT
        else:
            group.rows[at] = _better(group.rows[at], row, candidate)


def _better(known: Row, row: Row, candidate: Candidate) -> Row:
    """One row of two mentions of a target: the dated one, with the title that is no picture's."""
    dated = row if known.date is None and row.date is not None else known
    says_little = len(known.title) < _LEAST_TITLE or names_nothing(known.title)
    named = row if says_little and candidate.anchor.node.text().strip() else known
    return dated if dated is named else Row(named.title, dated.url, dated.date, dated.date_text, dated.date_source)


def _items(candidates: list[Candidate]) -> frozenset[int]:
    """The rows, by the order of their links, that are surely items of a list: there texts beside a link may name it."""
    shapes = Counter(shape_of(each.node) for each in candidates)
    return frozenset(
        each.anchor.order for each in candidates if each.node.tag in _ITEMS or shapes[shape_of(each.node)] > 1
    )


def _row(candidate: Candidate, around: tuple[str, ...], dates: bool, *, named: bool) -> Row:
    """The row of a candidate. `around` is the text between it and its neighbour; `dates`: the list shows dates.

    `named`: texts beside the link may be the title, if the link says none.
    """
    anchor = candidate.anchor
    texts = texts_of(candidate.node, anchor.node)
    date, date_text = date_of(texts, candidate.node) if dates else (None, "")
    if not date_text and around:
        date, date_text = date_of(texts._replace(outside=around, inside=()))
    title = title_of(anchor.node, texts if named else texts._replace(outside=()), anchor.text)
    return with_year(Row(title, anchor.url, date, date_text), candidate.node)
