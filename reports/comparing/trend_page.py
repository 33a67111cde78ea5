"""trend.html: how units got on over several runs, as one file that needs no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from jinja2 import Environment
from markupsafe import Markup

from config.messages import text
from reports.comparing import chart
from reports.comparing.causes import Cause, Movement
from reports.comparing.comparison import Comparison
from reports.comparing.history import Fate, Trace
from reports.comparing.history_out import signed, why
from reports.comparing.points import Point, labels
from reports.explain import number, percent
from reports.jsonwrite import encode
from reports.page_templates import page_templates, texts_of
from reports.stylesheets import stylesheets
from reports.textclean import printable
from reports.wording import message

NAME = "trend.html"
SHOWN = 200
"""So many findings of one fate and unit stand on the page; `compare --json` has all of them."""
MOST_NAMES = 3
"""So many portals are named in the title."""
_FULL, _STEP = Decimal(100), Decimal(20)


@dataclass(frozen=True, slots=True)
class Band:
    """The range that open items allow for a score, at its run."""

    x: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Chart:
    """One drawing: its axes, one or two lines, and for scores the ranges and the runs with a veto."""

    title: str
    summary: str
    axes: chart.Scale
    percent: bool
    lines: tuple[chart.Line, ...]
    names: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    vetoed: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitTrend:
    """Everything about one unit: its charts, its causes, and its findings by fate."""

    movement: Movement
    charts: tuple[Chart, ...]
    causes: tuple[tuple[Cause, str], ...]
    fates: tuple[tuple[Fate, list[Trace]], ...]
    counts: dict[str, int]


def render(comparisons: Sequence[Comparison], lang: str) -> bytes:
    """The page's bytes (UTF-8). It has no script; all that came from a website is escaped."""
    portals = list(dict.fromkeys(each.portal for each in comparisons))
    more = text("batch.and-more", lang, count=len(portals)) if len(portals) > MOST_NAMES else ""
    page = (
        _environment(lang)
        .get_template("trend.html.j2")
        .render(
            comparisons=[(each, labels(each.moments, lang), trends(each, lang)) for each in comparisons],
            most=SHOWN,
            owner=text("report.list-joint", lang).join(portals[:MOST_NAMES]) + more,
            several=len(portals) > 1,
            fates=list(Fate),
            style=Markup(stylesheets("report.css", "tables.css")),
        )
    )
    return encode(printable(page))


def trends(comparison: Comparison, lang: str) -> list[UnitTrend]:
    """The units of a comparison as the page shows them."""
    names = labels(comparison.moments, lang)
    return [_trend(comparison, movement, names, lang) for movement in comparison.movements]


def _trend(comparison: Comparison, movement: Movement, names: Sequence[str], lang: str) -> UnitTrend:
    own = comparison.of_unit(movement.unit)
    groups = [(fate, [trace for trace in own if trace.fate is fate]) for fate in Fate]
    days = [each.as_of for each in comparison.moments]
    return UnitTrend(
        movement=movement,
        charts=(
            _scores(movement.points, days, names, lang),
            _coverage(movement.points, days, names, lang),
            _counts(movement.points, days, names, lang),
        ),
        causes=tuple((cause, why(cause, lang)) for cause in movement.causes),
        fates=tuple((fate, group) for fate, group in groups if group and fate is not Fate.STANDING),
        counts={fate.value: len(group) for fate, group in groups},
    )


def _scores(points: Sequence[Point], days: Sequence[date], names: Sequence[str], lang: str) -> Chart:
    ends = [value for each in points for value in (each.score, each.high) if value is not None]
    axes = chart.scale(days, Decimal(0), chart.round_up(max([_FULL, *ends]), _STEP))
    bands = tuple(
        Band(x, axes.y(each.low), axes.y(each.high))
        for x, each in zip(axes.xs, points, strict=True)
        if each.low is not None and each.high is not None and each.low != each.high
    )
    return Chart(
        title=text("compare.chart.score", lang),
        summary=_told(names, [_score_words(each, lang) for each in points], lang),
        axes=axes,
        percent=False,
        lines=(_line(axes, [each.score for each in points], number),),
        bands=bands,
        vetoed=tuple(x for x, each in zip(axes.xs, points, strict=True) if each.vetoes),
    )


def _coverage(points: Sequence[Point], days: Sequence[date], names: Sequence[str], lang: str) -> Chart:
    axes = chart.scale(days, Decimal(0), Decimal(1))
    shares = [each.coverage for each in points]
    return Chart(
        title=text("compare.chart.coverage", lang),
        summary=_told(names, [percent(share) for share in shares], lang),
        axes=axes,
        percent=True,
        lines=(_line(axes, shares, percent),),
    )


def _counts(points: Sequence[Point], days: Sequence[date], names: Sequence[str], lang: str) -> Chart:
    confirmed = [Decimal(each.confirmed) for each in points]
    suspected = [Decimal(each.suspected) for each in points]
    axes = chart.scale(days, Decimal(0), chart.round_up(max([*confirmed, *suspected])))
    kinds = tuple(text(f"report.{kind}", lang) for kind in ("confirmed", "suspected"))
    said = [
        text("compare.chart.counts-at", lang, confirmed=each.confirmed, suspected=each.suspected) for each in points
    ]
    return Chart(
        title=text("compare.chart.counts", lang),
        summary=_told(names, said, lang),
        axes=axes,
        percent=False,
        lines=(_line(axes, confirmed, number), _line(axes, suspected, number)),
        names=kinds,
    )


def _line(axes: chart.Scale, values: Sequence[Decimal | None], written: Callable[[Decimal], str]) -> chart.Line:
    return chart.line(axes, values, ["" if value is None else written(value) for value in values])


def _told(names: Sequence[str], said: Sequence[str], lang: str) -> str:
    """The whole series in words: what a chart says to those who do not see it."""
    colon, joint = text("report.colon", lang), text("report.explain.joint", lang)
    return joint.join(f"{name}{colon}{words}" for name, words in zip(names, said, strict=True))


def _score_words(each: Point, lang: str) -> str:
    if each.vetoes:
        return text("compare.chart.vetoed", lang, count=len(each.vetoes))
    return text("report.no-score", lang) if each.score is None else number(each.score)


def _environment(lang: str) -> Environment:
    environment = page_templates(lang)
    environment.globals |= {
        "c": texts_of("compare", lang),
        "message": partial(message, lang=lang),
        "width": chart.WIDTH,
        "height": chart.HEIGHT,
        "left": chart.LEFT,
        "right": chart.RIGHT,
        "bottom": chart.BOTTOM,
    }
    environment.filters |= {
        "signed": signed,
    }
    return environment
