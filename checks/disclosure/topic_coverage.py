"""The check `topic-coverage`: what is there on the subjects that a work plan names?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from pydantic import Field

from checks.columns.freshness import TOLERANCE
from checks.contract import CheckParams, Said
from checks.disclosure.named import file_title
from checks.disclosure.topic_judge import ASPECT_MISSING, CHECK, MISSING, NOT_RISING, STALE, TOO_FEW, TopicJudge
from checks.disclosure.topic_notes import How, Pieces, TopicNote, lies_in, sorted_out
from checks.disclosure.topic_words import TopicMatcher
from checks.finding import NotApplicable, Recognised
from checks.gaps import why_incomplete
from checks.places import title_of
from checks.scanning import ScanCheck, SeenFile, SeenPage
from config.registry import Unit
from config.topic import Topic
from crawler.facts import Found, PageFacts
from crawler.kinds import PageKind
from crawler.store.crawl import Crawl

_PLACES = frozenset({PageKind.COLUMN, PageKind.LANDING, PageKind.ATTACHMENT_LIST})
_NO_PIECES = frozenset({PageKind.HOME, PageKind.LIST_DATA})


class TopicCoverageParams(CheckParams):
    """The subjects that the rubric names."""

    topics: tuple[Topic, ...] = Field(description="subjects with their words, and what is measured about each")
    shown: int = Field(
        default=10, ge=1, description="so many of the newest pieces on a topic are told by name (own rule)"
    )


class TopicCoverage(ScanCheck[TopicNote]):
    """Information on the subjects that a work plan names: found, counted, dated; a person judges it.

    ## What it finds

    * `missing`: no title, no name of a column with content (and for named projects no text) names the subject.
    * `stale`: the newest piece on it is older than the plan allows.
    * `too-few`: fewer pieces within a period that is over than the plan asks for.
    * `aspect-missing`: a part that the plan names (学前教育, 资金使用 …) is named by no piece on the subject.
    * `not-rising`: within a period that is over no more pieces than on the same days of the year before, where the
      plan asks for more.

    The newest pieces are told one by one with title, date and address, so that a person can follow the count.

    ## Why it matters

    Yearly work plans (政务公开工作要点) ask for information on subjects without saying under which heading it must
    stand. Each topic quotes its own clause in the rubric.

    ## How it decides

    A piece (an article or a file) is on a topic when its title, or the path of a column that lists it, has one of the
    topic's words in it and none of the exclusions. With `in_text` the texts of articles and files are searched for the
    words too. For the unit of the whole portal the pages of all units count. Each page counts once, but not when dated
    later than one day after the as-of date; pages without a date count for existence only, and leave open what asks
    for dates. A column of the topic's name that holds something is no piece, but counts for `missing`, `stale` (its
    newest row up to that day) and `aspect-missing` (its name and rows up to that day); one whose rows are all later
    counts for `missing`, and its name for `aspect-missing`. Where the crawl is incomplete, or a column of the topic's
    name could not be read, whatever is not proven to be there is left open; `too-few` and `not-rising` also where the
    crawl was made before the period was over.

    ## When it does not apply

    Units of classes that no topic is for. Rubrics that name no topics do not run this check.

    ## Known errors

    Words say that a text is about a subject, not that it is good: every finding is only suspected. A text that never
    calls the subject by its words is not found; add the word to the topic. One that names it in passing counts. A
    file that was not fetched is not seen, and leaves nothing open.
    """

    id = CHECK
    title = "专题信息公开"
    needs = ("pages",)
    codes = (MISSING, STALE, TOO_FEW, ASPECT_MISSING, NOT_RISING)
    clause = (
        "各年度政务公开工作要点点名的专题（逐项依据见指标体系）；"
        "《中华人民共和国政府信息公开条例》（国令第711号）第十九条、第二十条"
    )
    only_suspects = True
    Params = TopicCoverageParams

    def __init__(self) -> None:
        self._kept: tuple[TopicCoverageParams, TopicMatcher] | None = None

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[TopicNote]:
        """The topics that a page is on."""
        assert isinstance(params, TopicCoverageParams)
        matcher = self._matcher(params)
        page = seen.page
        if page.kind in _NO_PIECES:
            return ()
        title = _place_name(page) if page.kind in _PLACES else title_of(page)
        titled = matcher.in_title(title)
        if page.kind in _PLACES:
            return _places(titled, page, title, matcher, as_of + TOLERANCE)
        text = page.article.text if page.article else ""
        listed: frozenset[int] = frozenset().union(*(matcher.in_path(listing.path) for listing in seen.listings))
        told = matcher.in_text(text)
        found = titled | listed | told
        if not found:
            return ()
        paths = [listing.path for listing in seen.listings]
        day = _day(page)
        counted = [at for at in found if lies_in(day, params.topics[at].period)]
        aspects = matcher.aspects_in(counted, title, *paths, text)
        return [
            TopicNote(at, _how(at, titled, listed), title, page.url, day, aspects.get(at, 0)) for at in sorted(found)
        ]

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterable[TopicNote]:
        """The topics that a file's name is on, or its text for those that are looked for in texts."""
        assert isinstance(params, TopicCoverageParams)
        matcher = self._matcher(params)
        document = seen.document
        title = file_title(seen.text or document.title)
        found = matcher.in_title(title) | matcher.in_text(document.text)
        return [
            TopicNote(at, How.FILE, title, document.url, None, aspects, seen.found_on)
            for at, aspects in matcher.aspects_in(found, title, document.text).items()
        ]

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[TopicNote]
    ) -> Iterator[Said]:
        """What was found on each of the unit's topics."""
        assert isinstance(params, TopicCoverageParams)
        mine = [(at, topic) for at, topic in enumerate(params.topics) if unit.unit_class.among(topic.applies_to)]
        if not mine:
            yield NotApplicable("no-topics-for-class")
            return
        every = {at: Pieces(topic, as_of, params.shown) for at, topic in mine}
        sorted_out(notes, every, lambda note: _with_day(crawl, note))
        gap = why_incomplete(crawl, unit)
        for pieces in every.values():
            yield from _recognised(pieces, params.shown)
            yield from TopicJudge(crawl, unit, pieces, as_of, gap).judge()

    def _matcher(self, params: TopicCoverageParams) -> TopicMatcher:
        if self._kept is None or self._kept[0] is not params:
            self._kept = (params, TopicMatcher(params.topics))
        return self._kept[1]


