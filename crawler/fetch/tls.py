"""TLS twice: as up-to-date browsers speak it, and, where that fails, as lenient clients do.

What only the lenient way opens is alive; what the strict way objected to is kept as the fault of its own that it is
(cms-patterns 3.4: expired certificates, missing intermediates, legacy renegotiation and small keys are common on old
portals, and visitors' browsers open many of them).
"""

from __future__ import annotations

import ssl

import httpx

from crawler.fetch.http2 import EitherHttp
from crawler.fetch.network_error import causes, ends_in_handshake
from crawler.fetch.tls_seen import seen_of
from crawler.kinds import TlsFault
from crawler.tlsnote import TlsNote

NOTE = "xuncha_tls_note"
"""The extension of a response in which the note (`TlsNote`) on its host's fault stands."""

_OP_LEGACY_SERVER_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python 3.11 does not name yet

_BY_VERIFY_CODE = {
    **dict.fromkeys((9, 10), TlsFault.EXPIRED),
    18: TlsFault.SELF_SIGNED,
    **dict.fromkeys((62, 64), TlsFault.WRONG_HOST),
    **dict.fromkeys((66, 67, 68), TlsFault.WEAK_KEY),
}
"""OpenSSL's results of verification (x509_vfy.h); all others mean that the certificate is not trusted."""
_BY_REASON = {
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": TlsFault.LEGACY_RENEGOTIATION,
    "DH_KEY_TOO_SMALL": TlsFault.WEAK_KEY,
    "EE_KEY_TOO_SMALL": TlsFault.WEAK_KEY,
    "CA_KEY_TOO_SMALL": TlsFault.WEAK_KEY,
    "CA_MD_TOO_WEAK": TlsFault.WEAK_KEY,
    "BAD_ECPOINT": TlsFault.WEAK_KEY,
}
"""OpenSSL's reasons (sslerr.h); all others that the lenient way cures mean outdated protocols or ciphers."""


class TolerantTls(httpx.AsyncBaseTransport):
    """Opens every https host strictly first, and leniently if that fails; the response then bears a note on the fault.

    A host's fault is remembered, so that it costs one failed handshake, and so is what was seen of it first. Both ways
    speak HTTP/2 where it is offered (`crawler.fetch.http2`); every request gets a fresh connection.
    """

    def __init__(self) -> None:
        self._strict = EitherHttp(httpx.create_ssl_context)  # Mozilla's authorities, or those of SSL_CERT_FILE
        self._lenient = EitherHttp(_lenient)
        self._notes: dict[tuple[str, int | None], TlsNote] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request. Raises what httpx raises; when both ways fail, the error of the lenient one."""
        host = request.extensions.get("sni_hostname", request.url.host), request.url.port
        known = self._notes.get(host)
        answer = known.fault if known else await self._strictly(request)
        if isinstance(answer, httpx.Response):
            return answer
        response = await self._lenient.handle_async_request(request)
        stream = response.extensions.get("network_stream")
        seen = seen_of(stream.get_extra_info("ssl_object")) if stream and not known else {}
        response.extensions[NOTE] = self._notes.setdefault(host, TlsNote(answer, seen))
        return response

    async def _strictly(self, request: httpx.Request) -> httpx.Response | TlsFault:
        """The response, or what the strict way objected to. Some servers hang up on what they do not know; as that may
        be chance, they are asked twice."""
        for _ in range(2):
            try:
                return await self._strict.handle_async_request(request)
            except httpx.ConnectError as error:
                fault = tls_fault(error)
                if fault is not None:
                    return fault
                if not ends_in_handshake(error):
                    raise
        return TlsFault.OLD_CRYPTO

    async def aclose(self) -> None:
        """Close both ways."""
        await self._strict.aclose()
        await self._lenient.aclose()


def tls_fault(error: BaseException) -> TlsFault | None:
    """What a failed handshake objected to; None when it was something else that failed (the line broke, no TLS)."""
    for each in causes(error):
        if isinstance(each, ssl.SSLCertVerificationError):
            return _BY_VERIFY_CODE.get(each.verify_code, TlsFault.UNTRUSTED)
        if isinstance(each, ssl.SSLError) and not isinstance(each, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return _BY_REASON.get(each.reason or "", TlsFault.OLD_CRYPTO)
    return None


def _lenient() -> ssl.SSLContext:
    """Any certificate, TLS 1.0, short keys, legacy renegotiation."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.options |= _OP_LEGACY_SERVER_CONNECT
    return context
