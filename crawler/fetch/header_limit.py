"""Keeps servers from filling our memory with headers: Twisted reads as many lines of them as come."""

from __future__ import annotations

from typing import Any

from twisted.web import _newclient

_MOST = 100 * 1024
"""Bytes of one answer's headers: what httpx reads, too (h11's default)."""
_untyped: Any = _newclient
_Parser: Any = _untyped.HTTPClientParser


class LimitedParser(_Parser):  # type: ignore[misc]
    """Twisted's parser of answers, which gives up when the headers have no end."""

    _read = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  (Twisted's name)
        """Count the line before it is kept. Raises `ParseError`."""
        self._read += len(line)
        if self._read > _MOST:
            raise _untyped.ParseError(f"more than {_MOST} bytes of headers", b"")
        super().lineReceived(line)


def limit_headers() -> None:
    """Let every answer that Twisted reads from now on have the limit."""
    _untyped.HTTPClientParser = LimitedParser
