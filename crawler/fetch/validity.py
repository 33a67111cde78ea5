"""Whether what an earlier crawl knows may hold, and how a server is asked about it (RFC 9110 13.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, MutableMapping
from typing import Any

from config.policy import policy
from crawler.answer import Answer, Attempt, of_earlier_crawls, of_this_crawl
from crawler.fetch.belief import Belief
from crawler.fetch.proof import LONGEST_HEADER
from crawler.fetch.readers import scope_mark
from crawler.fetch.reply import Reply
from crawler.fetch.scope import Scope
from crawler.kinds import AnswerKind
from crawler.store.previous import PreviousCrawl

SWITCHED_OFF, OTHER_READERS, OTHER_HOSTS = "switched-off", "other-readers", "other-hosts"
"""Why nothing is taken over: keys below `report.reuse.why.` of the message catalogue."""


class Validity:
    """Of one crawl. `mark` are its readers; in `kept` a crawl that goes on finds again what is noted here."""

    def __init__(
        self,
        previous: PreviousCrawl | None,
        scope: Scope,
        belief: Belief,
        kept: MutableMapping[str, Any],
        mark: str,
    ) -> None:
        self._readers = previous.readers if previous is not None else None
        self._scope = scope
        self._belief = belief
        self._kept = kept
        self._mark = mark
        self._begun = dt.datetime.now(dt.UTC)
        self._marked: tuple[frozenset[str], frozenset[str]] | None = None
        self._scope_mark = ""

    @property
    def why_not(self) -> str | None:
        """Why nothing holds, or None. Hosts may be adopted while the start pages are asked."""
        if self._readers is None:
            return SWITCHED_OFF
        if self._readers.get("mark") != self._mark:
            return OTHER_READERS
        return None if self._readers.get("scope") == self._mark_of_scope() else OTHER_HOSTS

    def may_hold(self, url: str) -> bool:
        """Whether a page or file is one of those that a server is asked about, and the server is believed."""
        scope = self._scope
        fresh = url in scope.starts or url in scope.entries or scope.is_home(url)
        return self.why_not is None and not fresh and self._belief.holds(url)

    def headers(self, answer: Answer) -> Mapping[str, str] | None:
        """The headers by which an address with this earlier answer is sent only if it changed; None when it is to come
        whole: it was not content at the first look, it was redirected, has no validator, or was not sent for long."""
        asked = of_this_crawl(answer.attempts)
        clean = answer.kind is AnswerKind.CONTENT and not answer.redirects and answer.final_url is None
        if not clean or len(asked) != 1 or asked[0].method != "GET":
            return None
        if self._begun - whole_of(answer).moment > dt.timedelta(days=policy().reuse.whole_after_days):
            return None
        said = {"If-None-Match": answer.etag, "If-Modified-Since": answer.last_modified}
        return {name: value for name, value in said.items() if value and len(value) < LONGEST_HEADER} or None

    def note_scope(self) -> None:
        """Remember by which hosts and home pages a page is read now; empty when that changed on the way."""
        mark = self._mark_of_scope()
        if self._kept.setdefault("scope", mark) != mark:
            self._kept["scope"] = ""

    def readers(self) -> dict[str, str]:
        """What the crawl file says of its readers, so that a later crawl can tell whether its facts hold."""
        return {"mark": self._mark, "scope": self._kept.get("scope", "")}

    def _mark_of_scope(self) -> str:
        now = (self._scope.hosts, self._scope.homes)
        if now != self._marked:
            self._marked, self._scope_mark = now, scope_mark(self._scope)
        return self._scope_mark


def whole_of(answer: Answer) -> Attempt:
    """The attempt by which the body came, in whichever crawl of the chain."""
    return (*of_earlier_crawls(answer.attempts), *of_this_crawl(answer.attempts))[0]


def agrees(answer: Answer, reply: Reply) -> bool:
    """Whether an answer without a body speaks of the body that we know; tags are compared as weak ones."""
    tag, known = reply.headers.get("etag"), answer.etag
    if tag is not None and known is not None and tag.removeprefix("W/") != known.removeprefix("W/"):
        return False
    modified = reply.headers.get("last-modified")
    return modified is None or answer.last_modified is None or modified == answer.last_modified
