"""The check `document-library`: documents that the library of policy documents does not hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from checks.keys import KeySet
from checks.places import POLICY_FILES
from checks.policy.chain import NO_DOCUMENTS, PolicyCheck
from checks.policy.corpus import Corpus, Gathered
from checks.policy.paper import Paper
from checks.policy.sight import why_incomplete
from checks.policy.titles import Number, document_names, numbers_in
from config.policy_words import found_in, policy_words
from config.registry import Unit
from config.rubric import Period
from config.wording import plain
from crawler.facts import Link
from crawler.kinds import TargetKind
from crawler.store.crawl import Column, Crawl
from crawler.store.ownership import owns_all
from crawler.urls import netloc, page_key

NOT_LISTED = "not-listed"
GAP = "number-gap"
NOT_PUSHED = "not-pushed"
NO_LIBRARY = "no-policy-library"
UPPER_UNSEEN = "upper-library-unseen"
MOST_SHOWN = 30


class DocumentLibraryParams(CheckParams):
    """What the library must hold."""

    period: Period = Field(description="documents published (without that date: written, 成文日期) between these days")
    least_numbers: int = Field(default=3, ge=2, description="known numbers from which a series is judged (own rule)")
    most_absent: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="share of absent numbers above which a series is not judged, because most of "
        "it is evidently not meant for the public (own rule)",
    )
    pushed: bool = Field(default=False, description="whether documents must stand in the upper library, too (同步推送)")


class DocumentLibrary(PolicyCheck):
    """Documents of the unit that its library (政府文件库, else its columns of policy documents) does not hold.

    ## What it finds

    * `not-listed`: a document with a number stands on the portal, but in no column of the library. Titles that are no
      policy (personnel and the like, `not_policy` in config/lexicons/policy.yaml) are not asked.
    * `number-gap`: numbers are absent in a series (〔2024〕1、2、4号): `facts.absent`.
    * `not-pushed`: other documents lead to their copy in the upper library, this one does not.

    ## Why it matters

    Work plans ask for 全量覆盖 of the library and for 同步推送至省、市政府文件库. A document that is found by chance
    only is not public in the sense of the regulation.

    ## How it decides

    The library is every column called 文件库, 政策库 …, else every column of the kind 政策文件. A document is in it
    when its page, its number or its title is. A series is judged from `least_numbers` known numbers on; the highest
    known number is taken for its end. `not-pushed` is asked only with `pushed`, and can only be seen where pages link
    their copy on a gov.cn site by a text that names a library. All findings are `suspected`: numbers may rightly be
    kept from the public.

    ## When it does not apply

    Units without numbered documents of their own in the period. Not judged: `not-listed` without any library column;
    `not-listed` and `number-gap` when its lists were not read to the end, the crawl did not finish, or pages were not
    seen that may be such documents; `not-pushed` when no page shows an upper copy.

    ## Known errors

    Documents that were never on the portal and close no gap are invisible; only the register of documents tells.
    """

    id = "document-library"
    title = "政府文件库"
    codes = (NOT_LISTED, GAP, NOT_PUSHED)
    clause = (
        "各镇（街道）、县直各部门单位在县政府门户网站公开的政府文件，要全量覆盖、要素齐全、格式规范，"
        "并同步推送至省、市政府文件库（平政办发〔2023〕5号三（一））"
    )
    only_suspects = True
    Params = DocumentLibraryParams

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Paper]
    ) -> Iterator[Said]:
        """Findings on documents and on series of numbers."""
        assert isinstance(params, DocumentLibraryParams)
        corpus = Corpus(crawl, unit, as_of, notes)
        numbered = [each for each in corpus.documents(params.period, others=True) if each.number]
        if not numbered:
            yield NotApplicable(NO_DOCUMENTS)
            return
        library = _Library.of(crawl, unit, corpus.gathered, numbered)
        blind = why_incomplete(crawl, may_be=lambda title: bool(numbers_in(title)), columns=library.columns)
        if not library.columns:
            yield Unjudged(NOT_LISTED, NO_LIBRARY, NOT_LISTED)
        elif blind:
            yield Unjudged(NOT_LISTED, blind, NOT_LISTED, library.columns[0].url)
        else:
            outside = [each for each in numbered if _must_be_listed(each) and not library.holds(each)]
            counted = {"observed": len(numbered) - len(outside), "expected": len(numbered)}
            facts = {"library": library.columns[0].name, **counted}
            yield from (self.about(NOT_LISTED, unit, each, facts) for each in outside)
        yield from self._gaps(unit, numbered, library, params, blind)
        if params.pushed:
            yield from self._pushed(crawl, unit, corpus.documents(params.period))
        yield Examined(len(numbered))

    def _gaps(
        self, unit: Unit, numbered: list[Paper], library: _Library, params: DocumentLibraryParams, blind: str | None
    ) -> Iterator[Finding | Unjudged]:
        for (issuer, year), papers in sorted(_series(numbered, params.period).items()):
            known = {paper.number.serial for paper in papers if paper.number} | library.serials(issuer, year)
            absent = [serial for serial in range(1, max(known) + 1) if serial not in known]
            if not absent or len(known) < params.least_numbers or len(absent) > params.most_absent * max(known):
                continue
            series = f"{issuer}〔{year}〕"
            if blind:
                yield Unjudged(series, blind, GAP, papers[0].url, {"series": series})
                continue
            facts = {"series": series, "absent": "、".join(map(str, absent[:MOST_SHOWN])), "number_absent": len(absent)}
            yield Finding(
                check=self.id,
                code=GAP,
                unit=unit.id,
                subject=series,
                url=papers[0].url,
                state=State.SUSPECTED,
                column=papers[0].column,
                found_on=tuple(paper.url for paper in papers[:5]),
                found_on_count=len(papers),
                text=series,
                facts=facts | {"observed": len(known), "expected": max(known)},
            )

    def _pushed(self, crawl: Crawl, unit: Unit, documents: list[Paper]) -> Iterator[Finding | Unjudged]:
        copies = {each.url: _upper_copy(crawl, each) for each in documents}
        if not any(copies.values()):
            if documents:
                yield Unjudged(NOT_PUSHED, UPPER_UNSEEN, NOT_PUSHED, documents[0].url)
            return
        example = next(link for link in copies.values() if link)
        without = [each for each in documents if copies[each.url] is None]
        for each in without:
            facts: dict[str, object] = {"observed": len(documents) - len(without), "expected": len(documents)}
            yield self.about(NOT_PUSHED, unit, each, facts | {"example": example.url})


@dataclass(frozen=True)
class _Library:
    """The columns of the library, with what they hold of the documents and series that are asked about."""

    columns: tuple[Column, ...]
    keys: KeySet
    titles: frozenset[str]
    numbers: frozenset[Number]

    @classmethod
    def of(cls, crawl: Crawl, unit: Unit, gathered: Gathered, asked: Sequence[Paper]) -> _Library:
        words = policy_words().library
        every = crawl.columns()
        named = tuple(column for column in every if found_in(words, column.path))
        own = named or tuple(
            column
            for column in every
            if column.kind == POLICY_FILES and (owns_all(unit) or column.unit in (unit.id, *_portal_units(crawl)))
        )
        keys = KeySet(page_key(item.url) for column in own for item in column.items)
        names = {name for paper in asked for name in _names(paper)}
        series = {(paper.number.issuer, paper.number.year) for paper in asked if paper.number}
        titles: set[str] = set()
        numbers = {
            Number(issuer, year, serial)
            for issuer, year in series
            for mark, serial in _pairs(gathered.series.get((issuer, year), ()))
            if keys.has(mark)
        }
        for title in (item.title for column in own for item in column.items):
            titles |= names.intersection((plain(title), *document_names(title)[:2]))
            numbers.update(number for number in numbers_in(title) if number[:2] in series)
        return cls(own, keys, frozenset(titles), frozenset(numbers))

    def holds(self, paper: Paper) -> bool:
        """Whether the library has the document's page, number, or title."""
        if paper.key in self.keys or paper.number in self.numbers:
            return True
        return any(name in self.titles for name in _names(paper))

    def serials(self, issuer: str, year: int) -> set[int]:
        """The serial numbers of one series in it."""
        return {number.serial for number in self.numbers if (number.issuer, number.year) == (issuer, year)}


