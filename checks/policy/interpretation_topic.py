"""The check `interpretation-topic`: subjects on which a unit had to publish and to explain, and shows nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from checks.places import INTERPRETATIONS, title_of
from checks.policy.chain import UNDATED
from checks.policy.sight import why_incomplete
from checks.scanning import ScanCheck, SeenPage
from config.model import StrictModel
from config.policy_words import found_in, policy_words
from config.registry import Slug, Unit, UnitClass
from config.rubric import Period
from config.wording import Pattern
from crawler.facts import Found
from crawler.kinds import PageKind, TargetKind
from crawler.store.crawl import Crawl

ABSENT = "absent"
UNEXPLAINED = "unexplained"
NO_TOPICS = "no-topics-for-class"
SHOWN = 5
"""Pages that are told of each subject (own rule)."""


class Topic(StrictModel):
    """A subject by its words, and who has to publish on it."""

    id: Slug
    title: str
    words: tuple[Pattern, ...] = Field(min_length=1, description="one of them stands in the title")
    applies_to: tuple[UnitClass, ...] = Field(min_length=1)
    explained: bool = Field(default=False, description="whether one of the pages must be an interpretation")
    clause: str


class InterpretationTopicParams(CheckParams):
    """The subjects of the rubric."""

    topics: tuple[Topic, ...] = Field(min_length=1)
    period: Period = Field(description="what was published between these days counts")


class About(NamedTuple):
    """A page on a subject."""

    topic: str
    url: str
    title: str
    day: date | None
    explains: bool


class InterpretationTopic(ScanCheck[About]):
    """Subjects of the year (设备更新、以旧换新、消费支持 …) on which nothing was published, or nothing explained.

    ## What it finds

    * `absent`: no page of the unit from the period bears the subject's words in its title.
    * `unexplained`: there are such pages, but no interpretation among them.

    The five newest pages on each subject are told.

    ## Why it matters

    Work plans name subjects of the year on which units must publish, explain and guide public opinion
    (高唐县2024 一（一）, 历下区2024 一（2）).

    ## How it decides

    By words in the titles of articles, and of rows that lead to other sites; the words are in the rubric. An
    interpretation says so in its title or stands in a column of interpretations. All findings are `suspected`: a page
    may be on the subject without saying so in its title. When pages that may be on the subject were not seen, or
    those that are on it show no date, neither code is judged.

    ## When it does not apply

    Units of classes that no subject names.

    ## Known errors

    A title with the word may be about something else; the newest pages are told for that reason.
    """

    id = "interpretation-topic"
    title = "专题政策信息与解读"
    needs = ("pages",)
    codes = (ABSENT, UNEXPLAINED)
    clause = (
        "围绕推动大规模设备更新和消费品以旧换新，做好信息发布解读和舆论引导工作（高唐县2024年政务公开工作要点一（一））"
    )
    only_suspects = True
    Params = InterpretationTopicParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterable[About]:
        """A note for each subject in the title of an article."""
        assert isinstance(params, InterpretationTopicParams)
        if seen.page.kind is not PageKind.ARTICLE or seen.page.article is None:
            return
        title = title_of(seen.page)
        if not _any_of(params.topics).search(title):
            return
        published = seen.page.article.date
        day = published.value if isinstance(published, Found) else None
        explains = any(listing.kind == INTERPRETATIONS for listing in seen.listings) or _explains(title)
        for topic in params.topics:
            if found_in(topic.words, title):
                yield About(topic.id, seen.page.url, title, day, explains)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[About]
    ) -> Iterator[Said]:
        """At most one finding for each subject."""
        assert isinstance(params, InterpretationTopicParams)
        asked = [topic for topic in params.topics if unit.unit_class.among(topic.applies_to)]
        if not asked:
            yield NotApplicable(NO_TOPICS)
            return
        period = params.period
        rows = list(_rows_elsewhere(crawl, unit, params.topics))
        for topic in asked:
            words = topic.words
            own = [note for note in (*notes, *rows) if note.topic == topic.id]
            found = [note for note in own if note.day and period.since <= note.day <= min(period.until, as_of)]
            newest = sorted(found, key=lambda note: (note.day or date.min, note.url), reverse=True)
            for note in newest[:SHOWN]:
                yield Recognised(topic.title, note.title, note.url, str(note.day), {"explains": note.explains})
            code = ABSENT if not found else UNEXPLAINED
            if found and (not topic.explained or any(note.explains for note in found)):
                yield Examined(1)
                continue
            undated = any(note.day is None and (note.explains or not found) for note in own)
            blind = why_incomplete(crawl, may_be=lambda title, words=words: found_in(words, title), columns=())  # type: ignore[misc]
            if blind or undated:
                yield Unjudged(topic.id, blind or UNDATED, code, facts={"subject": topic.id})
                continue
            yield Examined(1)
            yield self._finding(code, unit, topic, newest, crawl)

    def _finding(self, code: str, unit: Unit, topic: Topic, found: list[About], crawl: Crawl) -> Finding:
        home = crawl.home(unit)
        url = found[0].url if found else home.url if home else ""
        return Finding(
            check=self.id,
            code=code,
            unit=unit.id,
            subject=topic.id,
            url=url,
            state=State.SUSPECTED,
            found_on=(url,) if url else (),
            found_on_count=1 if url else 0,
            text=topic.title,
            facts={"subject": topic.id, "title": topic.title, "observed": len(found), "clause": topic.clause},
        )


def _rows_elsewhere(crawl: Crawl, unit: Unit, topics: tuple[Topic, ...]) -> Iterator[About]:
    """What rows of the unit's columns announce and lead to on other sites."""
    for column in crawl.columns(unit):
        for item in column.items:
            if item.target is TargetKind.EXTERNAL and _any_of(topics).search(item.title):
                day = item.date if item.surely_dated else None
                explains = column.kind == INTERPRETATIONS or _explains(item.title)
                named = (topic for topic in topics if found_in(topic.words, item.title))
                yield from (About(topic.id, item.url, item.title, day, explains) for topic in named)


def _explains(title: str) -> bool:
    return found_in(policy_words().interpretation, title)


@cache
def _any_of(topics: tuple[Topic, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for topic in topics for word in topic.words))
