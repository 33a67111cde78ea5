"""Which findings are one fault: a bulletin counts it once, however many units it is charged to.

A fault at a place lies in the subtree of a department and in that of the whole portal, and is repaired once. What is
asked of every unit and missing has no place: its address is only the door of the unit, and it is a fault of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from checks.finding import Finding
from config.registry import Portal
from crawler.urls import page_key
from reports.unjudged import OpenSubject

Key = tuple[str, ...]
"""Equal for findings that are one fault."""


class Faults:
    """Answers for the findings on one portal."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal.id
        doors = Counter(url for unit in portal.units for url in unit.entry_urls)
        self._shared_doors = {*portal.start_urls, *(url for url, units in doors.items() if units > 1)}

    def key(self, unit: str, check: str, code: str, subject: str, url: str) -> Key:
        """The fault `code` about `subject` at `url`, charged to `unit`."""
        own = not url or (url in self._shared_doors and subject not in (url, page_key(url)))
        return (self._portal, check, code, subject, url, unit if own else "")

    def of(self, found: Finding) -> Key:
        """The fault that a finding tells of."""
        return self.key(found.unit, found.check, found.code, found.subject, found.url)

    def open(self, item: OpenSubject) -> Key:
        """What nobody judged, and why; a check that judged nothing at all is open in each unit."""
        return (*self.key(item.unit, item.check, item.code, item.subject, item.url), item.reason)


@dataclass(frozen=True, slots=True)
class Charged:
    """A finding with the unit that it is charged to and the fault that it tells of."""

    finding: Finding
    unit: tuple[str, str]
    unit_name: str
    fault: Key


def charged(portal: Portal, findings: Iterable[Finding]) -> list[Charged]:
    """Findings about units of one portal; their units are known by the portal's id and their own."""
    faults = Faults(portal)
    names = {unit.id: unit.name for unit in portal.units}
    return [
        Charged(found, (portal.id, found.unit), names.get(found.unit, found.unit), faults.of(found))
        for found in findings
    ]


def distinct(charges: Iterable[Charged]) -> int:
    """How many faults these are, whoever they are charged to."""
    return len({each.fault for each in charges})
