"""A TLS 1.2 server from before RFC 5746: it knows nothing of secure renegotiation, so OpenSSL 3 refuses it by default.

No OpenSSL of today can be told to be one, so the few messages of one handshake are written here by hand (RFC 5246,
5288, 8422): ECDHE-RSA-AES128-GCM-SHA256 on P-256, no extensions. For loopback tests only; it checks nothing.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import ssl
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x03\x03"
_SUITE = b"\xc0\x2f"
_P256 = b"\x03\x00\x17"
_RSA_SHA256 = b"\x04\x01"
_CHANGE, _ALERT, _HANDSHAKE, _DATA = 20, 21, 22, 23
_LARGEST = 16_000


@dataclass(frozen=True)
class LegacyTls:
    """The key and certificate that such a server shows."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    async def before(self, port: int) -> asyncio.Server:
        """Listen on a port of its own and hand everything, decrypted, to the plain server at `port`."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            line = _Line(reader, writer)
            try:
                await line.shake_hands(self.key, self.certificate)
                await line.relay(port)
            except (asyncio.IncompleteReadError, asyncio.CancelledError, OSError, EOFError, ssl.SSLError):
                pass
            finally:
                writer.close()

        return await asyncio.start_server(serve, "127.0.0.1", 0)


@dataclass
class _Half:
    """One direction of the encrypted line."""

    key: bytes
    salt: bytes
    count: int = 0

    def nonce_and_aad(self, explicit: bytes, kind: int, length: int) -> tuple[bytes, bytes]:
        aad = self.count.to_bytes(8, "big") + bytes([kind]) + _VERSION + length.to_bytes(2, "big")
        self.count += 1
        return self.salt + explicit, aad


@dataclass
class _Line:
    """A connection, plain until `shake_hands` is done."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    transcript: bytes = b""
    coming: _Half | None = None
    going: _Half | None = None
    waiting: bytearray = field(default_factory=bytearray)

    async def shake_hands(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        hello = await self._message()
        randoms = hello[6:38], os.urandom(32)
        own = ec.generate_private_key(ec.SECP256R1())
        point = _point(own.public_key())
        offer = _P256 + bytes([len(point)]) + point
        signature = key.sign(b"".join(randoms) + offer, padding.PKCS1v15(), hashes.SHA256())
        der = certificate.public_bytes(serialization.Encoding.DER)
        self._send_message(2, _VERSION + randoms[1] + b"\0" + _SUITE + b"\0")
        self._send_message(11, _sized(_sized(der, 3), 3))
        self._send_message(12, offer + _RSA_SHA256 + _sized(signature, 2))
        self._send_message(14, b"")
        theirs = (await self._message())[5:]
        shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        master = _prf(shared, b"master secret" + b"".join(randoms), 48)
        keys = _prf(master, b"key expansion" + randoms[1] + randoms[0], 40)
        while (await self._record())[0] != _CHANGE:
            pass
        self.coming = _Half(keys[:16], keys[32:36])
        await self._message()
        self._send_record(_CHANGE, b"\1")
        self.going = _Half(keys[16:32], keys[36:40])
        self._send_message(20, _prf(master, b"server finished" + sha256(self.transcript).digest(), 12))
        await self.writer.drain()

    async def relay(self, port: int) -> None:
        """Carry data both ways until either side ends."""
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        ways = {asyncio.ensure_future(self._inwards(inner_writer)), asyncio.ensure_future(self._outwards(inner_reader))}
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            inner_writer.close()

    async def _outwards(self, inner: asyncio.StreamReader) -> None:
        while data := await inner.read(_LARGEST):
            self._send_record(_DATA, data)
            await self.writer.drain()
        self._send_record(_ALERT, b"\1\0")  # close notify
        await self.writer.drain()

    async def _inwards(self, inner: asyncio.StreamWriter) -> None:
        while True:
            kind, data = await self._record()
            if kind == _ALERT:
                return
            inner.write(data)
            await inner.drain()

    async def _message(self) -> bytes:
        """The next handshake message, which may begin anywhere in a record."""
        while len(self.waiting) < 4 or len(self.waiting) < 4 + int.from_bytes(self.waiting[1:4], "big"):
            kind, data = await self._record()
            if kind != _HANDSHAKE:
                raise EOFError
            self.waiting += data
        end = 4 + int.from_bytes(self.waiting[1:4], "big")
        message = bytes(self.waiting[:end])
        del self.waiting[:end]
        self.transcript += message
        return message

    async def _record(self) -> tuple[int, bytes]:
        head = await self.reader.readexactly(5)
        data = await self.reader.readexactly(int.from_bytes(head[3:5], "big"))
        if self.coming is None:
            return head[0], data
        nonce, aad = self.coming.nonce_and_aad(data[:8], head[0], len(data) - 24)
        return head[0], AESGCM(self.coming.key).decrypt(nonce, data[8:], aad)

    def _send_message(self, kind: int, body: bytes) -> None:
        message = bytes([kind]) + _sized(body, 3)
        self.transcript += message
        self._send_record(_HANDSHAKE, message)

    def _send_record(self, kind: int, data: bytes) -> None:
        if self.going is not None:
            explicit = self.going.count.to_bytes(8, "big")
            nonce, aad = self.going.nonce_and_aad(explicit, kind, len(data))
            data = explicit + AESGCM(self.going.key).encrypt(nonce, data, aad)
        self.writer.write(bytes([kind]) + _VERSION + _sized(data, 2))


def _sized(data: bytes, width: int) -> bytes:
    return len(data).to_bytes(width, "big") + data


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _prf(secret: bytes, seed: bytes, length: int) -> bytes:
    """The pseudo-random function of TLS 1.2 (RFC 5246, 5); `seed` is label and seed together."""
    out, step = b"", seed
    while len(out) < length:
        step = hmac.digest(secret, step, sha256)
        out += hmac.digest(secret, step + seed, sha256)
    return out[:length]
