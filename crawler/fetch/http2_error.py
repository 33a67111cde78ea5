"""What errors of HTTP/2 say: why a server ended a stream or the connection, and what breaks the protocol.

A part of `crawler.fetch.network_error`. Sources: RFC 9113 sections 6.4 (RST_STREAM), 6.8 (GOAWAY) and 7 (error codes).
"""

from __future__ import annotations

from collections.abc import Iterable

from h2.errors import ErrorCodes
from h2.events import ConnectionTerminated, StreamReset
from h2.exceptions import H2Error

from crawler.fetch.look import Judgement
from crawler.kinds import AnswerKind

_OBJECTIONS = frozenset(
    {
        ErrorCodes.PROTOCOL_ERROR,
        ErrorCodes.FLOW_CONTROL_ERROR,
        ErrorCodes.SETTINGS_TIMEOUT,
        ErrorCodes.FRAME_SIZE_ERROR,
        ErrorCodes.COMPRESSION_ERROR,
        ErrorCodes.HTTP_1_1_REQUIRED,
    }
)
"""The server objects to how we speak: browsers speak differently, so nothing is proven."""


def http2_judgement(chain: Iterable[BaseException]) -> Judgement | None:
    """What an error and its causes say about HTTP/2; None when it has nothing to do with it.

    A stream or connection that the server ended is a reset, like its counterpart in HTTP/1.1; ENHANCE_YOUR_CALM is its
    word for "too many requests". What the server sent against the rules is garbled.
    """
    errors = list(chain)
    ending = next(
        (arg for each in errors for arg in each.args if isinstance(arg, (StreamReset, ConnectionTerminated))), None
    )
    if ending is not None:
        return _ended(ending)
    broken = next((each for each in errors if isinstance(each, H2Error)), None)
    if broken is None:
        return None
    return Judgement(AnswerKind.GARBLED, f"HTTP/2 {type(broken).__name__}: {broken}"[:300], sure=False)


def _ended(ending: StreamReset | ConnectionTerminated) -> Judgement:
    code = ending.error_code
    name = code.name if isinstance(code, ErrorCodes) else f"code {code}"
    detail = f"HTTP/2 {'RST_STREAM' if isinstance(ending, StreamReset) else 'GOAWAY'} {name}"
    if isinstance(ending, StreamReset) and not ending.remote_reset:  # ours: what came broke the rules
        return Judgement(AnswerKind.GARBLED, detail, sure=False)
    if code == ErrorCodes.ENHANCE_YOUR_CALM:
        return Judgement(AnswerKind.RATE_LIMITED, detail)
    if code == ErrorCodes.INADEQUATE_SECURITY:
        return Judgement(AnswerKind.TLS_FAILURE, detail, sure=False)
    return Judgement(AnswerKind.RESET, detail, sure=code not in _OBJECTIONS)
