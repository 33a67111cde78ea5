"""Probes speak HTTP/2 where it is offered, and nothing that a server does with it escapes the verdict."""

from __future__ import annotations

import asyncio
import ipaddress
import sys
import tracemalloc
from pathlib import Path

import pytest
from h2.errors import ErrorCodes

from crawler.fetch.client import Client, nobody_forbids
from crawler.fetch.guard import Address, Guard
from crawler.fetch.look import Look, Trail
from crawler.fetch.pace import Pace
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.fetch.verdict import Judge
from crawler.kinds import AnswerKind as K
from crawler.kinds import TargetKind, TlsFault
from crawler.tlsnote import read_note
from tests.crawler.fetch.certificates import Authority
from tests.crawler.fetch.crawls import AGENT, a_portal
from tests.crawler.fetch.http2_server import OVER_HTTP_1, PAGE, Behaviour, Http2Server, Line, page

ONLY_H2 = ("h2",)
OK = (":status", "200")
HTML = ("content-type", "text/html")


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.trusted))
    return made


class AllHere(Guard):
    """Says that every name is this machine."""

    async def addresses(self, host: str) -> list[Address]:
        return [ipaddress.ip_address("127.0.0.1")]


def looks(
    *trails: Trail, timeout_s: float = 3.0, at_once: bool = False, limit: int = 9999, method: str = "GET"
) -> list[Look]:
    async def ask() -> list[Look]:
        scope = Scope(a_portal("http://127.0.0.1/"))
        async with Client(AGENT, timeout_s, AllHere([], allow_private=True), Pace(0)) as client:
            judge = Judge(scope, Nonsense(scope))

            async def look(trail: Trail) -> Look:
                return await client.look(trail, judge, nobody_forbids, limit=limit, whole=False, method=method)

            if at_once:
                return list(await asyncio.gather(*map(look, trails)))
            return [await look(trail) for trail in trails]

    return asyncio.run(ask())


def outside(server: Http2Server, again: int = 0) -> Trail:
    return Trail(server.url("/a.html"), TargetKind.EXTERNAL, again=again)


def test_http2_where_it_is_offered_and_a_fresh_connection_each_time(authority: Authority) -> None:
    with Http2Server(authority.server("good")) as server:
        first, second = looks(outside(server), outside(server))
        assert [first.reply.body, second.reply.body] == [PAGE, PAGE]
        assert first.judgement.kind is K.CONTENT
        assert [protocol for protocol, _, _ in server.asked] == ["h2", "h2"]
        assert server.closed.acquire(timeout=3) and server.closed.acquire(timeout=3)


