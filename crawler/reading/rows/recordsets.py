"""Lists as XML with markup inside: `<datastore>` with `<record>`s of CDATA, as Hanweb jpage and TrueCMS send them.

They stand in `<script type="text/xml">` of a column's page and in the answers of the interfaces behind it. Read as
text, because such XML is often not well-formed and always holds HTML (reference "cms-patterns" 1.2, 1.10).
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_SET = re.compile(r"<(?:datastore|recordset)\b", re.IGNORECASE)
_END = re.compile(r"</(?:datastore|recordset)\s*>", re.IGNORECASE)
_RECORD = re.compile(r"<record(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_RECORD_END = re.compile(r"</record\s*>", re.IGNORECASE)
_NUMBER = r"\s*+(?:<!\[CDATA\[)?\s*+(\d{1,9})\s*+(?:\]\]>)?\s*+"
_TOTAL = re.compile(rf"<totalrecords?>{_NUMBER}</totalrecords?\s*>", re.IGNORECASE)
_PAGES = re.compile(rf"<totalpages?>{_NUMBER}</totalpages?\s*>", re.IGNORECASE)
_NEXT = re.compile(r"<nextgroup\b[^<>]{0,200}>(.{0,3000}?)</nextgroup\s*>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_OPENED, _CLOSED = "<![CDATA[", "]]>"


class Recordset(NamedTuple):
    """What such XML says; None: it does not say.

    `records`: the markup of each record that shows something (where links stand in no record, all of it is one);
    `total`, `pages`: declared numbers of all records and pages, `evidence` quotes the total; `following`: the address
    under which the interface gives further records; `complete`: the end of the set was seen, and without it nothing is
    proven by what is missing.
    """

    records: tuple[str, ...]
    total: int | None
    pages: int | None
    following: str | None
    complete: bool
    evidence: str


def read_recordset(xml: str) -> Recordset | None:
    """The set of records in `xml`, or None when there is none."""
    if _SET.search(xml) is None:
        return None
    head, *others = _RECORD.split(xml)
    pieces = [_RECORD_END.split(other, maxsplit=1) for other in others]
    closed = [piece[0] for piece in pieces if len(piece) == 2]
    records = tuple(markup for piece in closed if _TAG.sub("", markup := _markup(piece)).strip())
    rest = pieces[-1][1] if pieces and len(pieces[-1]) == 2 else "" if pieces else head
    outside = f"{head} {rest}"
    loose = _NEXT.sub("", outside)
    total = _TOTAL.search(outside)
    return Recordset(
        records or ((loose,) if _HREF.search(loose) else ()),
        int(total[1]) if total else None,
        int(pages[1]) if (pages := _PAGES.search(outside)) else None,
        _following(outside),
        complete=len(closed) == len(pieces) and _END.search(rest) is not None,
        evidence=total[0] if total else "",
    )


def _markup(piece: str) -> str:
    """The HTML of one record: its CDATA, or its text with the references that stand for tags."""
    if _OPENED not in piece:
        return piece if "<" in piece else html.unescape(piece)
    return "".join(part.partition(_CLOSED)[0] for part in piece.split(_OPENED)[1:])


def _following(outside: str) -> str | None:
    group = _NEXT.search(outside)
    href = _HREF.search(group[1]) if group else None
    return html.unescape(next(filter(None, href.groups()), "")).strip() or None if href else None
