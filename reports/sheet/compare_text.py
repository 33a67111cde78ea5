"""The comparison of two score sheets, as text for people and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from config.messages import text
from reports import jsonwrite
from reports.explain import number
from reports.manual_entry import ManualEntry
from reports.sheet.cells import words
from reports.sheet.compare import Comparison
from reports.sheet.row import Asks


def lines(found: Comparison, names: tuple[str, str], lang: str) -> Iterator[str]:
    """Counts, agreement, and each difference with both entries; `names` are those of the two files."""
    said = found.agreement
    yield text("sheet.compare.title", lang, first=names[0], second=names[1])
    counts = {"items": said.items, "both": said.both, "equal": said.equal, "neither": said.neither}
    yield text("sheet.compare.counts", lang, **counts)
    rate = said.rate
    yield text("sheet.compare.no-rate", lang) if rate is None else text("sheet.compare.rate", lang, rate=_percent(rate))
    if said.kappa is None:
        yield text("sheet.compare.no-kappa", lang, count=said.yes_no)
    else:
        yield text("sheet.compare.kappa", lang, count=said.yes_no, kappa=f"{float(said.kappa):.2f}")
    if not found.differences:
        yield text("sheet.compare.none", lang)
    for each in found.differences:
        row = each.row
        facts = {"unit": row.unit_name, "indicator": row.key.indicator, "title": row.title}
        yield text("sheet.compare.difference", lang, **facts)
        for name, entry in zip(names, (each.first, each.second), strict=True):
            yield text("sheet.compare.entry", lang, name=name, said=decision(entry, row.asks, lang)).rstrip()


def record(found: Comparison, names: tuple[str, str]) -> dict[str, Any]:
    """The comparison as JSON values; shares are rounded to four digits."""
    said = found.agreement
    return {
        "sheets": list(names),
        "items": said.items,
        "both": said.both,
        "equal": said.equal,
        "neither": said.neither,
        "agreement_rate": _rounded(said.rate),
        "yes_no": said.yes_no,
        "kappa": _rounded(said.kappa),
        "differences": [
            {
                "how": each.how.value,
                "rubric": each.row.key.rubric,
                "unit": each.row.key.unit,
                "indicator": each.row.key.indicator,
                "title": each.row.title,
                "first": _entry(each.first),
                "second": _entry(each.second),
            }
            for each in found.differences
        ],
    }


def decision(entry: ManualEntry | None, asks: Asks, lang: str) -> str:
    """What somebody decided, who, when, and why."""
    if entry is None:
        return text("sheet.compare.undecided", lang)
    if entry.lost is not None:
        decided = text("sheet.compare.points", lang, points=number(entry.lost))
    else:
        decided = words(asks, lang)[0 if entry.fulfilled else 1]
    day = f" {entry.assessed_on.isoformat()}" if entry.assessed_on else ""
    facts = {"decision": decided, "assessor": entry.assessor, "day": day, "remark": entry.remark}
    return text("sheet.compare.by", lang, **facts)


def _entry(entry: ManualEntry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    names = ("lost", "fulfilled", "remark", "evidence", "assessor", "assessed_on", "cell")
    return {name: jsonwrite.plain(getattr(entry, name)) for name in names}


def _percent(share: Fraction) -> str:
    return f"{float(share):.1%}"


def _rounded(share: Fraction | None) -> float | None:
    return None if share is None else round(float(share), 4)
