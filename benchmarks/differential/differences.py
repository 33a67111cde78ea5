"""Where `xuncha` and a peer disagree, what is true, and how often each tool is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.differential.addresses import Names, has_place, same_page
from benchmarks.differential.places import NOT_WRITTEN, places_on
from benchmarks.differential.subjects import Subject
from benchmarks.differential.truth import BROKEN, Truth, truth_of
from benchmarks.differential.verdicts import Report, State, Verdict

TRUTH = "truth"
"""The name of the peer that is always right."""


@dataclass(frozen=True)
class Difference:
    """A target about which `xuncha` and `peer` say different things.

    `places`: where the link is written (see `places`); `stopped`: the peer did not get to its end; `known`: False when
    the target stands on the tricky site and its truth file does not name it.
    """

    subject: str
    target: str
    peer: str
    ours: Verdict
    theirs: Verdict
    truth: Truth
    places: tuple[str, ...]
    stopped: bool
    known: bool = True


class Counts(NamedTuple):
    """Dead targets that a tool found and missed, and live ones (or what is no link at all) that it calls dead."""

    found: int
    missed: int
    false: int


@dataclass(frozen=True)
class Tally:
    """How often a tool was right about one site: addresses and, apart from them, places (`page.html#part`).

    `targets`: addresses that the tool names; `seconds`: how long it took; `finished`: False when it was stopped.
    """

    tool: str
    version: str
    targets: int
    addresses: Counts
    places: Counts
    seconds: float
    finished: bool


def truths(subject: Subject, reports: Iterable[Report]) -> dict[str, Truth]:
    """The truth about every target that a tool names or that is known beforehand.

    Places on broken pages are left out: it is the page that has to be reported.
    """
    named = {target for report in reports for target in report.verdicts if in_scope(target, subject)}
    found = {target: truth_of(target, subject.known, subject.names) for target in sorted(named | subject.known.keys())}
    return {
        target: truth
        for target, truth in found.items()
        if not has_place(target) or found.get(same_page(target), Truth.ALIVE) is Truth.ALIVE
    }


def in_scope(target: str, subject: Subject) -> bool:
    """Whether a target is compared: links to hosts that are not part of the test say nothing about the tools."""
    if target in subject.known or subject.names.are_home_of(target):
        return True
    return subject.whole and target.startswith(("http://", "https://"))


def as_report(truth: Mapping[str, Truth], subject: Subject) -> Report:
    """The truth in the form of a tool's report, so that it is a peer too: it has what all tools overlook."""
    states = {Truth.ALIVE: State.ALIVE, Truth.DEAD: State.DEAD, Truth.HOLLOW: State.DEAD}
    pages = {target: (page,) for target, page in subject.written_on.items()}
    said = {
        target: Verdict(states[kind], kind.value, pages.get(target, ()))
        for target, kind in truth.items()
        if kind in states
    }
    return Report(TRUTH, "", verdicts=said)


def differences(
    name: str, subject: Subject, ours: Report, theirs: Report, truth: Mapping[str, Truth]
) -> list[Difference]:
    """Every target of which the two reports say different things, in the order of the targets."""
    return [
        _difference(name, subject, (target, truth[target]), ours, theirs)
        for target in truth
        if _differ(target, ours.of(target).state, theirs.of(target).state)
    ]


def tally(report: Report, truth: Mapping[str, Truth]) -> Tally:
    """The figures of one tool."""
    dead = frozenset(target for target, kind in truth.items() if kind in BROKEN)
    targets = sum(not has_place(target) for target in report.verdicts.keys() & truth.keys())
    said = report.dead() & truth.keys()
    addresses, places = (_counts(dead, said, places=places) for places in (False, True))
    return Tally(report.tool, report.version, targets, addresses, places, report.seconds, report.finished)


def _counts(dead: frozenset[str], said: frozenset[str], *, places: bool) -> Counts:
    found, missed, false = (
        sum(has_place(target) is places for target in targets) for targets in (said & dead, dead - said, said - dead)
    )
    return Counts(found, missed, false)


def _differ(target: str, ours: State, theirs: State) -> bool:
    """About places only the accusation counts: tools list the good ones in too many different ways."""
    if has_place(target):
        return (ours is State.DEAD) is not (theirs is State.DEAD)
    return ours is not theirs


def _difference(name: str, subject: Subject, about: tuple[str, Truth], mine: Report, peer: Report) -> Difference:
    target, truth = about
    ours, theirs = mine.of(target), peer.of(target)
    places = _places(target, (*ours.pages, *theirs.pages), subject.names)
    known = not subject.whole or target in subject.known or has_place(target)
    return Difference(name, target, peer.tool, ours, theirs, truth, places, not peer.finished, known)


def _places(target: str, pages: Iterable[str], names: Names) -> tuple[str, ...]:
    found = dict.fromkeys(place for page in dict.fromkeys(pages) for place in places_on(target, page, names))
    written = tuple(place for place in found if place != NOT_WRITTEN)
    return written or (NOT_WRITTEN,)
