"""Recorded pages for pictures: an archive made of a few answers, without any crawl."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from crawler.evidence.archive import Archive
from crawler.evidence.exchange import SHARED, Exchange, answer_head, request_message
from crawler.evidence.keep import keep
from crawler.evidence.place import EVIDENCE
from crawler.evidence.spool import Spool

HTML = "text/html; charset=utf-8"
HOST = "http://portal.example"


def recorded(folder: Path, answers: Mapping[str, tuple[str, str]], part_of: Mapping[str, str] | None = None) -> Archive:
    """An archive of answers by path: media type and body."""
    spool = Spool(folder / EVIDENCE, 1 << 30)
    for path, (kind, body) in answers.items():
        spool.add(
            Exchange(
                url=HOST + path,
                at="2026-06-30T00:00:00.000Z",
                method="GET",
                request=request_message(b"GET", path.encode(), [(b"Host", b"portal.example")]),
                head=answer_head(b"HTTP/1.1 200 OK", [(b"Content-Type", kind.encode())]),
                body=body.encode(),
                status=200,
                content_type=kind,
                part_of=(part_of or {}).get(path, SHARED if kind == "text/javascript" else None),
            )
        )
    spool.close()
    return keep(folder, lambda entry: True, {"software": "tests"}, "2026-06-30T00:00:00Z")
