"""Which interpretations explain which document: by a link, by name, by document number.

A pair by title or link is sure. A document that an interpretation only names somewhere in its text may be its legal
basis as well, so such a pair acquits the document and never accuses anybody. An interpretation whose title names
another document in 《》 explains that one, also where the document links it (上一篇, 相关阅读).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from checks.policy.paper import Paper
from checks.policy.titles import Number, agree, quoted, subject_names
from config.policy_words import found_in, policy_words
from crawler.facts import Link
from crawler.kinds import Region
from crawler.store.crawl import Crawl
from crawler.urls import page_key

_NONE: frozenset[str] = frozenset()


class By(StrEnum):
    """What makes a pair, the surest first."""

    LINK = "link"
    TITLE = "title"
    NUMBER = "number"
    MENTION = "mention"


@dataclass(frozen=True, slots=True)
class Pair:
    """An interpretation of a document. `to_it`, `from_it`: whether the document links it, and it links the document;
    `exact`: whether it bears the document's very name or number, and not one that is longer or shorter."""

    interpretation: Paper
    by: By
    to_it: bool = False
    from_it: bool = False
    exact: bool = False

    @property
    def sure(self) -> bool:
        """Whether it certainly explains this document."""
        return self.by is not By.MENTION


@dataclass
class Pairing:
    """Pairs of documents with the given interpretations. Only for the given `documents` is it known whether an
    interpretation links them."""

    crawl: Crawl
    documents: Sequence[Paper]
    interpretations: Sequence[Paper]
    _links: dict[str, frozenset[str]] = field(default_factory=dict)
    _pairs: dict[str, list[Pair]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._keys = {each.key for each in self.documents}
        self._by_number: dict[tuple[int, int], list[Paper]] = defaultdict(list)
        for each in self.interpretations:
            for number in each.numbers:
                self._by_number[number.year, number.serial].append(each)

    def of(self, document: Paper) -> list[Pair]:
        """The interpretations of one document, each once, by the surest sign, in URL order. Looked for once."""
        if document.url not in self._pairs:
            self._pairs[document.url] = self._of(document)
        return self._pairs[document.url]

    def _of(self, document: Paper) -> list[Pair]:
        found: dict[str, Pair] = {}
        outgoing = self._targets(document)
        for each, by in self._candidates(document, outgoing):
            known = found.get(each.url)
            if known is None or list(By).index(by) < list(By).index(known.by):
                to_it = each.key in outgoing
                from_it = by is not By.MENTION and document.key in self._linked_by(each)
                exact = by is By.NUMBER or not set(document.names).isdisjoint(each.names)
                linked = by is By.MENTION and to_it and not _is_of_another(document, each.title)
                found[each.url] = Pair(each, By.LINK if linked else by, to_it, from_it, exact)
        return [found[url] for url in sorted(found)]

    def outside(self, document: Paper) -> Link | None:
        """A link or file of the document that calls itself an interpretation of it, wherever it leads."""
        return next((link for link in self.explaining(document) if not _is_of_another(document, link.text)), None)

    def explaining(self, document: Paper) -> Iterator[Link]:
        """The links of the document that call themselves interpretations, be it of another one."""
        words = policy_words()
        for link in self.crawl.links(document.url):
            named = link.region is Region.BODY and link.url and found_in(words.interpretation, link.text)
            if named and page_key(link.url or "") != document.key and not found_in(words.not_interpretation, link.text):
                yield link

    def _candidates(self, document: Paper, outgoing: Iterable[str]) -> Iterator[tuple[Paper, By]]:
        linked = set(outgoing)
        for each in self.interpretations:
            if agree(document.names, each.names):
                yield each, By.TITLE
            elif each.key in linked and not _is_of_another(document, each.title):
                yield each, By.LINK
            elif any(name in each.mentions for name in document.names):
                yield each, By.MENTION
        for each in self._by_number.get(_serial(document.number), ()) if document.number else ():
            if any(_is_same(document.number, number) for number in each.numbers):
                yield each, By.NUMBER if not each.names or _only_subject(each) else By.MENTION

    def _linked_by(self, interpretation: Paper) -> frozenset[str]:
        """Keys of the documents that an interpretation links in its main part. It may explain hundreds of them."""
        if interpretation.url not in self._links:
            self._links[interpretation.url] = frozenset(self._keys & self._targets(interpretation)) or _NONE
        return self._links[interpretation.url]

    def _targets(self, paper: Paper) -> set[str]:
        """Keys of what a page links in its main part."""
        links = self.crawl.links(paper.url)
        return {page_key(link.url) for link in links if link.url and link.region is Region.BODY}


def _is_of_another(document: Paper, title: str) -> bool:
    """Whether the title of an interpretation names documents in 《》, and not this one."""
    return bool(quoted(title)) and not agree(document.names, subject_names(title))


def _only_subject(interpretation: Paper) -> bool:
    """Whether an interpretation names no other document than by its number."""
    return len(interpretation.numbers) == 1


def _serial(number: Number | None) -> tuple[int, int]:
    return (number.year, number.serial) if number else (0, 0)


def _is_same(one: Number | None, other: Number) -> bool:
    """Whether two numbers are one; a text may run words into the issuer's code."""
    return one is not None and one[1:] == other[1:] and other.issuer.endswith(one.issuer)