def _how(at: int, titled: frozenset[int], listed: frozenset[int]) -> How:
    return How.TITLE if at in titled else How.COLUMN if at in listed else How.TEXT


def _place_name(page: PageFacts) -> str:
    last = page.breadcrumb[-1].text if page.breadcrumb else ""
    return page.column_name or last or page.title


def _places(topics: frozenset[int], page: PageFacts, title: str, matcher: TopicMatcher, last: date) -> list[TopicNote]:
    """Notes on a column. Rows dated after `last` prove that it holds something, and nothing else."""
    rows = page.list.rows if page.list else ()
    counted = [row for row in rows if row.date is None or row.date <= last]
    day = max((row.date for row in counted if row.date), default=None)
    unread = not page.judgeable or (page.list is not None and page.list.obstacle is not None)
    empty = page.kind is not PageKind.LANDING and not rows
    how = How.UNREAD if unread and not rows else How.EMPTY if empty else How.PLACE
    aspects = matcher.aspects_in(topics, title, *(row.title for row in counted))
    return [TopicNote(at, how, title, page.url, day, bits) for at, bits in aspects.items()]


def _day(page: PageFacts) -> date | None:
    dated = page.article.date if page.article else None
    return dated.value if isinstance(dated, Found) else None


def _with_day(crawl: Crawl, note: TopicNote) -> TopicNote:
    """A file's note with the day of the article that offers it."""
    page = crawl.page(note.via) if note.via else None
    return note._replace(day=_day(page)) if page else note


def _recognised(pieces: Pieces, shown: int) -> Iterator[Recognised]:
    for note in (*pieces.all.notes, *pieces.places)[:shown]:
        day = note.day.isoformat() if note.day else None
        facts = {"item": pieces.topic.id, "how": note.how.value, "of": pieces.all.number}
        yield Recognised(pieces.topic.id, note.title, note.url, day, facts)
