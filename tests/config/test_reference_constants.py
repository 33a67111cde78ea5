"""The constants that law and practice give (figure, how sure), against the places where shipped rubrics keep them.

`C2` was read in two independent places, `C1` in one, `F` in a fragment, `D` follows from a local rule, `M` is
remembered, `V` is a monitoring vendor's practice. Only what was read may stand in a rubric as confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from config.rubric import Rubric, Status
from config.rubrics import load_rubric

Where = Callable[[Rubric], Any]


def rule(name: str) -> Where:
    """The rule of this id."""
    return lambda rubric: next(rule for line in rubric.indicators for rule in line.rules if rule.id == name)


def line(name: str) -> Where:
    """The indicator of this id."""
    return lambda rubric: next(each for each in rubric.indicators if each.id == name)


def of(where: Where, *fields: str) -> Where:
    """A field of it, or a field of a field."""

    def value(rubric: Rubric) -> Any:
        found = where(rubric)
        for field in fields:
            found = getattr(found, field)
        return found

    return value


def window(check: str, kind: str | None = None) -> Where:
    """A window in the parameters of a check."""

    def value(rubric: Rubric) -> Any:
        values = rubric.checks[check].values
        return values["windows"][kind] if kind else values["window"]

    return value


FIGURES: list[tuple[str, str, Where, Any]] = [
    ("home.stale_days C2", "national-2019", window("stale-home"), {"days": 14}),
    ("home.stale_days C2", "census-2015", window("stale-home"), {"days": 14}),
    ("column.news_days C2", "national-2019", window("stale-column", "动态要闻"), {"days": 14}),
    ("column.notice_months C2", "national-2019", window("stale-column", "通知公告"), {"months": 6}),
    ("column.policy_months C2", "census-2015", window("stale-column", "政策文件"), {"months": 6}),
    ("column.other_stale_days V", "national-2019", window("stale-column", "其他应更新"), {"months": 12}),
    ("column.pooled C2", "national-2019", of(rule("V4.1"), "veto_at"), 5),
    ("column.other_stale_count C2", "national-2019", of(rule("V4.2"), "veto_at"), 10),
    ("column.blank_count C2", "national-2019", of(rule("V4.3"), "veto_at"), 5),
    ("warn.blank V", "national-2019", of(rule("V4.3"), "warn_at"), 3),
    ("warn.stale V", "national-2019", of(rule("V4.2"), "warn_at"), 6),
    ("score.fail C2", "national-2019", lambda rubric: rubric.pass_mark, 60),
    ("score.bonus_gate C2", "national-2019", lambda rubric: rubric.bonus_gate, 80),
    ("score.base C2", "national-2019", lambda rubric: rubric.base_points, 100),
    ("score.bonus F", "national-2019", lambda rubric: rubric.bonus_points, 30),
    ("law.publish_wd C1", "regulation-2019", of(rule("A26.1"), "due", "within", "working_days"), 20),
    ("law.reply_wd C1", "regulation-2019", of(rule("A33.1.1"), "due", "within", "working_days"), 20),
    ("law.extend_wd C1", "regulation-2019", of(rule("A33.2.1"), "due", "within", "working_days"), 20),
    ("law.correct_wd C1", "regulation-2019", of(rule("A30.1"), "due", "within", "working_days"), 7),
    ("law.report_dept C1", "regulation-2019", of(rule("A49.1.1"), "due", "every_year"), "01-31"),
    ("law.report_gov C2", "regulation-2019", of(rule("A49.2.1"), "due", "every_year"), "03-31"),
    ("finderr.reply_wd D", "regulation-2019", of(rule("E6.1.1"), "due", "within", "working_days"), 3),
    ("interpret.max_wd C1", "regulation-2019", of(rule("E5.6.1"), "due", "within", "working_days"), 3),
    ("site_annual_form C1", "regulation-2019", of(rule("E6.3.1"), "due", "every_year"), "01-31"),
]

IN_WORDS: list[tuple[str, str, Where, tuple[str, ...]]] = [
    ("probe C2", "national-2019", of(rule("V2.1"), "text"), ("1周", "20次以上", "（含）15秒", "（含）5%")),
    ("probe C2", "census-2015", of(line("V1"), "clause"), ("1周", "20次以上", "（含）15秒", "（含）5%")),
    ("warn.fail V", "national-2019", of(rule("V2.1"), "note"), ("3%",)),
    ("warn.home V", "national-2019", of(rule("V3.1"), "note"), ("10天",)),
    ("reply C2", "national-2019", of(rule("V5.2"), "text"), ("前1年内", "超过3个月")),
    ("guide M", "national-2019", of(rule("V6.2"), "text"), ("缺失4类及以上", "超过（含）5个")),
    ("newmedia.stale_days C2", "national-2019-media", of(rule("W2.1"), "text"), ("前2周内",)),
    ("decision.comment_days C1", "regulation-2019", of(line("D15.2"), "clause"), ("不少于30日",)),
    ("reprint_hours V", "regulation-2019", of(line("E5.1"), "note"), ("24小时", "8小时")),
]


@pytest.mark.parametrize(("name", "rubric", "where", "figure"), FIGURES)
def test_figures(name: str, rubric: str, where: Where, figure: Any) -> None:
    assert where(load_rubric(rubric)) == figure, name


@pytest.mark.parametrize(("name", "rubric", "where", "words"), IN_WORDS)
def test_figures_that_people_apply(name: str, rubric: str, where: Where, words: tuple[str, ...]) -> None:
    text = where(load_rubric(rubric))
    assert [word for word in words if word not in text] == [], name


@pytest.mark.parametrize("rubric", ["national-2019", "national-2019-media", "census-2015", "regulation-2019"])
def test_what_is_remembered_is_never_confirmed(rubric: str) -> None:
    loaded = load_rubric(rubric)
    doubtful = ("凭记忆", "待核对", "残片")
    for each in (*loaded.indicators, *loaded.groups):
        if any(word in each.source for word in doubtful):
            assert each.status is Status.UNCONFIRMED, each
    for each in (found for indicator in loaded.indicators for found in indicator.rules):
        if "待核对" in (each.note or ""):
            assert each.status is Status.UNCONFIRMED, each.id
