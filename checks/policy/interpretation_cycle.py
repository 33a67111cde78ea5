"""The check `interpretation-cycle`: whether a policy was explained as a draft, when published, and when carried out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, Unjudged
from checks.policy.chain import PolicyCheck
from checks.policy.corpus import Corpus
from checks.policy.pairing import Pairing
from checks.policy.paper import Paper
from checks.policy.sight import why_interpretations_unseen
from checks.policy.titles import agree
from config.policy_words import found_in, policy_words
from config.registry import Unit
from config.rubric import Period
from crawler.store.crawl import Crawl

STAGE_MISSING = "stage-missing"
DRAFT, RELEASE, IMPLEMENTATION = "draft", "release", "implementation"
NO_DRAFTS = "no-drafts"


class InterpretationCycleParams(CheckParams):
    """Which documents are asked about."""

    period: Period = Field(description="documents published between these days, of which a draft was put to the public")
    later_days: int = Field(
        default=60,
        ge=1,
        description="days after the document from which on an interpretation belongs to its implementation (own rule)",
    )


class InterpretationCycle(PolicyCheck):
    """Documents that went through public comment and are not explained in all three stages (“全周期”解读).

    ## What it finds

    * `stage-missing`: a document of which a draft was put to the public, and that lacks an explanation of the draft,
      at its publication, or while it is carried out (`facts.lacks`).

    ## Why it matters

    高唐县2024 asks for interpretation of the whole cycle: 政策草案意见征询、发布、实施.

    ## How it decides

    The draft is the page of a call for comments that names the same document. It is explained when its page offers or
    speaks of 起草说明, or an interpretation of the draft exists. An interpretation counts for the implementation when
    its title says so (实施…问答、如何申请 …) or when it was published `later_days` after the document. One example of
    each stage is told. All findings are `suspected`.

    ## When it does not apply

    Units without a document whose draft is on the portal; documents younger than `later_days`. Not judged when pages
    that may hold interpretations were not seen.

    ## Known errors

    Explanations at events or in other media are not seen. A draft under another name is not recognised.
    """

    id = "interpretation-cycle"
    title = "全周期解读"
    codes = (STAGE_MISSING,)
    clause = "健全政策草案意见征询、发布、实施等“全周期”解读工作机制（高唐县2024年政务公开工作要点二（二））"
    only_suspects = True
    Params = InterpretationCycleParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """One finding for each document that lacks a stage."""
        assert isinstance(params, InterpretationCycleParams)
        corpus = Corpus(crawl, unit, as_of, notes)
        drafted = [
            (document, drafts)
            for document in corpus.documents(params.period)
            if _is_old_enough(document, params, as_of) and (drafts := _drafts_of(document, corpus.gathered.drafts))
        ]
        if not drafted:
            yield NotApplicable(NO_DRAFTS)
            return
        pairing = Pairing(crawl, [document for document, _ in drafted], corpus.interpretations)
        words = policy_words()
        blind = why_interpretations_unseen(crawl, tuple(corpus.interpretation_columns))
        for document, drafts in drafted:
            stages = self._stages(crawl, document, drafts, pairing, params)
            for stage, paper in stages.items():
                yield Recognised(document.title, paper.title, paper.url, facts={"stage": words.trait_names[stage]})
            lacks = [stage for stage in (DRAFT, RELEASE, IMPLEMENTATION) if stage not in stages]
            if not lacks:
                yield Examined(1)
            elif blind:
                yield Unjudged(document.key, blind, STAGE_MISSING, document.url, {"title": document.title})
            else:
                yield Examined(1)
                yield self._finding(unit, document, lacks)

    def _stages(
        self, crawl: Crawl, document: Paper, drafts: list[Paper], pairing: Pairing, params: InterpretationCycleParams
    ) -> dict[str, Paper]:
        """An example of each stage that there is."""
        of_stage = {trait.id: trait for trait in policy_words().stages}
        found: dict[str, Paper] = {}
        for pair in pairing.of(document):
            each = pair.interpretation
            if found_in(of_stage[DRAFT].titles, each.title):
                found.setdefault(DRAFT, each)
            elif found_in(of_stage[IMPLEMENTATION].titles, each.title) or _is_later(document, each, params):
                found.setdefault(IMPLEMENTATION, each)
            else:
                found.setdefault(RELEASE, each)
        if DRAFT not in found:
            explained = next((draft for draft in drafts if _explains_itself(crawl, draft)), None)
            if explained:
                found[DRAFT] = explained
        return found

    def _finding(self, unit: Unit, document: Paper, lacks: list[str]) -> Finding:
        names = policy_words().trait_names
        facts: dict[str, object] = {"lacks": lacks, "absent": "、".join(names[each] for each in lacks)}
        return self.about(STAGE_MISSING, unit, document, facts | {"observed": 3 - len(lacks), "expected": 3})


def _drafts_of(document: Paper, drafts: Iterable[Paper]) -> list[Paper]:
    return [draft for draft in drafts if agree(document.names, draft.names)]


def _is_old_enough(document: Paper, params: InterpretationCycleParams, as_of: date) -> bool:
    return document.published is not None and document.published.day + timedelta(days=params.later_days) <= as_of


def _is_later(document: Paper, interpretation: Paper, params: InterpretationCycleParams) -> bool:
    if document.published is None or interpretation.published is None:
        return False
    return interpretation.published.day >= document.published.day + timedelta(days=params.later_days)


def _explains_itself(crawl: Crawl, draft: Paper) -> bool:
    """Whether the page of a draft offers or holds an explanation of it."""
    page = crawl.page(draft.url)
    article = page.article if page else None
    if article is None:
        return False
    words = policy_words().draft_explained
    return any(found_in(words, text) for text in (article.text, *(file.title for file in article.attachments)))
