"""The check `leader-info`: name, photo, resume and duties of each leader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from checks.contract import Check, CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, Recognised, State, Unjudged
from config.item_words import item_words
from config.leaders import leader_words
from config.registry import Unit, UnitClass
from config.wording import plain
from crawler.facts import PageFacts
from crawler.kinds import Media, PageKind, Region, TargetKind
from crawler.store.crawl import Column, Crawl
from crawler.urls import page_key

NO_LEADER = "no-leader"
WORDS = "leaders"
LEAST_GALLERY = 2
"""Pictures from which on a column with one for each leader shows their photos (own choice: one may be a banner)."""


class LeaderPart(StrEnum):
    """What a leader's page must show besides the name."""

    PHOTO = "photo"
    RESUME = "resume"
    DUTY = "duty"

    @property
    def code(self) -> str:
        """The code of a finding that it is missing."""
        return f"{self.value}-missing"


class LeaderInfoParams(CheckParams):
    """What must be told of each leader, and by whom."""

    applies_to: tuple[UnitClass, ...] = Field(min_length=1, description="classes of units")
    parts: tuple[LeaderPart, ...] = Field(min_length=1, description="what each leader's page must show")


class _Page(NamedTuple):
    """A page that tells of one leader (or of all): what it is called in its list, and the page (None: not read)."""

    title: str
    url: str
    page: PageFacts | None


class LeaderInfo(Check):
    """Is each leader shown with a photo, a resume and duties?

    ## What it finds

    * `no-leader`: the column on leaders names no person, and no text in it tells a resume or duties.
    * `photo-missing`, `resume-missing`, `duty-missing`: the page of a leader does not show it.

    ## Why it matters

    国办发〔2017〕47号 names 姓名、照片、简历、主管或分管工作 as what leaders' pages hold; 国办秘函〔2019〕19号 takes a
    point for each that is missing, and offices have been named for it in public.

    ## How it decides

    The column is found by the names of the item `leaders` (config/lexicons/item-words.yaml). Rows and links in its
    body whose text is a person's name, with or without a post, are leaders' pages; without any, texts of the column
    that tell duties or a resume stand for all leaders together. A photo is any picture in the body of the page, or one
    in the column that bears the name, or where the column shows as many pictures as there are leaders. Resume
    and duties are recognised by their usual words (config/lexicons/leaders.yaml). Files are not looked into. A page
    without text, or not read as an article, is not judged.

    ## When it does not apply

    Classes of units that the rubric does not name. Without a column on leaders nothing can be judged here: whether
    there must be one is asked by `mandated-item`. No `no-leader` for a column that is empty, was not read whole, has
    rows that lead to files or pages that were not read, or mostly leads to other portals.

    ## Known errors

    Photos that a style or script shows are not seen; a resume in a picture neither. A page that tells of several
    leaders is asked once for all. Every finding is only suspected.
    """

    id = "leader-info"
    title = "领导信息内容"
    needs = ("columns",)
    codes = (NO_LEADER, *(part.code for part in LeaderPart))
    clause = (
        "国办发〔2017〕47号（负责人信息：姓名、照片、简历、主管或分管工作）；国办秘函〔2019〕19号 扣分指标“领导信息”；"
        "《中华人民共和国政府信息公开条例》（国令第711号）第二十条第二项"
    )
    only_suspects = True
    Params = LeaderInfoParams

    def judge(self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date) -> Iterator[Said]:
        """Findings for each leader of `unit`."""
        assert isinstance(params, LeaderInfoParams)
        if not unit.unit_class.among(params.applies_to):
            yield NotApplicable("not-asked")
            return
        wording = item_words().entries[WORDS]
        columns = [each for each in crawl.columns(unit) if each.unit == unit.id and wording.matches(each.name)]
        if not columns:
            yield Unjudged(WORDS, "no-leader-column", NO_LEADER, _entrance(crawl, unit))
            return
        pages = _leaders(crawl, columns)
        if not pages:
            yield from _nobody(crawl, unit, columns)
        shown = [text for column in columns for text in _pictures(crawl, column.url)]
        all_shown = len(shown) >= max(LEAST_GALLERY, len(pages))
        for each in pages:
            pictured = all_shown or any(text and plain(text) in plain(each.title) for text in shown)
            yield from _judge_page(crawl, unit, each, params.parts, pictured=pictured)


