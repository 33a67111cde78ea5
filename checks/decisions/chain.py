"""What is published of one decision, and whether it hangs together by links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from checks.decisions.papers import SHORTEST_SUBJECT, subject_of
from config.decision_words import Node, decision_words
from config.wording import plain
from crawler.facts import Link
from crawler.kinds import BROKEN, Region
from crawler.store.crawl import Crawl
from crawler.urls import page_key


@dataclass
class Chain:
    """The nodes that were found of one decision: addresses by node. `joined` are those that a page of it links."""

    name: str
    found: dict[str, list[str]] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)

    def missing(self, nodes: Iterable[str]) -> list[str]:
        """Those of `nodes` that were not found."""
        return [node for node in nodes if node not in self.found]

    def loose(self, nodes: Iterable[str]) -> list[str]:
        """Those of `nodes` that were found and that no page of the decision links."""
        return [node for node in nodes if node in self.found and node not in self.joined]


class ChainFinder:
    """Finds the nodes of the decisions `names` among the links of a unit's pages.

    `texts` are all (link text, address), of which only those that name a decision are kept; `in_column` the addresses
    that the column for decisions lists.
    """

    def __init__(
        self, crawl: Crawl, names: Iterable[str], texts: Iterable[tuple[str, str]], in_column: frozenset[str]
    ) -> None:
        self._crawl = crawl
        self._in_column = in_column
        self._named: dict[str, list[tuple[str, str]]] = {
            subject: [] for name in names if len(subject := subject_of(name)) >= SHORTEST_SUBJECT
        }
        for text, url in texts:
            for subject in self._subjects_in(text):
                self._named[subject].append((text, url))

    def names_one(self, text: str) -> bool:
        """Whether a text names one of the decisions, so that it may be the headline of a page that joins pieces."""
        return bool(self._subjects_in(text))

    def chain(self, name: str) -> Chain:
        """What is published of the decision `name`, one of `names`."""
        chain = Chain(name)
        named = self._named.get(subject_of(name), ())
        for text, url in named:
            nodes = [node_id for node_id, node in _nodes() if node.titles.matches(_without(text, name))]
            for node_id in nodes:
                chain.found.setdefault(node_id, []).append(url)
                if page_key(url) in self._in_column:
                    chain.joined.add(node_id)
            chain.pages.add(url)
        for url in sorted(chain.pages):
            for link in self._crawl.links(url):
                self._follow(chain, url, link)
        return chain

    def _follow(self, chain: Chain, page: str, link: Link) -> None:
        """Take a link in the body of a page of the decision, whose text names a node."""
        if link.region is not Region.BODY or link.url is None or page_key(link.url) == page_key(page):
            return
        for node_id, node in _nodes():
            if node.titles.matches(link.text) and not self._is_broken(link.url):
                chain.found.setdefault(node_id, []).append(link.url)
                chain.joined.add(node_id)
        for node_id, urls in list(chain.found.items()):
            if any(page_key(url) == page_key(link.url) for url in urls):
                chain.joined.add(node_id)

    def _subjects_in(self, text: str) -> list[str]:
        bare = plain(text)
        return [subject for subject in self._named if subject in bare]

    def _is_broken(self, url: str) -> bool:
        answer = self._crawl.answer(url)
        return answer is not None and answer.kind in BROKEN


def _nodes() -> list[tuple[str, Node]]:
    return list(decision_words().nodes.items())


def _without(text: str, name: str) -> str:
    """A headline without the decision's own name, whose words must not be taken for a node."""
    return text.replace(name, "") or text
