"""All checks over all units: parameters from the rubric, and our own failures that never become findings."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, Unjudged, Verdict
from checks.runner import Asked, judge_unit, parameters_of, run_checks, run_on_days
from config.errors import ConfigError, Place, UserError
from config.registry import Unit
from config.rubric import Rubric
from config.rubrics import load_rubric, rubric_ids
from crawler.store.crawl import Crawl
from tests import builders

AS_OF = dt.date(2025, 11, 20)


class Words(Check):
    """Says what it is told to say."""

    id = "words"
    title = "照说"
    codes = ("odd",)
    clause = "无"

    def __init__(self, *said: Said, fault: Exception | None = None) -> None:
        self.said, self.fault = said, fault

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: dt.date) -> Iterator[Said]:
        yield from self.said
        if self.fault:
            raise self.fault


def a_rubric(checks: dict[str, Any], counted: dict[str, Any] | None = None) -> Rubric:
    """A rubric with these checks and one rule."""
    stated = {"clause": "条", "source": "源", "status": "confirmed"}
    count = counted or {"check": "bad-href", "codes": ["malformed"]}
    rule = {"id": "R1", "mode": "per-occurrence", "text": "扣分", "count": [count], "points_each": 1}
    indicator = {
        "id": "I1",
        "part": "deduction",
        "group": "组",
        "title": "题",
        "points": 100,
        **stated,
        "rules": [rule],
    }
    return Rubric.model_validate(
        {
            "id": "small", "title": "题", "issuer": "机关", "document_number": "号", "source": "源",
            "effective_from": "2020-01-01", "base_points": 100, "bonus_points": 0, "pass_mark": 60,
            "bonus_gate": 80, "coverage_floor": 0, "min_pages": 1,
            "checks": {name: {"values": values, **stated} for name, values in checks.items()},
            "indicators": [indicator],
        }
    )  # fmt: skip


@pytest.fixture
def crawl(tmp_path: Path) -> Iterator[Crawl]:
    town = builders.unit("town", "township", "/town/")
    pages = [
        builders.home(links=[builders.link("http:/x", "错", url=None)]),
        builders.column("/town/", ["首页", "政务动态"], [builders.row("旧闻", "/town/1.html", "2025-10-01")]),
    ]
    path = builders.crawl_file(tmp_path / "crawl.sqlite", pages, of=builders.portal(town))
    with Crawl.open(path) as opened:
        yield opened


def test_every_unit_and_check_in_order(crawl: Crawl) -> None:
    rubric = a_rubric({"bad-href": {}, "stale-column": {"windows": {"动态要闻": {"days": 14}}}})
    outcomes = run_checks(crawl, crawl.portal.units, rubric, AS_OF)
    order = [(outcome.unit, outcome.check) for outcome in outcomes]
    checks = sorted(parameters_of(rubric))
    assert {"bad-href", "stale-column", "tls-fault"} <= set(checks)
    assert not {"stale-home", "event-series"} & set(checks), "they need parameters that nobody gives"
    assert order == [(unit, check) for unit in ("county", "town") for check in checks]
    verdicts = {(outcome.unit, outcome.check): outcome.verdict for outcome in outcomes}
    assert verdicts["county", "bad-href"] is Verdict.FAIL
    assert verdicts["town", "stale-column"] is Verdict.FAIL
    assert verdicts["town", "bad-href"] is Verdict.CANNOT_JUDGE


def test_some_checks_say_what_they_say_among_all(crawl: Crawl) -> None:
    rubric, some = load_rubric("national-2019"), ["stale-home", "mandated-item", "no-such-check"]
    whole = run_checks(crawl, crawl.portal.units, rubric, AS_OF)
    asked = run_checks(crawl, crawl.portal.units, rubric, AS_OF, only=some)
    assert asked == [outcome for outcome in whole if outcome.check in some]
    assert len(asked) == 2 * len(crawl.portal.units)


def test_several_days_at_once_say_what_each_says_alone(crawl: Crawl) -> None:
    rubric = load_rubric("pingyin-2023")
    days = [Asked(AS_OF), Asked(AS_OF + dt.timedelta(days=400)), Asked(AS_OF - dt.timedelta(days=40), ["stale-column"])]
    at_once = run_on_days(crawl, crawl.portal.units, rubric, days)
    assert at_once == [run_checks(crawl, crawl.portal.units, rubric, day.as_of, only=day.only) for day in days]
    assert at_once[0] != at_once[1]


def test_two_runs_say_the_same(crawl: Crawl) -> None:
    rubric = load_rubric("national-2019")
    assert run_checks(crawl, crawl.portal.units, rubric, AS_OF) == run_checks(crawl, crawl.portal.units, rubric, AS_OF)


def test_the_shipped_rubric_is_accepted() -> None:
    parameters = parameters_of(load_rubric("national-2019"))
    assert {"broken-link", "stale-column", "mandated-item"} <= set(parameters)


@pytest.mark.parametrize("rubric_id", rubric_ids())
def test_checks_accept_the_parameters_of_every_shipped_rubric(rubric_id: str) -> None:
    rubric = load_rubric(rubric_id)
    assert set(rubric.checks) <= set(parameters_of(rubric))


def test_a_failure_inside_a_check_is_our_own(crawl: Crawl, caplog: pytest.LogCaptureFixture) -> None:
    finding = Finding("words", "odd", "county", "x", "x")
    check = Words(finding, Examined(3), fault=RuntimeError("the list has no end"))
    with caplog.at_level(logging.ERROR):
        outcome = judge_unit(check, crawl, crawl.portal.units[0], CheckParams(), AS_OF)
    assert outcome.verdict is Verdict.CANNOT_JUDGE
    assert outcome.reason == "own-failure"
    assert outcome.failure == "RuntimeError: the list has no end"
    assert outcome.findings == ()
    assert "words" in caplog.text and "the list has no end" in caplog.text


def test_an_error_that_a_user_can_mend_passes_through(crawl: Crawl) -> None:
    check = Words(fault=UserError("crawl-corrupt", detail="x"))
    with pytest.raises(UserError):
        judge_unit(check, crawl, crawl.portal.units[0], CheckParams(), AS_OF)


@pytest.mark.parametrize(
    "said",
    [
        Finding("words", "never-declared", "county", "x", "x"),
        Finding("broken-link", "odd", "county", "x", "x"),
        Finding("words", "odd", "town", "x", "x"),
        Unjudged("x", "own-failure", "never-declared"),
    ],
)
def test_foreign_words_are_not_scored(crawl: Crawl, said: Said) -> None:
    outcome = judge_unit(Words(said), crawl, crawl.portal.units[0], CheckParams(), AS_OF)
    assert (outcome.verdict, outcome.reason, outcome.findings) == (Verdict.CANNOT_JUDGE, "own-failure", ())


def test_refused_parameters_name_place_and_field() -> None:
    rubric = a_rubric({"bad-href": {}, "stale-column": {"windows": {"动态要闻": {"day": 14}}}})
    with pytest.raises(ConfigError) as caught:
        parameters_of(rubric, place_of=lambda loc: Place("rubrics/small.yaml", len(loc)))
    message = caught.value.text("zh")
    assert "rubrics/small.yaml:" in message
    assert "checks.stale-column.values.windows.动态要闻" in message
    assert "day" in message


def test_without_a_file_the_rubric_itself_is_named() -> None:
    with pytest.raises(ConfigError, match=r"rubric small: checks\.stale-column\.values\.windows"):
        parameters_of(a_rubric({"bad-href": {}, "stale-column": {}}))


def test_a_check_that_is_not_installed() -> None:
    with pytest.raises(ConfigError, match="broken-link"):
        parameters_of(a_rubric({"bad-href": {}, "broken-lnk": {}}))


def test_a_code_that_the_check_does_not_know() -> None:
    counted = {"check": "bad-href", "codes": ["malformd"]}
    with pytest.raises(ConfigError, match=r"indicators\.0\.rules\.0\.count\.0\.codes.*malformd"):
        parameters_of(a_rubric({"bad-href": {}}, counted))
