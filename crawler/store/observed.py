"""What the read side of a crawl says about links and about what could not be seen. Plain records, no queries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from crawler.answer import Attempt
from crawler.kinds import AnswerKind, TargetKind
from crawler.store.answer_rows import attempts_from_json


@dataclass(frozen=True, slots=True)
class Target:
    """A distinct linked URL with its answer. `answer` is None when it was never requested.

    A URL that is linked as several kinds has the alphabetically first one (attachment before image before page).
    `size` (bytes) and `file_type` are as in `crawler.answer.Answer`. `elapsed_ms` is the time of the last
    attempt; `confirmed` is False for faults that are only suspected. `told` are the attempts as the file keeps them: of
    a hundred thousand targets only those that fail are asked for theirs.
    """

    url: str
    kind: TargetKind
    answer: AnswerKind | None = None
    status: int | None = None
    final_url: str | None = None
    redirects: tuple[str, ...] = ()
    confirmed: bool = False
    detail: str = ""
    told: str = "[]"
    elapsed_ms: int | None = None
    size: int | None = None
    file_type: str | None = None

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """All attempts, the oldest first."""
        return attempts_from_json(self.told)


class LinkUse(NamedTuple):
    """One place where a link stands: the page, its text, the region of the page and the href as written."""

    page_url: str
    text: str
    region: str
    href: str


@dataclass(frozen=True, slots=True)
class LinkUses:
    """On how many pages a link stands, with the first pages in URL order (at most five, one place on each)."""

    count: int
    examples: tuple[LinkUse, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OddLink:
    """A distinct href that is no plain web address, or that resolves to none (`url` is None then)."""

    href: str
    url: str | None
    kind: TargetKind
    count: int
    examples: tuple[LinkUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Unobserved:
    """A page or link target that could not be seen. `reason` is one of the kinds in `NOT_OBSERVED`."""

    url: str
    reason: AnswerKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Trap:
    """A pattern of addresses whose budget was used up: the first address that was left out, and how many were."""

    pattern: str
    example: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the known pages of a unit were observed (a proven 404 is one where any page shows content)."""

    observed: int
    known: int

    @property
    def share(self) -> Decimal:
        """Observed over known, between 0 and 1; 0 when nothing is known."""
        return Decimal(self.observed) / Decimal(self.known) if self.known else Decimal(0)
