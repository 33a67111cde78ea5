"""Terms, repairs, warnings and entries stand in every report."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import openpyxl
import pytest
from rich.console import Console

from config.rubric import Part, Rubric
from reports import html, scorecard_json, xlsx
from reports.result import AuditResult, Judgement
from reports.terminal_score import explained
from reports.whatif.prospects import Ahead, prospective
from tests.reports.county import audit
from tests.reports.samples import AS_OF, Seen, counted, empty, indicator, outcome, rubric, rule, stale
from tests.reports.scoring_cases import entered


def rules() -> Rubric:
    blank = counted("empty-column", "empty")
    return rubric(
        indicator("V4", Part.VETO, "空白栏目", None, rules=(rule("V4.1", "空白栏目", blank, veto_at=5),)),
        indicator(
            "D1", Part.DEDUCTION, "其他栏目", "60", rules=(rule("D1.1", "每个", blank, points_each=Decimal("4.5")),)
        ),
        indicator("D2", Part.DEDUCTION, "答复", "30", manual_reason="须人工咨询。"),
        indicator(
            "D3",
            Part.DEDUCTION,
            "要闻",
            "10",
            rules=(rule("D3.1", "未更新", counted("stale-column", "stale"), points=Decimal(10)),),
        ),
        indicator("B1", Part.BONUS, "创新", "30", manual_reason="由人评定。"),
    )


def shown(lang: str) -> AuditResult:
    """A county with six blank columns, an entry by an assessor, and a column that will be out of date in a week."""
    county = audit(lang)
    owner = county.units[0]
    said = (
        outcome("empty-column", *(empty("空" * n, owner.id) for n in range(1, 7)), owner=owner.id),
        outcome("stale-column", owner=owner.id),
    )
    later = (said[0], outcome("stale-column", stale("要闻<b>", "动态要闻", 15, owner.id), owner=owner.id))
    ahead = Ahead(AS_OF + timedelta(days=7), later)
    entries = {"D2": entered("D2", 12)}
    card = prospective(rules(), owner, said, Seen(100, 100), AS_OF, ahead=ahead, entries=entries)
    judgement = Judgement(rules(), "f" * 64, said, (card,))
    return replace(county, units=(owner,), judgements=(judgement,))


def test_the_page_shows_terms_repairs_warnings_and_who_entered() -> None:
    page = html.render(shown("zh")).decode()
    for words in (
        "得分构成",
        "不合格：否决项 V4（空白栏目 6 个，限 5）；若无此否决得 61",
        "-27",
        "解除否决：最少修复 2 个问题",
        "V4 空白栏目：6 个，限 5 个，已用 120%",
        "到 2025-11-27（7 天后）如不更新，将新增 1 个逾期问题：",
        "要闻&lt;b&gt;（最近更新 2025-03-02）",
        "王某 2025-11-21填写：扣 12 分",
        "人工填写 12 分",
    ):
        assert words in page, words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_terminal_explains_a_scorecard(lang: str) -> None:
    result = shown(lang)
    console = Console(file=io.StringIO(), width=200)
    console.print(explained(result.judgements[0].scorecards[0], rules(), lang))
    assert isinstance(console.file, io.StringIO)
    printed = console.file.getvalue()
    assert ("若无此否决得 61" if lang == "zh" else "61 without it") in printed
    assert "fix:" in printed and "-27" in printed and "-12" in printed


def test_scorecard_json_has_terms_repairs_and_outlook() -> None:
    [card] = json.loads(scorecard_json.render(shown("zh")))
    assert [(term["kind"], term["indicator"], term["points"]) for term in card["contributions"]] == [
        ("base", None, 100),
        ("lost", "D1", -27),
        ("lost", "D2", -12),
    ]
    assert (card["score"], card["without_veto"], card["assessed_points"]) == (None, 61, 100)
    assert [(plan["goal"], plan["cost"], plan["exact"]) for plan in card["repairs"]] == [
        ("lift-veto", 2, True),
        ("pass", 2, True),
        ("bonus-gate", 5, True),
    ]
    assert card["outlook"]["day"] == "2025-11-27"
    assert [coming["code"] for coming in card["outlook"]["becoming"]] == ["stale"]
    assert card["outlook"]["limits"][0]["share"] == 1.2
    line = next(line for line in card["indicators"] if line["id"] == "D2")
    assert (line["entered"]["assessor"], line["entered"]["points"], line["counted"]) == ("王某", 12, -12)


def test_the_workbook_has_terms_and_prospects() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(shown("zh"))))
    terms = [[cell.value for cell in row] for row in book["得分构成"].iter_rows(min_row=2)]
    assert [row[5] for row in terms] == [100, -27, -12, 61]
    said = [row[3].value for row in book["整改推演与预警"].iter_rows(min_row=2)]
    assert any("解除否决" in one for one in said) and any("要闻<b>" in one for one in said)
