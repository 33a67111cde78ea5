"""What became of every finding over runs of one portal: new, still there, fixed, back again, no longer to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import count

from checks.finding import Finding, Verdict
from reports.comparing.likeness import Likeness
from reports.result import AuditResult, Judgement, report_order


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
    not judge at all, `judged` those that ran; `hidden` are addresses that were not observed; `hosts` are the portal's.
    """

    as_of: date
    started: str
    findings: Mapping[str, Finding]
    open: frozenset[tuple[str, str, str]]
    blind: frozenset[tuple[str, str]]
    judged: frozenset[tuple[str, str]]
    hidden: frozenset[str]
    hosts: frozenset[str] = frozenset()


class Sight:
    """What a run could have seen, by addresses without the portal's hosts: it may have moved since."""

    def __init__(self, run: Run, likeness: Likeness) -> None:
        self._run = run
        self._place = likeness.place
        self._hidden = frozenset(map(likeness.place, run.hidden))
        self._open = frozenset((unit, check, likeness.place(name)) for unit, check, name in run.open)

    def covers(self, found: Finding) -> bool:
        """Whether the run would have reported this finding if it still stood."""
        whose = (found.unit, found.check)
        if whose not in self._run.judged or whose in self._run.blind:
            return False
        if any((*whose, self._place(name)) in self._open for name in (found.subject, found.url)):
            return False
        pages = set(map(self._place, found.found_on))
        return not (pages and pages <= self._hidden) and self._place(found.url) not in self._hidden


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
        hosts=result.portal.all_hosts,
    )


def traces(runs: Sequence[Run]) -> list[Trace]:
    """Every finding of any of the `runs` (the oldest first), in report order."""
    likeness = Likeness(frozenset[str]().union(*(run.hosts for run in runs)))
    sights = [Sight(run, likeness) for run in runs]
    told: dict[int, list[Finding | None]] = {}
    for number, names in enumerate(_names(runs, likeness)):
        for fingerprint, name in names.items():
            told.setdefault(name, [None] * len(runs))[number] = runs[number].findings[fingerprint]
    return sorted((_trace(sights, findings) for findings in told.values()), key=lambda trace: report_order(trace.found))


def _trace(sights: Sequence[Sight], findings: Sequence[Finding | None]) -> Trace:
    there = [found for found in findings if found is not None]
    first, last = there[0], there[-1]
    seen = tuple(found is not None for found in findings)
    earlier = first.fingerprint if first.fingerprint != last.fingerprint else None
    return Trace(_fate(sights, findings, last), last, seen, earlier)


def _fate(sights: Sequence[Sight], findings: Sequence[Finding | None], last: Finding) -> Fate:
    if findings[-1] is None:
        return Fate.FIXED if sights[-1].covers(last) else Fate.UNSEEN
    begin = next(number for number, found in enumerate(findings) if found is not None)
    if begin == len(findings) - 1:
        return Fate.NEW if any(sight.covers(last) for sight in sights[:-1]) else Fate.STANDING
    latest, returned = last, False
    for found, sight in zip(findings[begin:], sights[begin:], strict=True):
        returned |= found is None and sight.covers(latest)
        latest = found or latest
    return Fate.RETURNED if returned else Fate.STANDING


def _names(runs: Sequence[Run], likeness: Likeness) -> Iterator[dict[str, int]]:
    """For each run, a name for every fingerprint: that of the earlier finding which it is or continues, or a new one.

    A finding may be gone for some runs and come back at another place. What was there in the run before is looked at
    first, then what is gone for longer.
    """
    fresh = count()
    name_of: dict[str, int] = {}
    latest: dict[int, Finding] = {}
    present: set[int] = set()
    for run in runs:
        names = _known(run, name_of, latest)
        for there in (present, latest.keys() - present):
            gone = {latest[name].fingerprint: name for name in sorted(there - set(names.values()))}
            come = (found for key, found in sorted(run.findings.items()) if key not in names)
            for old, new in likeness.pairs([latest[name] for name in gone.values()], come):
                names[new.fingerprint] = gone[old.fingerprint]
        for fingerprint in sorted(run.findings.keys() - names.keys()):
            names[fingerprint] = next(fresh)
        for fingerprint, name in names.items():
            name_of[fingerprint], latest[name] = name, run.findings[fingerprint]
        present = set(names.values())
        yield names


def _known(run: Run, name_of: Mapping[str, int], latest: Mapping[int, Finding]) -> dict[str, int]:
    """The names of fingerprints that were there before. Two that once were one fault are told apart again: the later
    place keeps the name."""
    names = {key: name_of[key] for key in run.findings if key in name_of}
    kept = {latest[name].fingerprint for name in names.values()}
    taken = {name_of[key] for key in kept if key in names}
    return {key: name for key, name in names.items() if key in kept or name not in taken}
