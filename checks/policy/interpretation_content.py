"""The check `interpretation-content`: interpretations that lack what they must say, or repeat their document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from pydantic import Field, field_validator

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Unjudged
from checks.policy.chain import NO_INTERPRETATIONS, PolicyCheck
from checks.policy.corpus import Corpus
from checks.policy.interpretation_forms import own_interpretations
from checks.policy.likeness import contained
from checks.policy.pairing import Pairing
from checks.policy.paper import Paper
from config.policy_words import Element, found_in, policy_words
from config.registry import Unit
from config.rubric import Period
from crawler.store.crawl import Crawl

ELEMENTS = "elements"
COPIED = "copied"
NOT_A_TEXT = "interpretation-not-text"
CUT = "interpretation-text-cut"
NO_TEXT = "document-text-unread"


class InterpretationContentParams(CheckParams):
    """What an interpretation must say: ids of config/lexicons/policy.yaml."""

    period: Period = Field(description="interpretations published between these days")
    elements: tuple[str, ...] = Field(
        default=(), description="background, basis, purpose, contents, changes, expectation"
    )
    copied_from: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="share of an interpretation that stands word for word in its document, from "
        "which on it is told; left out: not asked",
    )
    run: int = Field(default=12, ge=4, description="letters in a row that count as word for word (own rule)")
    shortest: int = Field(default=300, ge=50, description="letters of a text that is judged (own rule)")

    @field_validator("elements")
    @classmethod
    def _are_known(cls, elements: tuple[str, ...]) -> tuple[str, ...]:
        known = {each.id for each in policy_words().elements}
        if set(elements) - known:
            raise ValueError(f"unknown elements: {', '.join(sorted(set(elements) - known))}")
        return elements


class InterpretationContent(PolicyCheck):
    """Interpretations that leave out 背景、依据、目的、主要内容、变化、预期, or that are their document in fewer words.

    ## What it finds

    * `elements`: nothing in the text speaks of one of the elements that the rubric asks for (`facts.absent`).
    * `copied`: at least the share `copied_from` of the text stands word for word in the document that it explains
      (`facts.share`).

    ## Why it matters

    沙河沿镇2024 三（一） names the six elements, and says of interpretations:
    不得简单地复制摘抄文件内容或者以文件精简版方式呈现.

    ## How it decides

    An element counts as soon as one of its words stands anywhere in the text or its headings
    (config/lexicons/policy.yaml). For `copied`, all runs of `run` letters of the interpretation are looked up in the
    document's text (and in what was read of its attachments), whatever the punctuation and order. All findings are
    `suspected`: a person reads the text.

    ## When it does not apply

    Units without interpretations in the period; those that were taken over from a higher level (by their source, column
    or title) are not asked. Interpretations in pictures or films, and texts shorter than `shortest` letters, are not
    judged; nor is copying where the document's text was not read.

    ## Known errors

    An element in words that nobody thought of counts as absent. Texts that quote many clauses in order to explain
    them come near the threshold.
    """

    id = "interpretation-content"
    title = "解读内容"
    codes = (ELEMENTS, COPIED)
    clause = (
        "要对政策制定背景、依据、目的、主要内容、前后政策变化、政策预期等进行解读；"
        "不得简单地复制摘抄文件内容或者以文件精简版方式呈现（2024年沙河沿镇政务公开工作要点三（一））"
    )
    only_suspects = True
    Params = InterpretationContentParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """Findings on each interpretation of `unit` that is a text."""
        assert isinstance(params, InterpretationContentParams)
        corpus = Corpus(crawl, unit, as_of, notes)
        interpretations = [each for each in own_interpretations(corpus, params.period) if not corpus.passed_on(each)]
        if not interpretations:
            yield NotApplicable(NO_INTERPRETATIONS)
            return
        explained = _explained(corpus, interpretations) if params.copied_from is not None else {}
        reading = _Reading(self, corpus, params, explained)
        said = [one for each in interpretations for one in reading.judge(each)]
        lacking = sum(isinstance(one, Finding) and one.code == ELEMENTS for one in said)
        judged = sum(each.length >= params.shortest for each in interpretations)
        for one in said:
            counts = isinstance(one, Finding) and one.code == ELEMENTS
            more = {"observed": judged - lacking, "expected": judged} if counts else {}
            yield replace(one, facts={**one.facts, **more})
        yield Examined(judged)


class _Document(NamedTuple):
    """What is kept of a document that is explained."""

    url: str
    title: str


@dataclass(frozen=True)
class _Reading:
    """Reads one interpretation after the other; `documents` are those that each explains, by its URL."""

    check: InterpretationContent
    corpus: Corpus
    params: InterpretationContentParams
    documents: dict[str, list[_Document]]

    def judge(self, paper: Paper) -> Iterator[Finding | Unjudged]:
        facts = {"title": paper.title}
        if paper.length < self.params.shortest:
            if self.params.elements:
                yield Unjudged(paper.key, NOT_A_TEXT, ELEMENTS, paper.url, facts)
            return
        text = self._text(paper)
        if self.params.elements:
            yield from self._elements(paper, text)
        if self.params.copied_from is not None:
            yield from self._copied(paper, text, self.params.copied_from)

    def _elements(self, paper: Paper, text: str) -> Iterator[Finding | Unjudged]:
        asked = [each for each in policy_words().elements if each.id in self.params.elements]
        absent = [each for each in asked if not _says(each, paper.title + "\n" + text)]
        if absent and paper.length > len(text):
            yield Unjudged(paper.key, CUT, ELEMENTS, paper.url, {"title": paper.title})
        elif absent:
            names = "、".join(each.name for each in absent)
            facts: dict[str, object] = {"elements": [each.id for each in absent], "absent": names, "of": len(asked)}
            yield self.check.about(ELEMENTS, self.corpus.unit, paper, facts)

    def _copied(self, paper: Paper, text: str, limit: float) -> Iterator[Finding | Unjudged]:
        documents = self.documents.get(paper.url, [])
        texts = [(document, self._whole(document)) for document in documents]
        readable = [(document, whole) for document, whole in texts if len(whole) >= self.params.shortest]
        if documents and not readable:
            yield Unjudged(paper.key, NO_TEXT, COPIED, paper.url, {"title": paper.title})
        shares = [(contained(text, whole, self.params.run), document) for document, whole in readable]
        if shares:
            share, document = max(shares, key=lambda each: (each[0], each[1].url))
            if share >= limit:
                facts: dict[str, object] = {"share": round(100 * share), "limit": round(100 * limit)}
                more = {"document": document.title, "at": document.url}
                yield self.check.about(COPIED, self.corpus.unit, paper, facts | more, also_on=(document.url,))

    def _text(self, paper: Paper) -> str:
        page = self.corpus.crawl.page(paper.url)
        return page.article.text if page and page.article else ""

    def _whole(self, document: _Document) -> str:
        """The text of a document with that of its attachments."""
        page = self.corpus.crawl.page(document.url)
        if page is None or page.article is None:
            return ""
        files = [self.corpus.crawl.document(file.url) for file in page.article.attachments]
        return "\n".join([page.article.text, *(file.text for file in files if file)])


def _explained(corpus: Corpus, interpretations: Iterable[Paper]) -> dict[str, list[_Document]]:
    """The documents that each of `interpretations` explains for certain, by its URL."""
    found: dict[str, list[_Document]] = {each.url: [] for each in interpretations}
    pairing = Pairing(corpus.crawl, (), corpus.interpretations)
    for paper in corpus.each_document():
        document = _Document(paper.url, paper.title)
        for pair in pairing.of(paper):
            if pair.sure and pair.interpretation.url in found:
                found[pair.interpretation.url].append(document)
    return found


def _says(element: Element, text: str) -> bool:
    return found_in(element.patterns, text)
