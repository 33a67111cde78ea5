"""Which words of the shipped lexicons stand in a text. All checks of one text ask in turn: one pass serves them."""

from __future__ import annotations

from functools import cache, lru_cache

from config.leak_marks import leak_marks
from config.place_words import place_words
from config.remnant_words import remnant_words
from config.word_search import WordSearch
from config.wording_lexicon import wording_lexicon


@lru_cache(maxsize=2)  # a text and its title
def hints_in(text: str) -> frozenset[str]:
    """Those that stand in `text` of: hints of drafting remnants, marks of secrecy and claims of places; wrong forms of
    names and phrases; names of regions."""
    return _hints().words_in(text)


@cache
def _hints() -> WordSearch[None]:
    hints = [hint for mark in remnant_words().marks for hint in mark.hints]
    hints += [mark.hint for mark in leak_marks().marks]
    wording = (*wording_lexicon().forms, *wording_lexicon().countries.regions)
    return WordSearch(dict.fromkeys((*hints, *place_words().hints, *wording)))
