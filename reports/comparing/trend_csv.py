"""trend.csv: the numbers of trend.html, one row for each unit, rubric and run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from reports import jsonwrite
from reports.comparing.comparison import Comparison
from reports.comparing.history import Trace
from reports.exports.findings_csv import inert
from reports.moments import beijing

NAME = "trend.csv"
COLUMNS = (
    *(
        "portal",
        "rubric",
        "unit",
        "unit_name",
        "run",
        "as_of",
        "crawled",
        "verdict",
        "score",
        "score_low",
        "score_high",
    ),
    *("coverage", "vetoes", "confirmed", "suspected", "appeared", "gone", "open_vetoes"),
)


def render(comparisons: Sequence[Comparison], lang: str) -> bytes:  # all renderers are called alike
    """The file's bytes: UTF-8 with a byte order mark, which spreadsheets need to read Chinese; CRLF by RFC 4180.

    `run` counts from 1; `crawled` is Beijing time; `appeared` and `gone` count findings against the run before.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for comparison in comparisons:
        for row in _rows(comparison):
            writer.writerow([inert("" if cell is None else str(cell)) for cell in row])
    return b"\xef\xbb\xbf" + jsonwrite.encode(out.getvalue())


def _rows(comparison: Comparison) -> Iterator[list[object]]:
    for movement in comparison.movements:
        own = comparison.of_unit(movement.unit)
        for number, (moment, point) in enumerate(zip(comparison.moments, movement.points, strict=True)):
            yield [
                *(comparison.portal, comparison.rubric, movement.unit, movement.unit_name, number + 1),
                *(moment.as_of.isoformat(), beijing(moment.crawled), point.verdict),
                *(point.score, point.low, point.high, point.coverage, len(point.vetoes)),
                *(point.confirmed, point.suspected, *_changes(own, number), point.open_vetoes),
            ]


def _changes(own: Sequence[Trace], number: int) -> tuple[int | None, int | None]:
    """How many findings are there that were not in the run before, and the other way round; None for the first run."""
    if number == 0:
        return None, None
    pairs = [trace.seen[number - 1 : number + 1] for trace in own]
    return pairs.count((False, True)), pairs.count((True, False))
