"""The check `annual-report`: what the report on a year's disclosure says, and whether it was copied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.disclosure.inside import TEXT_CUT
from checks.disclosure.named import OF_COLUMNS, file_title
from checks.disclosure.report_files import ITEM, file_note, reports, year_told
from checks.disclosure.report_notes import Report, ReportNote, likeness, note_of
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.notes import WholeNotes
from checks.places import title_of
from checks.scanning import ScanCheck, SeenFile, SeenPage, Sees
from config.annual_report import Part, report_form
from config.mandated import Element
from config.registry import Unit, UnitClass
from crawler.facts import Found, PageFacts
from crawler.kinds import PageKind
from crawler.store.crawl import Crawl

SECTION_MISSING, TABLE_MISSING, SIMILAR = "section-missing", "table-missing", "similar"
PLAN_UNMENTIONED, NOT_A_REPORT = "plan-unmentioned", "not-a-report"


class AnnualReportParams(CheckParams):
    """What is asked of the newest annual report of a unit."""

    applies_to: tuple[UnitClass, ...] = Field(min_length=1, description="classes of units")
    form_since: int | None = Field(
        default=None,
        description="first year whose report has the prescribed form; without it the form is not asked for",
    )
    similar: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="share of the sentences of running text in common (figures left out) from which on two reports are "
        "suspected to be copied (own rule); without it they are not compared",
    )
    least_sentences: int = Field(default=10, ge=1, description="sentences below which nothing is compared (own rule)")
    mentions: tuple[Element, ...] = Field(default=(), description="tasks of a plan on which the report must tell")
    mention_year: int | None = Field(default=None, description="the year whose report must tell of the plan")


class AnnualReport(ScanCheck[ReportNote]):
    """The newest annual report of a unit: sections, tables, whether it was copied, whether it tells of the plan.

    ## What it finds

    * `section-missing`, `table-missing`: prescribed sections or table entries do not stand in the text.
    * `similar`: the running text is largely that of the report of the year before whose title differs only in the year
      or that the same page offers, or of a report of the same year with another title (雷同).
    * `plan-unmentioned`: the report of the plan's year says nothing about tasks of the plan.
    * `not-a-report`: neither the page nor its files have readable text.

    ## Why it matters

    《政府信息公开条例》（国令第711号） article 50 says what a report contains; 国办公开办函〔2021〕30号 prescribes six
    sections and the tables, and names late, inaccurate and copied (雷同) reports as faults.

    ## How it decides

    A report is an article, or a file that a page offers, whose title goes under the names of yearly entries
    (config/lexicons/item-words.yaml) and tells a year; an article whose title tells none is that of the year before its
    date. A title must say that it reports on disclosure (公开), name only a body and a year, or stand in a column of
    annual reports. Such files of a report's page belong to it when they tell its year, and so do its attachments that
    tell none; files of other years are reports of their own. A page without a text and a year of its own is of the year
    of its files; where those are of several years, each file is a report, and the page is none. Sections and
    tables are looked for by their headings (config/lexicons/annual-report.yaml); a table is there when more than half
    of its entries are. Reports are compared by their full sentences, figures left out; the likeness is the share of the
    shorter one's sentences that the other has too. Only the unit's reports of its newest year, before that of the as-of
    date, are asked about; for `plan-unmentioned` those of `mention_year`.

    ## When it does not apply

    Classes of units and questions that the rubric does not name. What a report seems to lack cannot be judged while its
    page or one of its files was not read, or not whole. Whether there is a report at all, in time and for every year,
    is asked by `mandated-item` (`missing`, `late`, `year-gap`).

    ## Known errors

    Text and tables in pictures are not read. Sentences that a form prescribes are alike everywhere; the limit leaves
    room for them. A report that stands under two titles resembles itself. Every finding is only suspected: a person
    compares both texts.
    """

    id = "annual-report"
    title = "年度报告内容"
    needs = ("pages",)
    codes = (SECTION_MISSING, TABLE_MISSING, SIMILAR, PLAN_UNMENTIONED, NOT_A_REPORT)
    clause = (
        "《中华人民共和国政府信息公开条例》（国令第711号）第五十条；国办公开办函〔2021〕30号（年度报告格式；雷同等问题）；"
        "各年度政务公开工作要点（落实情况纳入年度报告）"
    )
    only_suspects = True
    sees = Sees.ALL
    Params = AnnualReportParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[ReportNote]:
        """The report that a page is."""
        page = seen.page
        if page.article is None or (page.kind is not PageKind.ARTICLE and page.kind not in OF_COLUMNS):
            return ()
        title = title_of(page)
        columns = [step for listing in seen.listings for step in listing.path.split(">")]
        year = year_told(title, _day(page), columns)
        if year is None:
            return ()
        doubt = TEXT_CUT if page.article.body_length > len(page.article.text) else None
        assert isinstance(params, AnnualReportParams)
        return (note_of((seen.unit, page.url), title, year, page.article.text, params.mentions, doubt=doubt),)

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterable[ReportNote]:
        """The report that a file is."""
        document = seen.document
        title = file_title(seen.text or document.title)
        year = year_told(title, None)
        if year is None:
            return ()
        assert isinstance(params, AnnualReportParams)
        return (file_note(seen.unit, document, title, year, params.mentions)._replace(via=seen.found_on),)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[ReportNote]
    ) -> Iterator[Said]:
        """What the unit's newest reports lack, and which others they resemble."""
        assert isinstance(params, AnnualReportParams)
        if not unit.unit_class.among(params.applies_to):
            yield NotApplicable("not-asked")
            return
        assert isinstance(notes, WholeNotes)
        reported = notes.once(reports, crawl, params.mentions)
        every = [report for report in reported if report.year < as_of.year]
        own = [report for report in every if report.unit == unit.id]
        if not own:
            yield Unjudged(ITEM, "no-report-found", SECTION_MISSING, facts={"item": ITEM})
            return
        for report in own:
            yield Recognised(ITEM, report.title, report.url, facts={"year": report.year})
        for report in (each for each in own if each.year == own[0].year):
            yield from _Judge(unit, report, params).judge(every)
        for report in own if params.mention_year is not None else ():
            if report.year == params.mention_year:
                yield from _Judge(unit, report, params).mentioned()