def _leaders(crawl: Crawl, columns: Sequence[Column]) -> list[_Page]:
    """Pages called by a name; without any, the column's texts that tell of leaders."""
    words = leader_words()
    rows = [(row.title, row.url) for column in columns for row in column.items]
    rows += [
        (link.text, link.url)
        for column in columns
        for link in crawl.links(column.url)
        if link.region is Region.BODY and link.url and link.kind is TargetKind.PAGE
    ]
    named = {
        page_key(url): _Page(title, url, crawl.page(url)) for title, url in reversed(rows) if words.is_leader(title)
    }
    if named:
        return sorted(named.values(), key=lambda each: each.url)
    texts = [(column.name, column.url) for column in columns if column.shape is PageKind.SINGLE_ARTICLE] + rows
    told = {page_key(url): _Page(title, url, crawl.page(url)) for title, url in reversed(texts)}
    return sorted((each for each in told.values() if _tells(each.page)), key=lambda each: each.url)


def _tells(page: PageFacts | None) -> bool:
    text = plain(page.article.text) if page and page.article else ""
    return bool(text) and (leader_words().has_resume(text) or leader_words().has_duty(text))


def _nobody(crawl: Crawl, unit: Unit, columns: Sequence[Column]) -> Iterator[Said]:
    column = columns[0]
    unread = [
        each
        for each in columns
        if each.obstacle or each.missing_pages or each.empty_proof or not _rows_were_read(crawl, each)
    ]
    if any(each.empty_proof for each in unread):
        yield Unjudged(WORDS, "no-leader-column", NO_LEADER, column.url)
    elif unread or any(each.outward for each in columns):
        yield Unjudged(WORDS, "leader-page-not-read", NO_LEADER, column.url)
    else:
        yield Examined(1)
        yield _finding(unit, NO_LEADER, column.name, column.url, column.path)


def _rows_were_read(crawl: Crawl, column: Column) -> bool:
    pages = (crawl.page(row.url) for row in column.items)
    return all(page is not None and page.judgeable for page in pages)


def _judge_page(
    crawl: Crawl, unit: Unit, each: _Page, parts: Sequence[LeaderPart], *, pictured: bool
) -> Iterator[Said]:
    """What the page of a leader lacks. `pictured`: the column itself shows the photo."""
    page = each.page
    if page is None or not page.judgeable or page.article is None or not page.article.text:
        for part in parts:
            yield Unjudged(each.url, "leader-page-not-read", part.code, each.url)
        return
    yield Examined(1)
    yield Recognised(WORDS, each.title, each.url)
    text = plain(page.article.text)
    seen = {
        LeaderPart.PHOTO: lambda: pictured or _has_picture(crawl, page),
        LeaderPart.RESUME: lambda: leader_words().has_resume(text),
        LeaderPart.DUTY: lambda: leader_words().has_duty(text),
    }
    for part in parts:
        if not seen[part]():
            yield _finding(unit, part.code, each.title, each.url, None)


def _has_picture(crawl: Crawl, page: PageFacts) -> bool:
    shown = page.article.media if page.article else ()
    if any(kind is Media.IMAGE and number for kind, number in shown):
        return True
    return bool(_pictures(crawl, page.url))


def _pictures(crawl: Crawl, url: str) -> list[str]:
    """The texts of the pictures in the body of a page, each picture once."""
    found = (link for link in crawl.links(url) if link.kind is TargetKind.IMAGE and link.region is Region.BODY)
    return list({link.url: link.text for link in found}.values())


def _finding(unit: Unit, code: str, title: str, url: str, column: str | None) -> Finding:
    return Finding(
        check=LeaderInfo.id,
        code=code,
        unit=unit.id,
        subject=url,
        url=url,
        state=State.SUSPECTED,
        column=column,
        text=title,
        facts={"item": WORDS, "title": title},
        evidence={"source": leader_words().source, "status": leader_words().status.value},
    )


def _entrance(crawl: Crawl, unit: Unit) -> str:
    return next(iter((*unit.entry_urls, *crawl.portal.start_urls)))
