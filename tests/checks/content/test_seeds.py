"""The four work plans that rubrics quote hold the slips that the notes name (regulation 6.6), and no others.

A plan comes as its lines (a web page with a paragraph a line, a PDF with torn lines), and with its torn lines joined.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import pytest

from checks.content.count_mismatch import CountMismatch
from checks.content.drafting_remnant import DraftingRemnant
from checks.content.expired_statement import ExpiredStatement
from checks.content.leak_mark import LeakMarkCheck
from checks.content.passages import Spot, Text, TextCheck
from checks.content.personal_data import PersonalData
from checks.content.place_name import PlaceName
from checks.content.wording import Wording
from config.document import document_text
from crawler.facts import ArticleFacts, Found

CHECKS: tuple[TextCheck, ...] = (
    PersonalData(),
    LeakMarkCheck(),
    Wording(),
    PlaceName(),
    DraftingRemnant(),
    CountMismatch(),
    ExpiredStatement(),
)
PLANS = {
    "gaotang-2024": ("高唐县2024年政务公开工作要点", dt.date(2024, 6, 17)),
    "lixia-2024": ("2024年历下区政务公开工作要点", dt.date(2024, 4, 30)),
    "shaheyan-2024": ("2024年沙河沿镇政务公开工作要点", dt.date(2024, 5, 6)),
    "pingyin-2023": ("2023年平阴县政务公开工作要点", dt.date(2023, 7, 28)),
}
SLIPS = {
    "gaotang-2024": set(),
    "lixia-2024": {("word-mark", ""), ("count-listed", "6环节"), ("count-listed", "7区域"), ("numbering-jump", "")},
    "shaheyan-2024": {("foreign-place", "长滩")},
    "pingyin-2023": {
        ("search-redirect", ""),
        ("heading-cut", ""),
        ("deadline-before-issue", "2023年6月底前"),
        ("statutory-list", "public-institutions"),
    },
}
_TORN = re.compile(r"(?<=[^。；：:\n])\n+(?=[^\n（(一二三四五六七八九十0-9])")


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(each.split()) for each in text.split("\n")) if line)


def _found(plan: str, text: str) -> Iterable[Spot]:
    title, day = PLANS[plan]
    article = ArticleFacts(title=Found(title, "h1"), date=Found(day, "meta PubDate"), text=text)
    for check in CHECKS:
        whole = Text(f"https://www.sample.gov.cn/{plan}.html", title, text, None, article)
        yield from check.read(whole, check.Params(), dt.date(2026, 6, 30))


@pytest.mark.parametrize("plan", PLANS)
def test_each_plan_has_its_own_slips_and_no_others(plan: str) -> None:
    found = _found(plan, _lines(document_text(plan)))
    assert {(spot.code, "" if spot.key == spot.code else spot.key) for spot in found} == SLIPS[plan]


@pytest.mark.parametrize("plan", PLANS)
def test_the_same_with_torn_lines_joined(plan: str) -> None:
    found = _found(plan, _TORN.sub("", _lines(document_text(plan))))
    assert {(spot.code, "" if spot.key == spot.code else spot.key) for spot in found} == SLIPS[plan]
