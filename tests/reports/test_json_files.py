"""findings.jsonl, scorecard.json and run.json: fields, exact numbers, and the same bytes for the same answers."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from checks.finding import Outcome, State
from crawler.store.observed import Trap
from reports import findings_jsonl, jsonwrite, run_json, scorecard_json
from reports.result import AuditResult, Judgement
from tests.reports.county import audit, county_outcomes, national
from tests.reports.samples import Hidden, broken, outcome, stale

CONTRACT = [
    "check", "code", "state", "unit", "column", "url", "found_on", "found_on_count",
    "text", "facts", "message", "remedy", "clause", "evidence", "fingerprint",
]  # fmt: skip


def lines(result: AuditResult) -> list[dict[str, Any]]:
    return [json.loads(line) for line in findings_jsonl.render(result).decode().splitlines()]


def test_findings_have_the_fields_of_the_contract_first(county: AuditResult) -> None:
    said = lines(county)
    assert len(said) == 30
    assert all(list(one)[: len(CONTRACT)] == CONTRACT for one in said)
    assert {one["state"] for one in said} == {"confirmed", "suspected"}
    assert all(one["message"] and one["remedy"] for one in said)


def test_findings_cite_the_clause_that_counts_them(county: AuditResult) -> None:
    said = {(one["unit"], one["check"], one["column"]): one for one in lines(county)}
    policy = said["yunling", "stale-column", "首页>政务公开>政策文件"]
    assert policy["indicators"] == ["V4", "D2"]
    assert policy["clause"].startswith("监测时间点前2周内")
    dead = said["yunling", "broken-link", "首页>政务公开>通知公告"]
    assert (dead["clause"], dead["rubrics"]) == ("链接打不开或错误,每个。", ["county-2019"])


def test_finding_that_no_rule_counts_cites_the_parameters_of_its_check() -> None:
    said = lines(audit(outcomes=[outcome("stale-column", stale("人事", "人事信息", 500))]))
    assert said[0]["indicators"] == []
    assert said[0]["clause"] == national().checks["stale-column"].clause


def test_findings_hold_nothing_that_changes_from_run_to_run(county: AuditResult) -> None:
    evidence = next(one["evidence"] for one in lines(county) if one["check"] == "broken-link")
    assert evidence["attempts"][0] == {"answer": "http-404", "detail": "", "method": "GET", "status": 404}


def test_the_run_names_the_patterns_that_it_left(county: AuditResult) -> None:
    assert run_json.record(county)["traps"] == []
    trap = Trap("www.yunling.example/cal/#.html", "https://www.yunling.example/cal/1001.html", 31)
    assert run_json.record(replace(county, traps=(trap,)))["traps"] == [
        {"pattern": trap.pattern, "example": trap.example, "left_out": 31}
    ]


def test_two_runs_are_byte_equal_whatever_the_order_and_the_times(county: AuditResult) -> None:
    later = replace(county.run, run_id="another", started="2026-01-01T00:00:00Z", judged="2026-01-02T00:00:00Z")
    judged = county.judgements[0]
    shuffled = replace(judged, outcomes=tuple(reversed(judged.outcomes)))
    again = replace(county, run=later, judgements=(shuffled,))
    assert findings_jsonl.render(again) == findings_jsonl.render(county)
    assert scorecard_json.render(again) == scorecard_json.render(county)
    assert run_json.render(again) != run_json.render(county)


def test_times_and_run_id_stand_in_run_json_only(county: AuditResult) -> None:
    others = findings_jsonl.render(county) + scorecard_json.render(county)
    for volatile in (county.run.run_id, "T01:02:03", "T01:34"):
        assert volatile.encode() not in others
    card = json.loads(run_json.render(county))
    assert (card["run_id"], card["started"]) == (county.run.run_id, county.run.started)


def test_finding_judged_alike_by_two_rubrics_is_one_line(county: AuditResult) -> None:
    rules = county.judgements[0].rubric
    other = rules.model_copy(update={"id": "town-2024"})
    moved = stale("政策文件", "政策文件", 263, facts={"kind": "政策文件", "limit_days": 90})
    second = Judgement(other, "00", (outcome("broken-link", broken(1)), outcome("stale-column", moved)), ())
    said = lines(replace(county, judgements=(*county.judgements, second)))
    assert [one["rubrics"] for one in said if one["url"] == broken(1).url] == [["county-2019", "town-2024"]]
    assert [one["rubrics"] for one in said if one["fingerprint"] == moved.fingerprint] == [
        ["county-2019"],
        ["town-2024"],
    ]


def test_confirmed_wins_when_a_fault_is_named_twice(county: AuditResult) -> None:
    doubtful = replace(broken(1), state=State.SUSPECTED)
    for pair in ((doubtful, broken(1)), (broken(1), doubtful)):
        judgement = replace(county.judgements[0], outcomes=(outcome("broken-link", *pair),))
        assert [found.state for found in judgement.findings()] == [State.CONFIRMED]


def test_scorecard_is_a_list_with_the_fields_of_the_contract(county: AuditResult) -> None:
    cards = json.loads(scorecard_json.render(county))
    assert [card["unit"] for card in cards] == ["yunling", "jiaoyu", "chengguan", "beihe"]
    contract = [
        "unit",
        "rubric",
        "as_of",
        "verdict",
        "score",
        "bonus",
        "score_range",
        "coverage",
        "vetoes",
        "indicators",
    ]
    assert all(name in card for card in cards for name in contract)
    first = cards[0]
    assert (first["score"], first["score_range"], first["verdict"]) == (87.5, [6.5, 117.5], "not-scored")
    assert [veto["indicator"] for veto in cards[2]["vetoes"]] == ["V4"]
    fields = ["id", "title", "points", "lost", "outcome", "reason", "arithmetic", "findings"]
    assert all(name in line for line in first["indicators"] for name in fields)


def test_scorecard_numbers_print_their_exact_digits(county: AuditResult) -> None:
    text = scorecard_json.render(county).decode()
    assert '"score": 87.5,' in text
    assert '"coverage": 0.9823,' in text
    assert '"points": 5,' in text


@pytest.mark.parametrize("digits", ["0.1", "87.3", "59.9", "0.0001", "100", "-0.7", "99999.95"])
def test_decimals_become_numbers_with_the_same_text(digits: str) -> None:
    assert json.dumps(jsonwrite.plain(Decimal(digits))) == digits


def test_values_without_a_json_form_are_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        jsonwrite.plain({"a": object()})


def test_line_separators_and_broken_surrogates_stay_on_their_line() -> None:
    odd = broken(1, text="一\u2028二\u2029三\x85四\ud83d五\n六")
    data = findings_jsonl.render(audit(outcomes=[outcome("broken-link", odd)]))
    assert len(data.decode("utf-8").splitlines()) == 1
    assert json.loads(data)["text"] == odd.text


def test_run_json_tells_what_was_not_observed_and_why_it_ended(county: AuditResult) -> None:
    run = json.loads(
        run_json.render(
            replace(county, not_observed=(Hidden("https://b", "oversized"), Hidden("https://a", "bot-wall")))
        )
    )
    assert (run["end_reason"], run["partial"]) == ("page-budget", True)
    assert [(item["url"], item["reason"]) for item in run["not_observed"]] == [
        ("https://a", "bot-wall"),
        ("https://b", "oversized"),
    ]
    assert all(item["advice"] for item in run["not_observed"])
    assert run["rubrics"] == [{"id": "county-2019", "title": "县级政府网站检查指标", "hash": "4d1f" * 8}]
    assert run["coverage"]["yunling"] == {"observed": 1952, "known": 1987, "share": 0.9823}
    assert (run["counts"]["findings_confirmed"], run["counts"]["findings_suspected"], run["counts"]["pages"]) == (
        28,
        2,
        1952,
    )


def test_an_audit_without_findings_writes_an_empty_list() -> None:
    silent = audit(outcomes=[Outcome(one.check, one.unit, one.verdict) for one in county_outcomes()])
    assert findings_jsonl.render(silent) == b""
