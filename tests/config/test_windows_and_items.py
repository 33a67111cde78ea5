"""Windows count calendar days and months; wordings compare names; mandated items know when something was due."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.item_words import item_words
from config.mandated import MandatedItem, Yearly
from config.registry import UnitClass
from config.window import Window
from config.wording import Wording, plain


@pytest.mark.parametrize(
    ("window", "as_of", "since", "days"),
    [
        (Window(days=14), date(2026, 6, 30), date(2026, 6, 16), 14),
        (Window(months=6), date(2026, 6, 30), date(2025, 12, 30), 182),
        (Window(months=6), date(2026, 8, 31), date(2026, 2, 28), 184),
        (Window(months=6), date(2024, 8, 31), date(2024, 2, 29), 184),
        (Window(months=12), date(2024, 2, 29), date(2023, 2, 28), 366),
        (Window(months=1), date(2026, 1, 15), date(2025, 12, 15), 31),
    ],
)
def test_windows(window: Window, as_of: date, since: date, days: int) -> None:
    assert window.since(as_of) == since
    assert window.limit_days(as_of) == days


@given(as_of=st.dates(date(2000, 1, 1)), months=st.integers(1, 120))
def test_a_window_of_months_begins_in_the_right_month(as_of: date, months: int) -> None:
    since = Window(months=months).since(as_of)
    assert (as_of.year * 12 + as_of.month) - (since.year * 12 + since.month) == months
    assert since.day <= as_of.day


@pytest.mark.parametrize("given_", [{}, {"days": 1, "months": 1}, {"days": 0}])
def test_a_window_has_one_unit(given_: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Window.model_validate(given_)


def test_plain_text() -> None:
    assert plain(" 《政府信息公开指南》（２０２６年）ABC! ") == "政府信息公开指南2026年abc"


@given(st.text(max_size=40))
def test_plain_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(max_size=40))
def test_no_text_breaks_matching(text: str) -> None:
    assert Wording(names=("通知公告",), patterns=("x",)).matches(text) in (True, False)


def test_wordings_compare_whole_names() -> None:
    guide = Wording(names=("信息公开指南",), excludes=("培训",))
    assert guide.matches("青禾县政府信息公开指南")
    assert guide.matches("政府信息公开指南 （ 2026 年修订 ）")
    assert guide.matches("政府信息公开指南【新】")
    assert not guide.matches("政府信息公开指南发布")
    assert not guide.matches("培训用政府信息公开指南")
    assert not guide.matches("")


@pytest.mark.parametrize("bad", [{"patterns": ["("]}, {"excludes": ["["]}, {"names": ["——"]}])
def test_words_that_cannot_match_are_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Wording.model_validate(bad)


REPORT = Yearly.model_validate({"lag": 1, "due": {"department": "01-31", "portal": "03-31"}})


@pytest.mark.parametrize(
    ("unit_class", "as_of", "year"),
    [
        (UnitClass.DEPARTMENT, date(2026, 1, 31), 2024),
        (UnitClass.DEPARTMENT, date(2026, 2, 1), 2025),
        (UnitClass.PORTAL, date(2026, 2, 1), 2024),
        (UnitClass.PORTAL, date(2026, 4, 1), 2025),
        (UnitClass.TOWNSHIP, date(2026, 12, 31), 2024),
        (UnitClass.TOWNSHIP, date(2027, 1, 1), 2025),
    ],
)
def test_the_year_last_due(unit_class: UnitClass, as_of: date, year: int) -> None:
    assert REPORT.last_due_year(unit_class, as_of) == year


def test_deadlines() -> None:
    assert REPORT.deadline(UnitClass.DEPARTMENT, 2025) == date(2026, 1, 31)
    assert REPORT.deadline(UnitClass.TOWNSHIP, 2025) is None
    assert REPORT.is_entry("任何标题")
    assert not Yearly(names=("年度报告",)).is_entry("通知")


ITEM = {
    "id": "x",
    "title": "某事项",
    "names": ["某事项"],
    "applies_to": ["portal"],
    "clause": "c",
    "source": "s",
    "status": "confirmed",
}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"names": []}, "no-words"),
        ({"elements": [{"title": "部分"}]}, "no-words"),
        ({"min_items_within": {"days": 3}}, "within-without-count"),
        ({"yearly": {"due": {"portal": "02-29"}}}, "month-day"),
        ({"yearly": {"due": {"portal": "1-31"}}}, "string_pattern_mismatch"),
        ({"yearly": {"due": {"county": "01-31"}}}, "enum"),
        ({"applies_to": []}, "too_short"),
        ({"max_age": {"weeks": 2}}, "extra_forbidden"),
    ],
)
def test_items_that_could_not_be_judged_are_refused(change: dict[str, Any], kind: str) -> None:
    MandatedItem.model_validate(ITEM)
    with pytest.raises(ValidationError) as caught:
        MandatedItem.model_validate(ITEM | change)
    assert kind in {detail["type"] for detail in caught.value.errors()}


def test_an_item_takes_over_shared_names_and_adds_its_own() -> None:
    item = MandatedItem.model_validate(ITEM | {"words": "disclosure-guide", "names": ["公开须知"]})
    shared = item_words().entries["disclosure-guide"]
    assert item.names == (*shared.names, "公开须知")
    assert (item.patterns, item.excludes) == (shared.patterns, shared.excludes)
    assert item.matches("青禾县政府信息公开指南") and item.matches("信息公开须知")
    assert not item.matches("信息公开指南解读")
    assert MandatedItem.model_validate(item.model_dump()) == item


def test_a_yearly_entry_takes_over_shared_names() -> None:
    yearly = Yearly.model_validate({"words": "annual-report-entry"})
    assert yearly.is_entry("青禾县2025年政府信息公开工作年度报告")
    assert not yearly.is_entry("政府网站工作年度报表")


def test_shared_names_that_nobody_knows() -> None:
    with pytest.raises(ValidationError) as caught:
        MandatedItem.model_validate(ITEM | {"words": "disclosure-guid"})
    [problem] = caught.value.errors()
    assert problem["type"] == "unknown-words"
    assert problem["ctx"]["known"].startswith("disclosure-guide, ")
