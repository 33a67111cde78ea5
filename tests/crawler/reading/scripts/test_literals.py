"""Literals in scripts: what is written down is read exactly, and nothing else ever raises anything but ValueError."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.page import Page
from crawler.reading.scripts.literals import Expression, read_value
from crawler.reading.scripts.values import ScriptValues

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=15,
)
PIECES = st.lists(
    st.sampled_from(
        ["{", "}", "[", "]", "(", ")", ":", ",", ";", "a", "'x'", '"y', '"', "'", "\\", "//", "/*", "*/", "1", "null",
         "function(){", "=", "+", "\n", "key:", "`", "{a:1}", "[1,2]"]
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_json_is_read_as_json(value: Any) -> None:
    assert read_value(json.dumps(value))[0] == value


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_any_soup_is_a_value_or_a_value_error(pieces: list[str]) -> None:
    text = "".join(pieces)
    try:
        _, end = read_value(text)
    except ValueError:
        return
    assert 0 < end <= len(text)


@settings(max_examples=100, deadline=None)
@given(PIECES)
def test_any_soup_in_a_page(pieces: list[str]) -> None:
    soup = "".join(pieces).replace("</", "<")
    values = ScriptValues(
        Page("http://h/?a=1", f"<html><body><script>var a = {soup}; b = {{key: a{soup}</script></body></html>")
    )
    for value in (*values.assigned("a"), *(held for held, _ in values.objects("key"))):
        values.text(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a: 1, 'b': \"x\", c: [1, 2,],}", {"a": 1, "b": "x", "c": [1, 2]}),
        ("{a: undefined, b: null, c: true}", {"a": None, "b": None, "c": True}),
        ("{ /* one */ a: 'it\\'s', // two\n b: '\\u4e2d\\x41\\n' }", {"a": "it's", "b": "中A\n"}),
        ("{a: site.id, d: 'x' + y}", {"a": Expression("site.id"), "d": Expression("'x' + y")}),
        ("{b: f(1, {c: 2}), c: 3}", {"b": Expression("f(1, {c: 2})"), "c": 3}),
        ("{f: function () { return {a: 1}; }, b: 2}", {"f": Expression("function () { return {a: 1}; }"), "b": 2}),
        ("'a,b' ;", "a,b"),
        ("-1.5,", -1.5),
        ("{1: 'x'}", {"1": "x"}),
    ],
)  # fmt: skip
def test_values(text: str, value: Any) -> None:
    assert read_value(text)[0] == value


@pytest.mark.parametrize("text", ["", "   ", "{a:", "{a b}", "[1", "{foo() {}}", "'x", "{'a' 1}", ",", "{" * 200])
def test_what_is_no_value(text: str) -> None:
    try:
        value = read_value(text)[0]
    except ValueError:
        return
    assert isinstance(value, Expression)


@pytest.mark.parametrize(
    "text_of",
    [
        lambda size: "[" * size,
        lambda size: "{a:" * (size // 2),
        lambda size: "{a:'" + "\\" * size,
        lambda size: "[" + "f(),{b:g()}," * (size // 10) + "]",
        lambda size: "/*" * (size // 4),
    ],
    ids=["lists", "objects", "backslashes", "calls", "comments"],
)
def test_the_time_for_long_and_deep_texts_grows_no_faster_than_they(text_of: Callable[[int], str]) -> None:
    """Four times the length must not cost sixteen times the time: compared within one run, on whatever machine."""
    for _ in range(3):  # the machine may be busy with something else at one time, but not at every
        short, long = _seconds(text_of(50_000)), _seconds(text_of(200_000))
        if long < 8 * short + 0.05:
            return
    pytest.fail(f"50,000 characters take {short:.2f} s, 200,000 take {long:.2f} s")


def _seconds(text: str) -> float:
    started = time.process_time()
    with contextlib.suppress(ValueError):
        read_value(text)
    return time.process_time() - started
