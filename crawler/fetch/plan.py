"""What one crawl is asked to do, what it reports while it works, and how it ended. Plain records."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from config.profiles import Files
from config.registry import Portal
from config.settings import Evidence
from crawler.kinds import AnswerKind, EndReason, TrialKind
from crawler.store.writer import Counts

ASKED_TO_STOP = signal.SIGUSR1
"""By this signal another process asks a crawl to stop as Ctrl-C does. However often it comes, it means no more."""
_ELSEWHERE = frozenset({"portal", "meta", "previous", "previous_hash", "outside_cache"})


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """The order for one crawl; everything that decides what is fetched stands here or in `config/policy.yaml`.

    `user_agent`: declared name with a contact address; its part before the first `/` is what robots.txt is asked for.
    `max_pages`, `max_seconds`: budgets; an answer of a list interface counts as a page, and the last part of the time
    is kept for second looks (see the policy).
    `timeout_s`: for one request, from the first byte sent to the last received. 15 s is the limit after which a
    government site counts as not open (国办发〔2015〕15号 annex, 站点无法访问).
    `max_bytes`: of a body, before and after decompression. `pattern_budget`: how many addresses of one pattern may be
    found from pages of the same pattern (calendars). `external`: whether links to other hosts are probed.
    `allow_private`: opens the private networks that the audit's own hosts lie in; `allow_hosts`: host names or
    addresses that may be visited wherever they lie. `names`: addresses of names that are told instead of looked up,
    each `NAME=ADDRESS` or `NAME:PORT=ADDRESS:PORT` (`crawler.fetch.names`). `retry_after_s`: pause before a second
    look, doubled before the third. `browser`: as in `config.settings`; `render_pages`, `render_seconds`: how many
    pages it may open in one crawl and for how long, instead of the policy's. `previous`: the crawl file of an earlier
    visit, whose answers are evidence for faults when they are `spacing_hours` older, `previous_hash`: its SHA-256 as
    its run told it (None: not told); `reuse`: whether what it read on pages that did not change is taken over.
    `trials`: the kinds of trials that are made (`crawler.trials`). `outside_cache`: the file with what other hosts
    answered to earlier audits (None: each is asked). `seed`: decides the made-up addresses that show how a host
    answers nonsense.
    `documents`: which files are loaded and read, `documents_per_column`: of a column, when it is `newest`;
    `max_documents`, `max_documents_bytes`: budgets of all, `max_document_bytes`, `document_s`: limits of one;
    `ocr` as in `config.settings`.
    `evidence`: what is kept of requests and answers, and `evidence_bytes` how much of them is taken down at most
    (`crawler.evidence`); `shots`, `shot_seconds`: how many pictures of findings are made once it is judged, and in what
    time. For them the portal's style sheets are loaded.
    `meta`: JSON values that the crawl file keeps about itself besides what is said here; those of a crawl that goes on
    were kept when it began, but for `interruption`: what is to be said of the one that ends now.
    """

    portal: Portal
    user_agent: str
    max_pages: int = 20_000
    max_seconds: float = 6 * 3600.0
    timeout_s: float = 15.0
    max_bytes: int = 10 * 1024 * 1024
    pattern_budget: int = 1_000
    external: bool = True
    allow_private: bool = False
    allow_hosts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    retry_after_s: float = 10.0
    browser: str = "none"
    render_pages: int | None = None
    render_seconds: float | None = None
    previous: Path | None = None
    previous_hash: str | None = None
    spacing_hours: float = 4.0
    reuse: bool = True
    outside_cache: Path | None = None
    documents: Files = Files.NONE
    documents_per_column: int = 20
    max_documents: int = 2_000
    max_documents_bytes: int = 1_000 << 20
    max_document_bytes: int = 20 << 20
    document_s: float = 60.0
    trials: tuple[TrialKind, ...] = ()
    ocr: str = "none"
    evidence: Evidence = Evidence.NONE
    evidence_bytes: int = 2_000 << 20
    shots: int = 0
    shot_seconds: float = 180.0
    seed: int = 0
    meta: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> dict[str, Any]:
        """The numbers and flags of this plan as JSON values, for the crawl's description of itself.

        They name no place on this machine; the earlier visit stands there by its hash (`previous`).
        """
        names = [each.name for each in fields(self) if each.name not in _ELSEWHERE]
        return {name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in names}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is: pages observed, pages known (observed or waiting, within the budget).

    `phase` is `crawl`, `second-look`, `render`, `probe`, `files`, `trials` or `end`; `left` counts what the phase still
    has to ask, and `asked` the addresses that the spider asked. `seconds` have passed since the start. `columns` were
    found so far; `failing` addresses do not open so far, which is no verdict: they are asked again.
    """

    done: int
    known: int
    phase: str
    left: int
    end: EndReason | None = None
    seconds: float = 0.0
    asked: int = 0
    columns: int = 0
    failing: int = 0


@dataclass(frozen=True, slots=True)
class CrawlEnd:
    """How a crawl ended. `start_answer` and `start_detail` tell what the first start URL answered; `sha256` seals
    the file."""

    reason: EndReason
    counts: Counts
    sha256: str
    start_answer: AnswerKind | None
    start_detail: str = ""
