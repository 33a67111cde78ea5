"""Lists that a script of the page writes into it by `document.write` (Wuhan; reference "cms-patterns" 1.4).

Where all that a script does is to write literal markup, that markup is put in its place, and the list is read like
any other. A script that writes rows and does anything else (loops, conditions, values from elsewhere) is not
understood: then the rows may be there, and nobody may call the list empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.kinds import Region
from crawler.reading.page import Page
from crawler.reading.scripts.code import STRING, string_of

_WRITES = "document.write"
_LONGEST_SCRIPT = 500_000
"""Characters of a script that is still taken apart (own rule: the rows of one list page have a tenth of that)."""
_OPENING = re.compile(r"<script\b(?P<attributes>[^<>]*)>", re.IGNORECASE)
_CLOSING = re.compile(r"</script\s*>", re.IGNORECASE)
_OUTSIDE = re.compile(r"\bsrc\s*=", re.IGNORECASE)
_ITEM = re.compile(r"<(?:li|tr|dd|dt)\b", re.IGNORECASE)
_ROW = re.compile(r"<(?:li|tr|dd|dt)\b|<a\b[^<>]{0,300}\shref\b", re.IGNORECASE)
_PAGER = re.compile(r"createPage|countPage|currentPage|pageCount|totalPage|pageIndex", re.IGNORECASE)
_LIST_TAGS = frozenset({"ul", "ol", "dl", "table", "tbody"})
_ITEM_TAGS = frozenset({"li", "dd", "dt"})
_SKIPPED = re.compile(r"[\s;]+|//[^\n]*|/\*.*?\*/|<!--[^\n]*|-->[^\n]*", re.DOTALL)
_CALL = re.compile(r"(?:window\s*\.\s*)?document\s*\.\s*write(?P<line>ln)?\s*\(\s*")
_VARIABLE = re.compile(r"(?:var|let|const)\s+(?P<name>[A-Za-z_$][\w$]*)\s*=(?!=)\s*")
_NUMBER = re.compile(r"\d{1,15}(?![\w.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?![\w$.(\[])")
_PLUS = re.compile(r"\s*\+(?!\+)\s*")
_BRACKET = re.compile(r"\s*\)")


def written_out(page: Page) -> Page:
    """`page` with the rows that its scripts write; the page itself when they write none that can be read."""
    if _WRITES not in page.html:
        return page
    html = "".join(_pieces(page.html))
    if html == page.html:
        return page
    return Page(page.url, html, encoding=page.encoding, base_hosts=page.hosts)


def writes_unread_rows(page: Page, *, own: bool = False) -> bool:
    """Whether a script in a list of the main area of `page` (as `written_out` left it) writes rows that nobody knows.

    `own`: other rows surely are the list of the column; then only a script counts that stands among written rows.
    """
    for node in page.tree.css("script:not([src])"):
        code, holder = node.text(), node.parent
        if _WRITES not in code or holder is None or _PAGER.search(code) or page.region_of(node) is not Region.BODY:
            continue
        if holder.tag in _ITEM_TAGS and _ROW.search(code):
            holder = holder.parent
        elif holder.tag not in _LIST_TAGS or not _ITEM.search(code):
            continue
        if not own or (holder is not None and holder.css_first("a[href]") is not None):
            return True
    return False


def literally_written(code: str) -> str | None:
    """The markup that a script writes when it does nothing else; None when it does anything else.

    Variables that it sets to literals are known. Never raises.
    """
    parts: list[str] = []
    known: dict[str, str] = {}
    at, end = 0, len(code)
    if end > _LONGEST_SCRIPT:
        return None
    while at < end:
        skipped = _SKIPPED.match(code, at)
        if skipped is not None:
            at = skipped.end()
            continue
        statement = _CALL.match(code, at) or _VARIABLE.match(code, at)
        value = _sum(code, statement.end(), known) if statement is not None else None
        if statement is None or value is None:
            return None
        text, at = value
        if statement.re is _VARIABLE:
            known[statement["name"]] = text
            continue
        closing = _BRACKET.match(code, at)
        if closing is None:
            return None
        parts.append(f"{text}\n" if statement["line"] else text)
        at = closing.end()
    return "".join(parts)


def _pieces(html: str) -> Iterator[str]:
    """The source in pieces: a script whose rows can be read is replaced by them."""
    at = 0
    while (opening := _OPENING.search(html, at)) and (closing := _CLOSING.search(html, opening.end())):
        code = html[opening.end() : closing.start()]
        inline = _WRITES in code and not _OUTSIDE.search(opening["attributes"])
        written = literally_written(code) if inline else None
        yield html[at : opening.start()]
        yield html[opening.start() : closing.end()] if written is None or not _ROW.search(written) else written
        at = closing.end()
    yield html[at:]


def _sum(code: str, at: int, known: dict[str, str]) -> tuple[str, int] | None:
    """The text of strings, numbers and known variables that are added up at a place, and where it ends."""
    parts: list[str] = []
    while True:
        term = STRING.match(code, at) or _NUMBER.match(code, at) or _NAME.match(code, at)
        if term is None:
            return None
        written = term.group()
        text = written if term.re is _NUMBER else known.get(written) if term.re is _NAME else string_of(written)
        if text is None:
            return None
        parts.append(text)
        plus = _PLUS.match(code, term.end())
        if plus is None:
            return "".join(parts), term.end()
        at = plus.end()
