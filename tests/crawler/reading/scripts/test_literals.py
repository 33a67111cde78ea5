"""Literals in scripts: what is written down is read exactly, and nothing else ever raises anything but ValueError."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.reading.page import Page
from crawler.reading.scripts.literals import Expression, read_value, sane
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


def test_long_and_deep_texts_take_no_time() -> None:
    started = time.process_time()
    for text in (
        "[" * 200_000,
        "{a:" * 100_000,
        "{a:'" + "\\" * 200_000,
        "[" + "f(),{b:g()}," * 20_000 + "]",
        "/*" * 50_000,
    ):
        try:
            read_value(text)
        except ValueError:
            continue
    assert time.process_time() - started < 60  # what grows with the square takes hours


def test_halves_of_characters() -> None:
    assert sane("\ud83d\ude00") == "😀"
    assert sane("\ud83d") == "�"
    assert sane("中") == "中"


def _values(script: str, url: str = "http://h/p.html", body: str = "") -> ScriptValues:
    return ScriptValues(Page(url, f"<html><body>{body}<script>{script}</script></body></html>"))


def test_variables_have_one_value_or_none() -> None:
    values = _values("var a = 'x'; window.b = 2; c = 1; c = 2; obj.a = 3; if (a == 'y') {}")
    assert (values.variable("a"), values.variable("b"), values.variable("c"), values.variable("d")) == (
        "x",
        2,
        None,
        None,
    )


def test_what_can_be_told() -> None:
    values = _values(
        "var info = {guid: 'g', at: {n: 3}}; var cat = getQueryString('CatId'); var base = '/x';",
        "http://h/p.html?catid=71&q=1&q=2",
        '<input type="hidden" id="h" value="v"><input id="t" value="typed">',
    )
    told = {
        "info.guid": "g",
        "info.at.n": "3",
        "base + '/list' + 2": "/x/list2",
        "cat": "71",
        "$('#h').val()": "v",
        'document.getElementById("h").value': "v",
        "$('#t').val()": None,
        "info": None,
        "unknown": None,
        "info.none": None,
        "f(1)": None,
        "getQueryString('q')": None,
        "base +": None,
        "a ? b : c": None,
    }
    assert {code: values.text(Expression(code)) for code in told} == told


def test_variables_that_stand_for_each_other_end() -> None:
    assert _values("var a = b; var b = a;").text(Expression("a")) is None


def test_objects_by_a_name_in_them() -> None:
    values = _values("f({outer: 1, params: {key: 'a', n: 1}}); g({key: 'b'}); // key: c\n var s = 'key: d';")
    assert [held["key"] for held, _ in values.objects("key")] == ["a", "b"]
