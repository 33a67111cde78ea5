"""Compared runs, for people at a terminal and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from config.messages import text
from reports import jsonwrite
from reports.comparing.causes import Cause, Movement
from reports.comparing.history import Fate, Trace
from reports.comparing.points import Moment, Point, labels
from reports.comparing.terminal import MOST
from reports.explain import number, percent
from reports.findings_jsonl import record
from reports.wording import problem

STYLES = {Fate.NEW: "red", Fate.RETURNED: "red", Fate.STANDING: "yellow", Fate.FIXED: "green", Fate.UNSEEN: "dim"}


def terminal(
    moments: Sequence[Moment], movements: Sequence[Movement], found: Sequence[Trace], lang: str
) -> RenderableType:
    """A table of units with their scores and fates, the causes of every change, and the findings by fate."""
    table = Table(title=text("compare.title", lang, days=" → ".join(labels(moments, lang))))
    for key in ("unit", "scores", "change", "coverage"):
        table.add_column(text(f"compare.{key}", lang))
    for fate in Fate:
        table.add_column(text(f"compare.fate.{fate.value}", lang), justify="right")
    for each in movements:
        own = [trace.fate for trace in found if trace.found.unit == each.unit]
        scores = " → ".join("–" if score is None else number(score) for score in each.scores)
        shares = f"{percent(each.points[0].coverage)} → {percent(each.points[-1].coverage)}"
        counts = [str(own.count(fate)) for fate in Fate]
        table.add_row(each.unit_name, scores, signed(each.change), shares, *counts)
    names = {each.unit: each.unit_name for each in movements}
    return Group(table, *_causes(movements, lang), *_findings(found, names, lang))


def as_json(
    moments: Sequence[Moment], movements: Sequence[Movement], found: Sequence[Trace], lang: str
) -> dict[str, Any]:
    """The comparison as JSON values."""
    return {
        "runs": [{"as_of": each.as_of.isoformat(), "crawled": each.crawled} for each in moments],
        "units": [
            {
                "unit": each.unit,
                "unit_name": each.unit_name,
                "scores": jsonwrite.plain(each.scores),
                "verdicts": [point.verdict for point in each.points],
                "coverage": [jsonwrite.plain(point.coverage) for point in each.points],
                "points": [_point(point) for point in each.points],
                "change": jsonwrite.plain(each.change),
                "causes": [_cause(cause) for cause in each.causes],
            }
            for each in movements
        ],
        "findings": [
            {"fate": trace.fate.value, "seen": list(trace.seen), "earlier": trace.earlier, **record(trace.found, lang)}
            for trace in found
        ],
    }


def _point(point: Point) -> dict[str, Any]:
    return {each.name: jsonwrite.plain(getattr(point, each.name)) for each in fields(point)}


def _cause(cause: Cause) -> dict[str, Any]:
    fates = {fate.value: count for fate, count in cause.fates.items()}
    change = jsonwrite.plain(cause.change)
    return {"indicator": cause.indicator, "title": cause.title, "change": change, "findings": fates}


def _causes(movements: Sequence[Movement], lang: str) -> Iterator[Text]:
    for each in movements:
        for cause in each.causes:
            facts = {"unit": each.unit_name, "indicator": f"{cause.indicator} {cause.title}", "why": why(cause, lang)}
            yield Text(text("compare.cause", lang, change=signed(cause.change), **facts))


def _findings(found: Sequence[Trace], names: Mapping[str, str], lang: str) -> Iterator[Text]:
    for fate in Fate:
        group = [trace for trace in found if trace.fate is fate]
        if not group or fate is Fate.STANDING:
            continue
        name = text(f"compare.fate.{fate.value}", lang)
        yield Text(text("compare.group", lang, fate=name, count=len(group)), style=f"bold {STYLES[fate]}")
        for trace in group[:MOST]:
            what = problem(trace.found.check, trace.found.code, lang)
            unit, place = names.get(trace.found.unit, trace.found.unit), trace.found.column or trace.found.url
            yield Text(f"  {unit}  {what}  {place}  {trace.found.fingerprint}")
        if len(group) > MOST:
            yield Text(f"  {text('rejudged.more', lang, count=len(group) - MOST)}")


def why(cause: Cause, lang: str) -> str:
    """What made a score another one, in words: how many findings of each fate, or that it was none of them."""
    fates = [f"{text(f'compare.fate.{fate.value}', lang)} {count}" for fate, count in cause.fates.items()]
    return text("report.list-joint", lang).join(fates) or text("compare.other-cause", lang)


def signed(change: Decimal | None) -> str:
    """A change of points with its sign; a dash where there is none to tell."""
    if change is None:
        return "–"
    return f"+{number(change)}" if change > 0 else number(change)
