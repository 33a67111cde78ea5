"""The verdict: what kind of answer a reply is. Nobody else looks at status codes (network errors: `network_error`).

Rules, in this order: network error; redirect (loop, cookie gate); bot wall; status; log-in; home page; content.
Only GET can condemn; see `crawler.fetch.probe` for HEAD. Sources: reference "cms-patterns" 3 and 4.1; RFC 9110.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from urllib.parse import unquote, urlsplit

from config.attachment_type import FileUse
from config.lexicon import attachment_types, bot_walls
from config.policy import policy
from crawler.facts import PageFacts
from crawler.fetch.look import Judgement, Trail
from crawler.fetch.network_error import error_judgement
from crawler.fetch.page_signs import asks_for_password, reloads_itself, sets_cookie
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.fetch.soft_404 import Nonsense
from crawler.kinds import AnswerKind, TargetKind
from crawler.percent import escaped_bytes
from crawler.reading.text.encoding import decode
from crawler.tlsnote import TlsNote
from crawler.urlforms import is_article_url, may_lead_home
from crawler.urls import is_call, netloc, resolve

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DEMOTING = frozenset({301, 302, 303})
"""Redirects after which browsers GET what they were going to POST."""
_NO_CONTENT = 204
_CHOICES = 300
"""No browser follows it (Fetch Standard, redirect status): what it shows is the body."""
_NOT_MODIFIED = 304
"""Content, if it was asked for with a condition (RFC 9110 15.4.5)."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")
_NEVER_OPENED = frozenset({"file", "javascript", "data", "about", "blob", "view-source"})
"""Schemes to which no browser follows a redirect; others it hands to another program."""
_TEXT_MARGIN = 2  # a reader and a wall's sign count visible letters differently


