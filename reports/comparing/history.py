"""What became of every finding over runs of one portal: new, still there, fixed, back again, no longer to be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, pairwise

from checks.finding import Finding
from reports.comparing.sight import Run, Sights
from reports.result import report_order


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
class Trace:
    """One finding through all runs. `found` is how it was seen last; `seen` says in which runs it was.

    `earlier` is the fingerprint under which it stood in the first of the runs, where that was another one.
    """

    fate: Fate
    found: Finding
    seen: tuple[bool, ...]
    earlier: str | None = None


def traces(runs: Sequence[Run]) -> list[Trace]:
    """Every finding of any of the `runs` (the oldest first), in report order."""
    sights = Sights(runs)
    told: dict[int, list[Finding | None]] = {}
    for number, names in enumerate(_names(runs, sights)):
        for fingerprint, name in names.items():
            told.setdefault(name, [None] * len(runs))[number] = runs[number].findings[fingerprint]
    return sorted((_trace(sights, findings) for findings in told.values()), key=lambda trace: report_order(trace.found))


def _trace(sights: Sights, findings: Sequence[Finding | None]) -> Trace:
    there = [found for found in findings if found is not None]
    first, last = there[0], there[-1]
    seen = tuple(found is not None for found in findings)
    earlier = first.fingerprint if first.fingerprint != last.fingerprint else None
    return Trace(_fate(sights, findings), last, seen, earlier)


def _fate(sights: Sights, findings: Sequence[Finding | None]) -> Fate:
    told = [(number, found) for number, found in enumerate(findings) if found is not None]
    (begin, _), (end, last), now = told[0], told[-1], len(findings) - 1
    if end != now:
        return Fate.FIXED if sights.of(now, end).covers(last) else Fate.UNSEEN
    if begin == now:
        return Fate.NEW if any(sights.of(run, now).lacks(last) for run in range(now)) else Fate.STANDING
    between = [(run, known) for known, after in pairwise(told) for run in range(known[0] + 1, after[0])]
    returned = any(sights.of(run, number).covers(found) for run, (number, found) in between)
    return Fate.RETURNED if returned else Fate.STANDING


def _names(runs: Sequence[Run], sights: Sights) -> Iterator[dict[str, int]]:
    """For each run, a name for every fingerprint: that of the earlier finding which it is or continues, or a new one.

    A finding may be gone for some runs and come back at another place. What was there in the run before is looked at
    first, then what is gone for longer.
    """
    fresh = count()
    name_of: dict[str, int] = {}
    latest: dict[int, tuple[int, Finding]] = {}
    for number, run in enumerate(runs):
        names = _known(run, name_of, {name: found for name, (_, found) in latest.items()})
        for before in sorted({seen_in for seen_in, _ in latest.values()}, reverse=True):
            taken = set(names.values())
            stays = [*map(run.findings.__getitem__, names), *(latest[name][1] for name in taken)]
            gone = {
                found.fingerprint: name
                for name, (seen_in, found) in sorted(latest.items())
                if seen_in == before and name not in taken
            }
            come = (found for key, found in sorted(run.findings.items()) if key not in names)
            likeness, apart = sights.likeness(before, number), sights.apart(before, number)
            for old, new in likeness.pairs([latest[name][1] for name in gone.values()], come, stays, apart):
                names[new.fingerprint] = gone[old.fingerprint]
        for fingerprint in sorted(run.findings.keys() - names.keys()):
            names[fingerprint] = next(fresh)
        for fingerprint, name in names.items():
            name_of[fingerprint], latest[name] = name, (number, run.findings[fingerprint])
        yield names


def _known(run: Run, name_of: Mapping[str, int], latest: Mapping[int, Finding]) -> dict[str, int]:
    """The names of fingerprints that were there before. Two that once were one fault are told apart again: the later
    place keeps the name."""
    names = {key: name_of[key] for key in run.findings if key in name_of}
    kept = {latest[name].fingerprint for name in names.values()}
    taken = {name_of[key] for key in kept if key in names}
    return {key: name for key, name in names.items() if key in kept or name not in taken}
