"""What the texts of a row of a list say: its date.

The date of a row is what stands there as a date and nothing else. A date inside a title (关于5月6日停水的通知) is part
of the title, dates labelled as something else (截止日期, 失效日期) are not taken, and of several the latest counts,
because the newest one is what a column is judged by.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from config.cms import page_words
from crawler.reading.text.dates import find_dates, may_hold_date, split_date, whole_date
from crawler.reading.text.monthdays import month_day
from crawler.reading.text.places import tidy

_SHORT = 40
"""Characters of a text in which a date may stand beside other words (来源, 浏览次数) and still be the row's date."""
_MOST_TEXTS = 40
"""Texts of one row that are looked at: a block with more is no row of a list (own rule)."""
_PIECE = 8
"""Characters of a piece of a date that a template tears apart (own rule)."""
_PARAGRAPH = 200
"""Characters of a text that is a summary rather than a line of fields (own rule)."""
_TORN = re.compile(r"\d{1,2}日?|\d{1,2}[-./月]\d{1,2}日?|(?:19|20)\d\d(?:[-./年]\d{1,2}月?)?年?")
_EDGE = " 　([（【〔[]）)】〕|"


class RowTexts(NamedTuple):
    """The texts of a row, as the markup divides them: around its link and inside it."""

    outside: tuple[str, ...]
    inside: tuple[str, ...]


def texts_of(row: LexborNode, anchor: LexborNode) -> RowTexts:
    """The texts of `row`, those of its title link apart."""
    within = dict(_texts(anchor))
    inside = tuple(within.values())
    if row.mem_id == anchor.mem_id:
        return RowTexts((), inside)
    return RowTexts(tuple([text for mem_id, text in _texts(row) if mem_id not in within]), inside)


def date_of(texts: RowTexts, row: LexborNode | None = None) -> tuple[dt.date | None, str]:
    """The date of a row and the text from which it was read.

    A date that is written without its year is only returned as text (`crawler.reading.rows.years` may complete it).
    `row` lets a table's headings say which cell holds the date of publication.
    """
    if len(texts.outside) + len(texts.inside) >= _MOST_TEXTS:
        return None, ""
    outside = (_publication_cells(row) if row is not None and row.tag == "tr" else ()) or texts.outside
    for candidates in (outside, texts.inside):
        found = _whole(candidates)
        if found is not None:
            return found
    for candidates, longest in ((outside, _SHORT), (texts.inside, _PIECE)):
        joined = " ".join(text for text in candidates if len(text) <= longest)
        torn = split_date(joined)
        if torn is not None:
            return torn, joined
    found = _beside_words(outside) or date_at_edge(" ".join(texts.inside))
    if found is not None:
        return found
    written = _yearless(outside) or _yearless(texts.inside)
    return (_in_attribute(row) if row is not None and written else None) or (None, written)


def _texts(node: LexborNode) -> list[tuple[int, str]]:
    found = []
    for part in node.traverse(include_text=True):
        if part.is_text_node and (text := tidy(part.text_content)):
            parent = part.parent
            if parent is None or parent.tag not in ("script", "style", "noscript"):
                found.append((part.mem_id, text))
                if len(found) == _MOST_TEXTS:
                    break
    return found


def _whole(candidates: tuple[str, ...]) -> tuple[dt.date, str] | None:
    found = [(day, text) for text in candidates if not _is_other_date(text) and (day := whole_date(text))]
    return max(found, key=lambda each: each[0]) if found else None


def _in_attribute(row: LexborNode) -> tuple[dt.date, str] | None:
    """The whole date in `datetime=` or `title=`, where the row shows it without its year."""
    for node in row.css("[datetime],[title]")[:_MOST_TEXTS]:
        text = tidy(node.attributes.get("datetime") or node.attributes.get("title"))
        day = whole_date(text)
        if day is not None:
            return day, text
    return None


def _yearless(candidates: tuple[str, ...]) -> str:
    """A text that would be a date if its year were known."""
    return next((text for text in candidates if not _is_other_date(text) and month_day(text) is not None), "")


def _beside_words(candidates: tuple[str, ...]) -> tuple[dt.date, str] | None:
    """A date among other words, in a short text or behind a label of publication."""
    labels = page_words().article.date_labels
    for text in candidates:
        for hit in find_dates(text) if len(text) <= _PARAGRAPH else ():
            before = text[: hit.start].rstrip(" ：:　[【(（")
            if before.endswith(labels) and not _is_other_date(before[-8:]):
                return hit.date, text
            if len(text) <= _SHORT and not _is_other_date(text):
                return hit.date, text
    return None


def date_at_edge(text: str) -> tuple[dt.date, str] | None:
    """A date at the very beginning or end of a link's text, divided from the title by a blank or a bracket."""
    for hit in find_dates(text):
        before, after = text[: hit.start].rstrip("[(（【〔"), text[hit.end :].lstrip("])）】〕日")
        written = text[hit.start : hit.end]
        if not after.strip() and before and (before[-1] in _EDGE or len(before) < hit.start):
            return hit.date, written
        if not before.strip() and after and (after[0] in _EDGE or len(after) < len(text) - hit.end):
            return hit.date, written
    return None


def _is_other_date(text: str) -> bool:
    return any(label in text for label in page_words().article.other_date_labels)


def is_dated(text: str) -> bool:
    """Whether a text is a date, or what is left of one that a template tears apart: a day, a month and year."""
    if may_hold_date(text) and (whole_date(text) is not None or month_day(text) is not None):
        return True
    return _TORN.fullmatch(text) is not None


def _publication_cells(row: LexborNode) -> tuple[str, ...]:
    """The texts of a table row without the cells whose heading names another date (成文日期, 失效日期).

    A heading that names the publication date leaves only its own cell. Empty when the table has no headings.
    """
    table = row.parent
    while table is not None and table.tag != "table":
        table = table.parent
    head = table.css_first("tr") if table is not None else None
    if head is None or head.mem_id == row.mem_id:
        return ()
    headings = [tidy(cell.text()) for cell in head.css("th,td")]
    cells = [tidy(cell.text(separator=" ")) for cell in row.css("td,th")]
    if len(headings) != len(cells):
        return ()
    named = list(zip(headings, cells, strict=True))
    published = [cell for heading, cell in named if heading in page_words().article.date_labels]
    return tuple(published or (cell for heading, cell in named if not _is_other_date(heading)))
