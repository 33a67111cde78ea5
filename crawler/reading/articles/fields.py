"""The labelled fields of an article: 索引号, 发布机构, 有效性, 来源, 责任编辑 … with their values.

A label stands with a colon or brackets in front of its value (several in one line), alone in the cell of a table or
list before that of its value, or alone in the block before it; blanks inside labels do not matter. A label without a
value is a field that is empty. What prose says behind a colon is no field: inside the article's text only its
beginning, its end, and tables of several known labels are asked. The labels are data (`config/cms/articles.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.article_words import article_fields
from crawler.facts import Found, FoundEmpty, NotFound, TextFact
from crawler.reading.articles.body import text_of
from crawler.reading.articles.labels import bare_label, labelled, labels_in
from crawler.reading.page import Page
from crawler.reading.text.lines import Line, lines_of
from crawler.reading.text.places import tidy

_LONGEST_CELL = 200
_LONGEST_VALUE = 100
_LONGEST_BESIDE = 60
"""Characters of a value: in the next cell, on the label's own line, in the next block (own rules)."""
_START, _END = 8, 6
"""Lines at the beginning and the end of an article's text in which fields may stand (own rule)."""
_TABLE_LABELS = 3
"""Known labels from which a table inside the text is the document's and not one of its contents (own rule)."""
_SHORTEST_BARE = 3
"""Characters of a label that may stand before its value without a colon, outside tables."""
_CELLS = frozenset({"td", "th", "dt"})
_HOLDERS = frozenset({"table", "dl", "ul"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LEVELS = 4
_SENTENCE = re.compile(r"[。；！？，]|[:：]$")
_CUT = re.compile(r"[|｜【]|\s[\[［(（](?!\d)")
_EDGES = " :：|｜丨,，;；、"
_CLOSERS = {")": "(", "）": "（", "]": "[", "】": "【", "］": "［"}


class Zone(Enum):
    """Where a field stands: outside the article's text or in the document's table; at the text's start; at its end."""

    OUTSIDE = "outside"
    START = "start"
    END = "end"


ABOVE = frozenset({Zone.OUTSIDE, Zone.START})
"""Where the fields of a document stand."""
ANYWHERE = frozenset(Zone)


class Field(NamedTuple):
    """A label as the data writes it, and the value behind it, which may be empty."""

    label: str
    value: str
    zone: Zone


@lru_cache(maxsize=1)
def read_fields(page: Page) -> tuple[Field, ...]:
    """All fields of an article page in document order."""
    body = text_of(page)
    inside = {node.mem_id for node in body.node.traverse()} if body is not None else set()
    lines = lines_of(page)
    at = [number for number, line in enumerate(lines) if line.node.mem_id in inside]
    start, end = set(at[:_START]), set(at[-_END:])
    labelled = [number for number, line in enumerate(lines) if labels_in(line.text)]
    holders = {number: _holder(lines[number].node) for number in labelled}
    tables = _document_tables(lines, holders)
    found: list[Field] = []
    for number in labelled:
        if lines[number].node.mem_id not in inside or holders[number] in tables:
            zone = Zone.OUTSIDE
        elif number in start or number in end:
            zone = Zone.START if number in start else Zone.END
        else:
            continue
        found += (Field(label, value, zone) for label, value in _fields_in(lines, number))
    return tuple(found)


def value_of(fields: Iterable[Field], labels: Iterable[str], zones: frozenset[Zone]) -> TextFact:
    """The first value behind one of `labels`, asked in this order, in one of `zones`."""
    shown = [field for field in fields if field.zone in zones]
    present: str | None = None
    for label in labels:
        for field in shown:
            if field.label == label:
                if field.value:
                    return Found(field.value, f"label {label}")
                present = present or label
    return FoundEmpty(f"label {present}") if present else NotFound()


def document_fields(fields: Iterable[Field]) -> tuple[tuple[str, str], ...]:
    """The labelled fields of a document as shown, in order, empty ones among them, each pair once.

    Counters, buttons and the names of those who wrote or answer for a text are none; at the beginning of a text only
    labels count that prose does not use.
    """
    labels = article_fields().labels
    kept = (
        (field.label, field.value)
        for field in fields
        if field.label not in labels.of_no_document
        and (field.zone is Zone.OUTSIDE or (field.zone is Zone.START and field.label in labels.of_document))
    )
    return tuple(dict.fromkeys(kept))


def _fields_in(lines: tuple[Line, ...], number: int) -> Iterator[tuple[str, str]]:
    text = lines[number].text
    labels = labels_in(text)
    for at, label in enumerate(labels):
        if label.bare:
            value = _beside(lines, number, bare=True)
            if value is not None:
                yield label.label, value
            return
        until = labels[at + 1].start if at + 1 < len(labels) else len(text)
        value = _clean(text[label.end : until])
        if not value and until == len(text):
            value = _beside(lines, number, bare=False) or ""
        if len(value) <= _LONGEST_CELL:
            yield label.label, value


def _beside(lines: tuple[Line, ...], number: int, *, bare: bool) -> str | None:
    """The value in the cell or block behind a label's own; empty when that is empty, None when there is no field."""
    cell = _cell(lines[number])
    if cell is not None:
        return _in_next_cell(cell)
    block = lines[number].node
    following = lines[number + 1] if number + 1 < len(lines) else None
    if bare and len(bare_label(lines[number].text) or "") < _SHORTEST_BARE:
        return None
    if following is None:
        return None if bare else ""
    within = _is_within(following.node, block)
    neighbour = None if within else _next_element(block)
    near = within or (neighbour is not None and _is_within(following.node, neighbour))
    value = following.text if near and following.node.tag not in _HEADINGS else ""
    if _SENTENCE.search(value) or len(value) > _LONGEST_BESIDE or bare_label(value) or labelled().match(value):
        value = ""
    return None if bare and not value else _clean(value)


def _in_next_cell(cell: LexborNode) -> str | None:
    following = _next_element(cell)
    value = tidy(following.text(separator=" ")) if following is not None else ""
    if following is None or bare_label(value):
        return _below(cell)
    if following.tag not in ("td", "th", "dd"):
        return ""
    if labelled().match(value) or len(value) > _LONGEST_CELL:
        return ""
    return "" if article_fields().says_nothing(value) else value


def _below(cell: LexborNode) -> str | None:
    """The value under a label, in a table of two rows whose first one holds nothing but labels."""
    row = cell.parent
    table = row
    for _ in range(_LEVELS):
        if table is None or table.tag == "table":
            break
        table = table.parent
    rows = table.css("tr") if table is not None and table.tag == "table" else []
    if row is None or len(rows) != 2 or rows[0].mem_id != row.mem_id:
        return ""
    heads, values = rows[0].css("td,th"), rows[1].css("td,th")
    if len(heads) != len(values) or not all(bare_label(tidy(head.text())) for head in heads):
        return ""
    at = next(number for number, head in enumerate(heads) if head.mem_id == cell.mem_id)
    value = tidy(values[at].text(separator=" "))
    return "" if article_fields().says_nothing(value) else value


def _cell(line: Line) -> LexborNode | None:
    """The cell that holds nothing but this line."""
    node: LexborNode | None = line.node
    for _ in range(_LEVELS):
        if node is None or tidy(node.text()) != line.text:
            return None
        if node.tag in _CELLS:
            return node
        node = node.parent
    return None


def _document_tables(lines: Sequence[Line], holders: Mapping[int, int | None]) -> set[int]:
    """Tables and lists with several known labels. `holders`: of each line with labels what table or list holds it."""
    labels: dict[int, set[str]] = {}
    for number, holder in holders.items():
        if holder is not None:
            text = lines[number].text
            alone = bare_label(text)
            named = {label.label for label in labels_in(text)}
            labels.setdefault(holder, set()).update(named, {alone} if alone else ())
    return {holder for holder, named in labels.items() if len(named) >= _TABLE_LABELS}


def _holder(node: LexborNode) -> int | None:
    around: LexborNode | None = node
    for _ in range(_LEVELS + _LEVELS):
        if around is None:
            return None
        if around.tag in _HOLDERS:
            return around.mem_id
        around = around.parent
    return None


def _is_within(node: LexborNode, holder: LexborNode) -> bool:
    around: LexborNode | None = node
    for _ in range(_LEVELS):
        if around is None:
            return False
        if around.mem_id == holder.mem_id:
            return True
        around = around.parent
    return False


def _next_element(node: LexborNode) -> LexborNode | None:
    sibling = node.next
    for _ in range(_LONGEST_VALUE):
        if sibling is None or (sibling.tag or "-")[0] not in "-!":
            break
        sibling = sibling.next
    return sibling


def _clean(value: str) -> str:
    """A value without what follows it on its line: other fields, buttons, brackets that were opened before it."""
    cut = _CUT.search(value)
    other = _next_label().search(value)
    ends = [found.start() for found in (cut, other) if found]
    kept = value[: min(ends, default=len(value))].strip(_EDGES)[: 2 * _LONGEST_VALUE]
    while kept and kept[-1] in _CLOSERS and _CLOSERS[kept[-1]] not in kept:
        kept = kept[:-1].rstrip(_EDGES)
    return "" if article_fields().says_nothing(kept) or len(kept) > _LONGEST_VALUE else kept


@cache
def _next_label() -> re.Pattern[str]:
    """Any word with a colon behind a blank: the label of a field that is not known."""
    return re.compile(r"(?<=[\s）)】\]])[一-鿿]{2,8}\s?[:：]")
