"""The verdict: what kind of answer a reply is. Nobody else looks at status codes or network errors.

Rules, in this order: network error; redirect (loop, cookie gate); bot wall; status; log-in; home page; content.
Only GET can condemn; see `crawler.fetch.probe` for HEAD. Sources: reference "cms-patterns" 3 and 4.1; RFC 9110.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

import httpx
from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from twisted.internet import error as twisted_errors
from twisted.internet.ssl import VerificationError
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from config.lexicon import attachment_types, bot_walls
from config.policy import policy
from crawler.facts import PageFacts
from crawler.fetch.guard import PrivateAddress
from crawler.fetch.look import Judgement, Trail
from crawler.fetch.reply import Reply, TooLarge
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.kinds import AnswerKind, TargetKind
from crawler.reading.encoding import decode
from crawler.urls import resolve

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEXT_MARGIN = 2  # a reader and a wall's sign count visible letters differently

_ERRORS: tuple[tuple[AnswerKind, tuple[type[BaseException], ...]], ...] = (
    (AnswerKind.PRIVATE_ADDRESS, (PrivateAddress,)),
    (AnswerKind.OVERSIZED, (TooLarge, scrapy_errors.DownloadCancelledError)),
    (AnswerKind.RESET, (ssl.SSLEOFError, ssl.SSLZeroReturnError, SSL.SysCallError, SSL.ZeroReturnError)),
    (AnswerKind.TLS_FAILURE, (ssl.SSLError, SSL.Error, VerificationError)),
    (AnswerKind.DNS_FAILURE, (socket.gaierror, scrapy_errors.CannotResolveHostError, twisted_errors.DNSLookupError)),
    (
        AnswerKind.REFUSED,
        (
            ConnectionRefusedError,
            scrapy_errors.DownloadConnectionRefusedError,
            twisted_errors.ConnectionRefusedError,
        ),
    ),
    (
        AnswerKind.TIMEOUT,
        (TimeoutError, httpx.TimeoutException, scrapy_errors.DownloadTimeoutError, twisted_errors.TimeoutError),
    ),
    (
        AnswerKind.RESET,
        (
            ConnectionError,
            httpx.ReadError,
            httpx.WriteError,
            httpx.RemoteProtocolError,
            scrapy_errors.DownloadFailedError,
            scrapy_errors.ResponseDataLossError,
            twisted_errors.ConnectionLost,
            twisted_errors.ConnectionDone,
            ResponseFailed,
            ResponseNeverReceived,
        ),
    ),
)
_OWN_BUGS = (TypeError, AttributeError, LookupError, NameError, AssertionError)
_OWN_NETWORK = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EMFILE, errno.ENFILE})


class Judge:
    """Judges the replies of one crawl: it knows the portal's scope and what its hosts answer to nonsense."""

    def __init__(self, scope: Scope, nonsense: Nonsense) -> None:
        self._scope = scope
        self._nonsense = nonsense

    def next(self, trail: Trail, reply: Reply) -> Trail | Judgement:
        """What follows from a reply: a further request (the trail after a redirect), or the judgement."""
        if reply.error is not None:
            return error_judgement(reply.error)
        status = reply.status or 0
        location = reply.headers.get("location", "").strip()
        if status in _REDIRECTS and location:
            return self._redirect(trail, reply, location)
        if 200 <= status < 300:
            return self._content(trail, reply)
        return _wall(reply) or _refusal(status, self._scope.is_own(reply.url))

    def page(self, trail: Trail, reply: Reply, facts: PageFacts) -> Judgement:
        """The judgement on an HTML page of the portal that was read: content, bot wall, or soft-404."""
        if _may_be_wall(reply, facts) and (wall := _wall(reply)):
            return wall
        return self._nonsense.page(trail, reply, facts) or Judgement(AnswerKind.CONTENT)

    def _redirect(self, trail: Trail, reply: Reply, location: str) -> Trail | Judgement:
        target = resolve(trail.at, location).url
        if target is None:
            return Judgement(AnswerKind.OWN_FAILURE, f"redirect to {location[:200]!r}, which is no web address")
        limits = policy().redirects
        back = target == trail.url or target in trail.hops
        gate = back and "set-cookie" in reply.headers
        if back and not gate:
            return _wall(reply) or Judgement(AnswerKind.REDIRECT_LOOP, f"redirected back to {target}")
        if gate and trail.gates >= limits.self_with_cookie:
            kind = AnswerKind.BOT_WALL if target == trail.at else AnswerKind.REDIRECT_LOOP
            return Judgement(kind, f"redirected back to {target} {trail.gates + 1} times, setting a cookie")
        if len(trail.hops) >= limits.hops:
            return Judgement(AnswerKind.REDIRECT_LOOP, f"more than {limits.hops} redirects")
        return trail.moved(target, gate=gate, ms=reply.ms)

    def _content(self, trail: Trail, reply: Reply) -> Judgement:
        own = self._scope.is_own(reply.url)
        if trail.hops and is_login(trail.at) and not is_login(trail.url):
            return Judgement(AnswerKind.LOGIN, f"redirected to {trail.at}")
        if trail.hops and self._scope.is_home(trail.at) and not self._scope.is_home(trail.url):
            return Judgement(AnswerKind.REDIRECT_TO_HOME, f"redirected to {trail.at}", sure=own)
        if reply.method == "GET" and trail.kind in (TargetKind.ATTACHMENT, TargetKind.IMAGE):
            return _file(trail, reply)
        if reply.method == "GET" and reply.is_html and trail.kind is not TargetKind.PAGE:
            return _wall(reply) or self._nonsense.foreign(reply) or Judgement(AnswerKind.CONTENT)
        return Judgement(AnswerKind.CONTENT)


