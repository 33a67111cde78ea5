"""A certificate that a server of the sample made for itself, as nobody known would sign one for an invented name."""

from __future__ import annotations

import datetime as dt
import ssl
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_YEARS = dt.timedelta(days=3650)


def self_signed(names: Sequence[str], day: dt.date) -> ssl.SSLContext:
    """A server's context with a certificate for `names` (at least one) that is valid for ten years before and after
    `day`. What browsers object to first is that nobody else signed it, whatever the clock of this machine says."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(noon - _YEARS)
        .not_valid_after(noon + _YEARS)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:  # the library reads it from files only
        path = Path(folder) / "certificate.pem"
        path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
        context.load_cert_chain(path)
    return context
