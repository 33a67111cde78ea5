"""Which texts are one annual report: a page with its files, or one file for every year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from checks.disclosure.inside import FILES_NOT_READ, TEXT_CUT
from checks.disclosure.named import file_title
from checks.disclosure.report_notes import LEAST_TEXT, Report, ReportNote, note_of, report_of
from checks.disclosure.years import years_of
from config.item_words import item_words
from config.mandated import Element
from crawler.facts import DocumentFacts
from crawler.store.crawl import Crawl, Item

ITEM = "annual-report"
WORDS = "annual-report-entry"
LAG = 1
_REPORT = ("年度报告", "年报")


def year_told(title: str, day: date | None, columns: Iterable[str] = ()) -> int | None:
    """The year that a title of an annual report tells (else that before `day`); None for any other title.

    `columns` are names of columns that list it: in those of annual reports a title need not say what it reports on.
    """
    if not any(word in title for word in _REPORT):
        return None
    words = item_words().entries
    entry = words[WORDS]
    called = entry.matches(title) or entry.perhaps.matches(title)
    if not called and not (entry.in_rows.matches(title) and any(map(words[ITEM].matches, columns))):
        return None
    return max(years_of(Item(title, "", day), LAG), default=None)


def file_note(unit: str, document: DocumentFacts, title: str, year: int, mentions: tuple[Element, ...]) -> ReportNote:
    """The note on a file that was read."""
    doubt = document.reason or (TEXT_CUT if document.length > len(document.text) else None)
    return note_of((unit, document.url), title, year, "\n".join(_texts(document)), mentions, doubt=doubt)


def reports(notes: Iterable[ReportNote], crawl: Crawl, mentions: tuple[Element, ...]) -> list[Report]:
    """All reports, newest year first. Files of lists and of other pages stand for themselves."""
    every = list(notes)
    offered: dict[str, list[ReportNote]] = {note.url: [] for note in every if not note.via}
    alone = [note for note in every if note.via and note.via not in offered]
    for note in every:
        if note.via in offered:
            offered[note.via].append(note)
    made: dict[str, Report] = {}
    for page in (note for note in every if not note.via):
        for report in _of_page(page, *_files(crawl, page, offered[page.url], mentions)):
            made.setdefault(report.url, report)
    for note in alone:
        made.setdefault(note.url, report_of([note]))
    return sorted(made.values(), key=lambda report: (-report.year, report.url))


def _of_page(page: ReportNote, files: Sequence[ReportNote], loose: Sequence[ReportNote]) -> Iterator[Report]:
    """The reports of a page: itself with the `files` of its year, and those of other years. `loose` files tell none.

    A page that is only a cover and tells no year itself is of the year of its files; where those are of several, each
    is a report, and what lies beside them may belong to any.
    """
    years = {file.year for file in files}
    cover, told = page.length < LEAST_TEXT, bool(years_of(Item(page.title, ""), LAG))
    if cover and not told and len(years) > 1:
        yield from (report_of([file]).beside([page, *loose]) for file in files)
        return
    mine = [file for file in files if file.year == page.year]
    if cover and len(years) == 1 and not (told and loose):  # there is no other text that could be the report
        mine = list(files)
        page = page if told else page._replace(year=files[0].year)
    yield report_of([page, *mine, *loose])
    yield from (report_of([file], page.url) for file in files if file not in mine)


def _files(
    crawl: Crawl, note: ReportNote, offered: Sequence[ReportNote], mentions: tuple[Element, ...]
) -> tuple[list[ReportNote], list[ReportNote]]:
    """The files of a report's page that go under names of reports, and its other attachments (附件下载)."""
    files = list(offered)
    loose: list[ReportNote] = []
    taken = {file.url for file in offered}
    page = crawl.page(note.url)
    for attached in page.article.attachments if page and page.article else ():
        document = crawl.document(attached.url)
        url = document.url if document else attached.url
        if url in taken:
            continue
        taken.add(url)
        title = file_title(attached.title)
        year = year_told(title, None)
        title, when = (note.title, note.year) if year is None else (title, year)
        if document is None:
            new = note_of((note.unit, url), title, when, "", mentions, doubt=FILES_NOT_READ)
        else:
            new = file_note(note.unit, document, title, when, mentions)
        (loose if year is None else files).append(new)
    return files, loose


def _texts(document: DocumentFacts) -> Iterator[str]:
    yield document.text
    for _, inner in document.inner:
        yield from _texts(inner)
