"""The check `decision-chain`: is everything published of each decision of the year, joined by links?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.decisions.chain import Chain, ChainFinder
from checks.decisions.decision_names import names_in
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.gaps import why_unlisted, why_unseen
from config.decision_words import decision_words
from config.registry import Unit, UnitClass
from crawler.facts import DocumentFacts, PageFacts
from crawler.store.crawl import Crawl
from crawler.urls import page_key

CHECK = "decision-chain"
NODE_MISSING = "node-missing"
NOT_JOINED = "not-joined"
NOT_FOR_CLASS = "not-for-this-class"
NO_CATALOGUE = "no-decision-catalogue"
NAMES_NOT_READ = "decision-names-not-read"

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


class DecisionChainParams(CheckParams):
    """Which nodes, of whose decisions, of which year."""

    required: tuple[str, ...] = Field(
        min_length=1, description="ids of config/lexicons/decision-words.yaml (nodes) that each decision needs"
    )
    optional: tuple[str, ...] = Field(default=(), description="ids of nodes that are told where they are published")
    applies_to: tuple[UnitClass, ...] = Field(default=(UnitClass.PORTAL,), description="classes of units")
    year: int | None = Field(default=None, description="year of the catalogue; none: that of the as-of date")


class DecisionChain(Check):
    """Of each decision in the year's catalogue: draft, explanation, background, opinions, attendance, result.

    ## What it finds

    * `node-missing`: for a decision that the catalogue names, some of the required pieces are nowhere published.
      `facts.expected` and `observed` are numbers of pieces, `absent` names those missing.
    * `not-joined`: pieces are there, but neither the column for decisions nor a page of the decision links them.
      `facts.observed` is the number of required pieces that are joined.

    ## Why it matters

    《重大行政决策程序暂行条例》（国令第713号） lets the public take part, and who wants to needs draft, reasons,
    answers and result together. Work plans ask for them in one column, joined by links; the rubric quotes the clause
    and names the pieces.

    ## How it decides

    The catalogue of the year is found by its headline, and the decisions by its numbered lines, the rows of its
    table, or those of its files; without any, by the names in 《》. Link texts that name the decision are its pages;
    what else they say names the piece, and so do the links in the body of such a page. A piece is joined when the
    column for decisions lists it or another page of the decision links it. Everything is `suspected`: a decision may
    still be on its way, and a piece may have another name.

    ## When it does not apply

    Other classes of units. Without a catalogue of the year, or when no names can be read from it, nothing is judged;
    `mandated-item` tells that the catalogue is missing.

    A decision that lacks a piece or a link is not judged where we may not have seen it: the crawl did not finish, a
    list of the unit was not read to its end, or a page was not observed that may be a catalogue, a piece, or a page of
    a decision, by its headline or because no headline is known.

    ## Known errors

    A decision that was renamed between catalogue and draft is not recognised. One text that holds several pieces counts
    for those that its headline names.
    """

    id = CHECK
    title = "重大行政决策全过程公开"
    needs = ("pages",)
    codes = (NODE_MISSING, NOT_JOINED)
    clause = "《重大行政决策程序暂行条例》（国令第713号）；应公开的环节见指标体系所引各地工作要点"
    only_suspects = True
    Params = DecisionChainParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """A finding for each decision that lacks something."""
        assert isinstance(params, DecisionChainParams)
        if not unit.unit_class.among(params.applies_to):
            yield NotApplicable(NOT_FOR_CLASS)
            return
        catalogues = _catalogues(crawl, unit, params.year or as_of.year)
        names = names_in(
            (page.article.text for page in catalogues if page.article),
            (file for page in catalogues for file in _files(crawl, page)),
        )
        if not names:
            reason = NAMES_NOT_READ if catalogues else NO_CATALOGUE
            yield Unjudged(CHECK, reason, NODE_MISSING, catalogues[0].url if catalogues else "")
            return
        own = {page_key(page.url) for page in catalogues}
        texts = ((text, url) for text, url in _texts(crawl, unit) if page_key(url) not in own)
        finder = ChainFinder(crawl, names, texts, _in_column(crawl, unit))
        doubt = _doubt(crawl, unit, finder)
        for name in names:
            yield from self._judge(finder.chain(name), unit, params, catalogues[0].url, doubt)

    def _judge(
        self, chain: Chain, unit: Unit, params: DecisionChainParams, catalogue: str, doubt: str | None
    ) -> Iterator[Said]:
        titles = {node_id: node.title for node_id, node in decision_words().nodes.items()}
        present = [node for node in (*params.required, *params.optional) if node in chain.found]
        told: dict[str, Any] = {"decision": chain.name, "present": [titles[node] for node in present]}
        place = sorted(chain.pages)[0] if chain.pages else catalogue
        if present:
            yield Recognised(chain.name, chain.name, place, None, told)
        absent = chain.missing(params.required)
        loose = chain.loose(params.required)
        if doubt and (absent or loose):  # the page that was not seen may be a piece, or link the pieces
            lacking = ((NODE_MISSING, absent), (NOT_JOINED, loose))
            yield from (Unjudged(chain.name, doubt, code, place, told) for code, nodes in lacking if nodes)
            return
        yield Examined(1)
        counts: dict[str, Any] = {"expected": len(params.required), "observed": len(params.required) - len(absent)}
        more: dict[str, Any] = {"absent": [titles[node] for node in absent], "catalogue": catalogue}
        if absent:
            yield self._finding(NODE_MISSING, chain, unit, place, told | counts | more)
        if loose:
            counts["observed"] -= len(loose)
            yield self._finding(NOT_JOINED, chain, unit, place, told | counts | {"loose": [titles[n] for n in loose]})

    def _finding(self, code: str, chain: Chain, unit: Unit, place: str, facts: dict[str, Any]) -> Finding:
        pages = sorted(chain.pages)
        return Finding(
            check=self.id,
            code=code,
            unit=unit.id,
            subject=chain.name,
            url=place,
            state=State.SUSPECTED,
            found_on=tuple(pages[:5]),
            found_on_count=len(pages),
            text=chain.name,
            facts=facts,
        )


def _catalogues(crawl: Crawl, unit: Unit, year: int) -> list[PageFacts]:
    """The pages that are called a catalogue of decisions and name this year, or were published in it."""
    words = decision_words()
    found: dict[str, PageFacts] = {}
    for text, url in _texts(crawl, unit):
        if not words.catalogue.matches(text):
            continue
        page = crawl.page(url)
        if page is not None and page.article is not None and year in _years(text, page):
            found.setdefault(page.url, page)
    return list(found.values())


def _years(title: str, page: PageFacts) -> set[int]:
    named = {int(year) for year in _YEAR.findall(title)}
    dated = page.article.date if page.article else None
    return named or ({dated.value.year} if dated and dated.fact == "found" else set())


def _files(crawl: Crawl, page: PageFacts) -> Iterator[DocumentFacts]:
    for attachment in page.article.attachments if page.article else ():
        document = crawl.document(attachment.url)
        if document is not None:
            yield document


def _texts(crawl: Crawl, unit: Unit) -> Iterator[tuple[str, str]]:
    """What links say, and what the columns list."""
    yield from crawl.link_texts(unit)
    for column in crawl.columns(unit):
        yield from ((item.title, item.url) for item in column.items)
        yield column.name, column.url


def _in_column(crawl: Crawl, unit: Unit) -> frozenset[str]:
    words = decision_words()
    own = [
        column for column in crawl.columns(unit) if any(words.column.matches(name) for name in column.path.split(">"))
    ]
    return frozenset(page_key(item.url) for column in own for item in column.items)


def _doubt(crawl: Crawl, unit: Unit, finder: ChainFinder) -> str | None:
    """Why a piece, or a page that joins pieces, may stand where we did not look."""
    unlisted = next((doubt for column in crawl.columns(unit) if (doubt := why_unlisted(column))), None)
    return unlisted or why_unseen(crawl, unit, lambda title: _may_be_node(title) or finder.names_one(title))


def _may_be_node(title: str) -> bool:
    words = decision_words()
    return words.catalogue.matches(title) or any(node.titles.matches(title) for node in words.nodes.values())
