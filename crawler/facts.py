"""What a reader says about one page. Facts only: no judgement, no weight, no network.

"Found", "found but empty", "looked for and not found" and "could not look" are four different facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import Field, TypeAdapter

from crawler.kinds import (
    DateSource,
    ListSource,
    MarkKind,
    Media,
    PageKind,
    Region,
    Remnant,
    TargetKind,
    TotalMeaning,
    TrialKind,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The thing is there. `source` names where it was read (`meta PubDate`, `label 发布时间`, `url`, …)."""

    value: T
    source: str
    fact: Literal["found"] = "found"


@dataclass(frozen=True, slots=True)
class FoundEmpty:
    """The place for it is there, but nothing in it (`content=""`)."""

    source: str
    fact: Literal["empty"] = "empty"


@dataclass(frozen=True, slots=True)
class NotFound:
    """We looked everywhere we know and it is not there."""

    fact: Literal["not-found"] = "not-found"


@dataclass(frozen=True, slots=True)
class NotObserved:
    """We could not look. `reason` is a key below `reason.` in the message catalogue."""

    reason: str
    fact: Literal["not-observed"] = "not-observed"


_FIRST_THAT_FITS = Field(union_mode="left_to_right")
"""What was stored is told by its fields, so that one form need not be held against the others."""

TextFact: TypeAlias = Annotated[Found[str] | FoundEmpty | NotObserved | NotFound, _FIRST_THAT_FITS]
DateFact: TypeAlias = Annotated[Found[dt.date] | FoundEmpty | NotObserved | NotFound, _FIRST_THAT_FITS]


