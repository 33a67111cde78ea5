"""The signs of a source are those that a search for each of them alone would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.cms import page_words
from config.family import families
from config.remnant_words import remnant_words
from crawler.reading.page import Page
from crawler.reading.signs import MARKUP, sign_of, signs_in, wall_marks

SELECTORS = [*page_words().article.bodies, *(each for kind in remnant_words().markup.values() for each in kind)]
EVERY = sorted(
    MARKUP
    | {mark.sign for family in families().families for mark in family.marks if mark.sign}
    | {sign for sign, _ in wall_marks()}
    | {sign_of(selector) for selector in SELECTORS}
)


@given(st.lists(st.sampled_from(EVERY), max_size=4), st.text(max_size=20), st.booleans())
def test_every_sign_is_found_whatever_stands_around_it(signs: list[str], around: str, shout: bool) -> None:
    source = around.join(["", *(sign.upper() if shout and sign.isascii() else sign for sign in signs), ""])
    folded = "".join(char.lower() if char.isascii() else char for char in source)
    assert signs_in(source) == {sign for sign in EVERY if sign in folded}


def test_a_sign_across_two_portions_of_a_long_source_is_found() -> None:
    for sign in EVERY:
        for before in (65_536 - len(sign.encode()) // 2, 2 * 65_536 - 1):
            assert sign in signs_in("x" * before + sign + "x" * 70_000)


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [(mark.pattern, mark.hint) for family in families().families for mark in family.marks if mark.hint],
)
@given(data=st.data())
def test_what_a_pattern_of_a_family_finds_bears_its_hint(pattern: str, hint: str, data: st.DataObject) -> None:
    found = re.search(pattern, data.draw(st.from_regex(pattern)))
    assert found is not None
    assert hint in signs_in(found.group())


@pytest.mark.parametrize("selector", SELECTORS)
def test_what_a_selector_finds_bears_its_sign(selector: str) -> None:
    form = re.fullmatch(r"(\w*)(?:([.#])([\w-]+)|\[([\w-]+)(?:[*^]?=(.*))?\])?", selector)
    assert form is not None
    tag, mark, name, attribute, value = form.groups()
    said = f'{"id" if mark == "#" else "class"}="{name}"' if mark else f"{attribute or ''}={value or chr(34) * 2}"
    page = Page("http://h.cn/", f"<body><{tag or 'p'} {said if mark or attribute else ''}>文</{tag or 'p'}>")
    assert len(page.tree.css(selector)) == 1
    assert sign_of(selector) in page.signs


def test_marks_of_walls_are_told_by_their_case() -> None:
    sign, mark = next((sign, mark) for sign, mark in wall_marks() if sign.upper() != mark and mark.isascii())
    source = "<p>文</p>" + " " * 200
    assert Page("http://h.cn/", source + mark).has_wall_mark()
    assert not Page("http://h.cn/", source + mark).has_wall_mark(100)
    assert not Page("http://h.cn/", source + sign.upper()).has_wall_mark()
