"""What counted stands beside the indicator that it counts for, in the scorecard and on the page."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from checks.finding import Outcome, Recognised, Verdict
from config.rubric import Part, Rubric
from reports import html, scorecard_json
from reports.result import AuditResult, Judgement
from reports.scorecard import Scorecard
from reports.scoring.unit import score_unit
from tests.reports import samples
from tests.reports.samples import AS_OF, HOST, Seen, counted, indicator, rule

EVENTS = (
    Recognised("open-day", "走进水厂<b>", f"{HOST}/1.html", "2025-03-12", {"series": "open-day"}),
    Recognised("open-day", "走进学校", f"{HOST}/2.html", "2025-06-12", {"series": "open-day"}),
    Recognised("training", "业务培训", f"{HOST}/3.html", None, {"series": "training"}),
)


def rubric() -> Rubric:
    count = counted("event-series", "too-few", series=["open-day"])
    line = indicator("B1", Part.DEDUCTION, "政府开放日", "100", rules=(rule("B1.1", "一月一期", count, points="100"),))
    return samples.rubric(line)


def card(events: tuple[Recognised, ...] = EVENTS) -> Scorecard:
    said = Outcome("event-series", "yunling", Verdict.PASS, examined=1, recognised=events)
    return score_unit(rubric(), samples.unit(), [said], Seen(100, 100), AS_OF)


def told(given: Scorecard) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(json.dumps(scorecard_json.record(given), default=str))
    return written


def test_events_stand_with_the_indicator_that_counts_them() -> None:
    written = told(card())
    (line,) = written["indicators"]
    assert [each["url"] for each in line["recognised"]] == [f"{HOST}/1.html", f"{HOST}/2.html"]
    assert line["recognised"][0] == {
        "check": "event-series",
        "subject": "open-day",
        "title": "走进水厂<b>",
        "url": f"{HOST}/1.html",
        "date": "2025-03-12",
    }
    assert [each["subject"] for each in written["recognised"]] == ["training"]


def test_nothing_recognised_is_an_empty_list() -> None:
    written = told(card(()))
    assert written["recognised"] == []
    assert written["indicators"][0]["recognised"] == []


def test_events_are_on_the_page_escaped_and_linked(county: AuditResult) -> None:
    first = county.judgements[0]
    judgement = Judgement(rubric(), first.rubric_hash, first.outcomes, (card(),))
    page = html.render(replace(county, judgements=(judgement,))).decode()
    assert "已认定 2 项" in page
    assert "走进水厂&lt;b&gt;" in page
    assert f'href="{HOST}/2.html"' in page
    assert "其他检查已认定的内容" in page
