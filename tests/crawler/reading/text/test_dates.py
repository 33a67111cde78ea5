"""Dates as portals write them: read where they are dates, left alone where they are not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reading.text.dates import find_dates, first_date, is_too_late, make_date, split_date, whole_date

DAY = dt.date(2026, 3, 5)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))
FORMS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
NUMERALS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026/3/5",
        "2026.03.05",
        "2026年3月5日",
        "2026年03月05日",
        "二〇二六年三月五日",
        "二○二六年三月五日",
        "二零二六年三月五号",
        "２０２６－０３－０５",
        "2026 - 03 - 05",
        "2026年\n3月\n5日",
        "[2026-03-05]",
        "（2026-03-05 10:22:33）",
        "发布时间：2026-03-05 10∶08",
        "发布日期:2026-03-05",
        "2026-03-05T10:00:00Z",
    ],
)
def test_read(text: str) -> None:
    hit = first_date(text)
    assert hit is not None
    assert hit.date == DAY
    assert whole_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "今天是：2026年3月5日",
        "现在是2026-03-05 10:00",
        "2026年3月5日 星期四",
        "2026年3月5日　农历正月十七",
        "Copyright © 2026-03-05 某某县人民政府",
        "版权所有 2026.03.05",
        "0531-2026305",
        "电话：0531-87654321",
        "13820260305",
        "2026-13-05",
        "2026-02-30",
        "2026-3",
        "第3-5号",
        "12026-03-05",
        "2026-03-05-17",
        "版本 1.2026.3.5",
        "国发〔2026〕3号",
        "",
    ],
)
def test_not_read(text: str) -> None:
    assert find_dates(text) == []
    assert whole_date(text) is None


@pytest.mark.parametrize("text", ["03-05", "[03-05]", "3月5日", "03/05", "(3-5)"])
def test_year_from_the_context(text: str) -> None:
    assert first_date(text) is None
    assert whole_date(text, year=2026) == DAY


@pytest.mark.parametrize("text", ["1/10", "3.5", "0531-8765", "12-31-09", "5月", "10:30"])
def test_no_date_even_with_a_year(text: str) -> None:
    assert whole_date(text, year=2026) is None


def test_a_date_among_words_is_found_but_is_not_the_whole() -> None:
    text = "关于2026年3月5日停水的通知"
    assert [hit.date for hit in find_dates(text)] == [DAY]
    assert whole_date(text) is None


def test_numerals_beyond_ten() -> None:
    assert whole_date("二〇二五年十二月三十一日") == dt.date(2025, 12, 31)
    assert whole_date("二〇二五年十一月二十日") == dt.date(2025, 11, 20)
    assert whole_date("二〇二五年十月廿一日") == dt.date(2025, 10, 21)
    assert find_dates("二〇二五年十三月一日") == []


@pytest.mark.parametrize(
    "text", ["05 2026-03", "05\n2026.03", "03-05 2026", "2026 03-05", "2026-03 05", "05日 2026年3月"]
)
def test_torn_apart(text: str) -> None:
    assert split_date(text) == DAY


def test_torn_apart_needs_all_parts() -> None:
    assert split_date("10:05 2026-03") is None
    assert split_date("45 2026-03") is None


def test_too_late_means_more_than_a_day() -> None:
    assert not is_too_late(DAY, DAY)
    assert not is_too_late(DAY + dt.timedelta(days=1), DAY)
    assert is_too_late(DAY + dt.timedelta(days=2), DAY)


@given(DAYS, st.sampled_from(FORMS), st.sampled_from(["", " 10:22", " 08:00:01"]))
def test_every_day_in_every_form(day: dt.date, form: str, time: str) -> None:
    assert whole_date(f"[{day.strftime(form)}{time}]") == day


@given(DAYS)
def test_every_day_in_numerals(day: dt.date) -> None:
    year = "".join(NUMERALS[int(digit)] for digit in f"{day.year:04d}")
    assert whole_date(f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日") == day


@given(st.text(max_size=200), st.none() | st.integers(1950, 2099))
def test_hits_are_in_order_inside_the_text_and_do_not_overlap(text: str, year: int | None) -> None:
    end = 0
    for hit in find_dates(text, year=year):
        assert end <= hit.start < hit.end <= len(text)
        end = hit.end


@given(st.text(alphabet="0123456789-./年月日 〇一二三十:今天是\n", max_size=60), st.none() | st.integers(1950, 2099))
def test_date_like_noise_never_raises(text: str, year: int | None) -> None:
    whole = whole_date(text, year=year)
    assert whole is None or whole in [hit.date for hit in find_dates(text, year=year)]
    assert split_date(text) is None or isinstance(split_date(text), dt.date)


@given(st.integers(), st.integers(), st.integers())
def test_only_days_that_exist(year: int, month: int, day: int) -> None:
    made = make_date(year, month, day) if abs(year) < 10**9 and abs(month) < 10**9 and abs(day) < 10**9 else None
    assert made is None or (made.year, made.month, made.day) == (year, month, day)


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    front = {0: "", 1: "十"}.get(tens, f"{NUMERALS[tens]}十")
    return front + (NUMERALS[ones] if ones or not tens else "")


PHONES = st.from_regex(r"(?:0\d{2,3}[-—])?\d{7,8}(?:-\d{1,4})?|1[3-9]\d{9}|400-\d{3}-\d{4}|12345", fullmatch=True)
DOCUMENTS = st.from_regex(r"[青禾][政办][发字函]〔20[0-2]\d〕[1-9]\d{0,2}号|\d{9}/20[12]\d-\d{5}", fullmatch=True)
AMOUNTS = st.from_regex(r"[1-9]\d{0,6}(?:\.\d{1,2})?(?:万元|亿元|元|%|％|个|人|户|件)", fullmatch=True)


@given(PHONES | DOCUMENTS | AMOUNTS, st.sampled_from(["", "电话：", "文号：", "共", "（", "联系电话 "]))
def test_no_date_is_made_of_a_number(number: str, before: str) -> None:
    assert find_dates(before + number) == []
    assert split_date(before + number) is None


@given(st.text(max_size=100), st.none() | st.integers(1950, 2099))
def test_every_date_is_written_where_it_is_said_to_stand(text: str, year: int | None) -> None:
    for hit in find_dates(text, year=year):
        written = text[hit.start : hit.end]
        assert any(char.isdigit() or char in NUMERALS + "○◯零OＯo十廿卅" for char in written)
        assert [again.date for again in find_dates(written, year=year)] == [hit.date]


@pytest.mark.parametrize(
    "text",
    [
        "今天是\n2026年3月5日",
        "今天是：\n2026年3月5日\n星期四",
        "2026年3月5日\n星期四",
        "2026年3月5日 10:20:30\n农历正月十七",
        "当前时间\n2026-03-05 10:00",
    ],
)
def test_a_clock_in_several_elements_is_no_date(text: str) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    "text", ["今天是个好日子，全县召开大会\n2026-03-05", "今日要闻\n\n2026-03-05", "2026-03-05\n本周星期四休会"]
)
def test_words_of_a_clock_far_away_do_not_matter(text: str) -> None:
    assert [hit.date for hit in find_dates(text)] == [DAY]


@pytest.mark.parametrize("text", ["2026-03-05元旦放假通知", "2026年3月5日元旦", "（2026-03-05）12人参加"])
def test_words_behind_a_date_do_not_matter(text: str) -> None:
    assert [hit.date for hit in find_dates(text)] == [DAY]


@pytest.mark.parametrize("text", ["2026.3.5万元", "2026年3月5个", "2026-03-05号", "ZB-2026-03-05", "2026.03.05%"])
def test_numbers_that_count_or_name_something(text: str) -> None:
    assert find_dates(text) == []
