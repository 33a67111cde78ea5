"""Rows of a piece of markup that is a list by itself: what an interface answers, or what waits in a script.

A page must first be searched for its list; here that is settled, so every item with a link is a row, even if there is
only one and whatever the classes around it are called. What a row says is read as on pages
(`crawler.reading.rows.text`). Links of pagers, and links that lead nowhere, are no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from crawler.facts import Row
from crawler.kinds import Region
from crawler.reading.links import LinkNode
from crawler.reading.page import Page
from crawler.reading.rows.candidates import Candidate, row_candidates
from crawler.reading.rows.groups import row_groups
from crawler.reading.rows.text import date_of, texts_of
from crawler.reading.rows.titles import title_of
from crawler.reading.rows.years import with_year
from crawler.reading.text.dates import whole_date
from crawler.reading.text.places import ELSEWHERE
from crawler.urlforms import is_article_url

_TABLE_PARTS = re.compile(r"\s*+(?:(?><!--.*?-->)\s*+)*+<(tr|td|th|tbody|thead)\b", re.IGNORECASE | re.DOTALL)
_ITEM_TAGS = frozenset({"li", "tr"})
_LEVELS = 12
"""Levels between a link and the item that it belongs to; real items are fewer than 6 deep."""
_LINKS_IN_RECORD = 3


def fragment_rows(
    html: str, base_url: str, *, encoding: str = "utf-8", hosts: frozenset[str] = frozenset()
) -> tuple[Row, ...]:
    """The rows of `html` in order, each target once.

    `base_url` is the address against which links are resolved, `encoding` that of their queries, `hosts` are the
    portal's hosts with their ports. Never raises.
    """
    page = Page(base_url, _standing_alone(html), encoding=encoding, base_hosts=hosts)
    links = tuple(LinkNode(node, link, ELSEWHERE) for node, link, _ in page.links)
    return _once(_rows(links, page.url))


def record_rows(
    records: Iterable[str], base_url: str, *, encoding: str = "utf-8", hosts: frozenset[str] = frozenset()
) -> tuple[Row, ...]:
    """The rows of pieces of markup of which each is one item; parameters as for `fragment_rows`.

    Each piece is parsed alone, so that a tag that one of them does not close cannot swallow the next.
    """
    return _once(
        row for record in records for row in _one_item(fragment_rows(record, base_url, encoding=encoding, hosts=hosts))
    )


def _standing_alone(html: str) -> str:
    """`html` in an element of its own; rows and cells get a table, because parsers drop them when they have none."""
    part = _TABLE_PARTS.match(html)
    if part is None:
        return f"<div>{html}</div>"
    return f"<table><tr>{html}</tr></table>" if part[1].lower() in ("td", "th") else f"<table>{html}</table>"


def _rows(links: Sequence[LinkNode], url: str) -> Iterator[Row]:
    """Rows that repeat, as on pages; an item without a twin is read by itself, however long its text is."""
    groups = [group for group in row_groups(links, url) if len(group.rows) > 1]
    repeated = {row.url: row for group in groups for row in group.rows}
    for siblings in row_candidates(links, url, (Region.BODY,)):
        for candidate in siblings.rows:
            row = repeated.get(candidate.anchor.url)
            yield row if row is not None and row.date is not None else _single(candidate, row)


def _single(candidate: Candidate, known: Row | None) -> Row:
    """The row of an item by itself: its date stands in its own `li` or `tr`, else anywhere around its link."""
    read = [_row(node, candidate) for node in (_item_of(candidate), candidate.node)]
    return next((row for row in read if row.date is not None), known or read[0])


def _row(node: LexborNode, candidate: Candidate) -> Row:
    anchor = candidate.anchor
    texts = texts_of(node, anchor.node)
    day, text = date_of(texts, node)
    if day is None and (torn := whole_date(" ".join(texts.outside))):
        day, text = torn, " ".join(texts.outside)
    return with_year(Row(title_of(anchor.node, texts, anchor.text), anchor.url, day, text), node)


def _item_of(candidate: Candidate) -> LexborNode:
    node = candidate.anchor.node
    for _ in range(_LEVELS):
        if node.parent is None or node.tag in _ITEM_TAGS or node.mem_id == candidate.node.mem_id:
            break
        node = node.parent
    return node


def _one_item(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Several links of one record as its one row, named by the longest text: the others are its category or its file.

    Unless they are rows in their own right (several dates or articles): a template may put many into one record.
    """
    articles = sum(is_article_url(row.url) for row in rows)
    dated = [row for row in rows if row.date is not None]
    if not 1 < len(rows) <= _LINKS_IN_RECORD or len(dated) > 1 or articles > 1:
        return rows
    named = next((row for row in rows if is_article_url(row.url)), max(rows, key=lambda row: len(row.title)))
    shown = dated[0] if dated else max(rows, key=lambda row: len(row.date_text))
    return (replace(shown, title=named.title, url=named.url),)


def _once(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Each target once, a dated mention before an undated one."""
    found: dict[str, Row] = {}
    for row in filter(lambda row: row.title, rows):
        known = found.get(row.url)
        if known is None or (known.date is None and row.date is not None):
            found[row.url] = row
    return tuple(found.values())
