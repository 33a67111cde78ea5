"""The closed set of answers that a request can get. `crawler.fetch.verdict` alone decides which one it was."""

from __future__ import annotations

from enum import StrEnum


class AnswerKind(StrEnum):
    """What kind of answer we got for a URL. Values of the broken kinds are the codes of `broken-link`."""

    CONTENT = "content"
    HTTP_404 = "http-404"
    HTTP_410 = "http-410"
    HTTP_4XX = "http-4xx"
    HTTP_5XX = "http-5xx"
    TIMEOUT = "timeout"
    DNS_FAILURE = "dns-failure"
    REFUSED = "connection-refused"
    RESET = "connection-reset"
    TLS_FAILURE = "tls-failure"
    REDIRECT_LOOP = "redirect-loop"
    BAD_REDIRECT = "bad-redirect"
    REDIRECT_TO_HOME = "redirect-to-home"
    SOFT_404 = "soft-404"
    BAD_ATTACHMENT = "bad-attachment"
    # Not observed: never a finding, lowers coverage.
    BOT_WALL = "bot-wall"
    RATE_LIMITED = "rate-limited"
    LOGIN = "login"
    FORBIDDEN_OUTSIDE = "forbidden-outside"
    NOT_WEB = "not-web"
    """A redirect to an address that browsers hand to another program (ftp, mail, an app)."""
    GARBLED = "garbled-answer"
    """An answer that breaks the rules of HTTP, which browsers may still show."""
    OVERSIZED = "oversized"
    ROBOTS = "robots-forbidden"
    PRIVATE_ADDRESS = "private-address-refused"
    UNSTABLE_HOST = "unstable-host"
    OFFICIAL_SERVICE = "official-service"
    """A public service that every portal links failed: not the portal's fault, and no open question about it."""
    OWN_FAILURE = "own-failure"
    BUDGET = "budget"
    INTERRUPTED = "interrupted"


BROKEN = frozenset(
    {
        AnswerKind.HTTP_404,
        AnswerKind.HTTP_410,
        AnswerKind.HTTP_4XX,
        AnswerKind.HTTP_5XX,
        AnswerKind.TIMEOUT,
        AnswerKind.DNS_FAILURE,
        AnswerKind.REFUSED,
        AnswerKind.RESET,
        AnswerKind.TLS_FAILURE,
        AnswerKind.REDIRECT_LOOP,
        AnswerKind.BAD_REDIRECT,
        AnswerKind.REDIRECT_TO_HOME,
        AnswerKind.SOFT_404,
        AnswerKind.BAD_ATTACHMENT,
    }
)
OPENS_HOME = frozenset({AnswerKind.CONTENT, AnswerKind.REDIRECT_TO_HOME})
"""What opens a home page: to be led to the home page is a fault of any other address only."""

NOT_OBSERVED = frozenset(AnswerKind) - BROKEN - {AnswerKind.CONTENT}
"""Kinds that lower coverage and are never a finding."""

TRANSIENT = frozenset(
    {
        AnswerKind.HTTP_5XX,
        AnswerKind.TIMEOUT,
        AnswerKind.REFUSED,
        AnswerKind.RESET,
        AnswerKind.TLS_FAILURE,
        AnswerKind.DNS_FAILURE,
        AnswerKind.BOT_WALL,
        AnswerKind.RATE_LIMITED,
        AnswerKind.FORBIDDEN_OUTSIDE,
        AnswerKind.GARBLED,
        AnswerKind.OWN_FAILURE,
    }
)
"""Kinds worth a second look later in the run, and the signs of a host that answers us unreliably."""


NO_CONNECTION = frozenset(
    {
        AnswerKind.DNS_FAILURE,
        AnswerKind.REFUSED,
        AnswerKind.TIMEOUT,
        AnswerKind.RESET,
        AnswerKind.TLS_FAILURE,
        AnswerKind.OWN_FAILURE,
        AnswerKind.PRIVATE_ADDRESS,
    }
)
"""Answers that mean: nobody was there."""


class TlsFault(StrEnum):
    """What an up-to-date browser objects to on a host that older or more lenient clients open: a fault of its own, no
    dead link (cms-patterns 3.4)."""

    EXPIRED = "certificate-expired"
    WRONG_HOST = "certificate-wrong-host"
    SELF_SIGNED = "certificate-self-signed"
    UNTRUSTED = "certificate-untrusted"
    """Nobody known signed it, or an intermediate certificate is missing."""
    WEAK_KEY = "weak-key"
    LEGACY_RENEGOTIATION = "legacy-renegotiation"
    OLD_CRYPTO = "old-crypto"
    """Only protocols or ciphers that browsers have given up."""


class TargetKind(StrEnum):
    """What a link points at."""

    PAGE = "page"
    ATTACHMENT = "attachment"
    IMAGE = "image"
    EXTERNAL = "external"
    RESOURCE = "resource"


