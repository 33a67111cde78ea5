"""Where `xuncha` and a peer disagree, what is true, and how often each tool is right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.differential.addresses import Names, has_place, loose_form, same_page
from benchmarks.differential.places import NOT_WRITTEN, places_on
from benchmarks.differential.subjects import Subject
from benchmarks.differential.truth import BROKEN, Truth, truth_of
from benchmarks.differential.verdicts import MOST_PAGES, Report, State, Verdict

TRUTH = "truth"
"""The name of the peer that is always right."""


@dataclass(frozen=True)
class Difference:
    """A target about which `xuncha` and `peer` say different things.

    * `places`: where the link is written (see `places`);
    * `apart`: one side never saw any of the pages on which the other found the link;
    * `respelt`: the side that does not name the target names another spelling of it;
    * `stopped`: the peer did not get to its end;
    * `known`: False when the target stands on the tricky site and its truth file does not name it.
    """

    subject: str
    target: str
    peer: str
    ours: Verdict
    theirs: Verdict
    truth: Truth
    places: tuple[str, ...]
    apart: bool
    respelt: bool
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


def truths(subject: Subject, reports: Sequence[Report]) -> dict[str, Truth]:
    """The truth about every target that a tool names or that is known to be there.

    Places on broken pages are left out: it is the page that has to be reported.
    """
    named = {target for report in reports for target in report.verdicts if in_scope(target, subject)}
    expected = {target for target, kind in subject.known.items() if subject.whole or kind in BROKEN}
    found = {target: _truth(target, subject, reports) for target in sorted(named | expected)}
    return {
        target: truth
        for target, truth in found.items()
        if not has_place(target) or found.get(same_page(target), Truth.ALIVE) is Truth.ALIVE
    }


def _truth(target: str, subject: Subject, reports: Sequence[Report]) -> Truth:
    """An address that leads nowhere and that Beautiful Soup finds on none of the pages is a misreading of the tool."""
    if subject.sound and has_place(target) and target.startswith(subject.sound):
        return Truth.ALIVE
    truth = truth_of(target, subject.known, subject.names)
    if truth is not Truth.DEAD or target in subject.known:
        return truth
    pages = [page for report in reports for page in report.of(target).pages]
    return Truth.NO_LINK if pages and _places(target, pages, subject.names) == (NOT_WRITTEN,) else truth


def in_scope(target: str, subject: Subject) -> bool:
    """Whether a target is compared: links to hosts that are not part of the test, and what has no end, say nothing."""
    if subject.endless and re.search(subject.endless, target):
        return False
    if target in subject.known or subject.names.are_home_of(target):
        return True
    return subject.whole and target.startswith(("http://", "https://"))


def as_report(truth: Mapping[str, Truth], subject: Subject) -> Report:
    """The truth in the form of a tool's report, so that it is a peer too: it has what all tools overlook.

    What opens is only told where every link is known: elsewhere it may be another spelling.
    """
    states = {Truth.DEAD: State.DEAD, Truth.HOLLOW: State.DEAD} | ({Truth.ALIVE: State.ALIVE} if subject.whole else {})
    pages = {target: (page,) for target, page in subject.written_on.items()}
    said = {
        target: Verdict(states[kind], kind.value, pages.get(target, ()))
        for target, kind in truth.items()
        if kind in states
    }
    return Report(TRUTH, "", verdicts=said, faults_only=not subject.whole)


def differences(
    name: str, subject: Subject, ours: Report, theirs: Report, truth: Mapping[str, Truth]
) -> list[Difference]:
    """Every target of which the two reports say different things, in the order of the targets."""
    our_spellings, their_spellings = _spellings(ours), _spellings(theirs)
    found = []
    for target, kind in truth.items():
        said, peer_said = ours.of(target), theirs.of(target)
        if _differ(said.state, peer_said.state, faults_only=theirs.faults_only or has_place(target)):
            seen_by_us = said.state is not State.UNSEEN
            found.append(
                Difference(
                    subject=name,
                    target=target,
                    peer=theirs.tool,
                    ours=said,
                    theirs=peer_said,
                    truth=kind,
                    places=_places(target, (*said.pages, *peer_said.pages), subject.names),
                    apart=_never_there(theirs, said) if seen_by_us else _never_there(ours, peer_said),
                    respelt=loose_form(target) in (their_spellings if seen_by_us else our_spellings),
                    stopped=not theirs.finished,
                    known=not subject.whole or target in subject.known or has_place(target),
                )
            )
    return found


def _spellings(report: Report) -> frozenset[str]:
    """The loose forms of all targets that a tool names."""
    return frozenset(map(loose_form, report.verdicts))


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


def _differ(ours: State, theirs: State, *, faults_only: bool) -> bool:
    """About places only the accusation counts: tools list the good ones in too many different ways."""
    if faults_only:
        return (ours is State.DEAD) is not (theirs is State.DEAD)
    return ours is not theirs


def _never_there(report: Report, said: Verdict) -> bool:
    """Whether a tool saw none of the pages on which the other one found a link."""
    if not 0 < len(said.pages) < MOST_PAGES:
        return False
    return all(report.of(page).state is State.UNSEEN for page in said.pages)


def _places(target: str, pages: Iterable[str], names: Names) -> tuple[str, ...]:
    found = dict.fromkeys(place for page in dict.fromkeys(pages) for place in places_on(target, page, names))
    written = tuple(place for place in found if place != NOT_WRITTEN)
    return written or (NOT_WRITTEN,)
