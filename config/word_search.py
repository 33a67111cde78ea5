"""Many words looked for in one pass over a text (Aho and Corasick 1975)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

T = TypeVar("T")
Owner = TypeVar("Owner", bound=Hashable)


class Hit(NamedTuple, Generic[T]):
    """A word in a text: from which character to which, and what it stands for."""

    start: int
    end: int
    word: str
    meaning: T


class WordSearch(Generic[T]):
    """Finds words, each with what it stands for. Letters of other case or width are other letters."""

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self._words = list(meanings)
        self._meanings = list(meanings.values())
        self._search = AhoCorasick(self._words, implementation=Implementation.DFA) if self._words else None

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def hits(self, text: str) -> Iterator[Hit[T]]:
        """Every place of every word, also of words within others, by their ends; the longest first of equal ends."""
        for number, start, end in self._search.find_matches_as_indexes(text, overlapping=True) if self._search else ():
            yield Hit(start, end, self._words[number], self._meanings[number])

    def words_in(self, text: str) -> frozenset[str]:
        """The words that stand in `text`."""
        return frozenset(self._search.find_matches_as_strings(text, overlapping=True) if self._search else ())

    def any_in(self, text: str) -> bool:
        """Whether a word stands in `text`. Where none of a few dozen does, `words_in` would take four times as long."""
        return bool(self._words) and bool(self._one_by_one.find_matches_as_strings(text))

    @cached_property
    def _one_by_one(self) -> AhoCorasick:
        """Finds words that do not overlap, which allows it to pass over what begins none of them."""
        return AhoCorasick(self._words, matchkind=MatchKind.LeftmostFirst)


class OwnersOfWords(Generic[Owner]):
    """Tells whose words stand in a text. A word may belong to several owners."""

    def __init__(self, words: Iterable[tuple[str, Owner]]) -> None:
        self._owners: dict[str, set[Owner]] = defaultdict(set)
        for word, owner in words:
            self._owners[word].add(owner)
        self._search = WordSearch(self._owners)

    def of(self, text: str) -> frozenset[Owner]:
        """The owners of all words that stand in `text`."""
        words = self._search.words_in(text) if self._search.any_in(text) else ()  # nearly always none
        return frozenset().union(*(self._owners[word] for word in words))
