"""The answer that a URL got: the verdict with everything needed to argue about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.kinds import AnswerKind

_CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request and what came of it. `at` is UTC ISO 8601, `ms` the time until the verdict.

    `sure` is False for a fault that no number of such attempts proves. `run` is the id of the earlier crawl that made
    the attempt; empty for those of the crawl in whose file it stands.
    """

    answer: AnswerKind
    status: int | None
    at: str
    ms: int
    method: str = "GET"
    detail: str = ""
    sure: bool = True
    run: str = ""

    @property
    def moment(self) -> dt.datetime:
        """When it was made, with time zone."""
        moment = dt.datetime.fromisoformat(self.at)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)

    @property
    def day(self) -> dt.date:
        """The day in China on which it was made."""
        return self.moment.astimezone(_CHINA).date()


def day_in_china(moment: str) -> str:
    """The day in China (ISO) of a moment in ISO 8601; without a time zone it is UTC."""
    read = dt.datetime.fromisoformat(moment)
    return (read if read.tzinfo else read.replace(tzinfo=dt.UTC)).astimezone(_CHINA).date().isoformat()


def of_this_crawl(attempts: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """The attempts that the crawl itself made, the oldest first."""
    return tuple(each for each in attempts if not each.run)


def of_earlier_crawls(attempts: Sequence[Attempt]) -> tuple[Attempt, ...]:
    """The attempts that were taken over from earlier crawls, the oldest first."""
    return tuple(each for each in attempts if each.run)


@dataclass(frozen=True, slots=True)
class Answer:
    """The last word on a URL after all attempts.

    `confirmed` is True when the kind is proven (content, or a fault seen by independent attempts); a broken kind
    that is not confirmed is only suspected. `size` is that of the whole decoded body in bytes, or what the server
    declares when only its beginning was read (None: it does not say); `file_type` is the id in
    `config/lexicons/attachments.yaml` that the first bytes show, `html` for a page. `detail` holds the signature, TLS
    fault or exception for the evidence. `last_modified` and `etag` are the headers as sent.
    """

    kind: AnswerKind
    attempts: tuple[Attempt, ...]
    status: int | None = None
    final_url: str | None = None
    redirects: tuple[str, ...] = ()
    size: int | None = None
    content_type: str | None = None
    body_hash: str | None = None
    file_type: str | None = None
    detail: str = ""
    confirmed: bool = True
    last_modified: str | None = None
    etag: str | None = None

    @property
    def fetched_at(self) -> str:
        """When the last attempt was made (UTC ISO 8601)."""
        return self.attempts[-1].at

    @property
    def elapsed_ms(self) -> int:
        """How long the last attempt took."""
        return self.attempts[-1].ms
