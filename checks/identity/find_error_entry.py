"""The check `find-error-entry`: pages without the entry 我为政府网站找错."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from pydantic import Field

from checks.contract import CheckParams, Said
from checks.finding import Examined, Finding, NotApplicable, State, Unjudged
from checks.identity.footers import NO_FOOTER, SHOWN, is_part, shows_numbers, why_unread
from checks.scanning import ScanCheck, SeenPage
from config.registry import Unit
from crawler.kinds import MarkKind, PageKind
from crawler.store.crawl import Crawl
from crawler.urls import page_key

MISSING = "entry-missing"
EXAMPLES = 5
"""Pages that a finding names (own choice: a person opens no more)."""


class FindErrorParams(CheckParams):
    """On which pages the rubric wants the entry."""

    pages: tuple[PageKind, ...] = Field(min_length=1, description="kinds of pages that must bear the entry")
    tolerated_share: float = Field(
        default=0.02,
        ge=0,
        le=1,
        description="share of the readable pages of a template that may lack it, such as single pages made by hand "
        "(own rule)",
    )


class Seen(NamedTuple):
    """A page: the template that made it, whether it bears the entry, else why that is not known; its address where it
    has none, and whether the text of its footer was surely read."""

    template: tuple[str, str]
    bears: bool
    unread: str | None
    url: str
    sure: bool = False


class FindErrorEntry(ScanCheck[Seen]):
    """Templates whose pages lack the entry “我为政府网站找错”.

    ## What it finds

    `entry-missing`: pages of one kind (home page, columns, articles) of one unit bear no such entry. `facts` tell how
    many of how many pages lack it; the finding names some.

    ## Why it matters

    国办发〔2017〕47号 asks for the entry at the foot of every page, and the work plans ask that its messages be
    handled: nobody can report a mistake where there is no entry.

    ## How it decides

    Pages of one kind of one unit count as one template. An entry is a link, a picture with its name or the script that
    inserts it. Pages whose footer we could not read are left out and told. A template lacks the entry when more than
    `tolerated_share` of its readable pages do: `confirmed` when all do, their footers show other marks with numbers
    (标识码, 备案号), and other pages bear the entry, so that we know how it is made there; else `suspected`. Where
    other pages bear it, one without any footer counts as lacking it. Other pages are all pages when the portal is
    judged, for other units their own.

    ## When it does not apply

    Units without pages of these kinds. Pages that only forward, frames and forms are no pages of a template.

    ## Known errors

    An entry that a general script of the portal inserts without being named in the page is not seen; where we see none
    at all, its lack is therefore only suspected. Whether messages are answered in time stands in the national system
    and not on the portal.
    """

    id = "find-error-entry"
    title = "网站找错入口"
    needs = ("pages",)
    codes = (MISSING,)
    clause = "国办发〔2017〕47号《政府网站发展指引》：页面底部应有“我为政府网站找错”入口（转述）"
    Params = FindErrorParams

    def look(self, seen: SeenPage, params: CheckParams, as_of: date) -> Iterator[Seen]:
        """The template of a page, and whether the page bears the entry."""
        assert isinstance(params, FindErrorParams)
        page = seen.page
        if page.kind not in params.pages or page.kind not in SHOWN or page.landing_target is not None:
            return
        template = (seen.unit, page.kind.value)
        if any(mark.kind is MarkKind.FIND_ERROR for mark in page.marks):
            yield Seen(template, True, None, "")
        else:
            yield Seen(template, False, why_unread(page), page.url, shows_numbers(page))

    def weigh(
        self, crawl: Crawl, unit: Unit, params: CheckParams, as_of: date, notes: Collection[Seen]
    ) -> Iterator[Said]:
        """At most one finding per template."""
        assert isinstance(params, FindErrorParams)
        notes = [note for note in notes if note.unread != NO_FOOTER or not is_part(crawl, note.url)]
        if not notes:
            yield NotApplicable("no-such-pages")
            return
        somewhere = any(note.bears for note in notes)
        templates: dict[tuple[str, str], list[Seen]] = defaultdict(list)
        for note in notes:
            templates[note.template].append(note)
        for template, pages in sorted(templates.items()):
            yield from _judge(unit, template, pages, params.tolerated_share, somewhere=somewhere)


def _judge(
    unit: Unit, template: tuple[str, str], pages: list[Seen], tolerated: float, *, somewhere: bool
) -> Iterator[Said]:
    unread = [page for page in pages if page.unread and not (page.unread == NO_FOOTER and somewhere)]
    left_out = frozenset(unread)
    lacking = [page for page in pages if not page.bears and page not in left_out]
    readable = len(pages) - len(unread)
    if unread:
        first = unread[0]
        facts = {"page_kind": template[1], "pages": len(unread), "of": len(pages)}
        yield Unjudged(" ".join(template), first.unread or NO_FOOTER, MISSING, first.url, facts)
    if readable:
        yield Examined(readable)
    if lacking and len(lacking) > tolerated * readable:
        yield _finding(unit, template, lacking, readable, known=somewhere)


def _finding(unit: Unit, template: tuple[str, str], lacking: list[Seen], readable: int, *, known: bool) -> Finding:
    owner, kind = template
    certain = known and len(lacking) == readable and all(page.sure and page.unread is None for page in lacking)
    return Finding(
        check=FindErrorEntry.id,
        code=MISSING,
        unit=unit.id,
        subject=f"{owner} {kind}" if kind != PageKind.HOME else page_key(lacking[0].url),
        url=lacking[0].url,
        state=State.CONFIRMED if certain else State.SUSPECTED,
        found_on=tuple(page.url for page in lacking[:EXAMPLES]),
        found_on_count=len(lacking),
        facts={
            "page_kind": kind,
            "owner": owner,
            "pages": len(lacking),
            "of": readable,
            "share": round(len(lacking) / readable, 3),
        },
    )