class Judge:
    """Judges the replies of one crawl: it knows the portal's scope, what its hosts answer to nonsense, and what is
    wrong with their TLS (learned from the replies of clients that try the strict way first)."""

    def __init__(self, scope: Scope, nonsense: Nonsense) -> None:
        self._scope = scope
        self._nonsense = nonsense
        self._tls_notes: dict[str, TlsNote] = {}

    def next(self, trail: Trail, reply: Reply) -> Trail | Judgement:
        """What follows from a reply: a further request (the trail after a redirect), or the judgement."""
        own = self._scope.is_own(reply.url)
        if reply.error is not None:
            failed = error_judgement(reply.error)
            # A silent host elsewhere may only be silent to us: many firewalls drop what they do not know.
            return replace(failed, sure=failed.sure and (own or failed.kind is not AnswerKind.TIMEOUT))
        if reply.tls is not None:
            self._tls_notes[_origin(reply.url)] = reply.tls
        status = reply.status or 0
        location = reply.headers.get("location", "").strip()
        if status in _REDIRECTS:
            return self._redirect(trail, reply, location) if location else _wall(reply) or _no_target(status)
        if status == _NOT_MODIFIED and trail.condition is not None:
            return replace(self._good(reply), unchanged=True)
        if 200 <= status <= _CHOICES:
            return self._content(trail, reply)
        return _wall(reply) or _refusal(status, own=own, later="retry-after" in reply.headers)

    def page(self, trail: Trail, reply: Reply, facts: PageFacts) -> Judgement:
        """The judgement on an HTML page of the portal that was read: content, bot wall, or soft-404."""
        if _may_be_wall(reply, facts) and (wall := _wall(reply)):
            return wall
        return _again_and_again(reply) or self._nonsense.page(trail, reply, facts) or self._good(reply)

    def list_answer(self, reply: Reply, facts: PageFacts) -> Judgement:
        """The judgement on the answer of a list interface that was read: content, or what else came in its place."""
        if facts.list is not None and (facts.list.rows or (facts.list.empty_proof and not reply.is_html)):
            return Judgement(AnswerKind.CONTENT)
        spoken = self._nonsense.foreign(reply) if reply.is_html else None
        return _wall(reply) or spoken or Judgement(AnswerKind.CONTENT)

    def _redirect(self, trail: Trail, reply: Reply, location: str) -> Trail | Judgement:
        target = resolve(trail.at, escaped_bytes(location)).url
        if target is None:
            return _wall(reply) or _no_web_address(location)
        if is_call(trail.url) and not self._scope.is_own(target):  # a list is only ever asked of the portal itself
            kind = AnswerKind.LOGIN if is_login(target) else AnswerKind.FORBIDDEN_OUTSIDE
            return Judgement(kind, f"redirected off the portal to {target}")
        limits = policy().redirects
        back = target in (trail.url, trail.at, *trail.hops)
        gate = back and "set-cookie" in reply.headers
        if back and not gate:
            return _wall(reply) or Judgement(AnswerKind.REDIRECT_LOOP, f"redirected back to {target}")
        if gate and trail.gates >= limits.self_with_cookie:
            kind = AnswerKind.BOT_WALL if target == trail.at else AnswerKind.REDIRECT_LOOP
            return Judgement(kind, f"redirected back to {target} {trail.gates + 1} times, setting a cookie")
        if len(trail.hops) >= limits.hops:
            return Judgement(AnswerKind.REDIRECT_LOOP, f"more than {limits.hops} redirects")
        return trail.moved(target, gate=gate, ms=reply.ms, demoted=reply.status in _DEMOTING)

    def _content(self, trail: Trail, reply: Reply) -> Judgement:
        if trail.hops and is_login(trail.at) and not is_login(trail.url):
            return Judgement(AnswerKind.LOGIN, f"redirected to {trail.at}")
        if self._is_led_home(trail):
            sure = self._scope.is_own(reply.url) and _lost_on_the_way(trail)
            return Judgement(AnswerKind.REDIRECT_TO_HOME, f"redirected to {trail.at}", sure=sure)
        found: Judgement | None = None
        if reply.method == "GET" and _promises_file(trail):
            found = _file(trail, reply)
            found = found and replace(found, sure=trail.kind is not TargetKind.EXTERNAL)
        if found is None and reply.method == "GET" and reply.is_html and trail.kind is not TargetKind.PAGE:
            found = _wall(reply) or _again_and_again(reply) or self._nonsense.foreign(reply)
        return found or self._good(reply)

    def _is_led_home(self, trail: Trail) -> bool:
        """Whether redirects brought a visitor to a home page who was not going there."""
        home = bool(trail.hops) and self._scope.is_home(trail.at) and not self._scope.is_home(trail.url)
        return home and not _says_where_to(trail)

    def _good(self, reply: Reply) -> Judgement:
        note = self._tls_notes.get(_origin(reply.url))
        return Judgement(AnswerKind.CONTENT, note.written() if note else "")


def is_login(url: str) -> bool:
    """Whether an address is that of a log-in page, told by a word of its host name or path."""
    parts = urlsplit(url.lower())
    words = {*(parts.hostname or "").split(".")[:-2], *parts.path.replace(".", "/").split("/")}
    return not words.isdisjoint(policy().login.words)


def _says_where_to(trail: Trail) -> bool:
    """Whether an address names the host to which it leads: one that counts clicks, or asks before others' pages."""
    return netloc(trail.at) in unquote(urlsplit(trail.url).query)


def _lost_on_the_way(trail: Trail) -> bool:
    """Whether a home page is not what was linked: a folder (/gaj/) may have got a host of its own, no article has."""
    hosts = {netloc(url).removeprefix("www.") for url in (trail.url, trail.at)}
    return (len(hosts) == 1 or is_article_url(trail.url)) and not may_lead_home(trail.url)


def _refusal(status: int, *, own: bool, later: bool) -> Judgement:
    """What a status says that brings no page. `later`: the server says when to come again (Retry-After)."""
    detail = f"status {status}"
    match status:
        case 404:
            return Judgement(AnswerKind.HTTP_404, detail)
        case 410:
            return Judgement(AnswerKind.HTTP_410, detail)
        case 401:
            return Judgement(AnswerKind.LOGIN, detail)
        case 407 | 511:  # a proxy or a gate on our own way out wants to know who we are
            return Judgement(AnswerKind.OWN_FAILURE, detail)
        case 408:
            return Judgement(AnswerKind.TIMEOUT, detail, sure=own)
        case 429:
            return Judgement(AnswerKind.RATE_LIMITED, detail)
        case _ if 500 <= status < 600:
            return Judgement(AnswerKind.HTTP_5XX, detail, sure=not later)
        case _ if status >= 400 and own:
            return Judgement(AnswerKind.HTTP_4XX, detail, sure=False)
        case _ if status >= 400:
            return Judgement(AnswerKind.FORBIDDEN_OUTSIDE, detail)
    return Judgement(AnswerKind.GARBLED, f"{detail} is no answer to this question")


