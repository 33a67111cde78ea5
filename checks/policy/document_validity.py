"""The check `document-validity`: documents whose 有效性 is not shown, or contradicts what the portal says elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable
from checks.policy.chain import NO_DOCUMENTS, PolicyCheck, counted
from checks.policy.corpus import Corpus
from checks.policy.paper import Paper
from checks.policy.statements import is_marked
from checks.policy.titles import Number
from config.policy_words import found_in, policy_words
from config.registry import Unit
from crawler.store.crawl import Crawl
from crawler.urls import page_key

UNLABELLED = "unlabelled"
CONTRADICTED = "contradicted"
DIFFERS = "differs"


class DocumentValidityParams(CheckParams):
    """Which documents must show whether they are in force."""

    labelled: Literal["normative", "all", "none"] = Field(
        description="documents that must show 有效性: normative ones (规范性文件), all policy documents, or none"
    )


class _Repealed(NamedTuple):
    """A document that repeals one of some name, and the number of that, where it is told."""

    number: Number | None
    by: Paper


class DocumentValidity(PolicyCheck):
    """Documents in the library that do not say whether they are in force, or say so wrongly.

    ## What it finds

    * `unlabelled`: a document that must show 有效性 and does not.
    * `contradicted`: it is labelled as in force although its title, its own 失效日期 or 有效期至, its text, the
      column that lists it, or a later document of the portal says otherwise (`facts.basis`).
    * `differs`: the list, or another page with the same document number and name, says something else than the page.

    `facts.expected` counts the unit's documents, `facts.in_order` those with none of these faults. `facts.observed`,
    from which a score takes a share, is the same number in a suspected finding; in a confirmed one it is all documents
    but those whose fault is confirmed, so that nothing suspected is lost for certain.

    ## Why it matters

    Whoever relies on a repealed document is misled by the office. 国办发〔2017〕47号 asks for a clear mark on documents
    that were changed, repealed or have lapsed; work plans ask for 动态更新已公开文件状态.

    ## How it decides

    The label is read among the document's fields. `contradicted` is `confirmed` where the page contradicts itself:
    its title says （已废止）, or a field for the end of its validity lies before the as-of date. It is `suspected`
    where the same page speaks of a prolongation, or its title is that of a list (目录（失效）); where the text gives
    an end of validity (有效期至…, 有效期五年; a later notice may have extended it) or says that the document is
    repealed; where a column of repealed documents lists it, or where a later document says 《…》废止 (perhaps of an
    older version with the same name). A number beside 《…》 must be the document's; drafts repeal nothing, nor does
    what is not yet in force. `differs` is `confirmed` between a list and its page, `suspected` between two pages.

    `unlabelled` is `confirmed` where other documents of the unit show the label, else `suspected`; it is also
    suspected where another page of the document shows the label or a column of repealed documents lists it. A title
    or text that says that the document is repealed is label enough.

    ## When it does not apply

    Units without documents of their own; documents of higher levels are not asked.

    ## Known errors

    Repeals that are published only as an attachment are not seen.
    """

    id = "document-validity"
    title = "文件有效性标注"
    codes = (UNLABELLED, CONTRADICTED, DIFFERS)
    clause = (
        "文件修改、废止、失效的，应及时公开，并在已发布的原文件上作出明确标注（国办发〔2017〕47号）；"
        "动态更新已公开文件状态（高唐县2024年政务公开工作要点五（二））"
    )
    Params = DocumentValidityParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """Findings on each document of `unit`."""
        assert isinstance(params, DocumentValidityParams)
        corpus = Corpus(crawl, unit, as_of, notes)
        documents = corpus.documents(archived=True)
        if not documents:
            yield NotApplicable(NO_DOCUMENTS)
            return
        repealed = _repeals(corpus.gathered.repealing)
        marked = _marked_in_lists(crawl, unit)
        shown = {_same(each) for each in documents if each.validity}
        said: list[Finding] = list(self._twice(unit, documents))
        for document in documents:
            if not document.validity:
                if _must_show(document, params) and not (document.marked or document.ended):
                    sure = bool(shown) and _same(document) not in shown and not document.archived
                    said.append(self.about(UNLABELLED, unit, document, {"normative": document.normative}, sure=sure))
            elif _is_valid(document.validity):
                fault = self._contradicted(unit, document, repealed, as_of) or self._listed(unit, document, marked)
                said += [fault] if fault else []
        yield from counted(said, len(documents))
        yield Examined(len(documents))

    def _contradicted(
        self, unit: Unit, document: Paper, repealed: Mapping[str, list[_Repealed]], as_of: date
    ) -> Finding | None:
        if document.expires and document.expires < as_of:
            longer = document.extended or (document.until is not None and document.until >= as_of)
            return self._against(unit, document, "field", document.expires.isoformat(), sure=not longer)
        if document.marked:
            return self._against(unit, document, "title", document.title, sure=not _lists_others(document.title))
        if document.until and document.until < as_of and not document.extended:
            return self._against(unit, document, "text", document.until.isoformat())
        if document.ended:
            return self._against(unit, document, "says", "")
        gone = next((path for path, _ in document.columns if found_in(policy_words().validity.columns, path)), None)
        if gone:
            return self._against(unit, document, "column", gone)
        by = _repealed_by(document, repealed, as_of)
        return self._against(unit, document, "repealed", by.title, also_on=(by.url,)) if by else None

    def _against(
        self,
        unit: Unit,
        document: Paper,
        basis: str,
        against: str,
        *,
        sure: bool = False,
        also_on: tuple[str, ...] = (),
    ) -> Finding:
        facts = {"label": document.validity, "basis": basis, "against": against}
        return self.about(CONTRADICTED, unit, document, facts, sure=sure, also_on=also_on)

    def _listed(self, unit: Unit, document: Paper, marked: Mapping[str, tuple[str, str]]) -> Finding | None:
        if document.key not in marked:
            return None
        row, column = marked[document.key]
        facts = {"label": document.validity, "basis": "list", "against": row}
        return self.about(DIFFERS, unit, document, facts, sure=not _lists_others(row), also_on=(column,))

    def _twice(self, unit: Unit, documents: list[Paper]) -> Iterator[Finding]:
        """Two pages of one document that do not agree."""
        first: dict[object, Paper] = {}
        for document in documents:
            if document.number is None or not (_is_valid(document.validity) or _is_over(document.validity)):
                continue
            other = first.setdefault(_same(document), document)
            if other is not document and _is_valid(other.validity) is not _is_valid(document.validity):
                facts = {"label": document.validity, "basis": "page", "against": other.validity}
                yield self.about(DIFFERS, unit, document, facts, also_on=(other.url,))


def _must_show(document: Paper, params: DocumentValidityParams) -> bool:
    return params.labelled == "all" or (params.labelled == "normative" and document.normative)


def _is_valid(value: str | None) -> bool:
    words = policy_words().validity
    return value is not None and found_in(words.valid, value.strip()) and not _is_over(value)


def _is_over(value: str | None) -> bool:
    return value is not None and found_in(policy_words().validity.invalid, value)


def _same(document: Paper) -> object:
    """What two pages of one document have in common."""
    return document.number, document.names


def _lists_others(title: str) -> bool:
    """Whether a mark in a title may mean the documents that the page lists (规范性文件目录（失效）)."""
    return found_in(policy_words().validity.of_others, title)


def _repeals(repealing: Iterable[Paper]) -> dict[str, list[_Repealed]]:
    """What repeals documents of each name, the latest first."""
    found: dict[str, list[_Repealed]] = defaultdict(list)
    for paper in sorted(repealing, key=_day, reverse=True):
        for repeal in paper.repeals:
            found[repeal.name].append(_Repealed(repeal.number, paper))
    return found


def _repealed_by(document: Paper, repealed: Mapping[str, list[_Repealed]], as_of: date) -> Paper | None:
    """A later document that repeals this one: no other page of the same, and not from a day that is still to come."""
    for name in document.names:
        for number, by in repealed.get(name, ()):
            another = number and document.number and number[1:] != document.number[1:]
            copy = by.key == document.key or (by.number is not None and by.number == document.number)
            holds = _day(document) < _day(by) <= as_of and (by.repeals_from is None or by.repeals_from <= as_of)
            if holds and not another and not copy:
                return by
    return None


def _marked_in_lists(crawl: Crawl, unit: Unit) -> dict[str, tuple[str, str]]:
    """Rows that call their document repealed: title and column by the page's key."""
    return {
        page_key(item.url): (item.title, column.url)
        for column in crawl.columns(unit)
        for item in column.items
        if is_marked(item.title)
    }


def _day(paper: Paper) -> date:
    dated = paper.published or paper.written
    return dated.day if dated else date.min