class Region(StrEnum):
    """Which part of a page a link stands in."""

    NAV = "nav"
    BODY = "body"
    FOOTER = "footer"


class PageKind(StrEnum):
    """What a page is for."""

    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    LANDING = "landing"
    SINGLE_ARTICLE = "single-article"
    ATTACHMENT_LIST = "attachment-list"
    LIST_DATA = "list-data"
    """An interface's answer with rows of a column's list: no page that a visitor opens."""
    OTHER = "other"


class ListSource(StrEnum):
    """Where the rows of a list were read from. `UNKNOWN` = there may be rows that we cannot read."""

    STATIC = "static"
    CDATA = "cdata"
    JSON = "json"
    API = "api"
    IFRAME = "iframe"
    COMMENT = "comment"
    RENDERED = "rendered"
    UNKNOWN = "unknown"


class TotalMeaning(StrEnum):
    """What the total of a list counts."""

    RECORDS = "records"
    """All rows of the list, as the page or the interface declares."""
    CAP = "cap"
    """A limit of publication: older rows exist, but the portal lists no more (cms-patterns 0.5)."""


class DateSource(StrEnum):
    """Where the date of a row or an item was read: the more trusted sources first (cms-patterns 0.4)."""

    LIST = "list"
    """The list shows the whole date."""
    YEAR_FROM_ARTICLE = "list-year-from-article"
    """The list shows month and day; the article's own date tells the year."""
    ARTICLE = "article"
    """The article shows it."""
    ARTICLE_URL = "article-url"
    """The article was read and shows none; it is the day in its URL."""
    ARTICLE_META = "article-meta"
    """The article was read and shows none; it is the one of a meta."""
    YEAR_FROM_HEADING = "list-year-from-heading"
    """A heading of the list (2026年) tells the year."""
    YEAR_FROM_NEIGHBOURS = "list-year-from-neighbours"
    """The list falls by date, and the rows around leave one year only."""
    YEAR_FROM_URL = "list-year-from-url"
    """The latest year that the row's URL allows."""
    YEAR_FROM_CRAWL_DAY = "list-year-from-crawl-day"
    """The list falls by date; the latest year that is not in the future."""
    URL = "url"
    """The day in the URL of an article that was not read."""
    FILE = "file"
    """The day in the URL of a file."""
    DOCUMENT = "document"
    """The date of the document (成文日期) of an article that bears no date of publication."""


INFERRED_YEARS = frozenset(
    {
        DateSource.YEAR_FROM_HEADING,
        DateSource.YEAR_FROM_NEIGHBOURS,
        DateSource.YEAR_FROM_URL,
        DateSource.YEAR_FROM_CRAWL_DAY,
    }
)
"""Month and day are sure, the year is not: nobody is accused of it."""

EARLIEST_DATES = frozenset({DateSource.URL, DateSource.FILE, DateSource.DOCUMENT})
"""Publication was not before that day, but may have been later."""


class Media(StrEnum):
    """What the body of an article shows besides text."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    TABLE = "table"


class Remnant(StrEnum):
    """Traces of drafting that were published with a text."""

    BOOKMARK = "bookmark"
    """A bookmark of a word processor (`_GoBack`)."""
    TRACKED_CHANGE = "tracked-change"
    """Insertions or deletions that were never accepted."""
    COMMENT = "comment"
    """A reviewer's comment."""


class MarkKind(StrEnum):
    """Signs of identity and duty on a page (regulation: 《政府网站发展指引》, sections 2.3 and 2.4 of the notes)."""

    SITE_NAME = "site-name"
    SITE_CODE = "site-code"
    FIND_ERROR = "find-error"
    """The entry 我为政府网站找错; `value` is the 标识码 in its address."""
    PARTY_BADGE = "party-badge"
    """党政机关网站标识."""
    ICP = "icp"
    POLICE = "police"
    HOST_BY = "host-by"
    """主办单位."""
    RUN_BY = "run-by"
    """承办单位."""
    CONTACT = "contact"
    SITE_MAP = "site-map"
    ACCESSIBILITY = "accessibility"
    """An entry to 无障碍 or 长者模式."""
    LANGUAGE = "language"


class TrialKind(StrEnum):
    """What is tried on a portal beside reading its pages (`crawler/trials`)."""

    SEARCH = "search"
    LOAD = "load"
    MOBILE = "mobile"
    IPV6 = "ipv6"
    ACCESSIBILITY = "accessibility"
    QR_CODE = "qr-code"
    AVAILABILITY = "availability"


class EndReason(StrEnum):
    """Why a crawl ended."""

    FINISHED = "finished"
    PAGE_BUDGET = "page-budget"
    TIME_BUDGET = "time-budget"
    INTERRUPTED = "interrupted"
    UNREACHABLE = "unreachable"
