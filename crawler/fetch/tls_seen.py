"""What an open TLS connection shows: the certificate's words, and the protocol and cipher that were agreed upon."""

from __future__ import annotations

import ssl

from cryptography import x509
from cryptography.x509.oid import NameOID

_MOST_NAMES = 5
_LONGEST = 200


def seen_of(connection: ssl.SSLObject | None) -> dict[str, str]:
    """The facts of `crawler.tlsnote.TlsNote.seen`; a certificate that nobody can read leaves its own out."""
    if connection is None:
        return {}
    cipher = connection.cipher()
    seen = {"protocol": connection.version() or "", "cipher": cipher[0] if cipher else ""}
    der = connection.getpeercert(binary_form=True)
    if der:
        try:
            seen |= _certificate(x509.load_der_x509_certificate(der))
        except ValueError as fault:  # a certificate that breaks the rules is a fact, too
            seen["certificate"] = f"unreadable: {fault}"
    return {name: value[:_LONGEST] for name, value in seen.items() if value}


def _certificate(certificate: x509.Certificate) -> dict[str, str]:
    return {
        "issued_to": _called(certificate.subject),
        "issued_by": _called(certificate.issuer),
        "names": _names(certificate),
        "valid_from": certificate.not_valid_before_utc.date().isoformat(),
        "valid_until": certificate.not_valid_after_utc.date().isoformat(),
    }


def _called(name: x509.Name) -> str:
    """The organisation and the common name, which is what people look for."""
    parts = [
        str(entry.value)
        for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for entry in name.get_attributes_for_oid(kind)
    ]
    return ", ".join(dict.fromkeys(parts)) or name.rfc4514_string()


def _names(certificate: x509.Certificate) -> str:
    try:
        alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ""
    names = [str(each.value) for each in alternative]
    return ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
