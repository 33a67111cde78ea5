"""What became of every finding over runs of one portal: new, still there, fixed, back again, no longer to be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlsplit

from checks.finding import Finding, Verdict
from reports.result import AuditResult, Judgement, report_order

Likeness: TypeAlias = tuple[str, ...]
"""What two findings share that are one fault; empty when there is nothing to go by."""


class Fate(StrEnum):
    """How a finding stands in the last of the compared runs."""

    NEW = "new"
    RETURNED = "returned"
    """It is there, was there before, and was gone in between."""
    STANDING = "standing"
    FIXED = "fixed"
    UNSEEN = "unseen"
    """It is not there, but nobody could look: that is no repair."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run says under one rubric, as far as comparing needs it.

    `open` holds (unit, check, subject or address) of what was not judged, `blind` (unit, check) of checks that could
    not judge at all, `judged` those that ran; `hidden` are addresses that were not observed.
    """

    as_of: date
    started: str
    findings: Mapping[str, Finding]
    open: frozenset[tuple[str, str, str]]
    blind: frozenset[tuple[str, str]]
    judged: frozenset[tuple[str, str]]
    hidden: frozenset[str]

    def could_see(self, found: Finding) -> bool:
        """Whether the run would have reported this finding if it still stood."""
        place = (found.unit, found.check)
        if place not in self.judged or place in self.blind:
            return False
        if any((*place, name) in self.open for name in (found.subject, found.url)):
            return False
        return not (found.found_on and self.hidden.issuperset(found.found_on)) and found.url not in self.hidden


@dataclass(frozen=True, slots=True)
class Trace:
    """One finding through all runs. `found` is how it was seen last; `seen` says in which runs it was.

    `earlier` is the fingerprint under which it stood in the first of the runs, where that was another one.
    """

    fate: Fate
    found: Finding
    seen: tuple[bool, ...]
    earlier: str | None = None


def run_of(result: AuditResult, judgement: Judgement) -> Run:
    """One rubric's part of a judged run."""
    outcomes = judgement.outcomes
    subjects = ((said.unit, said.check, each) for said in outcomes for each in said.unjudged)
    return Run(
        as_of=result.run.as_of,
        started=result.run.started,
        findings={found.fingerprint: found for found in judgement.findings()},
        open=frozenset((unit, check, name) for unit, check, each in subjects for name in (each.subject, each.url)),
        blind=frozenset((said.unit, said.check) for said in outcomes if said.verdict is Verdict.CANNOT_JUDGE),
        judged=frozenset((said.unit, said.check) for said in outcomes),
        hidden=frozenset(item.url for item in result.not_observed),
    )


def traces(runs: Sequence[Run]) -> list[Trace]:
    """Every finding of any of the `runs` (the oldest first), in report order."""
    names = _names(runs)
    told: dict[str, list[str | None]] = {}
    for number, run in enumerate(runs):
        for fingerprint in run.findings:
            told.setdefault(names[number][fingerprint], [None] * len(runs))[number] = fingerprint
    return sorted((_trace(runs, prints) for prints in told.values()), key=lambda trace: report_order(trace.found))


def _trace(runs: Sequence[Run], prints: Sequence[str | None]) -> Trace:
    seen = tuple(each is not None for each in prints)
    last = max(number for number, there in enumerate(seen) if there)
    first = seen.index(True)
    found = runs[last].findings[prints[last] or ""]
    earlier = prints[first] if prints[first] != prints[last] else None
    return Trace(_fate(runs, seen, found), found, seen, earlier)


def _fate(runs: Sequence[Run], seen: Sequence[bool], found: Finding) -> Fate:
    if not seen[-1]:
        return Fate.FIXED if runs[-1].could_see(found) else Fate.UNSEEN
    if not any(seen[:-1]):
        return Fate.NEW if any(run.could_see(found) for run in runs[:-1]) else Fate.STANDING
    gone = [number for number in range(seen.index(True), len(seen)) if not seen[number]]
    return Fate.RETURNED if any(runs[number].could_see(found) for number in gone) else Fate.STANDING


def _names(runs: Sequence[Run]) -> list[dict[str, str]]:
    """For each run, one name for every fingerprint: its own, or that of the earlier finding that it continues.

    A portal that moved to another host, or whose folders were nested otherwise, gives the same faults new addresses and
    so new fingerprints. What is alike beyond its address, and alike to one other finding only, is the same fault.
    """
    names: list[dict[str, str]] = []
    for number, run in enumerate(runs):
        own = {fingerprint: fingerprint for fingerprint in run.findings}
        if number:
            before = runs[number - 1]
            lost = [found for key, found in before.findings.items() if key not in run.findings]
            come = [found for key, found in run.findings.items() if key not in before.findings]
            for old, new in _continued(lost, come):
                own[new.fingerprint] = names[-1][old.fingerprint]
        names.append(own)
    return names


def _continued(lost: Iterable[Finding], come: Iterable[Finding]) -> Iterator[tuple[Finding, Finding]]:
    lost, come = list(lost), list(come)
    for likeness in (_by_path, _by_words):
        old, new = _alone(lost, likeness), _alone(come, likeness)
        for key in old.keys() & new.keys():
            yield old[key], new[key]
            lost.remove(old[key])
            come.remove(new[key])


def _alone(findings: Iterable[Finding], likeness: Callable[[Finding], Likeness]) -> dict[Likeness, Finding]:
    """The findings by what they are alike in, those alone that share it with no other."""
    groups: dict[Likeness, list[Finding]] = {}
    for found in findings:
        key = likeness(found)
        if key:
            groups.setdefault(key, []).append(found)
    return {key: each[0] for key, each in sorted(groups.items()) if len(each) == 1}


def _by_path(found: Finding) -> Likeness:
    """The same path (and query) on another host, scheme or port."""
    parts = urlsplit(found.url)
    place = f"{parts.path}?{parts.query}" if parts.path.strip("/") else ""
    return (found.unit, found.check, found.code, place) if place else ()


def _by_words(found: Finding) -> Likeness:
    """The same words in the column of the same name: a page or file under another address."""
    column = (found.column or "").rpartition(">")[2]
    name = found.url.rstrip("/").rpartition("/")[2]
    words = found.text or (name if column else "")
    return (found.unit, found.check, found.code, column, words) if words else ()
