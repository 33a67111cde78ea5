"""The check `page-tags`: page tags (网页标签) that are missing, empty or wrong, by template and column."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from checks.identity.footers import is_part
from checks.identity.tag_faults import (
    EMPTY,
    MISSING,
    NOT_READ,
    WRONG,
    Fault,
    Grade,
    alike,
    faults_of,
    grade_of,
    site_name_of,
)
from checks.scanning import ScanCheck, SeenPage
from config.registry import Unit
from crawler.store.crawl import Crawl
from crawler.urls import page_key

EXAMPLES = 5
"""Pages that a finding names (own choice: a person opens no more)."""
OTHER_SITE = "other-site-name"


class PageTagsParams(CheckParams):
    """The tags of the rubric by the kind of page."""

    home: tuple[str, ...] = Field(description="tags that home pages must bear")
    column: tuple[str, ...] = Field(description="tags that columns must bear")
    article: tuple[str, ...] = Field(description="tags that articles must bear")
    template_share: float = Field(
        default=0.5,
        gt=0,
        le=1,
        description="share of the pages of a kind from which on a fault is the template's, not a column's (own rule)",
    )

    def required(self, grade: Grade) -> tuple[str, ...]:
        """The tags that pages of this grade must bear."""
        return {Grade.HOME: self.home, Grade.COLUMN: self.column, Grade.ARTICLE: self.article}[grade]


class Seen(NamedTuple):
    """A page: its grade, unit and column, what its SiteName says, and its faults."""

    grade: Grade
    unit: str
    column: str
    site_name: str
    faults: tuple[Fault, ...]
    url: str


class PageTags(ScanCheck[Seen]):
    """Page tags that the national standard asks for and that pages lack, leave empty or fill wrongly.

    ## What it finds

    * `tag-missing`: there is no such tag.
    * `tag-empty`: it is there and says nothing.
    * `tag-wrong`: it says something that the page itself contradicts (`basis`): a placeholder of the template, a
      ColumnName that is no step of the breadcrumb, an ArticleTitle that is not the title, a PubDate that is no date or
      the time at which the page was generated, a SiteName other than the one on most pages of the unit.

    One finding stands for a template or a column: `pages` of `of` pages of that kind have the fault.

    ## Why it matters

    国办发〔2017〕47号 makes the tags the means by which all government sites are collected and searched together; five
    content pages are sampled for them (国办秘函〔2019〕19号).

    ## How it decides

    Names of tags are compared without case; of several with one name the first that is not empty counts. A fault of
    home pages, or on at least `template_share` of the columns or of the articles, is one of the template; other faults
    are told for each column. What is missing, empty or a placeholder is `confirmed`, because the source of the page
    shows it; a contradiction is `suspected`. Titles and names are compared without blanks, punctuation and markup, and
    one may hold the other.

    ## When it does not apply

    Units without home page, columns and articles. Left out are pages of other kinds, pages that forward to another
    one, pages that a browser has to make, and of the columns the entrances of units and frames without SiteName. An
    article without any date needs no PubDate: what it lacks is the date.

    ## Known errors

    Where the breadcrumb or the title was read wrongly, a right tag looks wrong.
    """

    id = "page-tags"
    title = "网页标签"
    needs = ("pages",)
    codes = (MISSING, EMPTY, WRONG)
    clause = (
        "国办发〔2017〕47号《政府网站发展指引》附件：首页应有SiteName、SiteDomain、SiteIDCode；栏目页另有ColumnName、"
        "ColumnDescription、ColumnKeywords、ColumnType；内容页另有ArticleTitle、PubDate、ContentSource（转述）"
    )
    Params = PageTagsParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[Seen]:
        """The faults of one page's tags."""
        assert isinstance(params, PageTagsParams)
        page = seen.page
        grade = grade_of(page)
        if grade is None or not page.judgeable:
            return
        faults = faults_of(page, params.required(grade))
        column = ">".join(crumb.text for crumb in page.breadcrumb) or seen.column or ""
        yield Seen(grade, seen.unit, column, site_name_of(page), faults, page.url)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Seen]
    ) -> Iterator[Said]:
        """One finding per fault of a template or column."""
        assert isinstance(params, PageTagsParams)
        entries = {page_key(url) for each in crawl.portal.units for url in each.entry_urls}
        told = _site_names([note for note in notes if not _is_left_out(crawl, note, entries)])
        if not told:
            yield NotApplicable("no-such-pages")
            return
        for grade in Grade:
            pages = [note for note in told if note.grade is grade]
            unread = [note for note in pages if any(fault.code == NOT_READ for fault in note.faults)]
            if unread:
                yield Unjudged(grade.value, "tags-not-read", MISSING, unread[0].url, {"grade": grade.value})
            read = [note for note in pages if note not in unread] if unread else pages
            if read:
                yield Examined(len(read))
                yield from _of_grade(unit, grade, read, params.template_share)


def _of_grade(unit: Unit, grade: Grade, pages: list[Seen], template_share: float) -> Iterator[Finding]:
    by_fault: dict[Fault, list[Seen]] = defaultdict(list)
    for note in pages:
        for fault in note.faults:
            by_fault[fault._replace(observed="")].append(note)
    in_column = Counter(note.column for note in pages)
    for fault, faulty in sorted(by_fault.items()):
        if grade is Grade.HOME or len(faulty) >= template_share * len(pages):
            yield _finding(unit, grade, fault, faulty, len(pages), None)
            continue
        by_column: dict[str, list[Seen]] = defaultdict(list)
        for note in faulty:
            by_column[note.column].append(note)
        for column, those in sorted(by_column.items()):
            yield _finding(unit, grade, fault, those, in_column[column], column)


def _is_left_out(crawl: Crawl, note: Seen, entries: set[str]) -> bool:
    """Whether a page is no column although it looks like one: the entrance of a unit, or a part shown inside others."""
    if note.grade is not Grade.COLUMN or not note.faults:
        return False
    return page_key(note.url) in entries or (not note.site_name and is_part(crawl, note.url))


def _site_names(notes: Sequence[Seen]) -> list[Seen]:
    """The notes, where a page names another site than most pages of its unit with that fault.

    样例县人民政府 and 样例县人民政府门户网站 are one site.
    """
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for note in notes:
        if note.site_name:
            names[note.unit][note.site_name] += 1
    usual = {unit: counted.most_common(1)[0][0] for unit, counted in names.items()}
    return [
        note._replace(faults=(*note.faults, Fault(WRONG, "SiteName", OTHER_SITE, note.site_name)))
        if note.site_name and not alike(note.site_name, usual[note.unit])
        else note
        for note in notes
    ]


def _finding(  # noqa: PLR0917
    unit: Unit, grade: Grade, fault: Fault, faulty: list[Seen], of: int, column: str | None
) -> Finding:
    first = faulty[0]
    observed = next((each.observed for each in first.faults if each._replace(observed="") == fault), "")
    certain = fault.code in (MISSING, EMPTY) or fault.basis == "placeholder"
    basis = {"basis": fault.basis} if fault.basis else {}
    return Finding(
        check=PageTags.id,
        code=fault.code,
        unit=unit.id,
        subject=" ".join(filter(None, (grade.value, column, fault.tag, fault.basis))),
        url=first.url,
        state=State.CONFIRMED if certain else State.SUSPECTED,
        column=column or None,
        found_on=tuple(note.url for note in faulty[:EXAMPLES]),
        found_on_count=len(faulty),
        text=fault.tag,
        facts={"item": fault.tag, "grade": grade.value, "pages": len(faulty), "of": of, "observed": observed, **basis},
    )