@dataclass(frozen=True, slots=True)
class Link:
    """One outgoing reference of a page, in document order.

    `href` is as written; `url` is absolute without fragment, or None when it cannot be resolved to http(s).
    """

    href: str
    url: str | None
    text: str
    kind: TargetKind
    region: Region
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a column's list. `date_text` is the text from which `date` was read.

    `date_source` says whether `date_text` is the whole date, or from where its year was taken.
    """

    title: str
    url: str
    date: dt.date | None = None
    date_text: str = ""
    date_source: DateSource = DateSource.LIST


@dataclass(frozen=True, slots=True)
class ListFacts:
    """The list on a column page.

    `pages` and `total` are what the page itself declares (None = it does not say); `page` is this page's number,
    counted from 1; `total_means` says what the total counts. `further_pages` are the addresses of the other parts of
    the list: list pages, the page of an iframe, and calls of an interface (`crawler.listcall`), by whose answers a
    list with the source API and no rows of its own is filled.
    `empty_proof` names the positive proof that the list has no rows (never set when rows were read, or when the
    source is UNKNOWN); `construction` is the 建设中 wording that was met; `obstacle` says why rows may exist that
    we cannot read (a key below `reason.` in the catalogue).
    `columns` are those that a script of the page opens instead of a list (the tree of a catalogue): addresses with
    names, no items of this list. `name` is what an interface's answer calls the column.
    """

    source: ListSource
    rows: tuple[Row, ...] = ()
    page: int = 1
    pages: int | None = None
    total: int | None = None
    total_means: TotalMeaning = TotalMeaning.RECORDS
    further_pages: tuple[str, ...] = ()
    empty_proof: str | None = None
    construction: str | None = None
    obstacle: str | None = None
    columns: tuple[Row, ...] = ()
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the page says it belongs to."""

    site_name: TextFact = NotFound()
    site_code: TextFact = NotFound()
    site_domain: TextFact = NotFound()
    column_name: TextFact = NotFound()
    column_type: TextFact = NotFound()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file offered by an article."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question from the public and what became of it (领导信箱, 网友留言), as a page or a list row shows it.

    `answered` is None where the page does not say; `replier` is the body that replied. `url` is the letter's own page
    where a list row leads to one.
    """

    question: str = ""
    asked: dt.date | None = None
    answered: bool | None = None
    replied: dt.date | None = None
    replier: str = ""
    reply: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """A content page.

    `date` is that of publication, `clock` its time of day (`HH:MM` or `HH:MM:SS`; empty when none is shown),
    `document_date` that of the document (成文日期); `validity` the shown 有效性;
    `publisher` the 发布机构; `reviewers` are (label, names) of those who answer for the text (责任编辑, 审核 …);
    `fields` are all labelled fields of the document (索引号, 主题分类 …) as shown, in order: (label without colon,
    value, which may be empty).
    `text` is the body's text, cut at `crawler.reading.limits`, `body_length` its whole length in characters.
    `conflicts` are dates of publication from other sources that disagree: (source, ISO date).
    `media` counts what the body shows besides text: (`crawler.kinds.Media`, number), in order of the kinds.
    `remnants` are traces of drafting in the body's markup that its text does not show: (`crawler.kinds.Remnant`,
    excerpt).
    """

    title: TextFact = NotFound()
    date: DateFact = NotFound()
    source: TextFact = NotFound()
    document_number: TextFact = NotFound()
    index_number: TextFact = NotFound()
    document_date: DateFact = NotFound()
    validity: TextFact = NotFound()
    publisher: TextFact = NotFound()
    reviewers: tuple[tuple[str, str], ...] = ()
    text: str = ""
    body_length: int = 0
    attachments: tuple[Attachment, ...] = ()
    conflicts: tuple[tuple[str, str], ...] = ()
    clock: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    media: tuple[tuple[Media, int], ...] = ()
    remnants: tuple[tuple[Remnant, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb, outermost first."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign of identity or duty that a page bears (标识码, 备案号, 主办单位, 找错 …).

    `value` is what it says (a code, a number, a name; empty for a bare picture or link), `url` where it leads.
    """

    kind: MarkKind
    value: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The search box of a page: where it sends a query, the field that takes the words, and what else it sends.

    `encoding` is that in which the words are sent; `by_script` says that a script has its say before, which may send
    something else.
    """

    action: str
    field: str
    method: str = "GET"
    fixed: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"
    by_script: bool = False


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything that a reader says about one page. `judgeable` is False when the content could not be read.

    `anchors` are the names that a fragment can point at, sorted; None when they were not read.
    `metas` are the page tags that the standard names (config/cms/page.yaml) as they stand in the head: (name, content,
    which may be empty); None when they were not read. `marks` are signs of identity and duty, `search` the search box;
    `exchanges` are letters with their answers, on their own page or in a list.
    """

    url: str
    family: str
    kind: PageKind
    title: str = ""
    judgeable: bool = True
    reason: str | None = None
    identity: Identity = Identity()
    breadcrumb: tuple[Crumb, ...] = ()
    column_name: str | None = None
    list: ListFacts | None = None
    article: ArticleFacts | None = None
    landing_target: str | None = None
    text_length: int = 0
    anchors: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()
    metas: tuple[tuple[str, str], ...] | None = None
    marks: tuple[Mark, ...] = ()
    search: SearchEntry | None = None
    exchanges: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class PageReading:
    """A reader's whole answer: facts (stored per page) and links (stored per repeated block)."""

    facts: PageFacts
    links: tuple[Link, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the beginning of a page elsewhere shows: enough to say whose page it is and what it is about.

    `description` holds the metas description and keywords, `heading` the main headings, `text` the visible text, cut
    at `crawler.reading.glimpse.LONGEST_TEXT`; `lang` is the declared language. `hosts` are those that the page links,
    loads from or names in its scripts; `files` counts the files that it offers. `complete` is False when only the
    beginning of the page was read, so that nothing is known about what is missing.
    """

    title: str = ""
    heading: str = ""
    site_name: str = ""
    description: str = ""
    lang: str = ""
    text: str = ""
    hosts: tuple[str, ...] = ()
    files: int = 0
    complete: bool = True


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What was read out of a file of the portal: an attachment, a listed file, or a file inside one of these.

    `type` is an id of config/lexicons/attachments.yaml; `text` all its text, cut at the policy's limit (`length` is the
    whole); `pages` as far as the format has any. Tables are lines, a line for each row, its cells joined by tab; cells
    that a merged one covers are empty in a PDF. In a PDF only tables that are drawn with lines are told apart, as far
    as the policy lets it be searched (`tables_left` when not all of it was: the text is whole, but numbers may stand
    apart from their rows); others come as lines of text.
    `reason` (a key below `reason.`: `scanned`, `encrypted`, `file-too-large` …) says why there is no text, or why it
    may be incomplete. The text under `read-by-ocr` was recognised in pictures: its letters are guesses, which may
    acquit but prove no fault.
    `remnants` as in `ArticleFacts`. `inner` are files in an archive: (name, facts).
    """

    url: str
    type: str
    text: str = ""
    length: int = 0
    pages: int | None = None
    title: str = ""
    reason: str | None = None
    remnants: tuple[tuple[Remnant, str], ...] = ()
    inner: tuple[tuple[str, DocumentFacts], ...] = ()
    tables_left: bool = False


@dataclass(frozen=True, slots=True)
class Observation:
    """What a trial of the portal showed: a search that was really made, a probe of the address family, a page measured.

    `kind` names the trial, `subject` what was tried (an address, a query), `at` when (UTC ISO 8601). `values` are JSON
    values that the trial documents; `reason` (a key below `reason.`) says why there is nothing to tell, and `values` is
    then empty or partial.
    """

    kind: TrialKind
    subject: str
    at: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str | None = None


PAGE_FACTS: TypeAdapter[PageFacts] = TypeAdapter(PageFacts)
"""Serialises `PageFacts` to JSON and back; the form stored in the crawl file."""

DOCUMENT_FACTS: TypeAdapter[DocumentFacts] = TypeAdapter(DocumentFacts)
"""Serialises `DocumentFacts` to JSON and back."""