def test_a_request_searches_the_disk_for_no_module(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    class Watching:
        @staticmethod
        def find_spec(name: str, *_more: object) -> None:
            searched.append(name)

    with Http2Server(authority.server("good")) as server:
        looks(outside(server))  # what is loaded when it is first needed
        monkeypatch.setattr(sys, "meta_path", [Watching, *sys.meta_path])
        [look] = looks(outside(server))
    assert look.judgement.kind is K.CONTENT and not searched


def test_http1_where_nothing_else_is_offered(authority: Authority) -> None:
    with Http2Server(authority.server("good"), protocols=("http/1.1",)) as server:
        [look] = looks(outside(server))
    assert (look.judgement.kind, look.reply.body) == (K.CONTENT, OVER_HTTP_1)


def test_a_second_look_speaks_http1(authority: Authority) -> None:
    with Http2Server(authority.server("good")) as server:
        looks(outside(server, again=1))
        assert [protocol for protocol, _, _ in server.asked] == ["http/1.1"]


def test_bad_tls_is_opened_leniently_by_http2_too(authority: Authority) -> None:
    with Http2Server(authority.server("expired")) as server:
        [look] = looks(outside(server))
        assert server.asked[0][0] == "h2"
    note = read_note(look.judgement.detail)
    assert look.judgement.kind is K.CONTENT
    assert note is not None and note.fault is TlsFault.EXPIRED and note.seen["protocol"].startswith("TLS")


def test_names_behind_one_address_never_share_a_connection(authority: Authority) -> None:
    with Http2Server(authority.server("good")) as server:
        names = [f"name{number}.example.cn:{server.port}" for number in range(4)]
        trails = [Trail(f"https://{name}/", TargetKind.EXTERNAL) for name in names]
        found = looks(*trails, at_once=True)
        for _ in range(2 * len(names)):  # the certificate is for the address only: strict and lenient handshakes
            assert server.closed.acquire(timeout=3)
    assert {look.judgement.kind for look in found} == {K.CONTENT}
    assert sorted(name for _, name, _ in server.asked) == names


def resets(code: int) -> Behaviour:
    return lambda line: line.h2.reset_stream(line.stream, code)


def goes_away(code: ErrorCodes) -> Behaviour:
    return lambda line: line.h2.close_connection(code)


def resets_amid(line: Line) -> None:
    line.send(OK, HTML, body=b"<html><p>", end=False)
    line.h2.reset_stream(line.stream, ErrorCodes.INTERNAL_ERROR)


def goes_away_amid(line: Line) -> None:
    line.send(OK, HTML, body=b"<html><p>", end=False)
    line.h2.close_connection(ErrorCodes.INTERNAL_ERROR)


def hangs_up(line: Line) -> None:
    line.socket.close()


def says_nothing(line: Line) -> None:
    """Keeps the connection open."""


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


def headers_without_end(line: Line) -> None:
    """CONTINUATION frames for ever: each begins a field that never ends (RFC 9113, 10.5.1)."""
    try:
        line.raw(frame(1, 0, line.stream, b"\x88"))
        while True:
            line.raw(frame(9, 0, line.stream, b"\x00\x7f\x80\x80\x7f" + b"a" * 16000))
    except OSError:
        pass


def header_bomb(line: Line) -> None:
    """Four kilobytes once, then named again ten thousand times by one byte each (HPACK indexing)."""
    literal = b"\x40\x01x\x7f\xa1\x1e" + b"a" * 4000  # name "x"; length 127 + 33 + (30 << 7)
    line.raw(frame(1, 4, line.stream, b"\x88" + literal + b"\xbe" * 10_000))


def garbage(line: Line) -> None:
    line.raw(frame(0, 0, 0, b"data that belong to nothing"))


def odd_status(line: Line) -> None:
    line.send((":status", "fine"), HTML, body=PAGE)


def forbidden_field(line: Line) -> None:
    line.send(OK, HTML, ("Connection", "keep-alive"), body=PAGE)


TROUBLES: list[tuple[str, Behaviour, K, bool]] = [
    ("reset", resets(ErrorCodes.INTERNAL_ERROR), K.RESET, True),
    ("reset-refused", resets(ErrorCodes.REFUSED_STREAM), K.RESET, True),
    ("reset-unknown-code", resets(0xBEEF), K.RESET, True),
    ("reset-objecting", resets(ErrorCodes.PROTOCOL_ERROR), K.RESET, False),
    ("reset-http-1-required", resets(ErrorCodes.HTTP_1_1_REQUIRED), K.RESET, False),
    ("reset-calm", resets(ErrorCodes.ENHANCE_YOUR_CALM), K.RATE_LIMITED, True),
    ("reset-amid-the-body", resets_amid, K.RESET, True),
    ("goaway", goes_away(ErrorCodes.NO_ERROR), K.RESET, True),
    ("goaway-internal", goes_away(ErrorCodes.INTERNAL_ERROR), K.RESET, True),
    ("goaway-calm", goes_away(ErrorCodes.ENHANCE_YOUR_CALM), K.RATE_LIMITED, True),
    ("goaway-inadequate-security", goes_away(ErrorCodes.INADEQUATE_SECURITY), K.TLS_FAILURE, False),
    ("goaway-amid-the-body", goes_away_amid, K.RESET, True),
    ("hangs-up", hangs_up, K.RESET, True),
    ("garbage", garbage, K.GARBLED, False),
    ("headers-without-end", headers_without_end, K.GARBLED, False),
    ("header-bomb", header_bomb, K.GARBLED, False),
    ("odd-status", odd_status, K.GARBLED, False),
]


@pytest.mark.parametrize(("behaviour", "kind", "sure"), [row[1:] for row in TROUBLES], ids=[row[0] for row in TROUBLES])
def test_troubles_have_their_kind(behaviour: Behaviour, kind: K, sure: bool, authority: Authority) -> None:
    with Http2Server(authority.server("good"), behaviour, protocols=ONLY_H2) as server:
        [look] = looks(outside(server))
    assert (look.judgement.kind, look.judgement.sure) == (kind, sure), look.judgement.detail


def test_a_field_of_http1_in_http2_is_overlooked(authority: Authority) -> None:
    with Http2Server(authority.server("good"), forbidden_field, protocols=ONLY_H2) as server:
        [look] = looks(outside(server))
    assert (look.judgement.kind, look.reply.body) == (K.CONTENT, PAGE)


def test_head_has_a_length_and_no_body(authority: Authority) -> None:
    def answer(line: Line) -> None:
        line.send(OK, ("content-type", "image/png"), ("content-length", "4000"))

    with Http2Server(authority.server("good"), answer, protocols=ONLY_H2) as server:
        [look] = looks(outside(server), method="HEAD")
        assert server.asked[0][2] == "HEAD"
    assert (look.judgement.kind, look.reply.body, look.reply.whole_size) == (K.CONTENT, b"", 4000)


def test_silence_is_a_timeout(authority: Authority) -> None:
    with Http2Server(authority.server("good"), says_nothing) as server:
        [look] = looks(outside(server), timeout_s=0.5)
    assert look.judgement.kind is K.TIMEOUT


CURED = ("reset", "reset-http-1-required", "goaway", "garbage", "headers-without-end", "header-bomb")


@pytest.mark.parametrize("behaviour", [row[1] for row in TROUBLES if row[0] in CURED], ids=CURED)
def test_where_http2_does_not_work_http1_is_asked_and_remembered(behaviour: Behaviour, authority: Authority) -> None:
    with Http2Server(authority.server("good"), behaviour) as server:
        found = looks(outside(server), outside(server))
        assert [protocol for protocol, _, _ in server.asked] == ["h2", "http/1.1", "http/1.1"]
    assert [(look.judgement.kind, look.reply.body) for look in found] == [(K.CONTENT, OVER_HTTP_1)] * 2


def test_who_asks_for_calm_is_not_asked_again_at_once(authority: Authority) -> None:
    with Http2Server(authority.server("good"), goes_away(ErrorCodes.ENHANCE_YOUR_CALM)) as server:
        looks(outside(server))
        assert len(server.asked) == 1


@pytest.mark.parametrize("behaviour", [headers_without_end, header_bomb], ids=["continuation", "hpack"])
def test_bombs_of_headers_stay_small(behaviour: Behaviour, authority: Authority) -> None:
    with Http2Server(authority.server("good"), page) as server:
        looks(outside(server))  # what is loaded once is no part of the measure
    tracemalloc.start()
    try:
        with Http2Server(authority.server("good"), behaviour, protocols=ONLY_H2) as server:
            looks(outside(server))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 32 * 1024 * 1024


def endless(line: Line) -> None:
    line.send(OK, HTML, body=b"<html>", end=False)
    try:
        while True:
            line.h2.send_data(line.stream, b"x" * 1000)
            line.flush()
    except Exception:  # noqa: BLE001  # the client has gone, or its window is full
        return


def test_a_body_without_end_is_left(authority: Authority) -> None:
    with Http2Server(authority.server("good"), endless) as server:
        [look] = looks(outside(server), limit=5000)
        assert server.closed.acquire(timeout=3)
    assert look.judgement.kind is K.CONTENT
    assert len(look.reply.body) == 5000
