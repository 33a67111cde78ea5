"""All documents of a unit and all interpretations of the portal: what the checks of the policy chain weigh."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from checks.places import INTERPRETATIONS
from checks.policy.origin import Origin, Origins
from checks.policy.papers import Dated, Paper, Role
from checks.policy.titles import subject_names
from config.policy_words import found_in, policy_words
from config.registry import Unit
from config.rubric import Period
from crawler.kinds import DateSource
from crawler.store.crawl import Column, Crawl, Item
from crawler.store.ownership import owns_all
from crawler.urls import page_key


@dataclass(frozen=True)
class Corpus:
    """The notes of all units, seen from one unit. Order: that of the notes (by URL)."""

    crawl: Crawl
    unit: Unit
    as_of: date
    papers: Collection[Paper]

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.crawl.portal)

    def is_own(self, paper: Paper) -> bool:
        """Whether a paper belongs to the unit; that of the whole portal has all."""
        return owns_all(self.unit) or paper.unit == self.unit.id

    def documents(self, period: Period | None = None, *, others: bool = False, archived: bool = False) -> list[Paper]:
        """The unit's own documents (made here, listed as documents), published in `period` and until the as-of date.

        `others` also gives those that need no interpretation, and those that no column of documents lists; `archived`
        those in columns of repealed documents.
        """
        roles = {Role.DOCUMENT, Role.OTHER_DOCUMENT} if others else {Role.DOCUMENT}
        return [
            paper
            for paper in self.papers
            if paper.role in roles
            and self.is_own(paper)
            and (others or (archived and paper.archived) or (paper.in_library and not paper.archived))
            and self._is_in(paper, period)
            and self._origins.of(paper) is Origin.OWN
        ]

    def upper_documents(self, period: Period | None = None) -> list[Paper]:
        """Documents of higher levels that the unit's pages show."""
        return [
            paper
            for paper in self.papers
            if paper.role in (Role.DOCUMENT, Role.OTHER_DOCUMENT)
            and self.is_own(paper)
            and self._is_in(paper, period)
            and self._origins.of(paper) is Origin.UPPER
        ]

    def drafts(self) -> list[Paper]:
        """Drafts that the public was asked about, of the whole portal."""
        return [paper for paper in self.papers if paper.role is Role.DRAFT]

    @cached_property
    def interpretations(self) -> list[Paper]:
        """All interpretations of the portal: pages, and rows of interpretation columns that lead elsewhere."""
        read = [paper for paper in self.papers if paper.role is Role.INTERPRETATION]
        known = {paper.key for paper in self.papers}
        rows = [paper for column in self.interpretation_columns for paper in _rows_of(column, known)]
        return read + list({paper.key: paper for paper in rows}.values())

    @cached_property
    def interpretation_columns(self) -> list[Column]:
        """The columns of the kind 政策解读, of the whole portal."""
        return [column for column in self.crawl.columns() if column.kind == INTERPRETATIONS]

    def published_in(self, papers: Iterable[Paper], period: Period | None) -> list[Paper]:
        """Those papers that were published in the period."""
        return [paper for paper in papers if self._is_in(paper, period)]

    def _is_in(self, paper: Paper, period: Period | None) -> bool:
        """Whether a paper falls into the period by its date of publication, else by that of the document."""
        dated = paper.published or paper.written
        if dated is None:
            return period is None
        if dated.day > self.as_of:
            return False
        return period is None or period.since <= dated.day <= period.until


def _rows_of(column: Column, known: set[str]) -> Iterator[Paper]:
    words = policy_words()
    for item in column.items:
        key = page_key(item.url)
        if key not in known and not found_in(words.not_interpretation, item.title):
            yield _from_row(column, item, key)


def _from_row(column: Column, item: Item, key: str) -> Paper:
    """A row whose page was not read: all that is known is what the list shows."""
    dated = Dated(item.date, str(item.date_source), not item.conflicts) if item.date else None
    if dated and item.date_source is not DateSource.LIST:
        dated = dated._replace(sure=False)
    return Paper(
        url=item.url,
        key=key,
        title=item.title,
        unit=column.unit,
        role=Role.INTERPRETATION,
        names=subject_names(item.title),
        published=dated,
        written=None,
        number=None,
        numbers=(),
        mentions=(),
        publisher="",
        source="",
        validity=None,
        expires="",
        fields=(),
        columns=((column.path, column.kind),),
        media=(),
        length=0,
        normative=False,
    )
