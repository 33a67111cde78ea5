"""The task table of an annex (任务分解表): from a real table of a .docx, or from lines into which a PDF flattened it.

Flattened, a row is: its number, the narrow cells of its headings, the wide lines of its text, the lines of its units,
the pieces of its deadline. Merged cells stand once, at their first row or somewhere near; what is taken from a row
above is marked as such, and what cannot be told is left out and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from config.plan_language import plan_language
from xuncha.drafting.clauses import Note
from xuncha.drafting.document import PlanDocument, Table
from xuncha.drafting.lines import Line, join, width
from xuncha.drafting.phrases import phrases_in

_NUMBER = re.compile(r"([0-9]{1,3})(?:\s+(.*))?")
_NARROW = 0.25
"""Headings stand in cells narrower than this share of the widest line."""
_WIDE = 0.62
"""Only the column of texts has lines wider than this share of the widest line."""


@dataclass(frozen=True)
class AnnexRow:
    """A row of the task table.

    `heading` is the text of its heading cells, as far as they stand at this row. `units` and `deadline` are as written;
    `inherited` names the fields that were taken from an earlier row, `doubts` (keys of `draft.doubt.*`) what is not
    certain about the row.
    """

    number: int
    text: str
    heading: str = ""
    units: str = ""
    deadline: str = ""
    line: int = 0
    inherited: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def annex_rows(document: PlanDocument) -> tuple[AnnexRow, ...]:
    """The rows of the document's task table, in order; none when it has no such table."""
    rows = [row for table in document.tables for row in _rows_of_table(table)]
    if not rows and _is_flat_table(document):
        rows = list(_rows_of_lines(document.annex))
    return tuple(_inherit(rows))


def unread(document: PlanDocument) -> Iterator[Note]:
    """What stands in the annex and was not read: text that is no task table, tables without the header of one."""
    for number, table in enumerate(document.tables, start=1):
        if not any(_rows_of_table(table)):
            yield Note("table-unread", {"number": number})
    if document.annex and not _is_flat_table(document):
        first, last = document.annex[0], document.annex[-1]
        yield Note("annex-unread", {"first": first.number, "last": last.number, "text": first.text[:20]})


def _is_flat_table(document: PlanDocument) -> bool:
    """Whether the lines of the annex are a task table: its header stands among the first."""
    return _is_header("".join(line.text for line in document.annex[:8]))


def _header_field(cell: str) -> str | None:
    """The field that a header cell names."""
    words = re.sub(r"\s", "", cell)
    return next((name for name, known in plan_language().structure.headers.items() if words in known), None)


def _is_header(words: str) -> bool:
    text = re.sub(r"\s", "", words)
    headers = plan_language().structure.headers
    return sum(any(word in text for word in headers[name]) for name in ("number", "text", "task", "units")) >= 3


def _rows_of_table(table: Table) -> Iterator[AnnexRow]:
    """The rows of a real table: its header names the columns; without one there are no rows."""
    header = next(
        (at for at, row in enumerate(table[:4]) if len({_header_field(cell) for cell in row} - {None}) >= 3), None
    )
    if header is None:
        return
    fields = [_header_field(cell) for cell in table[header]]
    has_text = "text" in fields
    for at, row in enumerate(table[header + 1 :], start=1):
        cells: dict[str, list[str]] = {}
        for name, cell in zip(fields, row, strict=False):
            if name is not None and cell.strip() not in cells.get(name, ()):
                cells.setdefault(name, []).append(cell.strip())
        text = "".join(cells.get("text" if has_text else "task", ()))
        written = "".join(cells.get("number", ()))
        if not text:
            continue
        known = written.isdecimal()
        yield AnnexRow(
            number=int(written) if known else at,
            text=text,
            heading=" ".join(cells.get("task", ())) if has_text else "",
            units="、".join(part for part in cells.get("units", ()) if part),
            deadline="".join(cells.get("deadline", ())),
            doubts=() if known else ("number",),
        )


def _rows_of_lines(lines: Sequence[Line]) -> Iterator[AnnexRow]:
    content = list(_without_headers(lines))
    widest = max((width(line.text) for line in content), default=0.0)
    for number, own in _split(content):
        yield _row(number, own, widest)


def _without_headers(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that are no header, with which every page of the table begins anew (and often incompletely)."""
    fragments = plan_language().structure.header_fragments
    after_header = False
    for line in lines:
        words = re.sub(r"\s", "", line.text)
        if _is_header(words):
            after_header = True
        elif not (after_header and (words in fragments or _header_field(words))):
            after_header = False
            yield line


def _split(lines: Sequence[Line]) -> Iterator[tuple[int, list[Line]]]:
    """The lines of each row. A row begins with the number that is due; the first row has the first number."""
    number, own = 0, list[Line]()
    for line in lines:
        found = _NUMBER.fullmatch(line.text)
        if found and int(found.group(1)) == number + 1 and not re.match(r"[年月日]", found.group(2) or ""):
            if number:
                yield number, own
            number, own = number + 1, []
            if found.group(2):
                own.append(Line(line.number, found.group(2)))
        elif number:
            own.append(line)
    if number:
        yield number, own


def _row(number: int, lines: Sequence[Line], widest: float) -> AnnexRow:
    wide = [at for at, line in enumerate(lines) if width(line.text) > widest * _WIDE]
    if not wide:
        text = "".join(line.text for line in lines)
        return AnnexRow(number, text, line=lines[0].number if lines else 0, doubts=("cells",))
    first, end = wide[0], _text_end(lines, wide[-1])
    text = ""
    for line in lines[first:end]:
        text = join(text, line.text) if text else line.text
    units, deadline = _tail(lines[end:])
    heading = "".join(line.text for line in lines[:first])
    odd = any(width(line.text) > widest * _NARROW for line in lines[:first])
    doubts = (*(("heading",) if odd else ()), *(() if text.endswith(("。", "；")) else ("text-end",)))
    return AnnexRow(number, text, heading, units, deadline, lines[first].number, doubts=doubts)


def _text_end(lines: Sequence[Line], last_wide: int) -> int:
    """Where the text ends: at its last wide line, or, if that is no end of a sentence, at the next full stop."""
    if lines[last_wide].text.endswith("。"):
        return last_wide + 1
    for at in range(last_wide + 1, min(last_wide + 3, len(lines))):
        if lines[at].text.endswith("。"):
            return at + 1
    return last_wide + 1


def _tail(lines: Sequence[Line]) -> tuple[str, str]:
    """Units and deadline out of the lines behind the text: the deadline is what reads as one, and its pieces."""
    words = "".join(re.sub(r"\s", "", line.text) for line in lines)
    times = [phrase for phrase in phrases_in(words) if not phrase.kind.is_quantity]
    if not times:
        return words, ""
    last = times[-1]
    return (words[: last.start] + words[last.end :]).strip("；，"), last.text


def _inherit(rows: Iterable[AnnexRow]) -> Iterator[AnnexRow]:
    """Rows with what they share with the row above through merged cells."""
    above: AnnexRow | None = None
    for row in rows:
        filled = row
        if above is not None:
            missing = [name for name in ("units", "deadline") if not getattr(row, name) and getattr(above, name)]
            if missing:
                across = ("merged-across-headings",) if row.heading else ()
                filled = replace(
                    row,
                    inherited=tuple(missing),
                    doubts=(*row.doubts, *across),
                    **{name: getattr(above, name) for name in missing},
                )
        yield filled
        above = filled