def _pairs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(numbers[::2], numbers[1::2], strict=True)


def _names(paper: Paper) -> tuple[str, ...]:
    return plain(paper.title), *paper.names[:2]


def _portal_units(crawl: Crawl) -> tuple[str, ...]:
    return tuple(unit.id for unit in crawl.portal.units if owns_all(unit))


def _must_be_listed(paper: Paper) -> bool:
    """Whether it is a policy document by its title, not a personnel notice that happens to bear a number."""
    return not found_in(policy_words().not_policy, paper.title)


def _series(numbered: Iterable[Paper], period: Period) -> dict[tuple[str, int], list[Paper]]:
    found: dict[tuple[str, int], list[Paper]] = defaultdict(list)
    for paper in numbered:
        if paper.number and period.since.year <= paper.number.year <= period.until.year:
            found[paper.number.issuer, paper.number.year].append(paper)
    return found


def _upper_copy(crawl: Crawl, paper: Paper) -> Link | None:
    """The link of a document's page to its copy in the library of a higher level."""
    words = policy_words().upward
    for link in crawl.links(paper.url):
        if link.url is None or link.kind is not TargetKind.EXTERNAL or netloc(link.url) in crawl.portal.all_hosts:
            continue
        if found_in(words.hosts, netloc(link.url).partition(":")[0]) and found_in(words.libraries, link.text):
            return link
    return None
