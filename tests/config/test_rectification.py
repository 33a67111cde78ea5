"""Deadlines of repair: working days by severity, from the day after the judging, never into an unknown year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checks.catalogue import checks_by_id
from config.problems import InvalidData
from config.rectification import Rectification, Severity, deadline, rectification, working_days
from config.workdays import UnknownYear, workdays_between
from config.yaml_file import load_yaml


@pytest.mark.parametrize("severity", Severity)
def test_a_deadline_is_so_many_working_days_away(severity: Severity) -> None:
    start = date(2026, 9, 30)  # before the week of the national holiday
    assert workdays_between(start, deadline(start, severity)) == working_days(severity)


def test_holidays_and_made_up_days_count_as_the_notice_says() -> None:
    assert deadline(date(2026, 9, 30), Severity.IMMEDIATE) == date(2026, 10, 8)
    assert deadline(date(2026, 10, 9), Severity.IMMEDIATE) == date(2026, 10, 10)  # a Saturday made up for


def test_what_is_urgent_has_less_time() -> None:
    assert working_days(Severity.IMMEDIATE) < working_days(Severity.VETO) < working_days()


def test_a_year_that_nobody_knows_is_never_guessed() -> None:
    with pytest.raises(UnknownYear):
        deadline(date(2039, 12, 30))


def test_severity_follows_kind_and_veto() -> None:
    terms = rectification()
    assert terms.severity("leak-mark", "secret-mark") is Severity.IMMEDIATE
    assert terms.severity("mislink", "hijacked-target", veto=True) is Severity.IMMEDIATE
    assert terms.severity("empty-column", "empty", veto=True) is Severity.VETO
    assert terms.severity("mislink", "text-target-mismatch") is Severity.ORDINARY


def test_urgent_kinds_are_kinds_that_checks_have() -> None:
    known = {f"{check.id}/{code}" for check in checks_by_id().values() for code in check.codes}
    known |= {kind.partition("/")[0] for kind in known}
    assert rectification().immediate <= known


def test_a_severity_without_term_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rectification.yaml"
    file.write_text(
        "terms: {ordinary: {working_days: 10, source: here, status: confirmed}}\nimmediate: []\n", encoding="utf-8"
    )
    with pytest.raises(InvalidData) as refused:
        load_yaml(file, Rectification)
    assert [problem.key for problem in refused.value.problems] == ["term-missing"]
