"""What is known about bad TLS of a host that opened all the same: written into the detail of its good answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.kinds import TlsFault

_MARK = "tls "


@dataclass(frozen=True, slots=True)
class TlsNote:
    """The fault, and what was seen of certificate and connection.

    `seen` has `issued_to`, `names`, `issued_by`, `valid_from`, `valid_until` (ISO dates) of the certificate, and
    `protocol` and `cipher` of the connection, as far as they are known. Nothing in it changes from one connection to
    the next.
    """

    fault: TlsFault
    seen: Mapping[str, str] = field(default_factory=dict)

    def written(self) -> str:
        """The note as it stands in `Answer.detail`."""
        told = json.dumps(dict(self.seen), ensure_ascii=False, sort_keys=True) if self.seen else ""
        return f"{_MARK}{self.fault} {told}".rstrip()


def read_note(detail: str) -> TlsNote | None:
    """The note in the detail of a good answer; None when it has none. Files of older versions name the fault alone."""
    if not detail.startswith(_MARK):
        return None
    fault, _, told = detail.removeprefix(_MARK).partition(" ")
    return TlsNote(TlsFault(fault), json.loads(told) if told else {})
