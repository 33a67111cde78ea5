"""One pass over a text finds what looking for every word by itself finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checks.content.hints import hints_in
from config.leak_marks import leak_marks
from config.place_words import place_words
from config.remnant_words import remnant_words
from config.wording_lexicon import wording_lexicon

WORDS = {
    *(hint for mark in remnant_words().marks for hint in mark.hints),
    *(mark.hint for mark in leak_marks().marks),
    *place_words().hints,
    *wording_lexicon().countries.regions,
    *(word for entry in wording_lexicon().entries for word in entry.wrong),
    *(each.words for each in wording_lexicon().titles),
}


@given(st.lists(st.sampled_from(sorted(WORDS)) | st.sampled_from(["，", "各", "部", "内", "不", "公开"]), max_size=6))
def test_the_words_that_stand_in_a_text(parts: list[str]) -> None:
    text = "".join(parts)
    assert hints_in(text) == {word for word in WORDS if word in text}
