"""What a request that got no answer says: the errors of httpx, Twisted and Scrapy, each by its kind.

The part of the verdict (`crawler.fetch.verdict`) that looks at exceptions. Faults that may lie on our side (no route,
resolver down) are our own; a mistake in our own code is no answer at all and is raised again.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import anyio
import httpx
from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from twisted.internet import error as twisted_errors
from twisted.internet.ssl import VerificationError
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed, ResponseNeverReceived

from crawler.fetch.guard import PrivateAddress
from crawler.fetch.http2_error import http2_judgement
from crawler.fetch.look import Judgement
from crawler.fetch.reply import TooLarge
from crawler.kinds import AnswerKind

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
    (AnswerKind.GARBLED, (ParseError,)),
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
_BROKEN_OFF = ("Server disconnected", "peer closed connection")
"""How httpx says that a connection ended early; its other protocol errors are about what the server wrote."""
_NOT_HTTP = "illegal status line"


def error_judgement(error: BaseException) -> Judgement:
    """What kind of answer a failed request is. Raises `error` when it is a mistake in our own code."""
    chain = list(causes(error))
    if isinstance(error, _OWN_BUGS):
        raise error
    telling = [each for each in chain if str(each)] or chain
    detail = f"{type(telling[-1]).__name__}: {telling[-1]}"[:300]
    if _is_ours(chain):
        return Judgement(AnswerKind.OWN_FAILURE, detail)
    said = http2_judgement(chain)
    if said is not None:
        return said
    kind = next((kind for kind, types in _ERRORS if any(isinstance(each, types) for each in chain)), None)
    if ends_in_handshake(error):
        kind = AnswerKind.TLS_FAILURE
    if kind is None:
        return Judgement(AnswerKind.OWN_FAILURE, detail)
    broken_rule = _broken_rule(chain) if kind is AnswerKind.RESET else None
    if broken_rule is not None and not broken_rule.startswith(_NOT_HTTP):
        kind = AnswerKind.GARBLED
    # A handshake that fails may be our client's fault (国密 suites, curves); what does not speak HTTP may still be
    # shown by a browser (HTTP/0.9), and a name server that gives up may be ours: none of these is ever proven.
    doubtful = kind is AnswerKind.TLS_FAILURE or broken_rule is not None or _gave_up(chain)
    return Judgement(kind, detail, sure=not doubtful)


def ends_in_handshake(error: BaseException) -> bool:
    """Whether the server broke a connection off before TLS was agreed upon."""
    chain = list(causes(error))
    connecting = any(isinstance(each, httpx.ConnectError) for each in chain)
    return connecting and any(isinstance(each, (anyio.EndOfStream, anyio.BrokenResourceError)) for each in chain)


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything behind it: Python's chains, groups, Twisted's reasons, and what httpcore wraps."""
    yield error
    behind: list[object] = [error.__cause__ or (None if error.__suppress_context__ else error.__context__), *error.args]
    behind += [failure.value for failure in getattr(error, "reasons", None) or ()]
    behind += error.exceptions if isinstance(error, BaseExceptionGroup) else ()
    for cause in behind:
        if isinstance(cause, BaseException):
            yield from causes(cause)


def _is_ours(chain: list[BaseException]) -> bool:
    numbers = {each.errno for each in chain if isinstance(each, OSError)}
    return bool(numbers & _OWN_NETWORK) or socket.EAI_AGAIN in numbers


def _gave_up(chain: list[BaseException]) -> bool:
    return any(isinstance(each, socket.gaierror) and each.errno == socket.EAI_FAIL for each in chain)


def _broken_rule(chain: list[BaseException]) -> str | None:
    """Which rule of HTTP an answer broke; None when it only ended too early."""
    said = [str(each) for each in chain if isinstance(each, httpx.RemoteProtocolError)]
    rules = [text for text in said if not text.startswith(_BROKEN_OFF)]
    if rules:
        return rules[0]
    failed = any(isinstance(each, ResponseFailed) for each in chain)
    return next((str(each) for each in chain if failed and type(each) is ValueError), None)
