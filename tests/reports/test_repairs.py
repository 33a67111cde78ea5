"""Who is to do what about a finding, and until when."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from checks.finding import State
from config.rectification import Severity, working_days
from config.remedies import Role
from reports.clauses import Clause
from reports.repairs import last_day, tasks, term_of, term_words
from tests.reports.samples import broken, finding

DAY = date(2025, 11, 20)
COSTS = Clause("扣分", "来源", "confirmed", "D1", "指标", each=Decimal(1))
VETO = Clause("否决", "来源", "confirmed", "V1", "指标", veto_at=5)


def test_a_term_follows_from_severity() -> None:
    plain, veto = term_of(broken(1), [COSTS], DAY), term_of(broken(1), [COSTS, VETO], DAY)
    leak = term_of(finding("leak-mark", "secret-mark", "x"), [], DAY)
    assert plain and veto and leak
    assert [each.severity for each in (plain, veto, leak)] == [Severity.ORDINARY, Severity.VETO, Severity.IMMEDIATE]
    assert plain.day == date(2025, 12, 4)
    assert leak.day == date(2025, 11, 21)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2025, 9, 26), 3, date(2025, 9, 30)),
        (date(2025, 9, 26), 4, date(2025, 10, 9)),
        (date(2025, 9, 30), 2, date(2025, 10, 10)),
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 10, 9), 1, date(2026, 10, 10)),  # a Saturday made up for
        (date(2039, 12, 30), 1, None),
    ],
)
def test_a_term_counts_working_days_over_holidays_and_make_up_days(start: date, days: int, last: date | None) -> None:
    assert last_day(start, days) == last


def test_no_term_for_a_suspicion() -> None:
    assert term_of(broken(1, state=State.SUSPECTED), [VETO], DAY) is None
    assert "人工确认" in term_words(None, "zh")


def test_a_year_without_calendar_gives_days_and_no_date() -> None:
    term = term_of(broken(1), [], date(2039, 12, 30))
    assert term is not None and term.day is None
    assert str(working_days()) in term_words(term, "en")


def test_who_leads_stands_first_and_has_the_remedy() -> None:
    said = tasks(finding("tls-fault", "certificate-expired", "https://a.example/"), "zh")
    assert [role for role, _ in said] == [Role.NETWORK, Role.VENDOR]
    assert "更换证书" in said[0][1]


@pytest.mark.parametrize(("template", "told"), [(True, True), (False, False)])
def test_the_vendor_is_told_of_templates(template: bool, told: bool) -> None:
    said = dict(tasks(broken(1, facts={"template": template, "regions": ["footer"]}), "zh"))
    assert ("改正模板" in said[Role.VENDOR]) is told


def test_a_third_partys_problem_is_for_editors() -> None:
    assert [role for role, _ in tasks(finding("third-party", "odd", "x"), "en")] == [Role.EDITOR]
