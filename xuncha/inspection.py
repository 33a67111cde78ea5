"""What `xuncha inspect` shows of a page beside its facts: faulty hrefs, further requests, and how files answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from checks.links.href import href_fault
from checks.links.private_hosts import OwnHosts, bare
from config.lexicon import attachment_types
from crawler.facts import Link, PageReading
from crawler.fetch.look import Look
from crawler.fetch.single import Sight
from crawler.kinds import AnswerKind
from crawler.listcall import call_at
from crawler.reading.inspection import describe
from crawler.reading.text.encoding import Decoded, decode
from crawler.urls import netloc

MOST_ODD = 20
"""Faulty hrefs that are quoted; more of them are of a kind (own rule)."""


def inspected(reading: PageReading, decoded: Decoded | None) -> dict[str, Any]:
    """The facts of a page with the faults of its hrefs as they are written (`links.odd`)."""
    seen = describe(reading, decoded)
    seen["links"]["odd"] = _odd(reading.links, reading.facts.url)
    seen["requests"] = []
    return seen


def sighted(sight: Sight, reading: PageReading) -> dict[str, Any]:
    """The same of a page that was asked for: with all other requests, and what its attachments really are."""
    reply = sight.look.reply
    seen = inspected(reading, decode(reply.body, reply.headers.get("content-type")))
    seen["requests"] = [_request(look, "list") for look in sight.parts] + [
        _request(look, "file") for look in sight.files
    ]
    answers = {look.trail.url: _file(look) for look in sight.files}
    for attachment in seen["article"]["attachments"] if seen["article"] else ():
        attachment.update(answers.get(attachment["url"], {}))
    return seen


def _odd(links: Iterable[Link], url: str) -> list[dict[str, Any]]:
    ours = OwnHosts(frozenset({bare(netloc(url))}))
    found = ((link, href_fault(link.href, link.url, ours)) for link in links)
    odd = {link.href: {"href": link.href, "text": link.text, "fault": fault.code} for link, fault in found if fault}
    return list(odd.values())[:MOST_ODD]


def _request(look: Look, purpose: str) -> dict[str, Any]:
    """A request beyond the page itself, for its list or for a file. `answer` is `content`, or the kind of failure."""
    call = call_at(look.trail.url)
    asked = {"purpose": purpose, "method": "GET" if call.body is None else "POST", "url": call.url, "body": call.body}
    return {**asked, "answer": look.judgement.kind.value}


def _file(look: Look) -> dict[str, Any]:
    """Whether a file can be reached, its size in bytes where that is known, and what its first bytes show."""
    there = look.judgement.kind is AnswerKind.CONTENT
    body = look.reply.body
    return {
        "reachable": there,
        "answer": look.judgement.kind.value,
        "size": look.reply.whole_size if there else None,
        "content": attachment_types().shown_by(look.trail.url, body) if body else None,
    }
