"""Keys in eight bytes are told apart like the keys themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.keys import KeySet, mark_of, repeated

KEYS = st.lists(st.text(max_size=3))


@pytest.fixture(autouse=True, scope="module")
def short_runs() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("checks.keys._RUN", 3)
        yield


@given(KEYS, KEYS)
def test_a_set_has_its_keys_and_no_others(keys: list[str], others: list[str]) -> None:
    known = KeySet(keys)
    assert all((key in known) is (key in keys) for key in (*keys, *others))


@given(KEYS)
def test_repeated_keys_are_known(keys: list[str]) -> None:
    assert repeated(keys) == {mark_of(key) for key, number in Counter(keys).items() if number > 1}
