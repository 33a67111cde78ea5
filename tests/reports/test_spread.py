"""Where a fault stands: the part of the page, how many pages, and whether it is one of the template."""

from __future__ import annotations

import json
from collections.abc import Sequence
from io import BytesIO

import openpyxl
import pytest
from selectolax.lexbor import LexborHTMLParser

from checks.finding import Finding
from config.fold import fold_rule
from config.messages import LANGUAGES
from reports import findings_jsonl, html, wording, xlsx
from tests.reports.county import audit
from tests.reports.samples import finding, outcome

DEAD = "https://gone.example/"


def dead(count: int, in_all: int, *regions: str, whole: bool = True) -> Finding:
    facts = {
        "regions": list(regions),
        "template": fold_rule().is_template(count, in_all, in_text="body" in regions),
        "on_all": fold_rule().on_all(count, in_all),
        "pages_in_all": in_all,
        "whole_site": whole,
        "status": 404,
        "kind": "external",
        "on_home": False,
    }
    return finding("broken-link", "http-404", DEAD, found_on_count=count, facts=facts)


@pytest.mark.parametrize(
    ("count", "in_all", "regions", "whole", "said"),
    [
        (8312, 8312, ["footer"], True, "（模板问题：页脚，全站 8,312 页）"),
        (8312, 8400, ["footer"], True, "（模板问题：页脚，全站 8,400 页中的 8,312 页）"),
        (12, 12, ["nav", "footer"], False, "（模板问题：导航、页脚，本单位全部 12 页）"),
        (19, 20, ["nav"], False, "（模板问题：导航，本单位 20 页中的 19 页）"),
        (312, 8312, ["footer"], True, "（模板问题：页脚，共 312 页）"),
        (312, 8312, ["footer", "body"], True, "（页脚、正文，共 312 页）"),
        (19, 8312, ["nav"], True, "（导航，共 19 页）"),
        (2, 8312, ["body"], True, "（正文，共 2 页）"),
        (1, 8312, ["nav"], True, "（导航）"),
        (1, 8312, ["body"], True, ""),
        (4, 4, ["footer"], True, "（页脚，共 4 页）"),
    ],
)
def test_words_for_every_spread(count: int, in_all: int, regions: Sequence[str], whole: bool, said: str) -> None:
    found = dead(count, in_all, *regions, whole=whole)
    assert wording.spread(found, "zh") == said
    assert wording.message(found, "zh").endswith(said or "。")
    assert ("模板" in wording.remedy(found, "zh")) == ("模板" in said)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_that_is_no_link_says_nothing_about_it(lang: str) -> None:
    facts = {"kind": "政策文件", "last_update": "2025-01-01"}
    stale = finding("stale-column", "stale", "https://a.example/", facts=facts)
    assert wording.spread(stale, lang) == ""


def test_every_report_names_the_template() -> None:
    result = audit(outcomes=[outcome("broken-link", dead(8312, 8312, "footer"))])
    said = "（模板问题：页脚，全站 8,312 页）"
    lines = [json.loads(line) for line in findings_jsonl.render(result).splitlines()]
    assert [line["message"].endswith(said) for line in lines] == [True]
    assert lines[0]["facts"]["regions"] == ["footer"]
    page = LexborHTMLParser(html.render(result).decode())
    assert said in page.css_first("details.problem .message").text()
    sheet = openpyxl.load_workbook(BytesIO(xlsx.render(result)))["问题清单"]
    row = dict(zip([cell.value for cell in sheet[1]], [cell.value for cell in sheet[2]], strict=True))
    assert str(row["问题描述"]).endswith(said)
    assert row["出现页面数"] == 8312
    assert "改正模板" in str(row["建站厂商要做的"])