def _day(page: PageFacts) -> date | None:
    dated = page.article.date if page.article else None
    return dated.value if isinstance(dated, Found) else None


class _Judge:
    """Asks about one report."""

    def __init__(self, unit: Unit, report: Report, params: AnnualReportParams) -> None:
        self._unit = unit
        self._report = report
        self._params = params

    def judge(self, every: Sequence[Report]) -> Iterator[Said]:
        report, params = self._report, self._params
        if not report.readable:
            if report.doubt:
                yield self._open(NOT_A_REPORT, report.doubt)
            else:
                yield Examined(1)
                yield self._finding(NOT_A_REPORT)
            return
        yield Examined(1)
        if params.form_since is not None and report.year >= params.form_since:
            yield from self._parts(SECTION_MISSING, report_form().sections, report.sections)
            yield from self._parts(TABLE_MISSING, report_form().tables, report.tables)
        if params.similar is not None:
            yield from self._similar(every, params.similar)

    def mentioned(self) -> Iterator[Said]:
        """Whether the report of the plan's year tells of its tasks."""
        report = self._report
        if report.readable or not report.doubt:
            yield from self._parts(PLAN_UNMENTIONED, self._params.mentions, report.mentions)
        else:
            yield self._open(PLAN_UNMENTIONED, report.doubt)

    def _parts(self, code: str, parts: Sequence[Part | Element], seen: int) -> Iterator[Said]:
        absent = [part.title for at, part in enumerate(parts) if not seen >> at & 1]
        if absent and self._report.doubt:
            yield self._open(code, self._report.doubt)
        elif absent:
            yield self._finding(code, expected=[part.title for part in parts], absent=absent)

    def _similar(self, every: Sequence[Report], limit: float) -> Iterator[Said]:
        mine = self._report
        if len(mine.sentences) < self._params.least_sentences:
            return
        alike = [
            (likeness(mine.sentences, other.sentences), other)
            for other in every
            if not other.parts & mine.parts  # one file in two places is no copy
            and len(other.sentences) >= self._params.least_sentences
            and (other.year == mine.year or (other.year == mine.year - 1 and mine.continues(other)))
            and (other.year != mine.year or other.series != mine.series)
        ]
        best = max(alike, key=lambda pair: (pair[0], pair[1].url), default=None)
        if best is None or best[0] < limit:
            return
        share, other = best
        yield self._finding(
            SIMILAR,
            expected=f"{limit:.0%}",
            likeness=f"{share:.0%}",
            other_title=other.title,
            other_url=other.url,
            sentences=len(mine.sentences),
        )

    def _open(self, code: str, reason: str) -> Unjudged:
        facts = {"item": ITEM, "title": self._report.title}
        return Unjudged(self._report.url, reason, code, self._report.url, facts)

    def _finding(self, code: str, **facts: Any) -> Finding:
        report, form = self._report, report_form()
        return Finding(
            check=AnnualReport.id,
            code=code,
            unit=self._unit.id,
            subject=report.url,
            url=report.url,
            state=State.SUSPECTED,
            text=report.title,
            facts={"item": ITEM, "title": report.title, "year": report.year, **facts},
            evidence={"source": form.source, "status": form.status.value},
        )
