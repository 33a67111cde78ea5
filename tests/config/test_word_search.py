"""All words of many are found in one pass, wherever they stand and however they overlap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from config.word_search import Hit, OwnersOfWords, WordSearch

WORDS = st.dictionaries(st.text("ab人民政", min_size=1, max_size=4), st.integers(), max_size=6)


@given(WORDS, st.text("ab人民政府𠮷", max_size=40))
def test_every_place_of_every_word_is_found(words: dict[str, int], text: str) -> None:
    search = WordSearch(words)
    everywhere = {
        Hit(start, start + len(word), word, meaning)
        for word, meaning in words.items()
        for start in range(len(text))
        if text.startswith(word, start)
    }
    hits = list(search.hits(text))
    assert len(hits) == len(everywhere)
    assert set(hits) == everywhere


@given(
    st.lists(st.tuples(st.text("ab人民", min_size=1, max_size=3), st.integers(0, 3)), max_size=6),
    st.text("ab人民", max_size=20),
)
def test_a_text_tells_the_owners_of_its_words(words: list[tuple[str, int]], text: str) -> None:
    assert OwnersOfWords(words).of(text) == {owner for word, owner in words if word in text}


def test_hits_come_by_their_ends_and_longer_ones_first() -> None:
    hits = WordSearch({"民政": 1, "人民政": 2, "政府": 3}).hits("人民政府")
    assert [hit.word for hit in hits] == ["人民政", "民政", "政府"]


def test_it_knows_its_words() -> None:
    assert "民政" in WordSearch({"民政": 1})
    assert "政府" not in WordSearch({"民政": 1})
