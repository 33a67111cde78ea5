"""What errors say that no loopback server can cause, and those that must never be taken for an answer."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx
import pytest
from twisted.internet import error as twisted_errors
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.fetch.network_error import error_judgement
from crawler.fetch.tls import tls_fault
from crawler.kinds import AnswerKind as K
from crawler.kinds import TlsFault


def caused(outer: Exception, inner: BaseException) -> Exception:
    outer.__cause__ = inner
    return outer


@pytest.mark.parametrize(
    ("error", "kind", "sure"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), K.DNS_FAILURE, True),
        (socket.gaierror(socket.EAI_FAIL, "gave up"), K.DNS_FAILURE, False),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), K.OWN_FAILURE, True),
        (caused(httpx.ConnectError("no"), OSError(errno.ENETUNREACH, "no route")), K.OWN_FAILURE, True),
        (caused(httpx.ConnectError("no"), OSError(errno.EHOSTUNREACH, "no route")), K.OWN_FAILURE, True),
        (OSError(errno.EMFILE, "too many open files"), K.OWN_FAILURE, True),
        (caused(httpx.ConnectError("no"), ConnectionRefusedError()), K.REFUSED, True),
        (httpx.ReadTimeout("slow"), K.TIMEOUT, True),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), K.RESET, True),
        (httpx.RemoteProtocolError("illegal status line: x"), K.RESET, False),
        (httpx.RemoteProtocolError("illegal header line: x"), K.GARBLED, False),
        (ResponseFailed([Failure(twisted_errors.ConnectionLost("gone"))]), K.RESET, True),
        (ResponseFailed([Failure(ValueError("no header"))]), K.GARBLED, False),
        (caused(httpx.ConnectError("tls"), ssl.SSLError(1, "no shared cipher")), K.TLS_FAILURE, False),
        (caused(httpx.ConnectError("tls"), ssl.SSLEOFError(8, "eof")), K.RESET, True),
    ],
    ids=str,
)
def test_errors_have_their_kind(error: Exception, kind: K, sure: bool) -> None:
    judged = error_judgement(error)
    assert (judged.kind, judged.sure) == (kind, sure)
    assert judged.detail


@pytest.mark.parametrize("bug", [TypeError("x"), KeyError("x"), AssertionError("x")], ids=repr)
def test_our_own_mistakes_are_raised(bug: Exception) -> None:
    with pytest.raises(type(bug)):
        error_judgement(bug)


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("UNSAFE_LEGACY_RENEGOTIATION_DISABLED", TlsFault.LEGACY_RENEGOTIATION),
        ("DH_KEY_TOO_SMALL", TlsFault.WEAK_KEY),
        ("BAD_ECPOINT", TlsFault.WEAK_KEY),
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", TlsFault.OLD_CRYPTO),
    ],
)
def test_tls_faults_by_the_reason_that_openssl_gives(reason: str, fault: TlsFault) -> None:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    assert tls_fault(caused(httpx.ConnectError("tls"), error)) is fault


def test_a_broken_line_is_no_tls_fault() -> None:
    assert tls_fault(caused(httpx.ConnectError("tls"), ConnectionResetError())) is None
    assert tls_fault(caused(httpx.ConnectError("tls"), ssl.SSLEOFError(8, "eof"))) is None