def _no_target(status: int) -> Judgement:
    return Judgement(AnswerKind.BAD_REDIRECT, f"status {status} without an address", sure=False)


def _no_web_address(location: str) -> Judgement:
    scheme = location.partition(":")[0].lower() if ":" in location else ""
    detail = f"redirected to {location[:200]!r}"
    if scheme in _NEVER_OPENED or not _SCHEME.fullmatch(scheme) or scheme in ("http", "https"):
        return Judgement(AnswerKind.BAD_REDIRECT, detail, sure=False)
    return Judgement(AnswerKind.NOT_WEB, detail)


def _again_and_again(reply: Reply) -> Judgement | None:
    """The judgement on a page that does nothing but load itself again: with a cookie a gate, without one a circle."""
    if not reloads_itself(reply):
        return None
    if sets_cookie(reply):
        return Judgement(AnswerKind.BOT_WALL, "a page that sets a cookie and loads itself again")
    return Judgement(AnswerKind.REDIRECT_LOOP, "a page that only loads itself again", sure=False)


def _wall(reply: Reply) -> Judgement | None:
    text = decode(reply.body[: 4 * policy().probe.head_bytes], reply.headers.get("content-type")).text
    cookies = [line.partition("=")[0].strip() for line in reply.headers.get("set-cookie", "").splitlines()]
    wall = bot_walls().recognise(reply.status or 0, reply.headers, cookies, text)
    return Judgement(AnswerKind.BOT_WALL, f"{wall.id}, status {reply.status}") if wall else None


def _may_be_wall(reply: Reply, facts: PageFacts) -> bool:
    """Every sign of a wall on a good status is limited in size or in letters, so most pages need no closer look."""
    size, letters = _wall_limits()
    return len(reply.body) <= size or facts.text_length <= _TEXT_MARGIN * letters


@cache
def _wall_limits() -> tuple[int, int]:
    """Bytes and letters of the largest page that can be a wall with a good status."""
    signs = [sign for wall in bot_walls().walls for sign in wall.signs if min(sign.statuses) < 300]
    return max(sign.max_body_bytes or 0 for sign in signs), max(sign.max_text_length or 0 for sign in signs)


def _promises_file(trail: Trail) -> bool:
    if trail.kind is TargetKind.EXTERNAL:
        kind = attachment_types().of_url(trail.url)
        return kind is not None and kind.use in (FileUse.DOCUMENT, FileUse.ARCHIVE)
    return trail.kind in (TargetKind.ATTACHMENT, TargetKind.IMAGE)


def _file(trail: Trail, reply: Reply) -> Judgement | None:
    """What is wrong with a file, or None. HTML under an address that promises no type is a page like any other, and a
    picture that only counts visitors may be empty."""
    types = attachment_types()
    kind = types.of_url(trail.url)
    if not reply.body and reply.complete:
        counter = trail.kind is TargetKind.IMAGE and (kind is None or reply.status == _NO_CONTENT)
        return None if counter else Judgement(AnswerKind.BAD_ATTACHMENT, "empty file")
    if kind is None or not types.contradicts(kind, reply.body):
        return None
    if any(mark.encode() in reply.body for mark in policy().office_html.marks):
        return None
    if not types.is_html(reply.body):
        return _wall(reply) or Judgement(
            AnswerKind.BAD_ATTACHMENT, f"bytes {reply.body[:8].hex(' ')} instead of {kind.id}"
        )
    if asks_for_password(reply):
        return Judgement(AnswerKind.LOGIN, f"a log-in form instead of {kind.id}")
    return _wall(reply) or Judgement(AnswerKind.BAD_ATTACHMENT, f"an HTML page instead of {kind.id}")


def _origin(url: str) -> str:
    return f"{urlsplit(url).scheme}://{netloc(url)}"
