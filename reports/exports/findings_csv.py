"""findings.csv: the findings as a table for spreadsheets and statistics, one row for each finding and rubric."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from reports import jsonwrite
from reports.clauses import Law
from reports.findings_jsonl import record
from reports.result import AuditResult
from reports.textclean import printable

NAME = "findings.csv"
COLUMNS = (
    *("rubric", "unit", "unit_name", "check", "code", "state", "column", "url", "found_on", "found_on_count", "text"),
    *("message", "remedy", "indicators", "clause", "facts", "fingerprint"),
)
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that spreadsheets would compute (OWASP: CSV injection)."""


def render(result: AuditResult) -> bytes:
    """The file's bytes: UTF-8 with a byte order mark, which spreadsheets need to read Chinese; CRLF by RFC 4180."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(result):
        writer.writerow([inert(str(row[name])) for name in COLUMNS])
    return b"\xef\xbb\xbf" + jsonwrite.encode(out.getvalue())


def _rows(result: AuditResult) -> Iterator[dict[str, object]]:
    for judgement in result.judgements:
        laws = {unit.id: Law(judgement.rubric, unit.unit_class) for unit in result.units}
        for found in judgement.findings():
            unit = result.unit(found.unit)
            law = laws[unit.id].clauses(found)
            said = record(found, result.lang)
            yield {
                **{name: said[name] if said.get(name) is not None else "" for name in COLUMNS},
                "rubric": judgement.rubric.id,
                "unit_name": unit.name,
                "found_on": found.found_on[0] if found.found_on else "",
                "indicators": " ".join(clause.indicator for clause in law if clause.indicator),
                "clause": law[0].text if law else "",
                "facts": jsonwrite.line(said["facts"]).strip(),
            }


def inert(cell: str) -> str:
    """The cell as text that no spreadsheet computes."""
    clean = printable(cell)
    return f"'{clean}" if clean.startswith(FORMULA_SIGNS) else clean
