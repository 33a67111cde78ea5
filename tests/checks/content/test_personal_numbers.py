"""Numbers of persons are told by their own rules, and no mask gives one away."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from checks.content.personal_numbers import is_card, is_identity, is_mobile, masked, runs

TODAY = dt.date(2026, 6, 30)
PROVINCES = frozenset({"37"})
GOOD = "379999199001010010"


def test_a_citizens_number_needs_province_day_and_check_character() -> None:
    assert is_identity(GOOD, TODAY, PROVINCES)
    assert is_identity("37999920050505003X".replace("X", "8"), TODAY, PROVINCES)
    assert not is_identity(GOOD, TODAY, frozenset({"11"}))
    assert not is_identity("379999209001010010", TODAY, PROVINCES)


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(place: int, shift: int) -> None:
    wrong = GOOD[:place] + str((int(GOOD[place]) + shift) % 10) + GOOD[place + 1 :]
    assert not is_identity(wrong, TODAY, PROVINCES)


@given(st.text("0123456789", min_size=11, max_size=20))
def test_a_mask_leaves_a_third_at_most_and_keeps_the_length(number: str) -> None:
    shown = masked(number)
    assert len(shown) == len(number)
    assert sum(char != "*" for char in shown) <= len(number) / 3
    assert shown[0] == number[0]


@given(st.text("0123456789 -abc*年，\n", max_size=60))
def test_runs_are_digits_of_the_text(text: str) -> None:
    for number, start, end in runs(text):
        assert number == "".join(char for char in text[start:end] if char not in " -")
        assert len(number) >= 11


def test_cards_and_mobiles() -> None:
    assert is_card("6229990000000000019")
    assert not is_card("6229990000000000018")
    assert not is_card("4111111111111111")
    assert is_mobile("13900000001")
    assert not is_mobile("12345678901")


def test_longer_words_and_masked_numbers_are_no_runs() -> None:
    assert not list(runs("a13900000001 13900000001b 139****000000000001 13900000001.5"))
    assert [number for number, _, _ in runs("电话13900000001，账号6229 9900 0000 0000 019")] == [
        "13900000001",
        "6229990000000000019",
    ]
