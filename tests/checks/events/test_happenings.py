"""The same event reported several times counts once; different events never fall together by their numbers."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from checks.events.happenings import happenings, ordinal
from checks.events.sighting import EVENT, Sighting, days_told

DAY = dt.date(2024, 6, 12)


def report(title: str, url: str, day: dt.date = DAY, told: tuple[dt.date, ...] = (), unit: str = "county") -> Sighting:
    return Sighting("s", EVENT, title, url, day, sure=True, told=told, unit=unit)


def count(*reports: Sighting) -> int:
    return len(happenings(reports, 0.95, 5))


def test_one_event_in_two_columns() -> None:
    assert (
        count(report("走进县水厂政府开放日", "/a"), report("走进县水厂“政府开放日”", "/b", DAY + dt.timedelta(2))) == 1
    )


def test_the_number_decides() -> None:
    first, second = report("县政府召开第三十次常务会议", "/a"), report("第30次县政府常务会议召开", "/b")
    assert count(first, second) == 1
    assert count(first, report("县政府召开第三十一次常务会议", "/c")) == 2


def test_days_in_the_text_tell_apart() -> None:
    other = DAY - dt.timedelta(3)
    assert (
        count(report("县政府召开常务会议", "/a", told=(DAY,)), report("县政府召开常务会议", "/b", told=(other,))) == 2
    )


def test_other_units_hold_other_events() -> None:
    assert count(report("举办政府开放日活动", "/a", unit="x"), report("县局举办政府开放日活动", "/b", unit="y")) == 2


def test_far_apart_is_another_event() -> None:
    assert count(report("政府开放日", "/a"), report("政府开放日", "/b", DAY + dt.timedelta(30))) == 2


def test_numbers_of_events() -> None:
    assert [ordinal(f"第{word}期") for word in ("3", "三", "十二", "二十", "一百零三", "三〇", "１２")] == [
        *(3, 3, 12, 20, 103, 30, 12)
    ]
    assert ordinal("政府开放日") is None


def test_days_of_a_report() -> None:
    text = "6月12日，县政府召开会议。根据2024年5月6日印发的方案，7月1日前完成。"
    assert days_told(text, dt.date(2024, 6, 13)) == (DAY, dt.date(2024, 5, 6))
    assert days_told("12月30日举办活动", dt.date(2025, 1, 3)) == (dt.date(2024, 12, 30),)
    assert days_told("近日，举办活动", DAY) == ()


TITLES = st.text("县政府开放日第一二三期走进水厂学校0123", min_size=1, max_size=14)
REPORTS = st.builds(
    report,
    TITLES,
    st.integers(1, 30).map("/{}".format),
    st.integers(0, 40).map(lambda days: DAY + dt.timedelta(days)),
    unit=st.sampled_from("xy"),
)


@given(st.lists(REPORTS, max_size=12), st.randoms(use_true_random=False))
def test_nothing_is_lost_and_the_order_does_not_matter(reports: list[Sighting], shuffle: random.Random) -> None:
    found = happenings(reports, 0.95, 5)
    assert sorted(each for event in found for each in event.reports) == sorted(set(reports))
    shuffle.shuffle(reports)
    assert happenings(reports, 0.95, 5) == found
