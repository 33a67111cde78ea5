"""Lets the spider see its requests and the heads of their answers as they went over the wire.

Twisted keeps neither the spelling nor the order of headers. The beginning of every answer is kept with Twisted's
request until the head is read, and Scrapy's request is told which one of Twisted's it became.
"""

from __future__ import annotations

from typing import Any

from scrapy.core.downloader.handlers import http11
from twisted.web import _newclient

SENT = "xuncha_sent"
"""Under this name a Scrapy request's `meta` holds Twisted's request, once the head of its answer is there."""

_untyped: Any = _newclient
_agent: Any = http11._ScrapyAgent


def keep_heads() -> None:
    """Let every request that Scrapy sends from now on keep the head of its answer (`received_by`). Call it once."""
    read, noted = _untyped.HTTPParser.dataReceived, _agent._cb_latency

    def keeping(parser: Any, data: bytes) -> None:
        if parser.state in (_untyped.STATUS, _untyped.HEADER):
            parser.request.xuncha_received = (*received_by(parser.request), data)
        read(parser, data)

    def told(agent: Any, answer: Any, request: Any, began: float) -> Any:
        request.meta[SENT] = getattr(answer.request, "original", None)
        return noted(agent, answer, request, began)

    _untyped.HTTPParser.dataReceived = keeping
    _agent._cb_latency = told


def received_by(sent: Any) -> tuple[bytes, ...]:
    """What came first for one of Twisted's requests: at least the head, in pieces."""
    pieces: tuple[bytes, ...] = getattr(sent, "xuncha_received", ())
    return pieces
