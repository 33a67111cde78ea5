"""Servers with something wrong about their TLS, as many portals have it, and one with nothing wrong.

Every certificate is fresh and for loopback only. `Authority.trusted` is the file that a client must trust
(`SSL_CERT_FILE`), or every one of them is untrusted.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
import ipaddress
import ssl
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from tests.crawler.fetch.legacy_tls import LegacyTls

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_FAR_OFF = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
_LOOPBACK = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
_GROUP_2 = bytes.fromhex(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF"
)
"""The 1024-bit prime that most servers with small Diffie-Hellman keys use (RFC 2409, 6.2)."""


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A server's context with a self-signed certificate that expired long ago."""
    authority = Authority(folder)
    return authority.server("self-signed")


@dataclass
class Authority:
    """Signs certificates and keeps them below `folder`."""

    folder: Path
    key: Key = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def __post_init__(self) -> None:
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests of xuncha")])
        root = self._builder(self.name, self.key.public_key(), self.name, _FAR_OFF)
        signed = root.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.trusted = self.folder / "authority.pem"
        self.trusted.write_bytes(signed.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def server(self, fault: str) -> ssl.SSLContext:
        """A server's context: `good`, or with one of the faults `expired`, `wrong-host`, `self-signed`, `unknown-ca`,
        `small-key`, `weak-dh`, `tls-1.0`."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if fault in ("small-key", "weak-dh", "tls-1.0"):
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
        if fault == "weak-dh":
            self._weaken(context)
        if fault == "tls-1.0":
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # that is the point of it
                context.maximum_version = ssl.TLSVersion.TLSv1
        key, certificate = self._pair(fault)
        path = self.folder / f"{fault}.pem"
        path.write_bytes(_pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(path)
        return context

    def legacy(self) -> LegacyTls:
        """A server without secure renegotiation; its certificate is good."""
        key = rsa.generate_private_key(65537, 2048)
        return LegacyTls(key, self._certificate(key, _LOOPBACK, _FAR_OFF))

    def _pair(self, fault: str) -> tuple[Key, x509.Certificate]:
        if fault in ("small-key", "weak-dh", "tls-1.0"):
            key: Key = rsa.generate_private_key(65537, 1024 if fault == "small-key" else 2048)
        else:
            key = ec.generate_private_key(ec.SECP256R1())
        if fault == "unknown-ca":
            stranger = self.folder / "unknown"
            stranger.mkdir(exist_ok=True)
            return key, Authority(stranger)._certificate(key, _LOOPBACK, _FAR_OFF)
        if fault == "self-signed":
            name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "somebody-else.example")])
            long_over = _LONG_AGO + dt.timedelta(days=30)
            return key, self._builder(name, key.public_key(), name, long_over).sign(key, hashes.SHA256())
        host = x509.DNSName("somebody-else.example") if fault == "wrong-host" else _LOOPBACK
        until = _LONG_AGO + dt.timedelta(days=30) if fault == "expired" else _FAR_OFF
        return key, self._certificate(key, host, until)

    def _certificate(self, key: Key, host: x509.GeneralName, until: dt.datetime) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
        builder = self._builder(subject, key.public_key(), self.name, until)
        names = x509.SubjectAlternativeName([host])
        return builder.add_extension(names, critical=False).sign(self.key, hashes.SHA256())

    def _weaken(self, context: ssl.SSLContext) -> None:
        der = bytes.fromhex("308187" + "02818100") + _GROUP_2 + bytes.fromhex("020102")  # PKCS #3: prime, generator 2
        begin, end = (f"-----{edge} DH PARAMETERS-----\n".encode() for edge in ("BEGIN", "END"))
        path = self.folder / "group-2.pem"
        path.write_bytes(begin + base64.encodebytes(der) + end)
        context.load_dh_params(path)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-SHA:@SECLEVEL=0")

    @staticmethod
    def _builder(
        subject: x509.Name, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, issuer: x509.Name, until: dt.datetime
    ) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(_LONG_AGO)
            .not_valid_after(until)
        )


class HangsUp:
    """Stands before a server and ends every connection at the first byte of a handshake."""

    async def before(self, _port: int) -> asyncio.Server:
        """Listen on a port of its own."""

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            writer.close()

        return await asyncio.start_server(serve, "127.0.0.1", 0)


def _pem(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
