"""How far the pages of a long item are opened for what may stand in their texts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from checks.contract import run_check
from checks.disclosure.inside import ROWS_NOT_OPENED
from checks.disclosure.mandated_item import MandatedItem
from checks.finding import Outcome
from config.policy import policy
from crawler.facts import ArticleFacts, Found
from crawler.kinds import PageKind
from crawler.store.crawl import Crawl
from tests.builders import column, crawl_file, home, link, page, row
from tests.checks.case_file import AS_OF

MOST = policy().item_texts.rows
ITEM: dict[str, Any] = {
    "id": "public-institutions",
    "title": "公共企事业单位信息公开",
    "names": ["公共企事业单位"],
    "applies_to": ["portal"],
    "clause": "第五十五条",
    "source": "国令第711号",
    "status": "confirmed",
}
PART: dict[str, Any] = {"elements": [{"title": "供热", "inside": ["供热"]}]}
ENTRY: dict[str, Any] = {"yearly": {"lag": 1, "patterns": [".*供热.*"], "inside": ["供热"]}}


@pytest.mark.parametrize("asks", [PART, ENTRY], ids=["part", "yearly entry"])
@pytest.mark.parametrize(
    ("rows", "at", "lacking", "open_for"),
    [
        (MOST, MOST, 0, []),
        (MOST, None, 1, []),
        (MOST + 1, 1, 0, []),
        (MOST + 1, MOST + 1, 0, [ROWS_NOT_OPENED]),
        (MOST + 1, None, 0, [ROWS_NOT_OPENED]),
    ],
)
def test_what_stands_behind_the_rows_that_are_opened_is_open(
    tmp_path: Path, asks: dict[str, Any], rows: int, at: int | None, lacking: int, open_for: list[str]
) -> None:
    outcome = judged(tmp_path, ITEM | asks, rows, at)
    assert len(outcome.findings) == lacking
    assert [item.reason for item in outcome.unjudged] == open_for


def judged(folder: Path, item: Mapping[str, Any], rows: int, at: int | None) -> Outcome:
    """What is said of a column of so many articles, of which the one at a place (from 1) tells of heating."""
    listed = [row(f"2023年单位信息之{number}", f"/qsy/{number}.html", "2024-06-01") for number in range(1, rows + 1)]
    texts = ["城区供热方案" if number == at else "办事须知" for number in range(1, rows + 1)]
    articles = [
        page(f"/qsy/{number}.html", PageKind.ARTICLE, title=each.title, article=_article(each.title, text))
        for number, (each, text) in enumerate(zip(listed, texts, strict=True), start=1)
    ]
    places = [home(links=[link("/qsy/", "公共企事业单位")]), column("/qsy/", ["首页", "公共企事业单位"], listed)]
    file = crawl_file(folder / "crawl.sqlite", [*places, *articles])
    check = MandatedItem()
    with Crawl.open(file) as crawl:
        params = check.Params.model_validate({"items": [item]})
        return run_check(check, crawl, crawl.portal.unit("county"), params, AS_OF)


def _article(title: str, text: str) -> ArticleFacts:
    return ArticleFacts(title=Found(title, "h1"), text=text, body_length=len(text))
