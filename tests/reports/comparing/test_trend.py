"""trend.html, trend.csv and the arithmetic of charts."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from checks.finding import State
from crawler.urls import page_key
from reports.comparing import chart, trend_csv, trend_page
from reports.comparing.comparison import Comparison
from reports.comparing.points import Moment, labels
from reports.comparing.seen import Seen
from reports.result import AuditResult
from tests.browser import chromium
from tests.reports.axe import violations
from tests.reports.county import audit
from xuncha.comparing import comparison_of

NASTY = '=1+1<script>alert(1)</script>"'


def county(day: date, started: str, name: str = NASTY, gone: int = 0) -> AuditResult:
    """The county's audit as of a day, some of its findings repaired."""
    result = audit()
    judgement = result.judgements[0]
    outcomes = tuple(
        replace(said, findings=said.findings[gone:]) if said.findings else said for said in judgement.outcomes
    )
    cards = tuple(replace(card, unit_name=name) for card in judgement.scorecards)
    run = replace(result.run, as_of=day, started=started)
    return replace(result, run=run, judgements=(replace(judgement, outcomes=outcomes, scorecards=cards),))


def all_read() -> Seen:
    """That every page was read, with its faults and without them."""
    found = [each for judgement in audit().judgements for each in judgement.findings()]
    pages = frozenset(page_key(url) for each in found for url in (each.url, *each.found_on))
    return Seen(there=pages, read=pages)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    days = [date(2025, 2, 20), date(2025, 5, 20), date(2025, 11, 20)]
    runs = [county(day, f"{day}T02:00:00Z", gone=gone) for day, gone in zip(days, (0, 2, 1), strict=True)]
    return comparison_of(runs, [all_read()] * len(runs), runs[0].judgements[0].rubric.id)


def test_runs_are_called_by_their_days_and_where_these_are_the_same_by_the_crawl() -> None:
    one, two = date(2025, 11, 20), date(2025, 12, 20)
    said = labels([Moment(one, "2025-11-20T20:00:00Z"), Moment(two, "2025-11-20T20:00:00Z")], "zh")
    assert said == ["2025-11-20", "2025-12-20"]
    said = labels([Moment(one, "2025-11-20T01:00:00Z"), Moment(one, "2025-11-20T20:00:00Z")], "zh")
    assert said == ["2025-11-20（采集 2025-11-20 09:00）", "2025-11-20（采集 2025-11-21 04:00）"]


def test_the_table_has_a_row_for_each_run_and_counts_what_came_and_went(comparison: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(trend_csv.render([comparison], "zh").decode("utf-8-sig"))))
    assert len(rows) == 3 * len(comparison.movements)
    first = [row for row in rows if row["unit"] == rows[0]["unit"]]
    assert [row["as_of"] for row in first] == ["2025-02-20", "2025-05-20", "2025-11-20"]
    assert first[0]["appeared"] == "" and int(first[1]["gone"]) > 0 and int(first[2]["appeared"]) > 0
    states = [trace.found.state for trace in comparison.of_unit(rows[0]["unit"]) if trace.seen[0]]
    assert int(first[0]["confirmed"]) == states.count(State.CONFIRMED)
    assert first[0]["unit_name"].startswith("'=")  # no spreadsheet computes it


def test_a_veto_that_is_not_ruled_out_is_told(comparison: Comparison) -> None:
    movement, *others = comparison.movements
    points = tuple(replace(each, vetoes=(), open_vetoes=4) for each in movement.points)
    unsure = replace(comparison, movements=(replace(movement, points=points), *others))
    assert trend_page.render([unsure], "zh").decode().count("未排除 4 项") == len(points)
    rows = csv.DictReader(io.StringIO(trend_csv.render([unsure], "zh").decode("utf-8-sig")))
    assert [row["open_vetoes"] for row in rows if row["unit"] == movement.unit] == ["4"] * len(points)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_from_outside_becomes_markup(comparison: Comparison, lang: str) -> None:
    page = trend_page.render([comparison], lang).decode()
    assert "<script" not in page and "=1+1&lt;script&gt;" in page


def test_every_number_of_a_chart_stands_in_words_beside_it(comparison: Comparison) -> None:
    for unit in trend_page.trends(comparison, "zh"):
        for figure in unit.charts:
            for mark in (mark for line in figure.lines for mark in line.marks):
                assert mark.label in figure.summary


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_whole_accessible_and_quiet(
    browser: Browser, comparison: Comparison, tmp_path: Path, width: int
) -> None:
    (tmp_path / "trend.html").write_bytes(trend_page.render([comparison], "zh"))
    page = browser.new_page(viewport={"width": width, "height": 900})
    noise: list[str] = []
    page.on("console", lambda message: noise.append(message.text))
    page.goto((tmp_path / "trend.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    assert noise == []
    page.close()


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 4000), min_size=1, max_size=40, unique=True).map(sorted),
    st.data(),
)
def test_marks_stay_on_the_paper_and_gaps_stay_gaps(offsets: list[int], data: st.DataObject) -> None:
    days = [date(2020, 1, 1) + timedelta(days=offset) for offset in offsets]
    some = st.one_of(st.none(), st.decimals(0, 130, places=2))
    values = data.draw(st.lists(some, min_size=len(days), max_size=len(days)))
    axes = chart.scale(days, Decimal(0), Decimal(130))
    line = chart.line(axes, values, ["" for _ in values])
    assert len(line.marks) == sum(value is not None for value in values)
    for mark in line.marks:
        assert chart.LEFT <= mark.x <= chart.WIDTH - chart.RIGHT
        assert chart.TOP <= mark.y <= chart.HEIGHT - chart.BOTTOM
    joined = sum(len(stroke.split(" ")) - 1 for stroke in line.strokes)
    assert joined == sum(one is not None and two is not None for one, two in itertools.pairwise(values))
    assert axes.labelled[-1] == len(days) - 1
    places = [axes.xs[number] for number in axes.labelled]
    assert all(two - one >= 80 for one, two in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("value", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (21, 40), (41, 80), (81, 200), (999, 2000)]
)
def test_grid_lines_stand_at_whole_numbers(value: int, top: int) -> None:
    assert chart.round_up(Decimal(value)) == top
    assert chart.round_up(Decimal(value), Decimal(20)) % 20 == 0 <= chart.round_up(Decimal(value), Decimal(20)) - value
