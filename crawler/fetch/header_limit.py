"""Keeps servers from filling our memory with headers: Twisted reads as many lines of them as come."""

from __future__ import annotations

from typing import Any

from twisted.web import _newclient

_MOST = 256 * 1024
"""Bytes of one answer's head, as in Chrome (net::HttpStreamParser, kMaxHeaderBufSize)."""
_untyped: Any = _newclient


def limit_headers() -> None:
    """Let every answer that Twisted reads from now on have the limit. (Scrapy changes the parser's class, so the
    limit is put into its base.)"""
    read = _untyped.HTTPParser.dataReceived

    def limited(parser: Any, data: bytes) -> None:
        """What Twisted's parser of answers does with data, unless its head has no end. Raises `ParseError`."""
        if parser.state in (_untyped.STATUS, _untyped.HEADER):
            parser.head_bytes = getattr(parser, "head_bytes", 0) + len(data)
            if parser.head_bytes > _MOST:
                raise _untyped.ParseError(f"more than {_MOST} bytes of headers", b"")
        read(parser, data)

    _untyped.HTTPParser.dataReceived = limited
