"""What a check says: findings, and honest words about what it could not judge."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """Anything that a program cannot prove is suspected (疑似) and waits for a person."""

    CONFIRMED = "confirmed"
    SUSPECTED = "suspected"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place.

    `subject` is what identifies the fault across runs (a URL, a column path, an item id): check, code, unit and
    subject make the fingerprint, so it survives new dates and counts. `facts` hold only JSON values.
    """

    check: str
    code: str
    unit: str
    subject: str
    url: str
    state: State = State.CONFIRMED
    column: str | None = None
    found_on: tuple[str, ...] = ()
    found_on_count: int = 0
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    evidence: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that stay the same as long as the same fault stands at the same place."""
        identity = json.dumps([self.check, self.code, self.unit, self.subject], ensure_ascii=False)
        return hashlib.blake2b(identity.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Examined:
    """So many subjects were looked at and judged (with or without a finding)."""

    count: int


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A subject that could not be judged. `reason` is a key below `reason.` in the message catalogue.

    `code` is the fault that might stand there, so that scoring knows how far the score can still move;
    `facts` are those that a rubric filters by (kind, level, item).
    """

    subject: str
    reason: str
    code: str
    url: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recognised:
    """Something that counts towards a requirement (an event, an entry of the year, a reading of a document).

    Told whether or not there are enough of them, so that a person can follow the count and overrule it. `subject` is
    what it counts for (an item, a series), `date` ISO; `facts` hold only JSON values, among them those that rubrics
    filter findings by (`item`, `series`), for then it stands beside the indicator that counts them.
    """

    subject: str
    title: str
    url: str
    date: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SurveyedColumn:
    """A column (栏目) that the check came upon, and what it went by, whatever came of it.

    Told so that a person can see how everything was taken, above all what was not judged though nothing hindered:
    `aside` says why (a key below `reason.`; None: it was judged, or is among the unjudged). `kind_reason` is what gave
    it its kind (as in `crawler.survey.column.Column`), `items` how many it holds, `last_update` the day of the newest
    (ISO), and `limit_days` how old that may be (None: nobody asks).
    """

    path: str
    url: str
    kind: str
    kind_reason: str
    items: int
    last_update: str | None = None
    limit_days: int | None = None
    aside: str | None = None


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The check has nothing to say about this unit. `reason` is a key below `reason.` in the catalogue."""

    reason: str


class Verdict(StrEnum):
    """The outcome of a check for a unit."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    CANNOT_JUDGE = "cannot-judge"


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that one check said about one unit.

    `fail` needs a confirmed finding; `cannot-judge` means that nothing was examined although there was something
    to examine. Suspected findings and unjudged subjects of a passing check stay open and widen the score range.
    `failure` is the error inside the check when `reason` is `own-failure`. `recognised` is what counted, by subject and
    date; `surveyed` are the columns that the check came upon, in its order.
    """

    check: str
    unit: str
    verdict: Verdict
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    examined: int = 0
    failure: str | None = None
    recognised: tuple[Recognised, ...] = ()
    surveyed: tuple[SurveyedColumn, ...] = ()
