"""Finds all topics that a text names, in one pass over the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from config.topic import Topic
from config.word_search import OwnersOfWords
from config.wording import plain

TITLE_END = 120
"""Characters of a name or title that are looked at (own choice; longer ones are paragraphs)."""


class TopicMatcher:
    """All words of the topics in one search. Topics are told by their place in the sequence."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._topics = topics
        self._any = OwnersOfWords((plain(name), at) for at, topic in enumerate(topics) for name in topic.names)
        inside = ((name, at) for at, topic in enumerate(topics) if topic.in_text for name in topic.names)
        self._inside = OwnersOfWords(inside)
        self._known: dict[str, frozenset[int]] = {}

    def in_title(self, title: str) -> frozenset[int]:
        """Topics that a title or a name of a column names."""
        whole = plain(title[:TITLE_END])
        found = self._any.of(whole)
        return frozenset(at for at in found if not self._topics[at].ruled_out(whole))

    def in_path(self, path: str) -> frozenset[int]:
        """Topics that a column's path names; kept, because many pages share a few paths."""
        if path not in self._known:
            self._known[path] = frozenset().union(*(self.in_title(step) for step in path.split(">")))
        return self._known[path]

    def in_text(self, text: str) -> frozenset[int]:
        """Topics to be looked for in texts that this text names. Words stand in texts without blanks."""
        return self._inside.of(text)

    def aspects_in(self, topics: Iterable[int], *texts: str) -> dict[int, int]:
        """The aspects of each of these topics that the texts name, as bits by their order."""
        asked = {at: self._topics[at].aspects for at in sorted(topics)}
        whole = [plain(text) for text in texts] if any(asked.values()) else []
        return {
            at: sum(1 << bit for bit, aspect in enumerate(aspects) if any(map(aspect.named_in, whole)))
            for at, aspects in asked.items()
        }
