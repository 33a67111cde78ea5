"""Working days: 调休 is known, files win, unknown years are errors."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.problems import InvalidData
from config.workdays import CALENDAR, UnknownYear, YearCalendar, add_workdays, is_workday, workdays_between
from config.yaml_file import load_yaml

KNOWN = st.dates(date(2019, 1, 1), date(2026, 8, 31))
OWN_YEARS = sorted(CALENDAR.glob("*.yaml"))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2024, 2, 4), True),  # a Sunday made up for 春节
        (date(2024, 2, 12), False),  # a Monday of 春节
        (date(2024, 2, 18), True),
        (date(2024, 10, 12), True),  # a Saturday made up for 国庆
        (date(2024, 10, 7), False),
        (date(2024, 6, 15), False),  # a plain Saturday
        (date(2024, 6, 14), True),
    ],
)
def test_make_up_days_are_known(day: date, works: bool) -> None:
    assert is_workday(day) is works


@pytest.mark.parametrize(
    ("off", "made_up"),
    [
        ((date(2024, 2, 10), date(2024, 2, 17)), (date(2024, 2, 4), date(2024, 2, 18))),
        ((date(2024, 10, 1), date(2024, 10, 7)), (date(2024, 9, 29), date(2024, 10, 12))),
        ((date(2025, 1, 28), date(2025, 2, 4)), (date(2025, 1, 26), date(2025, 2, 8))),
        ((date(2025, 10, 1), date(2025, 10, 8)), (date(2025, 9, 28), date(2025, 10, 11))),
        ((date(2026, 1, 1), date(2026, 1, 3)), (date(2026, 1, 4),)),
        ((date(2026, 2, 15), date(2026, 2, 23)), (date(2026, 2, 14), date(2026, 2, 28))),
        ((date(2026, 6, 19), date(2026, 6, 21)), ()),
        ((date(2026, 10, 1), date(2026, 10, 7)), (date(2026, 9, 20), date(2026, 10, 10))),
    ],
)
def test_holidays_of_the_notices(off: tuple[date, date], made_up: tuple[date, ...]) -> None:
    first, last = off
    assert not any(is_workday(first + timedelta(days=number)) for number in range((last - first).days + 1))
    assert all(is_workday(day) for day in made_up)


@pytest.mark.parametrize("file", OWN_YEARS, ids=lambda file: file.stem)
def test_our_calendars_are_whole_and_agree_with_the_library(file: Path) -> None:
    calendar = load_yaml(file, YearCalendar)
    assert calendar.complete
    assert calendar.status == "confirmed"
    assert "国办发明电" in calendar.source
    assert all(day.weekday() < 5 for day in calendar.holidays), "weekends are off without being named"
    assert all(day.weekday() > 4 for day in calendar.workdays), "weekdays are worked without being named"
    days = [date(calendar.year, 1, 1) + timedelta(days=number) for number in range(365)]
    assert [day for day in days if is_workday(day) is not chinese_calendar.is_workday(day)] == []


def test_the_years_of_the_project_are_covered() -> None:
    assert {"2024", "2025", "2026"} <= {file.stem for file in OWN_YEARS}


@given(KNOWN)
def test_a_week_always_has_working_days_and_days_off_within_a_fortnight(day: date) -> None:
    fortnight = [is_workday(day + timedelta(days=number)) for number in range(14)]
    assert 4 <= sum(fortnight) <= 12


@given(start=KNOWN, count=st.integers(1, 40))
def test_more_working_days_end_later(start: date, count: int) -> None:
    before, end = add_workdays(start, count - 1), add_workdays(start, count)
    assert before < end
    assert not any(is_workday(before + timedelta(days=number)) for number in range(1, (end - before).days))


def test_twenty_working_days_over_a_holiday() -> None:
    assert add_workdays(date(2024, 1, 31), 20) == date(2024, 3, 4)
    assert workdays_between(date(2024, 1, 31), date(2024, 3, 4)) == 20


@given(start=KNOWN, count=st.integers(0, 40))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    end = add_workdays(start, count)
    assert workdays_between(start, end) == count
    assert count == 0 or is_workday(end)


@given(first=KNOWN, middle=st.integers(0, 40), last=st.integers(0, 40))
def test_counts_add_up(first: date, middle: int, last: int) -> None:
    between = first + timedelta(days=middle)
    end = between + timedelta(days=last)
    assert workdays_between(first, between) + workdays_between(between, end) == workdays_between(first, end)


def test_an_unknown_year_is_never_guessed(tmp_path: Path) -> None:
    with pytest.raises(UnknownYear) as caught:
        add_workdays(date(2098, 12, 31), 1, tmp_path)
    assert caught.value.year == 2099
    assert str(caught.value).startswith(f"{tmp_path / '2099.yaml'}: ")
    assert "2099" in caught.value.text("zh")


def test_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2024, 1, 1), -1)
    with pytest.raises(ValueError, match="before"):
        workdays_between(date(2024, 1, 2), date(2024, 1, 1))


def calendar(folder: Path, year: int, text: str) -> Path:
    (folder / f"{year}.yaml").write_text(f"source: 通知\nstatus: confirmed\n{text}", encoding="utf-8")
    return folder


def test_a_file_wins_day_by_day(tmp_path: Path) -> None:
    folder = calendar(tmp_path, 2024, "year: 2024\nholidays: [2024-06-14]\nworkdays: [2024-06-15]\n")
    assert not is_workday(date(2024, 6, 14), folder)
    assert is_workday(date(2024, 6, 15), folder)
    assert is_workday(date(2024, 2, 4), folder)


def test_a_complete_file_makes_a_year_known(tmp_path: Path) -> None:
    folder = calendar(tmp_path, 2099, "year: 2099\ncomplete: true\nholidays: [2099-01-01]\nworkdays: [2099-01-03]\n")
    answers = [is_workday(date(2099, 1, day), folder) for day in range(1, 6)]
    assert answers == [False, True, True, False, True]


def test_an_incomplete_file_does_not(tmp_path: Path) -> None:
    folder = calendar(tmp_path, 2099, "year: 2099\nholidays: [2099-01-01]\n")
    assert not is_workday(date(2099, 1, 1), folder)
    with pytest.raises(UnknownYear):
        is_workday(date(2099, 1, 2), folder)


def test_bad_calendar_files(tmp_path: Path) -> None:
    with pytest.raises(InvalidData, match="move it to the file of its year"):
        is_workday(date(2090, 1, 1), calendar(tmp_path, 2090, "year: 2090\nholidays: [2091-01-01]\n"))
    with pytest.raises(InvalidData, match="a holiday and a working day"):
        text = "year: 2092\nholidays: [2092-01-01]\nworkdays: [2092-01-01]\n"
        is_workday(date(2092, 1, 1), calendar(tmp_path, 2092, text))
    with pytest.raises(ConfigError) as caught:
        is_workday(date(2093, 1, 1), calendar(tmp_path, 2093, "year: 2092\n"))
    assert caught.value.key == "calendar-year"
