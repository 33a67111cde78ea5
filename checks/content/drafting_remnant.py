"""The check `drafting-remnant`: traces of drafting that were published with a text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from pydantic import Field

from checks.content.hints import hints_in
from checks.content.passages import Spot, Text, TextCheck, around, texts_of_file
from checks.content.patterns import compiled
from checks.content.table_headings import cut_headings
from checks.contract import CheckParams, Said
from checks.finding import Finding, State
from checks.places import ColumnPaths
from checks.scanning import SeenFile
from config.registry import Unit
from config.remnant_words import remnant_words
from crawler.kinds import Remnant
from crawler.store.crawl import Crawl
from crawler.store.observed import Target

WORD = "word-mark"
REDIRECT = "search-redirect"
CHANGE = "tracked-change"
COMMENT = "comment"
PLACEHOLDER = "placeholder"
LOCAL = "local-path"
HEADING = "heading-cut"

_BY_REMNANT = {Remnant.BOOKMARK: WORD, Remnant.TRACKED_CHANGE: CHANGE, Remnant.COMMENT: COMMENT}
EXAMPLES = 5
_HEAD = 60
"""Characters at the beginning of a file that are its heading (own rule): links call files 附件1."""
_NEAR = 16
"""Characters before a blank that tell what it is for (own rule)."""


class DraftingRemnantParams(CheckParams):
    """What counts besides what visitors see."""

    hidden_bookmarks: bool = Field(
        default=False, description="whether bookmarks count that only stand in the markup, where no visitor sees them"
    )


class DraftingRemnant(TextCheck):
    """Traces of drafting and pasting (起草痕迹) in texts, files and links.

    ## What it finds

    * `word-mark`: codes of a word processor in the text (`[bookmark: _GoBack]`, 错误!未找到引用源).
    * `search-redirect`: the address of a search engine's redirect, in the text or as a link.
    * `tracked-change`: insertions and deletions that were never accepted.
    * `comment`: a reviewer's comment.
    * `placeholder`: a blank of a template that was never filled in (××年×月×日, `{{title}}`).
    * `local-path`: the path of a file on an editor's computer in the text.
    * `heading-cut`: the heading of a table that was pasted with its pages, and that lacks a word on some of them.

    ## Why it matters

    国办秘函〔2019〕19号 counts wrong statements and links (表述错误, 错链); comments and changes show what was never
    meant to be published.

    ## How it decides

    By the marks in `config/lexicons/drafting-remnants.yaml`, and by the markup as the reader saw it
    (`ArticleFacts.remnants`). Blanks count only outside templates, forms and cases without names, which a title or the
    beginning of a file tells; in drafts that the public is asked about only where somebody must do something by that
    day. One suspicion for a page and kind, with the first passage; one for each redirect that is linked. A heading
    counts when its last three words are words of headings, it stands three times at least, whole in two places, and
    ends earlier in others (`table_headings` in the lexicon). Files have real tables and are not looked at for it.

    ## When it does not apply

    A unit without articles is not judged, except by its files and links. Links to files on a computer are the business
    of `bad-href`. Bookmarks that only stand in the markup harm nobody and are left out unless `hidden_bookmarks` says
    otherwise.

    ## Known errors

    A text about word processing would be suspected. Colours and strike-through by hand are not seen as changes.
    """

    id = "drafting-remnant"
    title = "疑似残留起草痕迹"
    codes = (WORD, REDIRECT, CHANGE, COMMENT, PLACEHOLDER, LOCAL, HEADING)
    clause = (
        "国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》：信息内容表述错误、链接错误；国办发〔2017〕47号：内容准确"
    )
    Params = DraftingRemnantParams

    def read(self, text: Text, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """The first trace of each kind."""
        assert isinstance(params, DraftingRemnantParams)
        told: set[str] = set()
        for code, start, end, whole in _traces(text):
            if code not in told:
                told.add(code)
                yield text.spot(code, code, excerpt=around(whole, start, end))
        for kind, excerpt in text.article.remnants if text.article else ():
            code = _BY_REMNANT[kind]
            if code not in told and (kind is not Remnant.BOOKMARK or params.hidden_bookmarks):
                told.add(code)
                yield text.spot(code, code, excerpt=excerpt)

        cut = next(cut_headings(text.text), None) if text.article else None
        if cut:
            facts = {"heading": cut.heading, "lacking": cut.lacking, "observed": cut.cut, "expected": cut.of}
            yield text.spot(HEADING, HEADING, **facts)

    def look_into(self, seen: SeenFile, params: CheckParams, as_of: date) -> Iterator[Spot]:
        """A file and those inside it. Bookmarks are a normal part of files."""
        for text in texts_of_file(seen):
            yield from self.read(text, params, as_of)
        for kind, excerpt in dict(reversed(seen.document.remnants)).items():
            if kind is not Remnant.BOOKMARK:
                code = _BY_REMNANT[kind]
                title = seen.text or seen.document.url.rpartition("/")[2]
                yield Spot(code, seen.document.url, None, title, code, (("excerpt", excerpt),), seen.found_on)

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Spot]
    ) -> Iterator[Said]:
        """Suspicions of texts, and links to redirects."""
        yield from super().weigh(crawl, unit, params, as_of, notes)
        paths: ColumnPaths | None = None
        told = {spot.url for spot in notes if spot.code == REDIRECT}
        for target in crawl.targets(unit):
            if _redirects().match(target.url) and not told.issuperset(_pages(crawl, unit, target)):
                paths = paths or ColumnPaths(crawl, unit)
                yield _linked(crawl, unit, target, paths)


@cache
def _redirects() -> re.Pattern[str]:
    return re.compile(remnant_words().redirects)


@cache
def _title_blank() -> re.Pattern[str]:
    return re.compile(remnant_words().title_placeholder)


def _traces(text: Text) -> Iterator[tuple[str, int, int, str]]:
    words, hints = remnant_words(), hints_in(text.text)
    heading = text.title if text.article else f"{text.title}\n{text.text[:_HEAD]}"
    is_template = compiled(words.templates).search(heading) is not None
    is_draft = compiled(words.drafts).search(heading) is not None
    for mark in words.marks if hints else ():
        if hints.isdisjoint(mark.hints) or (mark.code == PLACEHOLDER and is_template):
            continue
        all_found = mark.regex.finditer(text.text)
        if mark.code == PLACEHOLDER and is_draft:
            all_found = filter(_is_due, all_found)
        found = next(all_found, None)
        if found is not None:
            yield mark.code, found.start(), found.end(), text.text
    blank = _title_blank().search(text.title)
    if blank and text.article is not None and not is_template:
        yield PLACEHOLDER, blank.start(), blank.end(), text.title


def _is_due(found: re.Match[str]) -> bool:
    """Whether a blank of a draft is no date, or the day on which somebody must do something; other days are open."""
    words, text = remnant_words(), found.string
    if "年" not in found.group():
        return True
    before = compiled(words.drafts_due_before).search(text[max(0, found.start() - _NEAR) : found.start()])
    return before is not None or compiled(words.drafts_due_after).match(text[found.end() : found.end() + 4]) is not None


def _pages(crawl: Crawl, unit: Unit, target: Target) -> set[str]:
    return {use.page_url for use in crawl.uses(target.url, unit).examples}


def _linked(crawl: Crawl, unit: Unit, target: Target, paths: ColumnPaths) -> Finding:
    uses = crawl.uses(target.url, unit)
    first = uses.examples[0] if uses.examples else None
    return Finding(
        check=DraftingRemnant.id,
        code=REDIRECT,
        unit=unit.id,
        subject=target.url,
        url=target.url,
        state=State.SUSPECTED,
        column=paths.of_page(first.page_url) if first else None,
        found_on=tuple(use.page_url for use in uses.examples[:EXAMPLES]),
        found_on_count=uses.count,
        text=first.text if first else "",
        facts={"basis": "link", "engine": urlsplit(target.url).netloc},
    )