def error_judgement(error: BaseException) -> Judgement:
    """What a failed request says. Faults that may lie on our side (no route, resolver down) are our own.

    A mistake in our own code is no answer at all: it is raised again.
    """
    chain = list(_causes(error))
    if isinstance(error, _OWN_BUGS):
        raise error
    telling = [each for each in chain if str(each)] or chain
    detail = f"{type(telling[-1]).__name__}: {telling[-1]}"[:300]
    numbers = {each.errno for each in chain if isinstance(each, OSError)}
    if numbers & _OWN_NETWORK or socket.EAI_AGAIN in numbers:
        return Judgement(AnswerKind.OWN_FAILURE, detail)
    for kind, types in _ERRORS:
        if any(isinstance(each, types) for each in chain):
            # A handshake that fails may be our client's fault (国密 suites, curves), so it is never proven.
            return Judgement(kind, detail, sure=kind is not AnswerKind.TLS_FAILURE)
    return Judgement(AnswerKind.OWN_FAILURE, detail)


def is_login(url: str) -> bool:
    """Whether an address is that of a log-in page, told by a word of its host name or path."""
    parts = urlsplit(url.lower())
    words = {*(parts.hostname or "").split(".")[:-2], *parts.path.replace(".", "/").split("/")}
    return not words.isdisjoint(policy().login.words)


def _refusal(status: int, own: bool) -> Judgement:
    detail = f"status {status}"
    match status:
        case 404:
            return Judgement(AnswerKind.HTTP_404, detail)
        case 410:
            return Judgement(AnswerKind.HTTP_410, detail)
        case 401 | 407:
            return Judgement(AnswerKind.LOGIN, detail)
        case 408:
            return Judgement(AnswerKind.TIMEOUT, detail)
        case 429:
            return Judgement(AnswerKind.RATE_LIMITED, detail)
        case _ if 500 <= status < 600:
            return Judgement(AnswerKind.HTTP_5XX, detail)
        case _ if status >= 400 and own:
            return Judgement(AnswerKind.HTTP_4XX, detail, sure=False)
        case _ if status >= 400:
            return Judgement(AnswerKind.FORBIDDEN_OUTSIDE, detail)
    return Judgement(AnswerKind.OWN_FAILURE, f"{detail} cannot be followed")


def _wall(reply: Reply) -> Judgement | None:
    text = decode(reply.body[: 4 * policy().probe.head_bytes], reply.headers.get("content-type")).text
    cookies = [line.partition("=")[0].strip() for line in reply.headers.get("set-cookie", "").splitlines()]
    wall = bot_walls().recognise(reply.status or 0, reply.headers, cookies, text)
    return Judgement(AnswerKind.BOT_WALL, f"{wall.id}, status {reply.status}") if wall else None


def _may_be_wall(reply: Reply, facts: PageFacts) -> bool:
    """Every sign of a wall on a good status is limited in size or in letters, so most pages need no closer look."""
    size, letters = _wall_limits()
    return len(reply.body) <= size or facts.text_length <= _TEXT_MARGIN * letters


@cache
def _wall_limits() -> tuple[int, int]:
    """Bytes and letters of the largest page that can be a wall with a good status."""
    signs = [sign for wall in bot_walls().walls for sign in wall.signs if min(sign.statuses) < 300]
    return max(sign.max_body_bytes or 0 for sign in signs), max(sign.max_text_length or 0 for sign in signs)


def _file(trail: Trail, reply: Reply) -> Judgement:
    if not reply.body and reply.complete:
        return Judgement(AnswerKind.BAD_ATTACHMENT, "empty file")
    kind = attachment_types().of_url(trail.url)
    if kind is None or not attachment_types().contradicts(kind, reply.body):
        return Judgement(AnswerKind.CONTENT)
    if any(mark.encode() in reply.body for mark in policy().office_html.marks):
        return Judgement(AnswerKind.CONTENT)
    found = "an HTML page" if attachment_types().is_html(reply.body) else f"bytes {reply.body[:8].hex(' ')}"
    return _wall(reply) or Judgement(AnswerKind.BAD_ATTACHMENT, f"{found} instead of {kind.id}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it: Python's chains, groups, Twisted's reasons, and what httpcore wraps."""
    yield error
    behind: list[object] = [error.__cause__ or (None if error.__suppress_context__ else error.__context__), *error.args]
    behind += [failure.value for failure in getattr(error, "reasons", None) or ()]
    behind += error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in behind:
        if isinstance(cause, BaseException):
            yield from _causes(cause)
