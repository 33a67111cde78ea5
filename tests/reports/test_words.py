"""Sentences of the reports: catalogue, wording, explanations, times, and the terminal's table."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rich.console import Console

import reports
from checks.catalogue import checks_by_id
from config.messages import LANGUAGES, catalogue, has_text
from config.registry import UnitClass
from config.rubric import Part
from crawler.kinds import EndReason
from reports import explain, wording
from reports.moments import beijing
from reports.result import AuditResult
from reports.scorecard import LineOutcome, Standing
from reports.scoring import counting, lines, modes
from reports.scoring import standing as scoring
from reports.terminal import summary
from tests.reports.samples import finding


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_that_the_room_uses_is_in_the_catalogue(lang: str) -> None:
    used = {f"report.classes.{one.value}" for one in UnitClass} | {f"report.end.{one.value}" for one in EndReason}
    used |= {f"standing.{one.value}" for one in Standing} | {f"report.outcomes.{one.value}" for one in LineOutcome}
    used |= {
        f"standing.{key}"
        for key in (
            scoring.VETO,
            scoring.FEW_PAGES,
            scoring.LOW_COVERAGE,
            scoring.NO_INDICATOR,
            scoring.VETOES_ONLY,
            scoring.BELOW_PASS_MARK,
            scoring.OPEN_ITEMS,
            scoring.OPEN_VETO,
            scoring.NO_PASS_MARK,
            scoring.CHECKLIST,
            scoring.REWEIGHTING_OPEN,
        )
    }
    used |= {f"reason.{key}" for key in (counting.NOT_RUN, counting.CANNOT_JUDGE, counting.AWAITS_PERSON)}
    used |= {f"reason.{key}" for key in (lines.NOT_FOR_CLASS, modes.BY_HAND)}
    used |= {f"reason.{key}" for key in (lines.CONDITION_NOT_MET, lines.CONDITION_OPEN)}
    used |= {f"reason.{key}" for key in (lines.SERVICE_UNKNOWN, modes.MEASURE_UNKNOWN)}
    used |= {f"reason.{key}" for key in (modes.AMOUNT_UNKNOWN, lines.POINTS_BY_UNIT)}
    used |= {f"report.part.{part.value}" for part in Part}
    used |= {f"reason.{key}" for key in (scoring.FEW_PAGES, scoring.LOW_COVERAGE)}
    templates = Path(reports.__file__).parent / "templates"
    for file in templates.glob("*.j2"):
        used |= {f"report.{key}" for key in re.findall(r'\bt\("([\w.-]+)"(?! ~)', file.read_text(encoding="utf-8"))}
    for file in templates.parent.glob("*.py"):
        used |= set(re.findall(r'text\(\s*"(report\.[\w.-]+)"', file.read_text(encoding="utf-8")))
    assert len(used) > 100
    assert not {key for key in used if not has_text(key, lang)}


def test_message_of_an_unknown_check_names_problem_and_place() -> None:
    strange = finding("third-party", "odd", "https://a.example/")
    assert wording.message(strange, "zh") == "third-party odd：https://a.example/"
    assert wording.remedy(strange, "zh") == "请人工核实并整改。"


def test_facts_that_are_missing_or_empty_read_as_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    known = catalogue("zh")
    monkeypatch.setitem(known, "finding.c.d.message", "{column}缺少{items}，最近更新{last}，{sure}，{nowhere}，{score}")
    facts = {"items": ["照片", "简历"], "last": None, "sure": True, "score": Decimal("2.50")}
    found = finding("c", "d", "u", column="首页>领导", facts=facts)
    assert wording.message(found, "zh") == "首页>领导缺少照片、简历，最近更新—，是，—，2.5"


def test_braces_in_facts_are_not_formatted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue("zh"), "finding.c.d.message", "“{text}”")
    assert wording.message(finding("c", "d", "u", text="{url.__class__} {0}"), "zh") == "“{url.__class__} {0}”"


def test_reason_is_a_sentence_or_the_rubrics_own_words() -> None:
    assert wording.reason("by-hand", "zh") == "须人工核查"
    assert wording.reason("须人工咨询。", "en") == "须人工咨询。"
    assert wording.reason(None, "zh") == ""


@pytest.mark.parametrize(
    ("value", "written"),
    [("87.50", "87.5"), ("100", "100"), ("1E+2", "100"), ("0.0", "0"), ("0", "0"), ("-0.70", "-0.7"), ("0E-4", "0")],
)
def test_numbers_are_exact_and_plain(value: str, written: str) -> None:
    assert explain.number(Decimal(value)) == written


def test_percent_keeps_two_digits() -> None:
    assert [explain.percent(Decimal(share)) for share in ("0.8999", "1", "0.5")] == ["89.99%", "100%", "50%"]


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        ("2025-11-20T16:00:00Z", "2025-11-21 00:00:00"),
        ("2025-11-20T16:00:00", "2025-11-21 00:00:00"),
        ("2025-11-20T16:00:00+08:00", "2025-11-20 16:00:00"),
        ("昨天", "昨天"),
        ("", ""),
    ],
)
def test_times_are_beijing_time(moment: str, written: str) -> None:
    assert beijing(moment) == written


def test_terminal_table_shows_every_unit_and_the_reasons(county: AuditResult) -> None:
    console = Console(width=160)
    with console.capture() as captured:
        console.print(summary(county))
    said = captured.get()
    for expected in (
        "云岭县人民政府",
        "87.5 [6.5, 117.5]",
        "触发 1 项",
        "51.66%",
        "栏目不更新 6 ≥ 5",
        "覆盖率 51.66% 低于",
    ):
        assert expected in said


def test_terminal_takes_names_as_they_are(county: AuditResult) -> None:
    judged = county.judgements[0]
    named = tuple(replace(card, unit_name="[red]镇[/red] [link=x]") for card in judged.scorecards)
    console = Console(width=200)
    with console.capture() as captured:
        console.print(summary(replace(county, judgements=(replace(judged, scorecards=named),))))
    assert "[red]镇[/red] [link=x]" in captured.get()


def test_kinds_of_problems_are_named_in_both_languages() -> None:
    names = {lang: wording.problem("broken-link", "http-404", lang) for lang in LANGUAGES}
    assert names["zh"] == "链接失效（页面不存在）"
    assert names["en"] not in (names["zh"], "broken-link http-404")


def test_checks_are_called_what_they_call_themselves() -> None:
    assert checks_by_id()
    for check_id, check in checks_by_id().items():
        assert catalogue("zh")[f"report.check.{check_id}"] == check.title
        assert has_text(f"report.check.{check_id}", "en")


def test_values_that_are_keys_are_told_in_words() -> None:
    channel = replace(finding("interaction-channels", "dead", "/x"), facts={"title": "信箱", "observed": "http-404"})
    assert "页面或文件不存在（404）" in wording.message(channel, "zh")
    rule = replace(finding("accessibility", "violation", "/x"), facts={"rule": "label", "impact": "critical"})
    assert "影响程度：严重" in wording.message(rule, "zh")
    search = replace(finding("site-search", "unusable", "/x"), facts={"tried": 2, "answers": ["http-5xx", "own"]})
    assert "http-5xx" not in wording.message(search, "zh") and "own" in wording.message(search, "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("check", ["mandated-item", "topic-coverage"])
def test_no_list_of_similar_names_is_announced_where_there_is_none(check: str, lang: str) -> None:
    facts = {"expected": "乡村振兴", "nearest_at": None}
    alone = finding(check, "missing", "rural", facts=facts)
    beside = replace(alone, facts=facts | {"nearest_at": ["乡村建设 (0.50) http://www.sample.gov.cn/xc/"]})
    assert "乡村建设" in wording.message(beside, lang)
    assert "—" not in wording.message(alone, lang)
