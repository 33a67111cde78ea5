"""What may explain a document though nothing proves that it does: as long as there is any, nothing is confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from checks.content.patterns import compiled
from checks.policy.likeness import runs
from checks.policy.paper import Paper
from checks.policy.titles import SHORTEST_NAME, quoted, without_place
from checks.policy.traits import ENOUGH_LETTERS
from config.policy_words import found_in, policy_words
from config.wording import plain
from crawler.store.crawl import Crawl
from crawler.urls import page_key

LIKE = 75
"""Likeness of names (0 to 100) from which on an unpaired interpretation may mean the document (own rule)."""
RUN = 4
"""Letters in a row that the name of a document and the title of a picture must share (own rule)."""


@dataclass
class Doubts:
    """Asked of documents that nothing explains for certain, or only late."""

    crawl: Crawl
    interpretations: Sequence[Paper]

    def nearest(self, document: Paper) -> str | None:
        """The title of what may explain the document."""
        alike = next(self.may_mean(document), None)
        return alike.title if alike else self._linked(document)

    def may_mean(self, document: Paper) -> Iterator[Paper]:
        """Interpretations whose names resemble the document's; then pictures and films whose titles share words with
        it, as only their titles tell what they explain."""
        best: dict[str, float] = {}
        for name in document.names:
            for hit, score, _ in process.extract(
                name, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=LIKE, limit=None
            ):
                best[hit] = max(score, best.get(hit, 0))
        for name in sorted(best, key=lambda each: (best[each], each), reverse=True):
            yield from self._by_name[name]
        own = {run for name in document.names for run in runs(_subject(name), RUN)}
        yield from (each for each, theirs in self._wordless if own & theirs)

    def _linked(self, document: Paper) -> str | None:
        """The text of a link anywhere on the portal that names the document and speaks of explaining it."""
        names = [name for name in document.names if len(name) >= SHORTEST_NAME]
        for text, bare, key in self._explaining_links:
            if key != document.key and any(name in bare for name in names):
                return text
        return None

    @cached_property
    def _by_name(self) -> dict[str, list[Paper]]:
        found: dict[str, list[Paper]] = {}
        for each in self.interpretations:
            for name in each.names:
                found.setdefault(name, []).append(each)
        return found

    @cached_property
    def _wordless(self) -> list[tuple[Paper, frozenset[str]]]:
        """Interpretations with hardly any text, that name no document in 《》, with the runs of their names."""
        shown = (each for each in self.interpretations if each.length < ENOUGH_LETTERS and not quoted(each.title))
        return [(each, frozenset(run for name in each.names for run in runs(_subject(name), RUN))) for each in shown]

    @cached_property
    def _explaining_links(self) -> list[tuple[str, str, str]]:
        links = self.crawl.link_texts()
        return [(text, plain(text), page_key(url)) for text, url in links if _may_explain(text)]


def _may_explain(text: str) -> bool:
    words = policy_words()
    if found_in(words.draft, text):
        return False
    return found_in(words.interpretation, text) or (
        found_in(words.explaining, text) and not found_in(words.genres, text)
    )


def _subject(name: str) -> str:
    """A name without its place and without its kind of document, which many share."""
    bare = without_place(name)
    for genre in policy_words().genres:
        bare = compiled(genre).sub("", bare)
    return bare
