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
    REDIRECT_TO_HOME = "redirect-to-home"
    SOFT_404 = "soft-404"
    BAD_ATTACHMENT = "bad-attachment"
    # Not observed: never a finding, lowers coverage.
    BOT_WALL = "bot-wall"
    RATE_LIMITED = "rate-limited"
    LOGIN = "login"
    FORBIDDEN_OUTSIDE = "forbidden-outside"
    OVERSIZED = "oversized"
    ROBOTS = "robots-forbidden"
    PRIVATE_ADDRESS = "private-address-refused"
    UNSTABLE_HOST = "unstable-host"
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
        AnswerKind.REDIRECT_TO_HOME,
        AnswerKind.SOFT_404,
        AnswerKind.BAD_ATTACHMENT,
    }
)
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


class EndReason(StrEnum):
    """Why a crawl ended."""

    FINISHED = "finished"
    PAGE_BUDGET = "page-budget"
    TIME_BUDGET = "time-budget"
    INTERRUPTED = "interrupted"
    UNREACHABLE = "unreachable"
