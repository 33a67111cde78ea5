"""What a run saw of the places where another run found faults: without it nobody knows whether they are gone or new."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from checks.finding import Finding, Verdict
from config.address import is_http
from crawler.kinds import BROKEN, EndReason
from reports.comparing.likeness import Likeness
from reports.comparing.seen import Seen
from reports.result import AuditResult, Judgement


@dataclass(frozen=True, slots=True)
class Run:
    """What one run says under one rubric, as far as comparing needs it.

    `open` holds (unit, check, subject or address) of what was not judged, `blind` (unit, check) of checks that could
    not judge at all, `judged` those that ran; `hidden` are addresses that were not observed, `seen` those that were;
    `hosts` are the portal's; `complete`: the crawl left no address that it knew.
    """

    as_of: date
    started: str
    findings: Mapping[str, Finding]
    open: frozenset[tuple[str, str, str]]
    blind: frozenset[tuple[str, str]]
    judged: frozenset[tuple[str, str]]
    hidden: frozenset[str]
    hosts: frozenset[str] = frozenset()
    seen: Seen = field(default_factory=Seen)
    complete: bool = False


def run_of(result: AuditResult, judgement: Judgement, seen: Seen) -> Run:
    """One rubric's part of a judged run, of whose crawl `seen` is told."""
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
        seen=seen,
        complete=result.run.end_reason is EndReason.FINISHED,
    )


def places_of(found: Finding) -> tuple[str, ...]:
    """Where a fault stands: the pages that show it, or for a fault of an address itself that address."""
    return tuple(page for page in found.found_on if is_http(page)) or ((found.url,) if is_http(found.url) else ())


class Sight:
    """What `run` could have seen of another run's faults. `likeness` of both tells what address is which."""

    def __init__(self, run: Run, likeness: Likeness) -> None:
        self._run = run
        self._place = likeness.place
        seen = run.seen
        self._hidden, self._there, self._answered = map(self._all, (run.hidden, seen.there, seen.answered))
        self._looked = self._all(seen.read | seen.gone)
        self._known = self._hidden | self._there | self._answered | self._all(seen.failed)
        self._open = frozenset((unit, check, likeness.place(name)) for unit, check, name in run.open)

    def covers(self, found: Finding) -> bool:
        """Whether the run looked where this fault stood, and would have reported it.

        The pages that are named must have been read or be gone for good; a run that visited all that it met may have
        met some of them no more, but not all. Of an address that did not answer it is enough that it answers now. A
        place that was not approached proves nothing, and of more pages than are named only a run that visited all it
        met has seen every one.
        """
        if not self._judges(found):
            return False
        if found.code in BROKEN and self._place(found.url) in self._answered:
            return True
        places = self._places(found)
        if not self._run.complete:
            return places <= self._looked and found.found_on_count <= len(found.found_on)
        return not places or (not places.isdisjoint(self._looked) and self._none_left(places))

    def lacks(self, found: Finding) -> bool:
        """Whether the fault was not there for certain: pages that show it were read without it, or did not exist.

        A page did not exist as far as anybody knows when a crawl that visited all that it met did not meet it.
        """
        alone = self._run.complete and self._judges(found) and self._none_left(self._places(found))
        return alone or self.covers(found)

    def shows(self, url: str) -> bool:
        """Whether the run found content at this very address: what stood there has not moved."""
        return self._place(url) in self._there

    def _places(self, found: Finding) -> frozenset[str]:
        return self._all(places_of(found))

    def _none_left(self, places: frozenset[str]) -> bool:
        """Whether each of these was read, is gone, or was not met; not one was known and not looked at."""
        return (places - self._looked).isdisjoint(self._known)

    def _judges(self, found: Finding) -> bool:
        """Whether the check judged, and neither the fault nor all of its pages were out of sight."""
        whose = (found.unit, found.check)
        if whose not in self._run.judged or whose in self._run.blind:
            return False
        if any((*whose, self._place(name)) in self._open for name in (found.subject, found.url)):
            return False
        pages = set(map(self._place, found.found_on))
        return not (pages and pages <= self._hidden) and self._place(found.url) not in self._hidden

    def _all(self, addresses: Iterable[str]) -> frozenset[str]:
        return frozenset(map(self._place, addresses))


class Sights:
    """What each of several runs could have seen of the others, and what addresses of two of them are the same."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._likeness: dict[frozenset[str], Likeness] = {}
        self._sights: dict[tuple[int, frozenset[str]], Sight] = {}

    def likeness(self, one: int, other: int) -> Likeness:
        """Of the findings of two runs: hosts that only one of them has are those that the portal moved from or to."""
        moved = self._moved(one, other)
        return self._likeness.setdefault(moved, Likeness(moved))

    def of(self, run: int, other: int) -> Sight:
        """What one run could have seen of another's faults."""
        key = run, self._moved(run, other)
        if key not in self._sights:
            self._sights[key] = Sight(self._runs[run], self.likeness(run, other))
        return self._sights[key]

    def apart(self, one: int, other: int) -> Callable[[Finding, Finding], bool]:
        """Tells of two findings, of run `one` and of the later run `other`, whether they are two faults for certain.

        They are when the earlier one's address is still there in the later run, or the later one's was there before:
        nothing moved. The same goes for the pages that show them, unless they share one or are of one column.
        """
        before, after = self.of(one, other), self.of(other, one)
        place = self.likeness(one, other).place

        def apart(old: Finding, new: Finding) -> bool:
            if place(old.url) != place(new.url) and (after.shows(old.url) or before.shows(new.url)):
                return True
            pages = [set(map(place, found.found_on)) for found in (old, new)]
            if pages[0] & pages[1] or (old.column and old.column == new.column):
                return False
            return any(map(after.shows, old.found_on)) or any(map(before.shows, new.found_on))

        return apart

    def _moved(self, one: int, other: int) -> frozenset[str]:
        hosts = [frozenset(_plain(host) for host in self._runs[number].hosts) for number in (one, other)]
        return hosts[0] ^ hosts[1] if all(hosts) else frozenset()


def _plain(host: str) -> str:
    return host.removeprefix("www.")
